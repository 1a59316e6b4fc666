"""Tables as Arrow streams in pieces: typed, compressed, read without an extension of the engine (it has no Parquet).

A small table is one piece. A large one is cut by province, year and kind, so that a query that asks for one region or
year need not load the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from mingzhang.site.downloads.batches import read_batches
from mingzhang.site.packages import Field, Row
from mingzhang.site.query.packing import compress

CUT_FROM = 20_000
"""Rows from which a table is cut into pieces."""
MONEY_DIGITS, MONEY_PLACES, MOST_DIGITS = 18, 2, 38
PIECE_ROWS = 100_000
"""Rows that one piece has at most."""
Column = Any
Columns = Mapping[str, Any]
"""A table's columns as text (Arrow, in chunks or whole), by name."""
_TYPES = {"integer": pa.int64(), "year": pa.int32(), "boolean": pa.bool_(), "date": pa.date32()}
_REPEATED = 2  # a column with fewer than half as many values as rows is written as references to its values


@dataclass(frozen=True)
class Part:
    """Which disclosures a piece holds; all of them when its year is 0."""

    province: str = ""
    code: str = ""
    year: int = 0
    kind: str = ""
    number: int = 1

    @property
    def name(self) -> str:
        """The piece's file name, without its ending; a part of many rows has several, which are numbered."""
        more = f"-{self.number}" if self.number > 1 else ""
        return f"{self.code or '00'}-{self.year}-{self.kind}{more}" if self.year else f"all{more}"


@dataclass(frozen=True)
class Piece:
    """A file of rows and what it holds."""

    part: Part
    content: bytes
    rows: int


def columns_of(fields: Iterable[Field], rows: Sequence[Row]) -> Columns:
    """The columns of ``rows`` as text; blank is null."""
    return {field.name: pa.array([row.get(field.name) or None for row in rows], pa.string()) for field in fields}


def read_columns(fields: Sequence[Field], path: Path) -> Columns:
    """The columns of the CSV at ``path`` as text; blank is null."""
    names = [field.name for field in fields]
    schema = pa.schema([(name, pa.string()) for name in names])
    table = pa.Table.from_batches(read_batches(path, names), schema)
    return dict(zip(names, table.columns, strict=True))


def cut(
    columns: Columns, part_of: Callable[[str], Part], most: int = CUT_FROM, piece: int = PIECE_ROWS
) -> Iterator[tuple[Part, pa.Array | None]]:
    """The rows of each part by the disclosures that belong to it; None for all rows: few, or of no disclosure.

    A part of more rows than ``piece`` is cut into several.
    """
    ids = columns.get("disclosure_id")
    if ids is None or len(ids) <= most:
        yield Part(), None
        return
    packed = (ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids).dictionary_encode()
    owners = [part_of(id) for id in packed.dictionary.to_pylist()]
    parts = sorted(set(owners), key=lambda part: part.name)
    places = {part: place for place, part in enumerate(parts)}
    of_row = pa.array([places[part] for part in owners], pa.int32()).take(packed.indices)
    rows, start = pc.sort_indices(of_row), 0  # stable: rows keep their order
    counts = {item["values"]: item["counts"] for item in pc.value_counts(of_row).to_pylist()}
    for place, part in enumerate(parts):
        end = start + counts[place]
        for number, first in enumerate(range(start, end, piece), start=1):
            yield replace(part, number=number), rows[first : min(first + piece, end)]
        start = end


def column_types(fields: Iterable[Field], columns: Columns) -> dict[str, pa.DataType]:
    """The type of every column, wide enough for all of its values: money stays decimal, codes stay text."""
    return {field.name: _type_of(field, columns[field.name]) for field in fields}


def _type_of(field: Field, texts: Column) -> pa.DataType:
    if field.type == "number":
        return _decimal(texts) or pa.string()
    wanted = _TYPES.get(field.type, pa.string())
    try:
        texts.cast(wanted)
    except pa.ArrowInvalid:  # not what its schema says: its text is kept whole
        return pa.string()
    return wanted


def _decimal(texts: Column) -> pa.DataType | None:
    """The decimal type that holds every number in ``texts``; none when one is no plain decimal or is too long."""
    if not pc.all(pc.match_substring_regex(texts, r"^[-+]?\d+(\.\d+)?$"), min_count=0).as_py():
        return None
    point = pc.find_substring(texts, ".")
    lengths = pc.binary_length(texts)
    found = pc.max(pc.if_else(pc.less(point, 0), 0, pc.subtract(pc.subtract(lengths, point), 1))).as_py() or 0
    whole = pc.max(pc.if_else(pc.less(point, 0), lengths, point)).as_py() or 0
    places = max(found, MONEY_PLACES)
    digits = max(whole + places, MONEY_DIGITS)
    return pa.decimal128(digits, places) if digits <= MOST_DIGITS else None


def write_piece(part: Part, columns: Columns, types: Mapping[str, pa.DataType], rows: pa.Array | None = None) -> Piece:
    """``rows`` of ``columns`` (all of them when None) as a compressed Arrow stream, the same bytes every time."""
    texts = {name: columns[name] if rows is None else columns[name].take(rows) for name in types}
    table = pa.table({name: _array(texts[name], kind) for name, kind in types.items()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return Piece(part, compress(sink.getvalue().to_pybytes()), table.num_rows)


def _array(texts: Column, kind: pa.DataType) -> pa.Array:
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    if kind != pa.string():
        return texts.cast(kind)
    packed = texts.dictionary_encode()
    return packed if len(packed.dictionary) * _REPEATED < len(texts) else texts
