"""Which rows are parts of which: by code (类, 款, 项) and by the ordinals of labelled lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mingzhang.audit.facts import Row

_LEVELS = (
    (re.compile(r"[一二三四五六七八九十]+、"), 1),
    (re.compile(r"[（(][一二三四五六七八九十]+[)）]"), 2),
    (re.compile(r"\d{1,2}[.、．]"), 3),
)
_DEEPEST = 4


def coded_children(rows: Sequence[Row]) -> list[tuple[Row, list[Row]]]:
    """Each coded row that has rows below it, with those directly below: the next longer codes that begin with its own.

    Rows of one code (projects under one 项) are all children of the level above.
    """
    coded = [row for row in rows if row.text("code") and row.text("role") != "total"]
    found = []
    for row in coded:
        code = row.text("code")
        below = [r for r in coded if r.text("code").startswith(code) and len(r.text("code")) > len(code)]
        if row.text("project") or not below:
            continue
        nearest = min(len(r.text("code")) for r in below)
        direct = [r for r in below if len(r.text("code")) == nearest]
        orphans = [r for r in below if not any(r.text("code").startswith(d.text("code")) for d in direct)]
        found.append((row, direct + _tops(orphans)))
    return found


def top_rows(rows: Sequence[Row]) -> list[Row]:
    """The coded rows that no other row is above of."""
    return _tops([row for row in rows if row.text("code") and row.text("role") != "total"])


def _tops(rows: Sequence[Row]) -> list[Row]:
    codes = {row.text("code") for row in rows if not row.text("project")}
    return [row for row in rows if not any(row.text("code")[:length] in codes for length in _shorter(row))]


def leaf_rows(rows: Sequence[Row]) -> list[Row]:
    """The coded rows that no other row is below of."""
    coded = [row for row in rows if row.text("code") and row.text("role") != "total"]
    codes = {row.text("code") for row in coded}
    return [row for row in coded if not any(c != row.text("code") and c.startswith(row.text("code")) for c in codes)]


def _shorter(row: Row) -> range:
    return range(3, len(row.text("code")), 2)


def labelled_children(rows: Sequence[Row]) -> list[tuple[Row, list[Row]]]:
    """Each labelled line that has lines below it, with those directly below, by their printed ordinals.

    一、 stands above （一）, that above 1., and a line without ordinal (其中：…) below the numbered one before it.
    """
    children: dict[int, list[Row]] = {}
    above: list[tuple[int, Row]] = []
    for row in rows:
        if row.text("role") == "total":
            above = []
            continue
        level = _level(row)
        above = [(depth, upper) for depth, upper in above if depth < level]
        if above:
            children.setdefault(above[-1][1].index, []).append(row)
        above.append((level, row))
    return [(row, children[row.index]) for row in rows if row.index in children]


def labelled_tops(rows: Sequence[Row]) -> list[Row]:
    """The labelled lines that stand below no other."""
    below = {child.index for _, children in labelled_children(rows) for child in children}
    return [row for row in rows if row.index not in below and row.text("role") != "total"]


def has_ordinal(row: Row) -> bool:
    """Whether a labelled line begins with a printed ordinal (一、 1.)."""
    return _level(row) < _DEEPEST


def _level(row: Row) -> int:
    return next((level for pattern, level in _LEVELS if pattern.match(row.text("item"))), _DEEPEST)
