"""The place of a row among the others: total, subtotal or detail, and what it is part of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mingzhang.recognise.patterns import matches
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.text import fold

TOTAL, SUBTOTAL, DETAIL = "total", "subtotal", "detail"
_ORDINALS = (re.compile(r"[一二三四五六七八九十]+、"), re.compile(r"\d{1,2}[.、．]"), re.compile(r"其中:"))
_FIRST = re.compile(r"(?:一、|1[.、．])")
_UNNUMBERED = len(_ORDINALS)


def is_total(label: str, vocabulary: Vocabulary) -> bool:
    """Whether a label is a 合计 or 总计 (of income, of expenditure, of the year)."""
    return matches(vocabulary.total_labels, fold(label))


def coded_parents(codes: Sequence[str], totals: Sequence[bool], wholes: Sequence[bool]) -> list[int | None]:
    """For each row of a table with codes the index of the row it is part of.

    That is the row with the longest code that begins its own, else the table's
    total; a total is part of nothing. ``totals`` may be of a part of the table (人员经费合计), ``wholes`` are not.
    """
    whole = next((index for index, both in enumerate(zip(totals, wholes, strict=True)) if all(both)), None)
    first = {code: index for index, code in reversed(list(enumerate(codes))) if code}
    parents: list[int | None] = []
    for index, code in enumerate(codes):
        above = [first[code[:length]] for length in (5, 3) if length < len(code) and code[:length] in first]
        parents.append(None if totals[index] else next((row for row in above if row != index), whole))
    return parents


def coded_roles(parents: Sequence[int | None], totals: Sequence[bool]) -> list[str]:
    """Roles of rows with codes: what others are part of is a subtotal."""
    above = {parent for parent in parents if parent is not None}
    return [TOTAL if total else SUBTOTAL if index in above else DETAIL for index, total in enumerate(totals)]


def labelled_roles(labels: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Roles of one side of a two-sided table, from the ordinals of its labels.

    一、 stands over 1. stands over 其中： stands over lines without an ordinal; a
    line without one that is followed by a first ordinal stands over that.
    """
    depths = [_depth(label) for label in labels]
    roles: list[str] = []
    for index, label in enumerate(labels):
        following = labels[index + 1] if index + 1 < len(labels) else ""
        if is_total(label, vocabulary):
            roles.append(TOTAL)
        elif not following or is_total(following, vocabulary):
            roles.append(DETAIL)
        elif depths[index] == _UNNUMBERED:
            roles.append(SUBTOTAL if _FIRST.match(fold(following)) else DETAIL)
        else:
            inside = depths[index] < 2 and depths[index + 1] > depths[index]
            roles.append(SUBTOTAL if inside else DETAIL)
    return roles


def _depth(label: str) -> int:
    folded = fold(label)
    return next((depth for depth, pattern in enumerate(_ORDINALS) if pattern.match(folded)), _UNNUMBERED)


def labelled_parents(roles: Sequence[str]) -> list[int | None]:
    """For each line of a flat list with one total the index of that total."""
    totals = [index for index, role in enumerate(roles) if role == TOTAL]
    whole = totals[-1] if totals else None
    return [None if index in totals else whole for index in range(len(roles))]
