"""Everything that pages across units need of one disclosure, in parts that can be kept and read apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, get_type_hints

from mingzhang.site.changes.events import Event
from mingzhang.site.compare.columns import Column
from mingzhang.site.disclosure.corrections import CorrectionView
from mingzhang.site.lists.findings import FindingRow
from mingzhang.site.lists.home import Telling
from mingzhang.site.lists.indicators import IndicatorRow
from mingzhang.site.lists.projects import ProjectRow
from mingzhang.site.lists.three_public_rows import ItemRow
from mingzhang.site.reference.explained import Explained
from mingzhang.site.reference.method import Limits
from mingzhang.site.reference.tallies import RuleText, Tally
from mingzhang.site.summary.card import Card


@dataclass(frozen=True)
class UnitPart:
    """A part of the unit's page (duties, offices, staff), rendered: as HTML for ``/units/<unit>/``."""

    title: str
    anchor: str
    html: str


@dataclass(frozen=True)
class Summary:
    """One disclosure for all pages but its own. Every field but ``card`` is a part of its own in the cache.

    ``column`` are its numbers in comparisons, ``parts`` what its unit's page shows of it, ``rules`` the texts of the
    rules that it was checked by (the same for all disclosures of one program: ``card.rules`` tells them apart).
    """

    card: Card
    projects: tuple[ProjectRow, ...]
    indicators: tuple[IndicatorRow, ...]
    three_public: tuple[ItemRow, ...]
    findings: tuple[FindingRow, ...]
    telling: tuple[Telling, ...]
    glossary: tuple[Explained, ...]
    rules: tuple[RuleText, ...]
    tallies: tuple[Tally, ...]
    limits: Limits
    corrections: tuple[CorrectionView, ...]
    events: tuple[Event, ...]
    column: Column
    parts: tuple[UnitPart, ...]


KINDS: Mapping[str, Any] = {field.name: get_type_hints(Summary)[field.name] for field in fields(Summary)}
"""The type of every part by its name."""
PARTS: Sequence[str] = tuple(name for name in KINDS if name != "card")
