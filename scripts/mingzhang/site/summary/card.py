"""A disclosure in short. It answers to the same names as its view, so that rows, facets and templates take either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.numbers.facts import Fact
from mingzhang.site.numbers.figures import Figure
from mingzhang.site.packages import Unit
from mingzhang.site.provenance.marks import GRAVE, Severity
from mingzhang.site.words import KIND_WORDS


@dataclass(frozen=True)
class PackageFacts:
    """What a package says of itself, without its rows. ``corrected`` are the days of its corrections."""

    id: str
    title: str
    unit: Unit
    year: int
    kind: str
    scope: str
    published: str
    added: str
    licence: str
    licence_url: str
    version: str
    source_hash: str
    source_lines: int
    corrected: tuple[str, ...] = ()


@dataclass(frozen=True)
class AuditFacts:
    """What the audit came to. ``score`` is ``87 / 100``, blank where completeness was not judged."""

    checks: int = 0
    passed: int = 0
    failed: int = 0
    not_checked: int = 0
    counts: tuple[tuple[Severity, int], ...] = ()
    score: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether there was an audit at all."""
        return bool(self.counts or self.checks or self.not_checked)

    @property
    def grave(self) -> list[tuple[Severity, int]]:
        """How many errors and warnings there are."""
        return [(severity, count) for severity, count in self.counts if severity.key in GRAVE]

    @property
    def findings(self) -> int:
        """All findings together."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True)
class ChartFacts:
    """The numbers of the charts across; ``three`` are “三公” items by key, from the text if not ``printed``."""

    total: Fact | None = None
    basic: Fact | None = None
    staff: Decimal | None = None
    three: Mapping[str, Fact] | None = None
    printed: bool = True


@dataclass(frozen=True)
class Card:
    """One disclosure as lists, cards, charts across and unit pages show it.

    ``counts`` are its rows in every list, by the list's name; ``absence`` says why there is no total,
    ``completeness`` how many statutory tables have data; ``has_organisation``: it tells of duties, offices or staff.
    """

    package: PackageFacts
    address: str
    total: Fact | None
    classes: tuple[Fact, ...]
    split: tuple[Fact, ...]
    figures: tuple[Figure, ...]
    chart: ChartFacts
    audit: AuditFacts
    completeness: str
    absence: str
    file_count: int
    row_count: int
    tables: int
    counts: Mapping[str, int]
    rules: str = ""
    has_organisation: bool = False

    @property
    def name(self) -> str:
        """``某单位 2024 年预算``."""
        return f"{self.package.unit.name} {self.package.year} 年{self.kind_word}"

    @property
    def kind_word(self) -> str:
        return KIND_WORDS[self.package.kind]

    @property
    def score(self) -> str:
        """The completeness out of 100, blank where it was not judged."""
        return self.audit.score.split(" ")[0]

    def count(self, rows: str) -> int:
        """How many rows it has in the list ``rows``."""
        return self.counts.get(rows, 0)
