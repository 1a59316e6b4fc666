"""A table as JSON: an array of records, one a line, numbers with the digits that the CSV has."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from mingzhang.site.downloads.batches import changed, lines
from mingzhang.site.downloads.columns import INTEGER, NUMBER, Column, plain_number
from mingzhang.site.downloads.tables import Table

Encode = Callable[[str], str]
_text: Encode = json.JSONEncoder(ensure_ascii=False).encode
"""A text as JSON; one encoder for all cells, since ``json.dumps`` makes one a call."""
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def write_json(table: Table, path: Path) -> None:
    """``table`` at ``path`` as ``json_lines`` has it, written batch by batch."""
    columns = [_Json(column) for column in table.columns]
    with path.open("wb") as file:
        before = b"[\n"
        for batch in table.batches():
            cells = [json.cells(texts) for json, texts in zip(columns, batch.columns, strict=True)]
            rows = lines("{", cells, ",", "},\n")
            file.write(before)
            file.write(rows[:-2])
            before = b",\n"
        file.write(b"[]\n" if before == b"[\n" else b"\n]\n")


class _Json:
    """A column as it stands in records."""

    def __init__(self, column: Column) -> None:
        self._name = f"{_text(column.field.name)}:"
        self._is_number = column.kind in (NUMBER, INTEGER)

    def cells(self, texts: pa.Array) -> pa.Array:
        """Name and value of every cell."""
        if self._is_number:
            values = changed(texts, rf"^(?:{_JSON_NUMBER.pattern})\z", _number, without=True)
        else:
            escaped = changed(texts, r'[\x00-\x1f"\\]', lambda cell: _text(cell)[1:-1])
            values = pc.binary_join_element_wise('"', escaped, '"', "")
        return pc.binary_join_element_wise(self._name, values.fill_null("null"), "")


def json_lines(table: Table) -> Iterator[str]:
    """The rows of ``table`` as an array of objects: blank is null, a code a string, an amount a number.

    A number is written digit by digit (``9.00`` stays ``9.00``), never through a float; a reader that wants it exact
    parses it as a decimal.
    """
    columns = [(f"{_text(column.field.name)}:", _encoder(column)) for column in table.columns]
    before = "[\n"
    for row in table.read():
        cells = zip(columns, row, strict=True)
        yield before + "{" + ",".join([name + (write(cell) if cell else "null") for (name, write), cell in cells])
        before = "},\n"
    yield "[]\n" if before == "[\n" else "}\n]\n"


def _encoder(column: Column) -> Encode:
    return _number if column.kind in (NUMBER, INTEGER) else _text


def _number(cell: str) -> str:
    """The digits of ``cell`` as JSON writes a number: no zeros in front of the whole part."""
    if _JSON_NUMBER.fullmatch(cell):
        return cell
    plain = plain_number(cell) or ""
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    whole, point, places = digits.partition(".")
    return sign + (whole.lstrip("0") or "0") + point + places
