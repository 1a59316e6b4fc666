"""A table as Parquet: exact decimals, typed columns that say what they mean, and where the data are from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from mingzhang.site.downloads.batches import typed_array
from mingzhang.site.downloads.columns import DATE, INTEGER, NUMBER, Column
from mingzhang.site.downloads.tables import Table

DIGITS, PLACES = 18, 6
"""Of a column of amounts: twelve digits before the point (more money than there is), six behind it, in eight bytes."""
WIDE = 38
"""The most digits that a decimal has in Parquet; a column that needs more stays text, whole."""
_LARGEST_INTEGER = 18
OPTIONS: dict[str, Any] = {"compression": "zstd", "store_decimal_as_integer": True}
ROWS_A_GROUP = 50_000
"""Rows that one group holds: what a reader over HTTP fetches at a time. Rows are in the order of disclosures."""


def write_parquet(table: Table, about: Mapping[str, str], target: Path | pa.BufferOutputStream) -> None:
    """``table`` into ``target``, group by group; blank is null. ``about`` becomes the file's own metadata.

    The columns of the schema carry title, unit and description in both languages (Arrow's field metadata).
    """
    types = [arrow_type(column) for column in table.columns]
    schema = pa.schema([_field(column, kind) for column, kind in zip(table.columns, types, strict=True)])
    with pq.ParquetWriter(target, schema, **OPTIONS) as writer:
        # Not in the schema: that would be written twice, once in base 64.
        writer.add_key_value_metadata({key: text for key, text in about.items() if text})
        for batch in _grouped(table.batches()):
            typed = zip(batch.columns, table.columns, types, strict=True)
            arrays = [typed_array(texts, column, kind) for texts, column, kind in typed]
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


def _grouped(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rows of ``batches`` in batches of ``ROWS_A_GROUP``; the last has what is left."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        while sum(each.num_rows for each in waiting) >= ROWS_A_GROUP:
            whole = _joined(waiting)
            yield whole.slice(0, ROWS_A_GROUP)
            waiting = [whole.slice(ROWS_A_GROUP)]
    if waiting and (rest := _joined(waiting)).num_rows:
        yield rest


def _joined(batches: Sequence[pa.RecordBatch]) -> pa.RecordBatch:
    return batches[0] if len(batches) == 1 else pa.concat_batches(batches)
