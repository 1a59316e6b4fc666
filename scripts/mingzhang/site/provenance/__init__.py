"""Findings and reader's notes at the rows and cells that they concern; what a source line gave."""
