"""Duties, offices, staff, procurement, assets and glossary as typed rows."""
