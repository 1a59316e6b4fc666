"""Families 1 and 2: the statutory tables, in themselves and against each other."""
