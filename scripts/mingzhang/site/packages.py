"""Read data packages: the only input of the site."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzhang.site.resources import (
    Field,
    ForeignKey,
    PackageError,
    Resource,
    Row,
    describe_resource,
    read_resource,
    read_resources,
)

__all__ = [
    "Field",
    "ForeignKey",
    "Package",
    "PackageError",
    "PackageHead",
    "PageStart",
    "Resource",
    "Row",
    "SourceFile",
    "Unit",
    "describe_resource",
    "read_descriptor",
    "read_head",
    "read_lines",
    "read_package",
    "read_packages",
    "read_resource",
    "read_resources",
]


@dataclass(frozen=True)
class Unit:
    """The publishing unit; ``region`` runs from the province downwards."""

    id: str
    name: str
    region: tuple[str, ...]
    division_code: str
    body_kind: str


@dataclass(frozen=True)
class SourceFile:
    """A file as received, and its sha256."""

    name: str
    hash: str


@dataclass(frozen=True)
class PageStart:
    """``line`` of the source text begins ``page`` (or sheet) of ``file``; page 0 of a format without pages."""

    line: int
    file: str
    page: int
    is_sheet: bool = False


@dataclass(frozen=True)
class PackageHead:
    """Which disclosure a package is of, without its rows; ``kind`` is ``budget`` or ``final``."""

    folder: Path
    id: str
    title: str
    unit: Unit
    year: int
    kind: str


@dataclass(frozen=True)
class Package(PackageHead):
    """One disclosure as a package.

    ``source_text`` are the lines of its source, personal data masked; ``source_path`` is their file, blank without.
    ``published`` and ``added`` are days (``2024-02-08``), blank where nobody noted them.
    ``extracted`` tells that they were taken out of ``files`` of another format, whose ``pages`` begin on known lines.
    """

    scope: str
    published: str
    source_file: str
    source_lines: int
    source_hash: str
    licence: str
    version: str
    resources: dict[str, Resource]
    source_text: tuple[str, ...] = ()
    source_path: str = ""
    files: tuple[SourceFile, ...] = ()
    pages: tuple[PageStart, ...] = ()
    extracted: bool = False
    added: str = ""
    licence_url: str = ""

    def rows(self, resource: str) -> tuple[Row, ...]:
        """The rows of ``resource``; none when the package does not hold it."""
        found = self.resources.get(resource)
        return found.rows if found else ()


def read_packages(folder: Path) -> list[Package]:
    """Every package below ``folder``, by disclosure id.

    Raises:
        PackageError: when a package lacks the ``mingzhang`` object or a key of it, or a file of it is not what it says.
        OSError: when a resource's file is missing.
    """
    return [read_package(path.parent) for path in sorted(folder.glob("*/datapackage.json"))]


def read_package(folder: Path, tables: Collection[str] | None = None) -> Package:
    """The package in ``folder``, with all its rows and text (``tables``: those alone); see ``read_packages``."""
    path = folder / "datapackage.json"
    descriptor = read_descriptor(path)
    try:
        if tables is not None:
            wanted = [item for item in descriptor["resources"] if item["name"] in tables]
            meta = {**descriptor["mingzhang"], "source_text": ""}
            descriptor = {**descriptor, "resources": wanted, "mingzhang": meta}
        return _package(folder, descriptor, descriptor["mingzhang"])
    except KeyError as missing:
        raise PackageError(f"{path}: no {missing} in it; run `mingzhang convert`") from missing


def read_head(folder: Path) -> PackageHead:
    """Which disclosure the package in ``folder`` is of; see ``read_packages``."""
    path = folder / "datapackage.json"
    try:
        meta = read_descriptor(path)["mingzhang"]
        return PackageHead(folder, meta["disclosure_id"], meta["title"], _unit(meta), int(meta["year"]), meta["kind"])
    except KeyError as missing:
        raise PackageError(f"{path}: no {missing} in it; run `mingzhang convert`") from missing


def read_descriptor(path: Path) -> dict[str, Any]:
    """The descriptor at ``path``; raises ``PackageError`` when it is no JSON object."""
    try:
        descriptor: dict[str, Any] = json.loads(path.read_bytes().decode("utf-8"))
        descriptor.keys()
    except (ValueError, AttributeError) as error:
        raise PackageError(f"{path}: not a descriptor; run `mingzhang convert`") from error
    return descriptor


def _package(folder: Path, descriptor: dict[str, Any], meta: dict[str, Any]) -> Package:
    source = (descriptor.get("sources") or [{}])[0]
    licence = (descriptor.get("licenses") or [{}])[0]
    return Package(
        folder=folder,
        id=meta["disclosure_id"],
        title=meta["title"],
        unit=_unit(meta),
        year=int(meta["year"]),
        kind=meta["kind"],
        scope=meta.get("scope") or "",
        published=meta.get("published") or "",
        source_file=meta.get("source_file") or "",
        source_lines=int(meta.get("source_lines") or 0),
        source_hash=_digest(source),
        licence=licence.get("name") or "",
        version=descriptor.get("version") or "",
        resources={item.name: item for item in read_resources(folder, descriptor["resources"])},
        source_text=read_lines(folder, meta.get("source_text") or ""),
        source_path=meta.get("source_text") or "",
        files=tuple(
            SourceFile(s.get("file") or meta.get("source_file") or "", _digest(s))
            for s in descriptor.get("sources") or ()
        ),
        pages=tuple(
            PageStart(p["line"], p["file"], p["page"] or 0, bool(p.get("sheet")))
            for p in meta.get("source_pages") or ()
        ),
        extracted=bool(meta.get("source_extracted")),
        added=meta.get("added") or "",
        licence_url=licence.get("path") or "",
    )


def _digest(source: dict[str, Any]) -> str:
    return str(source.get("hash") or "").removeprefix("sha256:")


def read_lines(folder: Path, path: str) -> tuple[str, ...]:
    """The lines of the source text at ``path`` in the package; none when it holds none."""
    if not path:
        return ()
    return tuple((folder / path).read_bytes().decode("utf-8").removesuffix("\n").split("\n"))


def _unit(meta: dict[str, Any]) -> Unit:
    unit = meta["unit"]
    return Unit(
        id=meta["unit_id"],
        name=unit["name"],
        region=tuple(unit.get("region") or ()),
        division_code=str(unit.get("division_code") or ""),
        body_kind=unit.get("body_kind") or "",
    )
