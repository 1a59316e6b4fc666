"""What the explanatory text says in figures, section by section."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from mingzhang.labels import BASELINES, label_of
from mingzhang.site.disclosure.items import arrow, signed_percent
from mingzhang.site.numbers.amounts import format_amount, parse_amount
from mingzhang.site.packages import Package, Row
from mingzhang.site.provenance.marks import Mark
from mingzhang.site.provenance.notes import Notes

# The cells of a statement, each with the columns that it shows.
CELLS = {
    "amount": ("amount", "quantity", "measure"),
    "share": ("share",),
    "change": ("change", "change_percent", "completion", "baseline", "baseline_amount"),
    "why": ("reason", "detail"),
}


@dataclass(frozen=True)
class ClaimView:
    """One statement; ``at`` has the marks of its cells."""

    id: str
    subject: str
    code: str
    amount: str
    count: str
    share: str
    baseline: str
    change: str
    percent: str
    completion: str
    reason: str
    detail: str
    line: str
    marks: tuple[Mark, ...]
    at: dict[str, tuple[Mark, ...]]


@dataclass(frozen=True)
class ClaimGroup:
    """The statements of one section of the text."""

    section: str
    subsection: str
    claims: tuple[ClaimView, ...]


def build_claims(package: Package, notes: Notes) -> list[ClaimGroup]:
    """Every statement, in the document's order."""
    rows = package.rows("claims")
    grouped = groupby(rows, key=lambda row: (row.get("section", ""), row.get("subsection", "")))
    return [
        ClaimGroup(section, subsection, tuple(_claim(row, notes) for row in group))
        for (section, subsection), group in grouped
    ]


def _claim(row: Row, notes: Notes) -> ClaimView:
    count = format_amount(row.get("quantity", ""))
    completion = format_amount(row.get("completion", ""))
    return ClaimView(
        id=row.get("claim_id", ""),
        subject=row.get("subject", ""),
        code=row.get("code", ""),
        amount=format_amount(row.get("amount", "")),
        count=f"{count} {row.get('measure', '')}".strip() if count else "",
        share=f"{row['share']}%" if row.get("share") else "",
        baseline=_baseline(row),
        change=_change(row),
        percent=signed_percent(row.get("change_percent", "")),
        completion=f"完成 {completion}%" if completion else "",
        reason=row.get("reason", ""),
        detail=row.get("detail", ""),
        line=row.get("source_line", ""),
        marks=notes.elsewhere("claims", row, {column for columns in CELLS.values() for column in columns}),
        at={cell: notes.at("claims", row, *columns) for cell, columns in CELLS.items()},
    )


def _baseline(row: Row) -> str:
    """What it is compared with, unless that is simply last year's amount."""
    amount = format_amount(row.get("baseline_amount", ""))
    if row.get("baseline", "") in ("", "previous_year") and not amount:
        return ""
    return f"较{label_of(BASELINES, row.get('baseline', ''))} {amount}".strip()


def _change(row: Row) -> str:
    number = parse_amount(row.get("change"))
    if number is not None:
        return f"{arrow(number)} {format_amount(abs(number))}"
    percent = parse_amount(row.get("change_percent"))
    return arrow(percent) if percent is not None else ""
