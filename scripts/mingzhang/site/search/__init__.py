"""The site's own search: entries of every disclosure, and an index by pairs of characters."""
