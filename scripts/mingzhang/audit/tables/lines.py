"""The lines of the two-sided tables by what they are: the year's totals, balances and funds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Figure
from mingzhang.text import fold
from mingzhang.wordlists import read_words

FUNDS = ("general_public_budget", "government_fund", "state_capital")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|\d{1,2}[.、．]|[(][一二三四五六七八九十\d]+[)]|其中:?|减:|加:)+")


@lru_cache(maxsize=1)
def final_words() -> dict[str, Any]:
    """The vocabulary of final accounts' lines (``vocabulary/audit_final.yml``)."""
    return read_words("audit_final")


def line_name(row: Row) -> str:
    """What a line is called, folded, without its ordinal and 其中."""
    return _ORDINAL.sub("", fold(row.text("item") or row.text("name")))


def is_line(row: Row, kind: str) -> bool:
    """Whether a row is the line of a kind (a key of ``lines`` in the vocabulary)."""
    return re.fullmatch(final_words()["lines"][kind], line_name(row)) is not None


def of_side(facts: Facts, table: str, side: str) -> list[Row]:
    """The rows of one side of a two-sided table."""
    return [row for row in facts.rows(table) if row.text("side") == side]


def line(facts: Facts, table: str, side: str, kind: str) -> Row | None:
    """The first line of a kind on a side, None when the table has none."""
    return next((row for row in of_side(facts, table, side) if is_line(row, kind)), None)


def current_total(facts: Facts, table: str, side: str) -> Row | None:
    """The total of the year alone (本年收入合计), before balances."""
    return next((row for row in of_side(facts, table, side) if row.text("role") == "total" and is_line(row, "current")),
                None)  # fmt: skip


def grand_total(facts: Facts, table: str, side: str) -> Row | None:
    """The total with all balances (总计): the last total, unless that is the year's and balances follow it."""
    total = facts.total(table, side)
    if total is None or not is_line(total, "current"):
        return total
    later = [row for row in of_side(facts, table, side) if row.index > total.index]
    balances = any(is_line(row, kind) for row in later for kind in ("opening", "closing", "used", "distributed"))
    return None if balances else total


def fund_line(facts: Facts, fund: str, opening: bool) -> Row | None:
    """The line of a fund in the summary of fiscal appropriation: the year's, or the one below the opening balance."""
    seen = False
    for row in of_side(facts, "fiscal_summary", "revenue"):
        seen = seen or is_line(row, "opening")
        if seen is opening and is_line(row, fund):
            return row
    return None


def amount_of(facts: Facts, row: Row | None, column: str) -> Figure | None:
    """The figure of a row's cell; None without a row or where it is blank."""
    return None if row is None else facts.figure(row, column)


def group_figures(facts: Facts, key: str) -> tuple[Figure, ...]:
    """人员经费 (``personnel``) or 公用经费 (``public``) of basic expenditure.

    The column's total where the table has one, else the line that bears its name, else the classes it is made of.
    """
    total = facts.total("basic_expenditure")
    if total is not None and (figure := facts.figure(total, key)) is not None:
        return (figure,)
    for row in facts.rows("basic_expenditure"):
        if not row.text("code") and is_line(row, key):
            figures = facts.figures([row], "total") or facts.figures([row], key)
            if figures:
                return figures
    return facts.figures(class_rows(facts, final_words()[f"{key}_classes"]), "total")


def class_rows(facts: Facts, classes: Sequence[str]) -> list[Row]:
    """The 类 rows of basic expenditure of the given economic classes."""
    return [row for row in facts.rows("basic_expenditure") if row.text("code") in classes]


def whole_basic(facts: Facts) -> tuple[Figure, ...]:
    """Basic expenditure in total: the 合计 row, else 人员经费合计 and 公用经费合计, else nothing."""
    rows = [row for row in facts.rows("basic_expenditure") if row.text("role") == "total" and is_line(row, "whole")]
    figures = facts.figures(rows[-1:], "total")
    if figures:
        return figures
    named = [row for row in facts.rows("basic_expenditure")
             if not row.text("code") and any(is_line(row, key) for key in ("personnel", "public"))]  # fmt: skip
    figures = facts.figures(named, "total")
    return figures if len(figures) == 2 else ()
