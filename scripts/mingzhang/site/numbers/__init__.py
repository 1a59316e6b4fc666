"""Figures of a disclosure as exact decimals, each with its source line."""
