"""Reads addresses for DuckDB in place of its extension httpfs, which comes from the network: parts on request."""

from __future__ import annotations

import urllib.request
from datetime import datetime
from typing import Any

from fsspec.spec import AbstractBufferedFile, AbstractFileSystem


class _Remote(AbstractBufferedFile):
    def _fetch_range(self, start: int, end: int) -> bytes:
        request = urllib.request.Request(self.path, headers={"Range": f"bytes={start}-{end - 1}"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            content: bytes = answer.read()
        return content


class Addresses(AbstractFileSystem):
    """What ``duckdb.register_filesystem`` takes: names are addresses."""

    protocol = ("http", "https")

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return path

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """The size of what is at ``path``; raises when nothing is."""
        with urllib.request.urlopen(urllib.request.Request(path, method="HEAD"), timeout=20) as answer:
            return {"name": path, "size": int(answer.headers["Content-Length"]), "type": "file"}

    def glob(self, path: str, **_: Any) -> list[str]:
        """Addresses have no patterns."""
        return [path]

    def modified(self, path: str) -> datetime:
        """Always the same, for what is published does not change under a test."""
        return datetime(2024, 1, 1)

    def _open(self, path: str, mode: str = "rb", **_: Any) -> _Remote:
        return _Remote(self, path, mode, block_size=4096, cache_type="none")
