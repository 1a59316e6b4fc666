"""What recognising produces: titled tables whose cells stand under canonical column names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mingzhang.reading import Row


@dataclass(frozen=True)
class Note:
    """Something about the reading that must not stay silent.

    ``kind`` is one of the kinds that the schema of ``reading_notes`` lists;
    ``printed`` what the document shows, ``value`` what was made of it.
    """

    table: str
    line: int
    column: str
    kind: str
    printed: str
    value: str
    message: str


@dataclass(frozen=True)
class FoundTable:
    """A statutory table in the document: its title and the rows below it, headers included.

    ``status`` is ``present`` (it has a body), ``empty`` (a note stands in its place),
    ``attached`` or ``missing``; that a body is empty may only show when its rows are read.
    ``captions`` are folded pieces, ``caption`` is the same as printed. ``doubts`` are notes on
    how the table was found.
    """

    table: str
    title: str
    line: int
    status: str
    rows: tuple[Row, ...] = ()
    captions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    caption: str = ""
    doubts: tuple[Note, ...] = ()


Unread = tuple[FoundTable, str]
"""A table whose rows are not read, and the reason (in Chinese)."""


@dataclass(frozen=True)
class RawRecord:
    """One row of a table, cells under canonical names, everything still as printed.

    ``amounts`` holds the cells whose column is known; ``pieces`` the pieces of
    numbers, in reading order, that flowed text left without a column; ``number`` is
    the row's printed 序号; ``code_slot`` tells in which of several code columns the code begins.
    """

    line: int
    texts: Mapping[str, str]
    amounts: Mapping[str, str] = field(default_factory=dict)
    code_parts: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    side: str = ""
    number: str = ""
    code_slot: int = 0


@dataclass(frozen=True)
class RawTable:
    """A statutory table as records.

    ``columns`` are those that its header names, in order; ``remarks`` the notes
    printed below it, a 备注 first; ``caption`` what stands above the header; ``unit_printed`` is
    empty where ``unit``, the unit of money, is not printed on the table.
    """

    table: str
    title: str
    line: int
    unit: str
    columns: tuple[str, ...]
    records: tuple[RawRecord, ...]
    remarks: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    caption: str = ""
    unit_printed: str = ""
