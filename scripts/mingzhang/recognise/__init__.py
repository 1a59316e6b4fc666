"""Recognising: finds the statutory tables of any document by title and headings. Knows no file."""
