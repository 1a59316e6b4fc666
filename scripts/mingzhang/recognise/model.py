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

    ``status`` is ``present`` (it has a body), ``attached`` or ``missing``;
    that a body is empty only shows when its rows are read. ``captions`` are folded
    pieces, ``caption`` is the same as printed.
    """

    table: str
    title: str
    line: int
    status: str
    rows: tuple[Row, ...] = ()
    captions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    caption: str = ""


@dataclass(frozen=True)
class RawRecord:
    """One row of a table, cells under canonical names, everything still as printed.

    ``amounts`` holds the cells whose column is known; ``pieces`` the pieces of
    numbers, in reading order, that flowed text left without a column; ``number`` is
    the row's printed 序号.
    """

    line: int
    texts: Mapping[str, str]
    amounts: Mapping[str, str] = field(default_factory=dict)
    code_parts: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    side: str = ""
    number: str = ""


@dataclass(frozen=True)
class RawTable:
    """A statutory table as records.

    ``columns`` are those that its header names, in order; ``remarks`` the notes
    printed below it, a 备注 first; ``caption`` what stands above the header.
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
