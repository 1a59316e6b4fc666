"""Rows of a statutory table that nothing tells apart: of those on one line with the same key one is kept."""

from __future__ import annotations

from collections.abc import Mapping

from mingzhang.records.model import Record
from mingzhang.schema import ResourceSpec

_MESSAGE = "同一行里有两个相同的项目，无从分辨，只收第一个"


def drop_doubles(rows: dict[str, list[Record]], specs: Mapping[str, ResourceSpec]) -> list[Record]:
    """Takes out of ``rows`` what would have the key of a row before it; returns the notes on them.

    Only of statutory tables: the keys of other resources are counted out by us.
    """
    notes = []
    for name, spec in specs.items():
        if spec.group != "statement":
            continue
        seen: set[tuple[object, ...]] = set()
        kept = []
        for record in rows[name]:
            key = tuple(record.line if c == "source_line" else record.values.get(c) for c in spec.key)
            if key in seen:
                notes.append(_note(name, record))
            else:
                kept.append(record)
            seen.add(key)
        rows[name] = kept
    return notes


def _note(name: str, record: Record) -> Record:
    printed = " ".join(str(value) for value in record.values.values() if value is not None)
    told = {"table": name, "column": None, "kind": "unread", "printed": printed, "value": None, "message": _MESSAGE}
    return Record(record.line, {**told})
