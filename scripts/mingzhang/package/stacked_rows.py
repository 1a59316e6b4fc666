"""The rows of all packages as stacked tables: bytes in, bytes out, one package after the other."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from mingzhang.package.rows import write_csv
from mingzhang.schema import STACKED_KEY, ResourceSpec


def stacked_header(spec: ResourceSpec) -> bytes:
    """The first line of the stacked table."""
    return write_csv((STACKED_KEY, *spec.columns), ())


def stacked_rows(spec: ResourceSpec, name: str, content: bytes) -> tuple[bytes, int]:
    """The rows of the CSV ``content`` of the package ``name``, each after the disclosure that it is of; and how many.

    Every cell stays the text that it is in its package: nothing is parsed, so nothing can change. A package that
    stands from before a column was there, because its disclosure fails now, has it blank.
    """
    header, _, body = content.partition(b"\n")
    if header + b"\n" != write_csv(spec.columns, ()):
        own = list(_rearranged(spec.columns, content))
        return write_csv((name, *own[0]), ((name, *row) for row in own[1:])) if own else b"", len(own)
    lines = body.removesuffix(b"\n").split(b"\n") if body else []
    before, count, is_open = f"{name},".encode(), 0, False
    for place, line in enumerate(lines):
        if not is_open:
            lines[place], count = before + line, count + 1
        is_open ^= bool(line.count(b'"') & 1)  # a line break within quotation marks ends no row
    return b"".join([line + b"\n" for line in lines]), count


def shared_rows(spec: ResourceSpec, contents: Iterable[bytes]) -> bytes:
    """The rows of a shared resource that any package has, each key once, in the order of the keys.

    Of two rows with the same key the one that knows its parent is kept, else the first. Every cell stays the text that
    it is in its package.
    """
    import pandas as pd  # slow to load, and most builds find these tables unchanged

    columns, key = list(spec.columns), spec.key[0]
    frames = [
        pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False).reindex(columns=columns, fill_value="")
        for content in dict.fromkeys(contents)  # most packages have the same
    ]
    rows = pd.concat(frames) if frames else pd.DataFrame(columns=columns)
    order = [key, *(["parent"] if "parent" in columns else [])]
    ascending = [True, *[False] * (len(order) - 1)]
    kept = rows.sort_values(order, ascending=ascending, kind="stable").drop_duplicates(key)
    return kept.to_csv(index=False, lineterminator="\n").encode("utf-8")


def _rearranged(columns: Sequence[str], content: bytes) -> Iterator[list[str]]:
    """The rows of a CSV in the order of ``columns``; those that it does not have are blank."""
    rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    places = {name: place for place, name in enumerate(next(rows, ()))}
    order = [places.get(name) for name in columns]
    for row in filter(None, rows):
        yield ["" if place is None else row[place] for place in order]
