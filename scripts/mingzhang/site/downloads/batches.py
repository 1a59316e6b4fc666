"""Large tables as batches of text columns (Arrow): what is written of them is made column by column, never all at once.

A cell that needs more than the ordinary (an escape, a guard, a number with an exponent) is looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from mingzhang.site.downloads.columns import DATE, INTEGER, NUMBER, Column, Measure, plain_number
from mingzhang.site.packages import Field, PackageError

Change = Callable[[str], str]
_BLOCK = 4 << 20
"""Bytes of a CSV that are read at a time; fixed, so that the same file is cut the same way everywhere."""
PLAIN = r"^-?[0-9]+(\.[0-9]+)?\z"


def read_batches(path: Path, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """The rows of the CSV at ``path``, every cell as text, blank as null.

    Raises:
        PackageError: when its columns are not ``names``, or a line has others than the first.
    """
    if not path.stat().st_size:
        return
    convert = pa_csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()),
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=True,
    )
    reading = pa_csv.ReadOptions(block_size=_BLOCK, use_threads=False)
    try:
        with pa_csv.open_csv(path, reading, pa_csv.ParseOptions(newlines_in_values=True), convert) as reader:
            if reader.schema.names != list(names):
                raise PackageError(f"{path}: its columns are not those of its schema; run `mingzhang convert`")
            yield from (batch for batch in reader if batch.num_rows)
    except pa.ArrowInvalid as error:
        raise PackageError(f"{path}: {error}; run `mingzhang convert`") from error


def batch_of(names: Sequence[str], rows: Sequence[Sequence[str]]) -> pa.RecordBatch:
    """``rows`` as a batch; blank is null."""
    cells = zip(*rows, strict=True) if rows else [()] * len(names)
    return pa.record_batch([pa.array([cell or None for cell in column], pa.string()) for column in cells], list(names))


def rows_of(batch: pa.RecordBatch) -> Iterator[list[str]]:
    """The rows of ``batch`` as cells; null is blank."""
    columns = [column.fill_null("").to_pylist() for column in batch.columns]
    return map(list, zip(*columns, strict=True))


def measure_batches(fields: Sequence[Field], batches: Iterator[pa.RecordBatch]) -> tuple[tuple[Column, ...], int]:
    """The columns of all ``batches``, and how many rows there are; as ``measure_columns``."""
    typed = {place: Measure(field.type) for place, field in enumerate(fields) if field.type in (NUMBER, INTEGER, DATE)}
    count = 0
    for batch in batches:
        count += batch.num_rows
        for place, measure in typed.items():
            _measure(measure, batch.column(place))
    return tuple(typed[i].column(field) if i in typed else Column(field) for i, field in enumerate(fields)), count


def _measure(measure: Measure, texts: pa.Array) -> None:
    if measure.kind == DATE:
        for cell in texts.drop_null().unique().to_pylist():
            measure.take(cell)
    elif measure.kind in (NUMBER, INTEGER):
        is_plain = pc.match_substring_regex(texts, PLAIN)
        for cell in texts.filter(pc.invert(is_plain)).to_pylist():
            measure.take(cell)
        if len(plain := texts.filter(is_plain)):
            _measure_plain(measure, plain)


def _measure_plain(measure: Measure, texts: pa.Array) -> None:
    """As ``measure.take`` of every one of ``texts``, which are digits with at most a sign and a point."""
    bare = pc.ascii_ltrim(texts, "-0")
    point, length = pc.find_substring(bare, "."), pc.binary_length(bare)
    has_point = pc.greater_equal(point, 0)
    whole = pc.if_else(has_point, point, length)
    places = pc.if_else(has_point, pc.subtract(pc.subtract(length, point), 1), 0)
    digits = pc.binary_length(pc.ascii_trim(pc.replace_substring(texts, ".", ""), "-0"))
    digits = pc.if_else(has_point, digits, length)
    if measure.kind == INTEGER and pc.any(has_point).as_py():
        measure.take("0.0")
    measure.widen(*(pc.max(found).as_py() for found in (whole, places, digits)))


def changed(texts: pa.Array, pattern: str, change: Change, without: bool = False) -> pa.Array:
    """``texts`` with every one that matches ``pattern`` (``without``: that does not) changed; null stays null."""
    found = pc.fill_null(pc.match_substring_regex(texts, pattern), without)
    mask = pc.invert(found) if without else found
    if not pc.any(mask, min_count=0).as_py():
        return texts
    return pc.replace_with_mask(texts, mask, pa.array(map(change, texts.filter(mask).to_pylist()), pa.string()))


def typed_array(texts: pa.Array, column: Column, kind: pa.DataType) -> pa.Array:
    """``texts`` as ``kind``; Arrow reads decimals digit by digit and refuses what would have to be rounded."""
    if kind == pa.string():
        return texts
    if column.kind in (NUMBER, INTEGER):
        texts = changed(texts, PLAIN, lambda cell: plain_number(cell) or "", without=True)
    return texts.cast(kind)


def lines(first: str, columns: Sequence[pa.Array], between: str, last: str) -> memoryview:
    """Each row as ``first``, its cells with ``between`` between them, and ``last``; one after the other, UTF-8."""
    if not len(columns[0]):
        return memoryview(b"")
    parts: list[Any] = [first]
    for place, column in enumerate(columns):
        parts += [between, column] if place else [column]
    # Large offsets: a batch may grow beyond 2 GiB of text.
    wide = [
        part.cast(pa.large_string()) if isinstance(part, pa.Array) else pa.scalar(part, pa.large_string())
        for part in parts
    ]
    joined = pc.binary_join_element_wise(*wide, pa.scalar(last, pa.large_string()), pa.scalar("", pa.large_string()))
    return memoryview(joined.buffers()[2])[: pc.sum(pc.binary_length(joined)).as_py()]
