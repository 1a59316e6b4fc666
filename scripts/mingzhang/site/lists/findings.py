"""The list of findings over all disclosures, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.lists.facets import Choices, Facet, ListView, Order, build_list, disclosure_facets
from mingzhang.site.provenance.findings import Finding, rule_anchor
from mingzhang.site.provenance.marks import GRAVE, SEVERITIES
from mingzhang.site.reference.families import FAMILIES
from mingzhang.site.summary.card import Card

OTHER = "其他"
BOTH = "grave"  # errors and warnings together


@dataclass(frozen=True)
class FindingRow:
    """A finding with the family of its rule; ``target`` leads from the site's top to what it is about, or is blank."""

    view: Card
    finding: Finding
    family: str
    target: str

    @property
    def place(self) -> str:
        """What it is about, in a word."""
        return self.finding.label or self.finding.table or self.finding.column or "全文"

    @property
    def table(self) -> str:
        """The table and the column that it stands in, where ``place`` does not say so."""
        names = (self.finding.table, self.finding.column)
        return " · ".join(name for name in names if name and name != self.place)

    @property
    def rule(self) -> str:
        """The anchor of its rule; blank for a rule that is not explained."""
        return rule_anchor(self.finding.rule) if self.finding.rule_title else ""


def build_finding_list(rows: Sequence[FindingRow]) -> ListView[FindingRow]:
    """Every finding; of one severity those first whose numbers differ most."""
    facets = (
        Facet("severity", "轻重", _severity, [BOTH, *(item.key for item in SEVERITIES)].index),
        *disclosure_facets(rows),
        Facet("family", "规则类", lambda row: [(row.family, row.family)], _family_order),
        Facet("rule", "规则", lambda row: [(row.finding.rule, row.finding.rule_title or row.finding.rule)], str),
    )
    orders: tuple[Order[FindingRow], ...] = (
        Order("severity", "轻重", by_gravity),
        Order("difference", "相差的数", lambda row: (-row.finding.difference, by_gravity(row))),
        Order("unit", "单位", lambda row: (_place(row.view), row.finding.number)),
        Order("rule", "规则", lambda row: (_family_order(row.family), row.finding.rule, by_gravity(row))),
    )
    return build_list(rows, facets, orders)


def finding_rows(view: DisclosureView, card: Card) -> tuple[FindingRow, ...]:
    """The findings of ``view``, as rows of ``card``."""
    families = {row["rule"]: row.get("family", "") for row in view.package.rows("audit_rules")}
    return tuple(
        FindingRow(
            card,
            item.finding,
            families.get(item.finding.rule) or OTHER,
            f"{view.address}{item.target}" if item.target else "",
        )
        for group in view.audit.groups
        for item in group.items
    )


def _severity(row: FindingRow) -> Choices:
    severity = row.finding.severity
    own = [(severity.key, f"{severity.shape} {severity.word}")]
    return [(BOTH, "●▲ 错误和提示"), *own] if severity.key in GRAVE else own


def _family_order(name: str) -> tuple[int, str]:
    return FAMILIES.index(name) if name in FAMILIES else len(FAMILIES), name


def by_gravity(row: FindingRow) -> tuple[Any, ...]:
    """The gravest first; of one severity those whose numbers differ most."""
    found = row.finding
    return SEVERITIES.index(found.severity), -found.relative, -found.difference, _place(row.view), found.number


def _place(view: Card) -> tuple[str, str]:
    return view.package.unit.division_code, view.package.id
