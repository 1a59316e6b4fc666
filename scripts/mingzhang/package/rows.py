"""Records as CSV text: UTF-8, comma, header row, ``\\n``; blanks empty, amounts as printed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from mingzhang.records.model import Record, Value
from mingzhang.schema import ResourceSpec


def format_value(value: Value) -> str:
    """A cell's text: a blank is empty, an amount keeps its printed digits and never has an exponent."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def format_record(record: Record, spec: ResourceSpec) -> list[str]:
    """A record's cells in the order of its resource's columns."""
    return [
        str(record.line) if column == "source_line" else format_value(record.values.get(column))
        for column in spec.columns
    ]


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file's bytes, the same for the same rows on every machine."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")
