"""Read data packages: the only input of the site."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mingzhang.errors import MingzhangError

Row = dict[str, str]

csv.field_size_limit(2**31 - 1)  # a paragraph may be longer than the 131,072 characters that are the module's default


@dataclass(frozen=True)
class Field:
    """One column of a resource; ``title`` is its Chinese name, ``unit`` 万元 for money."""

    name: str
    title: str
    title_en: str
    description: str
    type: str
    unit: str
    constraints: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ForeignKey:
    """Columns whose values are those of ``to`` in ``resource``."""

    columns: tuple[str, ...]
    resource: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Resource:
    """One table of a package with its rows as text, exactly as in the CSV; ``size`` in bytes."""

    name: str
    title: str
    title_en: str
    description: str
    path: str
    group: str
    fields: tuple[Field, ...]
    rows: tuple[Row, ...] = ()
    key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    size: int = 0


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


class PackageError(MingzhangError):
    """A package, or the stacked data, that is not as the package stage left it."""


def read_packages(folder: Path) -> list[Package]:
    """Every package below ``folder``, by disclosure id.

    Raises:
        PackageError: when a package lacks the ``mingzhang`` object or a key of it, or a file of it is not what it says.
        OSError: when a resource's file is missing.
    """
    return [read_package(path.parent) for path in sorted(folder.glob("*/datapackage.json"))]


def read_package(folder: Path, tables: Collection[str] | None = None) -> Package:
    """The package in ``folder``, with all its rows (with ``tables``: those alone); see ``read_packages``."""
    path = folder / "datapackage.json"
    descriptor = read_descriptor(path)
    try:
        if tables is not None:
            wanted = [item for item in descriptor["resources"] if item["name"] in tables]
            descriptor = {**descriptor, "resources": wanted}
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


def read_resources(folder: Path, descriptors: Iterable[dict[str, Any]]) -> list[Resource]:
    """The resources that ``descriptors`` name, with rows, in their order."""
    return [read_resource(folder, item) for item in descriptors]


def read_resource(folder: Path, descriptor: dict[str, Any]) -> Resource:
    """One resource with its rows; cells stay text, so nothing is rounded.

    Its file must be the one that was described: a build that was killed between files, or a hand that changed one,
    must not get as far as the site.
    """
    content = (folder / descriptor["path"]).read_bytes()
    hash = descriptor.get("hash") or ""
    if hash.startswith("sha256:") and hashlib.sha256(content).hexdigest() != hash.removeprefix("sha256:"):
        raise PackageError(f"{folder / descriptor['path']}: is not what its descriptor says; run `mingzhang convert`")
    return replace(describe_resource(descriptor), rows=tuple(_read_rows(content)))


def _read_rows(content: bytes) -> Iterator[Row]:
    """The rows of a CSV by column; blank lines are none."""
    rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    header = next(rows, [])
    width = len(header)
    for cells in rows:
        if len(cells) == width:
            yield dict(zip(header, cells, strict=True))
        elif cells:  # the package stage writes none such; a shorter row is blank at its end
            yield dict(zip(header, [*cells, *[""] * (width - len(cells))], strict=False))


def describe_resource(descriptor: Mapping[str, Any]) -> Resource:
    """What ``descriptor`` says of a resource, without its rows."""
    name, schema = descriptor["name"], descriptor["schema"]
    known = _schemas.get(name)
    if not known or known.schema != schema:
        known = _schemas[name] = _Schema(
            schema,
            fields=tuple(map(_field, schema["fields"])),
            key=tuple(schema.get("primaryKey") or ()),
            foreign_keys=tuple(map(_foreign_key, schema.get("foreignKeys") or ())),
        )
    return Resource(
        name=name,
        title=descriptor.get("title") or name,
        title_en=descriptor.get("title_en") or "",
        description=descriptor.get("description") or "",
        path=descriptor["path"],
        group=descriptor.get("group") or "",
        fields=known.fields,
        key=known.key,
        foreign_keys=known.foreign_keys,
        size=int(descriptor.get("bytes") or 0),
    )


@dataclass(frozen=True)
class _Schema:
    """A schema as its descriptor has it, and what was made of it."""

    schema: Mapping[str, Any]
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]


_schemas: dict[str, _Schema] = {}
"""The last schema of each resource: packages of one version have the same, which are told apart faster than made."""


def _foreign_key(item: dict[str, Any]) -> ForeignKey:
    reference = item["reference"]
    return ForeignKey(tuple(item["fields"]), reference["resource"], tuple(reference["fields"]))


def _field(item: dict[str, Any]) -> Field:
    return Field(
        name=item["name"],
        title=item.get("title") or item["name"],
        title_en=item.get("title_en") or "",
        description=item.get("description") or "",
        type=item.get("type") or "string",
        unit=item.get("unit") or "",
        constraints=item.get("constraints") or {},
    )
