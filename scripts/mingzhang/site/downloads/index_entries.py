"""What the index of downloads says of one file."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzhang.site.downloads.checksums import Download
from mingzhang.site.downloads.guarded_package import DESCRIPTOR
from mingzhang.site.downloads.index_schema import MEDIA_TYPES
from mingzhang.site.downloads.schemas import schema_path
from mingzhang.site.downloads.tables import Table

_TABULAR = frozenset({"csv", "json", "parquet", "xlsx"})
_MOST_DEEP = 3
"""Folders that a descriptor of our own is above its files, at most."""


@dataclass(frozen=True)
class Place:
    """Where files are: the ``site`` (absolute), their ``folder``, the disclosure that they are of (None: of all)."""

    site: str
    folder: Path
    disclosure_id: str | None = None


class _Described:
    """Resources by the descriptors that stand above their files: earlier versions, the fiscal view."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, dict[str, str]] = {}

    def name_of(self, path: str) -> str | None:
        """The resource whose file is at ``path``; None when no descriptor above names it."""
        parts = path.split("/")
        for depth in range(len(parts) - 1, max(0, len(parts) - 1 - _MOST_DEEP), -1):
            above = "/".join(parts[:depth])
            if above not in self._names:
                self._names[above] = self._read(self._folder / above / DESCRIPTOR)
            if name := self._names[above].get("/".join(parts[depth:])):
                return name
        return None

    @staticmethod
    def _read(path: Path) -> dict[str, str]:
        resources = json.loads(path.read_text(encoding="utf-8"))["resources"] if path.is_file() else []
        return {item["path"]: item["name"] for item in resources}


def file_entries(files: Mapping[str, Download], tables: Sequence[Table], place: Place) -> list[dict[str, Any]]:
    """What is known of each of ``files``, in the order of their names."""
    known, described = {table.base: table for table in tables}, _Described(place.folder)
    return [_entry(name, files[name], known, described, place) for name in sorted(files)]


def _entry(
    name: str, file: Download, known: Mapping[str, Table], described: _Described, place: Place
) -> dict[str, Any]:
    base, _, ending = name.rpartition(".")
    table = known.get(base) if ending in _TABULAR else None
    other = described.name_of(name) if ending == "csv" and not table else None
    plain = "txt" if "/" in ending or not base else ending  # a name without an ending
    format, mediatype = MEDIA_TYPES.get(plain, (plain or "txt", "application/octet-stream"))
    return {
        "path": name,
        "url": f"{place.site}data/{name}",
        "resource": table.resource.name if table else other,
        "disclosure_id": place.disclosure_id,
        "format": format,
        "mediatype": mediatype,
        "rows": table.count if table else _count_rows(place.folder / name) if ending == "csv" else None,
        "bytes": file.size,
        "sha256": file.sha256,
        "schema": schema_path(table.resource.name, place.disclosure_id is None) if table else None,
    }


def _count_rows(path: Path) -> int:
    """The rows of a CSV that no table here was written from, its header not counted."""
    with path.open(encoding="utf-8", newline="") as file:
        return max(0, sum(bool(row) for row in csv.reader(file)) - 1)
