"""What the claims of the explanatory text name: their scope, their quantity and the cells that print it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Figure
from mingzhang.audit.tables.lines import current_total, group_figures, line
from mingzhang.convert import known_classifications
from mingzhang.text import fold
from mingzhang.wordlists import read_words

CLAIMS = "claims"
_SUM_OF_DETAILS = ("carryover",)


@dataclass(frozen=True)
class Claim:
    """A claim with the scope of its section and the quantity that its subject names there, empty when unknown."""

    row: Row
    scope: str
    quantity: str

    @property
    def code(self) -> str:
        return self.row.text("code")

    @property
    def line(self) -> int:
        return self.row.line

    @property
    def subject(self) -> str:
        return self.row.text("subject")

    @property
    def place(self) -> tuple[str, str]:
        """Its section and subsection as printed."""
        return self.row.text("section"), self.row.text("subsection")


@dataclass(frozen=True)
class Cell:
    """Where a quantity is printed: the table, the side, the row and the column.

    The row is ``total``, ``current`` (本年合计), ``line=<kind>``, ``group`` (人员经费, 公用经费) or ``column=value``.
    """

    table: str
    side: str
    row: str
    column: str


@dataclass(frozen=True)
class ClaimWords:
    """The vocabulary of claims (``vocabulary/audit_claims.yml``), compiled."""

    scopes: dict[str, re.Pattern[str]]
    quantities: tuple[tuple[frozenset[str], re.Pattern[str], str], ...]
    cells: dict[str, tuple[Cell, ...]]
    coded: dict[str, tuple[tuple[str, str], ...]]
    wholes: tuple[tuple[str, str, tuple[str, ...], bool], ...]
    share_of: dict[str, tuple[str, ...]]
    other: dict[str, Any]

    def pattern(self, name: str) -> re.Pattern[str]:
        """The pattern that the vocabulary has under ``name``."""
        return re.compile(self.other[name])


@lru_cache(maxsize=1)
def claim_words() -> ClaimWords:
    """The vocabulary that comes with the package."""
    data = read_words("audit_claims")
    return ClaimWords(
        scopes={name: re.compile(pattern) for name, pattern in data["scopes"].items()},
        quantities=tuple((frozenset(s.split()), re.compile(p), q) for s, p, q in data["quantities"]),
        cells={q: tuple(_cell(line) for line in lines) for q, lines in data["cells"].items()},
        coded={s: tuple((c.split()[0], c.split()[1]) for c in lines) for s, lines in data["coded"].items()},
        wholes=tuple((s, whole, tuple(parts), need == "all") for s, whole, parts, need in data["wholes"]),
        share_of={scope: tuple(wholes) for scope, wholes in data["share_of"].items()},
        other=data,
    )


def _cell(line: str) -> Cell:
    table, side, row, column = line.split()
    return Cell(table, "" if side == "-" else side, row, column)


_OF_THE_YEAR = {"收入合计": "current_revenue", "支出合计": "current_expenditure"}


def claims_of(facts: Facts) -> tuple[Claim, ...]:
    """The document's claims, in order, each with its scope and quantity."""
    return tuple(_claim(row, facts.kind) for row in facts.rows(CLAIMS))


def _claim(row: Row, kind: str) -> Claim:
    """A claim with its quantity; of final accounts an amount called a budget is none that their tables print.

    Their 收入合计 is the year's (本年收入合计), without balances.
    """
    scope, subject = scope_of(row.text("section"), row.text("subsection")), fold(row.text("subject"))
    quantity = "" if row.text("code") else _quantity_of(scope, subject)
    if kind == "final" and quantity == "total":
        quantity = next((own for name, own in _OF_THE_YEAR.items() if subject.endswith(name)), quantity)
    planned = kind == "final" and claim_words().pattern("planned").search(subject)
    return Claim(row, scope, f"{quantity}_budget" if quantity and planned else quantity)


@lru_cache(maxsize=1024)
def scope_of(section: str, subsection: str) -> str:
    """The scope that a subsection's heading names, else its section's; empty when neither does."""
    for heading in (fold(subsection), fold(section)):
        for scope, pattern in claim_words().scopes.items():
            if heading and pattern.search(heading):
                return scope
    return ""


