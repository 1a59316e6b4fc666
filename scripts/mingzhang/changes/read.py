"""Packages from disk, for comparing: one folder, a folder of them, or a repository's."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from mingzhang.changes.model import Column, PackageTables, Table
from mingzhang.errors import MingzhangError

DESCRIPTOR = "datapackage.json"
_NUMBERS = ("number", "integer")

csv.field_size_limit(2**31 - 1)


class UnreadablePackageError(MingzhangError):
    """A folder that holds no package, or one whose files are not what its descriptor says."""


def find_packages(place: Path) -> dict[str, Path]:
    """The folders of the packages at ``place``, by disclosure id.

    ``place`` is a package, a folder of packages, or a repository (its ``data/packages``).

    Raises:
        UnreadablePackageError: there are none.
    """
    for folder in (place / "data" / "packages", place):
        found = {path.parent.name: path.parent for path in sorted(folder.glob(f"*/{DESCRIPTOR}"))}
        found = {name: path for name, path in found.items() if not name.startswith(".")}
        if found:
            return found
    if (place / "data" / "packages").is_dir() or (place / "data" / "sources").is_dir():
        return {}
    if (place / DESCRIPTOR).is_file():
        return {read_package(place).id: place}
    raise UnreadablePackageError(
        f"{place}: no package there; name a package's folder, a folder of packages, or a repository"
    )


def read_package(folder: Path) -> PackageTables:
    """The package in ``folder`` with all its rows.

    Raises:
        UnreadablePackageError: it has no descriptor, or a file is missing or no CSV.
    """
    try:
        descriptor: dict[str, Any] = json.loads((folder / DESCRIPTOR).read_bytes())
        tables = [_table(folder, item) for item in descriptor["resources"]]
        return PackageTables(
            id=descriptor["mingzhang"]["disclosure_id"],
            title=descriptor.get("title") or descriptor["name"],
            sources=sources_of(descriptor),
            tables={table.name: table for table in tables},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadablePackageError(f"{folder}: cannot be read as a package ({error}); convert it anew") from error


def sources_of(descriptor: dict[str, Any]) -> tuple[str, ...]:
    """The hashes of the files that a package was made of, in their order."""
    return tuple(str(source.get("hash") or "") for source in descriptor.get("sources") or ())


def _table(folder: Path, item: dict[str, Any]) -> Table:
    text = (folder / item["path"]).read_bytes().decode("utf-8")
    rows = tuple(csv.DictReader(io.StringIO(text, newline=""), restval=""))
    return Table(item["name"], item.get("title") or item["name"], tuple(map(_column, item["schema"]["fields"])), rows)


def _column(field: dict[str, Any]) -> Column:
    is_number = field.get("type") in _NUMBERS
    return Column(field["name"], field.get("title") or field["name"], is_number, field.get("unit") == "万元")
