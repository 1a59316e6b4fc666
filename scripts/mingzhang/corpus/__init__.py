"""Benchmark corpora: many disclosures derived from the project's own (``mingzhang corpus``)."""
