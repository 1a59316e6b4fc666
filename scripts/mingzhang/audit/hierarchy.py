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
    coded = [(row.text("code"), row) for row in rows if row.text("code") and row.text("role") != "total"]
    parents = {code[:length] for code, _ in coded for length in range(1, len(code))}
    found = []
    for code, row in coded:
        if code not in parents or row.text("project"):
            continue
        below = [(own, r) for own, r in coded if own.startswith(code) and len(own) > len(code)]
        nearest = min(len(own) for own, _ in below)
        direct = [r for own, r in below if len(own) == nearest]
        heads = {own for own, _ in below if len(own) == nearest}
        orphans = [r for own, r in below if own[:nearest] not in heads]
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
    parents = {code[:length] for code in codes for length in range(1, len(code))}
    return [row for row in coded if row.text("code") not in parents]


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
