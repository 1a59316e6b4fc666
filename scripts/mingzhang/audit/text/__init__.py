"""Families 3 and 4: running text against the tables, percentages, changes and reasons."""
