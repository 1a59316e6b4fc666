"""A table as Parquet: exact decimals, typed columns that say what they mean, and where the data are from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mingzhang.site.downloads.columns import DATE, INTEGER, NUMBER, Column, plain_number
from mingzhang.site.downloads.tables import Cells, Table

DIGITS, PLACES = 18, 6
"""Of a column of amounts: twelve digits before the point (more money than there is), six behind it, in eight bytes."""
WIDE = 38
"""The most digits that a decimal has in Parquet; a column that needs more stays text, whole."""
_LARGEST_INTEGER = 18
ROWS_A_GROUP = 50_000
"""Rows that one group holds: what a reader over HTTP fetches at a time. Rows are in the order of disclosures."""


def write_parquet(table: Table, about: Mapping[str, str], path: Path) -> None:
    """``table`` at ``path``, group by group; blank is null. ``about`` becomes the file's own metadata.

    The columns of the schema carry title, unit and description in both languages (Arrow's field metadata).
    """
    types = [arrow_type(column) for column in table.columns]
    fields = [_field(column, kind) for column, kind in zip(table.columns, types, strict=True)]
    schema = pa.schema(fields, metadata={key: text for key, text in about.items() if text})
    options: dict[str, Any] = {"compression": "zstd", "store_decimal_as_integer": True}
    with pq.ParquetWriter(path, schema, **options) as writer:
        for batch in _batches(table.read()):
            cells = zip(*batch, strict=True)
            arrays = [_array(column, kind) for column, kind in zip(cells, types, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=ROWS_A_GROUP)


def arrow_type(column: Column) -> pa.DataType:
    """The type of ``column``: of amounts the usual one where every cell fits, a wider one where not; never rounded."""
    if column.kind == NUMBER:
        places = max(column.places, PLACES)
        if column.whole + places <= DIGITS:
            return pa.decimal128(DIGITS, places)
        return pa.decimal128(WIDE, places) if column.whole + places <= WIDE else pa.string()
    if column.kind == INTEGER:
        if column.digits <= _LARGEST_INTEGER:
            return pa.int64()
        return pa.decimal128(WIDE, 0) if column.digits <= WIDE else pa.string()
    return pa.date32() if column.kind == DATE else pa.string()


def _field(column: Column, kind: pa.DataType) -> pa.Field:
    field = column.field
    told = {"title": field.title, "title_en": field.title_en, "unit": field.unit, "description": field.description}
    return pa.field(field.name, kind, metadata={key: text for key, text in told.items() if text})


def _batches(rows: Iterator[Cells]) -> Iterator[list[Cells]]:
    while batch := list(islice(rows, ROWS_A_GROUP)):
        yield batch


def _array(cells: tuple[str, ...], kind: pa.DataType) -> pa.Array:
    """``cells`` as ``kind``; Arrow reads decimals digit by digit and refuses what would have to be rounded."""
    if pa.types.is_string(kind) or pa.types.is_date(kind):
        return pa.array([cell or None for cell in cells], pa.string()).cast(kind)
    return pa.array([plain_number(cell) if cell else None for cell in cells], pa.string()).cast(kind)
