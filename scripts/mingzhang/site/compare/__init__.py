"""Disclosures side by side."""
