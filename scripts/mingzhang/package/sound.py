"""Whether frictionless finds a package without fault, at a tenth of what its ``validate`` costs.

It judges with frictionless' own code. What ``validate`` does again and again is done once: the metadata of a resource
are the same in all packages, so they are judged (by frictionless) once for each distinct content; schemas and fields,
which ``validate`` copies through their descriptors at every opening, are shared, since nothing changes them; a cell's
text is judged once for each field; the target of foreign keys is read once; a file of known content is not judged
again. Only that nothing is wrong is told here: at any doubt :func:`is_sound` is false, and ``package.validate`` asks
plain frictionless, whose report tells what is wrong.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from frictionless import Checklist, Dialect, Field, FrictionlessException, Package, Resource, Schema
from frictionless.metadata.metadata import Metadata
from frictionless.resources import TableResource

_HASH = re.compile("sha256:[0-9a-f]{64}")
_VARYING = ("bytes", "hash")
_USUAL = {"name", "title", "title_en", "description", "group", "profile", "path", "format", "mediatype", "encoding"}
_USUAL |= {"schema", *_VARYING}
_LONGEST_KEPT, _MOST_KEPT = 40, 4000  # characters of a cell, cells of a field
_MOST_FILES = 1000
_known_files: set[tuple[str, ...]] = set()


def is_sound(descriptor: Path) -> bool:
    """Whether plain frictionless would find nothing in the package of ``descriptor``; false where that is not sure."""
    try:
        tables = _tables_of(json.loads(descriptor.read_text(encoding="utf-8")), descriptor.parent)
        return bool(tables) and all(_is_sound_table(table) for table in tables)
    except (FrictionlessException, OSError, ValueError):
        return False


class _Shared(Metadata):
    """Metadata that stands for its own copies: those who get one here change nothing of it."""

    def to_copy(self, **_: Any) -> Any:
        return self


class _SharedSchema(_Shared, Schema):
    pass


class _Table(TableResource):
    """A table whose metadata frictionless has judged already; ``told`` is its descriptor, ``others`` all tables'."""

    told = ""
    others: tuple[str, ...] = ()
    target: _Target | None = None

    def to_descriptor(self, **_: Any) -> Any:
        return {}

    def to_copy(self, **_: Any) -> Any:
        """What keys that refer to this table are looked up in."""
        if self.target is None:
            self.target = _Target(self)
        return self.target


class _Target:
    """The rows of a table, read once for all foreign keys that refer to it."""

    schema = None

    def __init__(self, table: _Table) -> None:
        self._table = table
        self.row_stream: list[Any] = []

    def __enter__(self) -> _Target:
        if not self.row_stream:
            table = self._table
            schema = _shared_schema(_to_json({**json.loads(table.told)["schema"], "foreignKeys": []}))
            copy = _table(json.loads(table.told), schema)
            copy.basepath = table.basepath
            with copy:
                self.row_stream = list(copy.row_stream)
        return self

    def __exit__(self, *_: object) -> None:
        pass


def _tables_of(data: Any, folder: Path) -> list[_Table]:
    """The tables of a package whose metadata have no fault; none where they are not as our packages' are."""
    resources = data.get("resources") if isinstance(data, dict) else None
    if not isinstance(resources, list) or data.get("profile") != "data-package" or "$schema" in data:
        return []
    if not all(_is_usual(item) for item in resources):
        return []
    names = tuple(item["name"] for item in resources)
    if len(set(names)) < len(names):
        return []
    _judge(Package, _to_json({**data, "resources": []}))
    package = Package(basepath=str(folder))
    tables = []
    for item in resources:
        _judge(Resource, _to_json({key: value for key, value in item.items() if key not in _VARYING}))
        table = _table(item, _shared_schema(_to_json(item["schema"])))
        table.told, table.others = _to_json(item), names
        package.add_resource(table)
        tables.append(table)
    return tables


def _is_usual(item: Any) -> bool:
    """Whether a resource says nothing but what those of our packages say, and a size and hash that may be right."""
    return (
        isinstance(item, dict)
        and _USUAL >= item.keys() >= {"name", "path", "format", "encoding", "schema", *_VARYING}
        and all(isinstance(item[key], str) for key in ("name", "path", "format", "encoding", "hash"))
        and isinstance(item["schema"], dict)
        and type(item["bytes"]) is int
        and item["bytes"] > 0
        and _HASH.fullmatch(item["hash"]) is not None
        and item.get("profile") == "tabular-data-resource"
    )


def _to_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


@lru_cache(maxsize=1000)
def _judge(kind: type[Metadata], text: str) -> None:
    """Lets frictionless judge a descriptor, once for each content; raises what it raises."""
    kind.from_descriptor(json.loads(text))


@lru_cache(maxsize=1000)
def _shared_schema(text: str) -> Schema:
    """The schema of ``text`` as one that is shared, with its fields."""
    judged = Schema.from_descriptor(json.loads(text))
    schema = _SharedSchema.metadata_import(judged.to_descriptor())
    schema.fields = []
    for field in judged.fields:
        kind: Any = type(field)
        schema.add_field(_shared_class(kind).metadata_import(field.to_descriptor()))
    return schema


@lru_cache(maxsize=100)
def _shared_class(kind: Any) -> type[Field]:
    """Fields of ``kind`` that are shared, and judge the text of a cell once."""

    def create_cell_reader(self: Any) -> Any:
        if "_reader" not in vars(self):
            vars(self)["_reader"] = _remembering(kind.create_cell_reader(self))
        return vars(self)["_reader"]

    def create_cell_writer(self: Any) -> Any:
        if "_writer" not in vars(self):
            vars(self)["_writer"] = kind.create_cell_writer(self)
        return vars(self)["_writer"]

    methods = {"create_cell_reader": create_cell_reader, "create_cell_writer": create_cell_writer}
    return type(kind.__name__, (_Shared, kind), methods)


def _remembering(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """``read``, asked once for each text; what it objects to is not kept (who gets the objections takes them out)."""
    known: dict[str | None, Any] = {}

    def reader(cell: str | None) -> Any:
        found = known.get(cell)
        if found is None:
            found = read(cell)
            if not found[1] and len(known) < _MOST_KEPT and len(cell or "") <= _LONGEST_KEPT:
                known[cell] = found
        return found

    return reader


def _table(item: dict[str, Any], schema: Schema) -> _Table:
    told: dict[str, Any] = {key: item[key] for key in ("name", "path", "format", "encoding", "profile", *_VARYING)}
    return _Table(**told, schema=schema, dialect=Dialect())


def _is_sound_table(table: _Table) -> bool:
    """What frictionless says of a table: anew, unless it is a file that was found sound among tables of these names."""
    key = (table.told, *table.others)
    if key in _known_files:
        content = Path(table.normpath or "").read_bytes()
        return f"sha256:{hashlib.sha256(content).hexdigest()}" == table.hash
    if not table.validate(Checklist()).valid or table.dialect.to_descriptor():
        return False  # also where it takes the file for anything but plain CSV: that would count for the next file, too
    if (not table.stats.rows or not table.schema.foreign_keys) and len(_known_files) < _MOST_FILES:
        _known_files.add(key)
    return True
