"""How text stands in the published CSVs, so that no spreadsheet runs it or makes an error of it.

The only place of the rule. A spreadsheet takes a cell for a formula when it begins with ``=``, ``+``, ``-`` or ``@``
(Excel; LibreOffice: ``=``), in East Asian versions full-width too, and ``#REF!`` and its like for an error value;
spaces, tabs and quotation marks before them do not always help (OWASP, CSV Injection; CWE-1236). Such text gets one
apostrophe in front.

The same holds after each comma, semicolon, tab, ``|`` and line break within a cell. Quoting does not hold a cell
together for a program that splits at another separator (in much of Europe Excel splits at ``;``) or reads UTF-8 as
GBK, where the quotation mark after a Chinese character is lost. What begins with an apostrophe gets another, so that
``unguard`` always gives the text back.

What is only changed, never run (``1/2``, ``3-5``, ``1E5``, ``007``, twenty digits), stays as it is: an apostrophe
there would spoil codes for everybody who computes with them. The workbooks hold all of it unchanged.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import pyarrow as pa

from mingzhang.site.downloads.batches import changed, lines

SIGN = "'"
UNDO = r"(^|[,;|\t\r\n])'"
"""What to replace with its group 1 (Python, pandas, JavaScript) to have the printed text back."""

_SEPARATORS = r",;|\t\r\n"
_UNSEEN = r" \"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
"""Spaces, controls and quotation marks: what a program may take away before it looks at a cell."""
_STARTERS = r"=＝﹦+＋﹢\-－﹣@＠﹫#＃﹟'"
_FRONT = re.compile(rf"[\t\r\n]|[{_UNSEEN}]*[{_STARTERS}]")
_INNER = re.compile(rf"([{_SEPARATORS}])(?=[{_UNSEEN}]*[{_STARTERS}])")
_DASHES = re.compile(r"[ \u3000]*[-－﹣]+[ \u3000]*")
"""Printed for nothing; without anything after it no formula."""
_UNDONE = re.compile(UNDO)
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?%?")
_QUOTED = re.compile(r'[",;|\t\r\n]')
_LINE = re.compile(rf"(?:^|,)[{_UNSEEN}]*[{_STARTERS}]|[;|\t\r\n\"]")
"""What a line holds in which a cell may be guarded or quoted, besides a comma within one."""
_MAY_CHANGE = re.sub(r"\\u([0-9a-f]{4})", r"\\x{\1}", rf'^[{_UNSEEN}]*[{_STARTERS}]|[,;|\t\r\n"]')
"""What guarding or quoting may change, as RE2 writes it (which Arrow has)."""
_NO_TEXT = frozenset({"number", "integer", "boolean", "date"})


@dataclass(frozen=True)
class Column:
    """A column as its schema declares it: its type, and the only ``values`` that it may hold (none: any)."""

    kind: str = "string"
    values: frozenset[str] = frozenset()

    @property
    def is_guarded(self) -> bool:
        """Whether it holds text of the document's; listed values (such as the operator ``=``) are our own."""
        return self.kind not in _NO_TEXT and not self.values


def guard(text: str) -> str:
    """``text`` as it stands in a published CSV."""
    if _DASHES.fullmatch(text):
        return text
    return (SIGN if _FRONT.match(text) else "") + _INNER.sub(rf"\1{SIGN}", text)


def unguard(text: str) -> str:
    """The printed text of a published cell: ``unguard(guard(text)) == text``."""
    return _UNDONE.sub(r"\1", text)


def guard_cell(cell: str, column: Column) -> str:
    """A cell of ``column``; what is neither a plain number of a number column nor a listed value is text."""
    own = cell in column.values or (column.kind in _NO_TEXT and _NUMBER.fullmatch(cell))
    return cell if own else guard(cell)


def guard_csv(content: bytes, columns: Sequence[Column] = ()) -> bytes:
    """A CSV as it is published; without ``columns`` all is text.

    Comma, ``\\n``, UTF-8 as before; what holds a separator of any program is quoted.
    """
    rows = filter(None, csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    lines = [format_line([guard(name) for name in next(rows, ())])]
    lines += [guard_line(row, columns) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode("utf-8") if lines[0] else b""


def guard_line(row: Sequence[str], columns: Sequence[Column] = ()) -> str:
    """One line of a published CSV without its end."""
    line = ",".join(row)
    if line and line.count(",") == len(row) - 1 and not _LINE.search(line):
        return line
    return format_line(list(map(guard_cell, row, chain(columns, repeat(Column())))))


def guard_batch(batch: pa.RecordBatch, columns: Sequence[Column]) -> memoryview:
    """The lines of ``batch`` as ``guard_csv`` has them; ``columns`` are all of its own."""
    return lines("", [_guarded(texts, column) for texts, column in zip(batch.columns, columns, strict=True)], ",", "\n")


def _guarded(texts: pa.Array, column: Column) -> pa.Array:
    def change(cell: str) -> str:
        return quote(guard_cell(cell, column))

    if column.kind in _NO_TEXT:
        return changed(texts.fill_null(""), rf"^(?:{_NUMBER.pattern})?\z", change, without=True)
    return changed(texts.fill_null(""), _MAY_CHANGE, change)


def quote(cell: str) -> str:
    """A cell as it stands in a line of several."""
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if _QUOTED.search(cell) else cell


def format_line(cells: Sequence[str]) -> str:
    """One line of a CSV without its end."""
    if len(cells) == 1 and not cells[0]:
        return '""'  # a blank line would be no row
    return ",".join(map(quote, cells))
