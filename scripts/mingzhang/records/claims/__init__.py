"""The figures that running text states."""
