"""The pages across units: rows, facets and orders; and the first page."""
