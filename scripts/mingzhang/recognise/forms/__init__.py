"""The performance forms: found by their titles, read whatever the shape of their text."""