@lru_cache(maxsize=4096)
def _quantity_of(scope: str, subject: str) -> str:
    for scopes, pattern, quantity in claim_words().quantities:
        if scope in scopes and pattern.fullmatch(subject):
            return quantity
    return ""


def cell_figures(facts: Facts, quantity: str) -> list[tuple[Figure, ...]]:
    """What the tables print of a quantity: one figure a cell, or the rows that make it where no total is printed."""
    found = []
    for cell in claim_words().cells.get(quantity, ()):
        rows = _rows_of(facts, cell)
        figures = group_figures(facts, cell.column) if cell.row == "group" else facts.figures(rows, cell.column)
        if figures:
            found.append(figures)
    return found


def _rows_of(facts: Facts, cell: Cell) -> list[Row]:
    if cell.row == "total":
        total = facts.total(cell.table, cell.side)
        if total is None and cell.table in _SUM_OF_DETAILS:
            return [row for row in facts.rows(cell.table) if row.text("role") != "subtotal"]
        return [] if total is None else [total]
    if cell.row == "current":
        return [row for row in [current_total(facts, cell.table, cell.side)] if row is not None]
    column, _, value = cell.row.partition("=")
    if column == "line":
        return [row for row in [line(facts, cell.table, cell.side, value)] if row is not None]
    return [row for row in facts.rows(cell.table) if row.text(column) == value][:1]


def coded_figures(facts: Facts, scope: str, code: str) -> list[tuple[Figure, ...]]:
    """What the tables of a scope print for a functional code: its own row, or the last rows below it."""
    found = []
    for table, column in claim_words().coded.get(scope, ()):
        rows = [row for row in facts.rows(table) if row.text("code").startswith(code)]
        own = [row for row in rows if row.text("code") == code][:1]
        deepest = [row for row in rows if not any(_below(other, row) for other in rows)]
        figures = facts.figures(own or deepest, column)
        if figures:
            found.append(figures)
    return found


def _below(lower: Row, upper: Row) -> bool:
    return lower.text("code") != upper.text("code") and lower.text("code").startswith(upper.text("code"))


def named_row(facts: Facts, claim: Claim) -> str:
    """The code of the row that a shortened subject (行政 for 行政运行) means: its name begins so, its amount agrees."""
    tables = claim_words().coded.get(claim.scope, ())
    amount = claim.row.amount("amount")
    for table, column in tables:
        for row in facts.rows(table):
            if len(row.text("code")) > 3 and row.amount(column) == amount and _begins(row, claim.subject):
                return row.text("code")
    return ""


def _begins(row: Row, subject: str) -> bool:
    return bool(subject) and fold(row.text("name")).startswith(fold(subject))


def by_place(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """The claims of each section."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.place[0]].append(claim)
    return iter(groups.values())


def first(claims: Sequence[Claim], quantity: str, column: str = "amount") -> Claim | None:
    """The first claim of a quantity with a number in ``column``."""
    return next((c for c in claims if c.quantity == quantity and c.row.amount(column) is not None), None)


def item_list(text: str) -> tuple[list[str], bool]:
    """The items of a list in running text, and whether it ends open (等)."""
    words = claim_words()
    folded = fold(text).strip("。.;；")
    is_open = bool(words.pattern("open_end").search(folded))
    folded = words.pattern("open_end").sub("", folded)
    pieces = re.split(words.other["list_marks"] + "|" + words.other["joined"], folded)
    return [piece for piece in pieces if piece], is_open


@lru_cache(maxsize=2)
def classification(kind: str) -> dict[str, str]:
    """The folded names of a classification (``functional``, ``economic``) by code."""
    return {code: fold(name) for code, name in known_classifications()[kind].names.items()}


def paragraph_of(facts: Facts, text: str, line: int) -> int:
    """``line`` when its own paragraph holds ``text``, else where the next paragraph begins that does, else ``line``."""
    wanted = fold(text)[:24]
    rows = facts.rows("explanation")
    own = max((row.line for row in rows if row.line <= line), default=line)
    for row in rows:
        if wanted and row.line >= own and wanted in fold(row.text("text")):
            return line if row.line == own else row.line
    return line
