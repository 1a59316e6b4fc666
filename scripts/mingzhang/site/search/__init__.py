"""The site's own search: entries of every disclosure, and an index by pairs of characters."""

from __future__ import annotations

from mingzhang.site.search.entries import Document, Entry
from mingzhang.site.search.index import write_index

__all__ = ["Document", "Entry", "write_index"]
