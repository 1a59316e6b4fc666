"""The list of projects over all disclosures, largest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.labels import FORM_KINDS, label_of
from mingzhang.site.disclosure.items import bar_width
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.lists.facets import (
    Choices,
    Facet,
    ListView,
    Order,
    build_list,
    descending,
    disclosure_facets,
    gravest,
)
from mingzhang.site.numbers.amounts import format_amount, format_share, parse_amount, share, sum_amounts
from mingzhang.site.packages import Package, Row
from mingzhang.site.provenance.marks import Severity
from mingzhang.site.provenance.places import project_page
from mingzhang.site.summary.card import Card
from mingzhang.site.words import KIND_WORDS

_FOUND = (("error", "有错误"), ("warning", "有提示"))
_USES = 3  # of a project's uses that a row names


@dataclass(frozen=True)
class ProjectRow:
    """A project with what stands about it elsewhere; ``whole`` is all project money that its disclosure lists.

    ``uses`` are its largest, ``more`` how many others there are.
    """

    view: Card
    id: str
    name: str
    amount: Decimal | None
    whole: Decimal | None
    uses: tuple[str, ...]
    more: int
    forms: tuple[str, ...]
    indicators: int
    flags: tuple[tuple[Severity, int], ...]
    line: str

    @property
    def address(self) -> str:
        """Its page, from the site's top."""
        return f"{self.view.address}{project_page(self.id)}"

    @property
    def share(self) -> str:
        """Its part of ``whole``."""
        return format_share(self.amount, self.whole)

    @property
    def form_words(self) -> str:
        """Which forms it has, in words."""
        return "、".join(FORM_KINDS[key] for key in self.forms)


@dataclass(frozen=True)
class ProjectList:
    """All projects; ``largest`` is what the bars of the rows are measured against."""

    list: ListView[ProjectRow]
    largest: Decimal | None

    @property
    def sentence(self) -> str:
        """How many projects there are and what they come to, budgets and final accounts apart."""
        rows = [listed.item for listed in self.list.rows]
        kinds = ((word, [row for row in rows if row.view.package.kind == kind]) for kind, word in KIND_WORDS.items())
        words = (
            f"{len({row.view.package.id for row in own})} 份{word}列出 {len(own)} 个项目，"
            f"金额相加 {format_amount(sum_amounts([row.amount for row in own]))} 万元"
            for word, own in kinds
            if own
        )
        return "；".join(words) + "。"

    def width(self, row: ProjectRow) -> str:
        """The width of the bar of ``row`` in percent."""
        return bar_width(row.amount, self.largest)


def build_project_list(rows: Sequence[ProjectRow]) -> ProjectList:
    """``rows`` by amount."""
    facets = (*disclosure_facets(rows), Facet("form", "绩效表", _forms, _form_order), Facet("found", "发现", _found))
    orders: tuple[Order[ProjectRow], ...] = (
        Order("amount", "金额", lambda row: descending(row.amount)),
        Order("share", "占本单位项目", lambda row: descending(share(row.amount, row.whole))),
        Order("indicators", "指标数", lambda row: descending(row.indicators)),
        Order("findings", "发现", lambda row: gravest(row.flags)),
        Order("name", "项目名", lambda row: row.name),
        Order("unit", "单位", lambda row: (row.view.package.unit.division_code, row.view.package.id, row.id)),
    )
    largest = max((row.amount for row in rows if row.amount is not None), default=None)
    return ProjectList(build_list(rows, facets, orders), largest)


def project_rows(view: DisclosureView, card: Card) -> tuple[ProjectRow, ...]:
    """The projects of ``view``, as rows of ``card``."""
    rows = view.package.rows("projects")
    whole = sum_amounts([parse_amount(row.get("amount")) for row in rows])
    return tuple(_row(view, card, row, whole) for row in rows)


def _row(view: DisclosureView, card: Card, row: Row, whole: Decimal | None) -> ProjectRow:
    package, key = view.package, row["project_id"]
    forms = [form for form in package.rows("performance_forms") if form.get("project_id") == key]
    uses = _uses(package, key)
    ids = {form["form_id"] for form in forms}
    kinds = dict.fromkeys(form.get("form_kind", "") for form in forms)
    return ProjectRow(
        view=card,
        id=key,
        name=row.get("name", ""),
        amount=parse_amount(row.get("amount")),
        whole=whole,
        uses=uses[:_USES],
        more=len(uses[_USES:]),
        forms=tuple(kind for kind in kinds if kind in FORM_KINDS),
        indicators=sum(item["form_id"] in ids for item in package.rows("performance_indicators")),
        flags=tuple(view.notes.findings.flags(project_id={key}, form_id=ids)),
        line=row.get("source_line", ""),
    )


def _uses(package: Package, key: str) -> tuple[str, ...]:
    """What its money is for, largest first, where the document splits it."""
    parts = [part for part in package.rows("project_allocations") if part["project_id"] == key]
    parts.sort(key=lambda part: -(parse_amount(part.get("amount")) or Decimal(0)))
    return tuple(f"{part.get('item', '')} {format_amount(part.get('amount', ''))}".strip() for part in parts)


def _forms(row: ProjectRow) -> Choices:
    return [(key, label_of(FORM_KINDS, key)) for key in row.forms] or [("none", "没有绩效表")]


def _form_order(key: str) -> int:
    return [*FORM_KINDS, "none"].index(key)


def _found(row: ProjectRow) -> Choices:
    keys = {severity.key for severity, _ in row.flags}
    return [(key, word) for key, word in _FOUND if key in keys] or [("none", "没有错误和提示")]
