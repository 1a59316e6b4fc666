"""The tables of data packages: what their descriptors say of them, and their rows as text."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mingzhang.errors import MingzhangError

Row = dict[str, str]

csv.field_size_limit(2**31 - 1)  # a paragraph may be longer than the 131,072 characters that are the module's default


class PackageError(MingzhangError):
    """A package, or the stacked data, that is not as the package stage left it."""


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
    """One table of a package with its rows as text, exactly as in the CSV; ``size`` in bytes.

    ``count`` says how many rows there are, also where they were not read.
    """

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
    count: int = 0


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
    rows = tuple(_read_rows(content))
    return replace(describe_resource(descriptor), rows=rows, count=len(rows))


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
