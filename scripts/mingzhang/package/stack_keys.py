"""Keys that lead from stacked rows to what all packages share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pa_csv

_MOST = 5


def find_strays(folder: Path, resources: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Values of foreign keys of one column that the table they lead to does not have, a sentence a table.

    ``resources`` are the descriptors of the tables below ``folder``. Every row is looked at, a block of rows at a time.
    """
    known = {item["name"]: item for item in resources}
    there: dict[tuple[str, str], set[str]] = {}
    for item in known.values():
        for key in item["schema"].get("foreignKeys", []):
            target, columns = key["reference"]["resource"], key["reference"]["fields"]
            if len(columns) > 1 or target not in known:
                continue
            column = columns[0]
            if (target, column) not in there:
                there[target, column] = _values(folder / known[target]["path"], column)
            strays = _values(folder / item["path"], key["fields"][0]) - there[target, column] - {""}
            if strays:
                told = ", ".join(sorted(strays)[:_MOST])
                yield f"{item['path']}: {key['fields'][0]} {told}: no such row in {target}"


def _values(path: Path, column: str) -> set[str]:
    """The values of ``column`` of a CSV, blank among them."""
    found: set[str] = set()
    convert = pa_csv.ConvertOptions(include_columns=[column], column_types={column: pa.string()})
    parse = pa_csv.ParseOptions(newlines_in_values=True)
    with pa_csv.open_csv(path, pa_csv.ReadOptions(use_threads=False), parse, convert) as reader:
        for batch in reader:
            found.update(batch.column(0).unique().to_pylist())
    return found
