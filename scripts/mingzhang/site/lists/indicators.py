"""The list of performance indicators over all disclosures, in the order of units and forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mingzhang.labels import FORM_KINDS, label_of
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.lists.facets import Choices, Facet, ListView, Order, build_list, descending, disclosure_facets
from mingzhang.site.numbers.amounts import format_amount, parse_amount
from mingzhang.site.packages import Row
from mingzhang.site.provenance.places import form_pages
from mingzhang.site.summary.card import Card

UNNAMED = "未写明"
# What the list shows of an indicator.
_SHOWN = ("form_id", "category", "subcategory", "indicator", "target", "actual", "weight", "score", "source_line")


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator; ``form`` is the kind of its form, ``owner`` the form's name, ``address`` its place on the site."""

    view: Card
    row: Row
    form: str
    owner: str
    address: str

    @property
    def kind(self) -> str:
        """一级 and 二级, once where they are the same."""
        names = dict.fromkeys((self.row.get("category", ""), self.row.get("subcategory", "")))
        return " · ".join(filter(None, names))

    def shown(self, column: str) -> str:
        """A cell as printed, with ≥ and ≤ for signs made of two."""
        text = self.row.get(column, "")
        return text.replace(">=", "≥").replace("<=", "≤") if parse_amount(text) is None else format_amount(text)

    @property
    def state(self) -> str:
        """``short`` of its full score, ``full``, or blank where there is none."""
        score, weight = parse_amount(self.row.get("score")), parse_amount(self.row.get("weight"))
        return "" if score is None or weight is None else "short" if score < weight else "full"


def build_indicator_list(found: Sequence[IndicatorRow]) -> ListView[IndicatorRow]:
    """Every indicator, those of a disclosure in their order."""
    rows = sorted(found, key=lambda row: _place(row.view))
    facets = (
        *disclosure_facets(rows),
        Facet("category", "一级", lambda row: _named(row, "category")),
        Facet("subcategory", "二级", lambda row: _named(row, "subcategory")),
        Facet("form", "绩效表", lambda row: [(row.form, label_of(FORM_KINDS, row.form))]),
        Facet("score", "得分", _score, ("short", "full", "none").index),
    )
    orders: tuple[Order[IndicatorRow], ...] = (
        Order("place", "单位、项目", lambda row: 0),
        Order("name", "指标名", lambda row: row.row.get("indicator", "")),
        Order("kind", "类别", lambda row: row.kind or None),
        Order("weight", "权重", lambda row: descending(parse_amount(row.row.get("weight")))),
        Order("score", "得分", lambda row: descending(parse_amount(row.row.get("score")))),
    )
    return build_list(rows, facets, orders)


def indicator_sentence(found: ListView[IndicatorRow]) -> str:
    """What the list holds: how many, of how many forms, and how many of the scored ones fell short."""
    rows = [listed.item for listed in found.rows]
    forms = {(row.view.package.id, row.row["form_id"]) for row in rows}
    scored, short = sum(bool(row.state) for row in rows), sum(row.state == "short" for row in rows)
    words = f"{len(rows)} 条绩效指标，来自 {len(forms)} 张绩效表。"
    return f"{words}有自评得分的 {scored} 条，其中 {short} 条没有得满。" if scored else words


def _place(view: Card) -> tuple[str, str]:
    return view.package.unit.division_code, view.package.id


def indicator_rows(view: DisclosureView, card: Card) -> tuple[IndicatorRow, ...]:
    """The indicators of ``view``, as rows of ``card``."""
    return tuple(_rows(view, card))


def _rows(view: DisclosureView, card: Card) -> Iterable[IndicatorRow]:
    pages = form_pages(view.package)
    forms = {form["form_id"]: form for form in view.package.rows("performance_forms")}
    for row in view.package.rows("performance_indicators"):
        key = row["form_id"]
        form = forms.get(key, {})
        address = f"{card.address}{pages.get(key, '')}#{key}"
        yield IndicatorRow(
            card, {name: row.get(name, "") for name in _SHOWN}, form.get("form_kind", ""), form.get("name", ""), address
        )


def _named(row: IndicatorRow, column: str) -> Choices:
    name = row.row.get(column, "") or UNNAMED
    return [(name, name)]


def _score(row: IndicatorRow) -> Choices:
    words = {"short": "没有得满", "full": "得满分", "": "没有打分"}
    return [(row.state or "none", words[row.state])]
