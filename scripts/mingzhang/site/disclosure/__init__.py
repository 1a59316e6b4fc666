"""The views of a disclosure, its projects, its source text, and of a unit."""
