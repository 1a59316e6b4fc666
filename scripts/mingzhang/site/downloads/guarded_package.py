"""A data package as it is published: its CSVs guarded, its descriptor true of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzhang.site.downloads.checksums import Download, Outlet
from mingzhang.site.downloads.guard import UNDO, Column, guard_csv

DESCRIPTOR = "datapackage.json"
GUARD = {
    "description": (
        "为使电子表格软件不把文字当作公式或错误值，文字列（guarded: true）的单元格以及单元格内每个逗号、分号、制表符、"
        "竖线、换行之后，凡以 = + - @ #、它们的全角形式或撇号开头的，前面加了一个半角撇号；"
        "把 undo.pattern 匹配之处换成它的第 1 组，即得原文。 / "
        "So that no spreadsheet takes text for a formula or an error, one apostrophe stands before what begins with "
        "= + - @ #, their full-width forms or an apostrophe: at the beginning of the cells of text columns "
        "(guarded: true), and after each comma, semicolon, tab, vertical bar and line break within; replace "
        "what undo.pattern matches by its group 1 to have the printed text."
    ),
    "undo": {"pattern": UNDO, "replacement": "group 1"},
}


def publish_files(
    source: Path, outlet: Outlet, target: str, descriptor: Mapping[str, Any], base: str = ""
) -> dict[str, Download]:
    """Copy what is below ``source`` to ``target`` in ``outlet``, CSVs guarded; return these by path after ``base``.

    ``descriptor`` has the columns by such paths; a CSV that it does not name is all text. Contents only, no
    times or rights, so that nothing of this machine goes along.
    """
    columns = {item["path"]: table_columns(item) for item in descriptor.get("resources", [])}
    published = {}
    for path in sorted(found for found in source.rglob("*") if found.is_file()):
        name = path.relative_to(source).as_posix()
        if path.suffix == ".csv":
            content = guard_csv(path.read_bytes(), columns.get(base + name, ()))
            published[base + name] = outlet.write(f"{target}{name}", content)
        elif name != DESCRIPTOR:  # which is told anew
            outlet.write(f"{target}{name}", path.read_bytes())
    return published


def table_columns(resource: Mapping[str, Any]) -> tuple[Column, ...]:
    """The columns of a resource, for ``guard_csv``."""
    return _known(resource).columns


@dataclass(frozen=True)
class _Known:
    """What was made of the schema of a resource."""

    schema: Mapping[str, Any]
    columns: tuple[Column, ...]
    told: Mapping[str, Any]


_schemas: dict[str, _Known] = {}
"""The last schema of each resource: packages of one version have the same, and comparing is faster than making."""


def _known(resource: Mapping[str, Any]) -> _Known:
    schema, name = resource["schema"], resource["path"]
    known = _schemas.get(name)
    if not known or known.schema != schema:
        columns = tuple(map(_column, schema["fields"]))
        fields = [
            {**field, "guarded": True} if column.is_guarded else field
            for field, column in zip(schema["fields"], columns, strict=True)
        ]
        known = _schemas[name] = _Known(schema, columns, {**schema, "fields": fields})
    return known


def _column(field: Mapping[str, Any]) -> Column:
    values = field.get("constraints", {}).get("enum", ())
    return Column(field.get("type", "string"), frozenset(map(str, values)))


def describe_published(
    descriptor: Mapping[str, Any], files: Mapping[str, Download], formats: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """``descriptor`` of the guarded ``files``: their sizes and hashes, which columns are guarded and how to undo it.

    ``formats`` are the addresses of every form of a resource, by its path; they stand in its object ``mingzhang``.
    """
    resources = []
    for resource in descriptor.get("resources", []):
        file, path = files[resource["path"]], resource["path"]
        told = {**resource, "bytes": file.size, "hash": f"sha256:{file.sha256}", "schema": _known(resource).told}
        if path in formats:
            own = told.pop("mingzhang", {})
            told["mingzhang"] = {**own, "formats": dict(formats[path])}
        resources.append(told)
    listed = {"resources": resources} if "resources" in descriptor else {}
    return {**descriptor, **listed, "mingzhang": {**descriptor.get("mingzhang", {}), "guard": GUARD}}


def to_json(descriptor: Mapping[str, Any]) -> str:
    """A descriptor as text, keys in the order given; what its lists hold, each on a line of its own."""
    parts = [f'"{key}": {_value(value)}' for key, value in descriptor.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _value(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_encode, value)) + "\n]"
    return _encode(value)


_encode: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False).encode
