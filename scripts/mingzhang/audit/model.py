"""What the audit is made of: figures, rules, checks and findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from mingzhang.money import round_to

SEVERITIES = ("error", "warning", "rounding", "note")


@dataclass(frozen=True)
class Figure:
    """A printed amount: where it stands, its value in 万元 and the decimal places it is printed to.

    ``row`` counts the rows of its resource from 0, so that two rows on one line stay apart; ``label`` is
    what a reader calls the row (its code and name, or a claim's subject); ``heading`` is what the
    column is called, where the figures of one row are told apart by it.
    """

    resource: str
    row: int
    column: str
    line: int
    value: Decimal
    places: int
    label: str
    heading: str = ""

    @property
    def key(self) -> tuple[str, int, str]:
        return self.resource, self.row, self.column


@dataclass(frozen=True)
class Equation:
    """An identity that must hold: ``total`` equals the sum of ``parts`` (a pair of equal figures has one part).

    ``about`` says in Chinese what is added up or compared; ``minus`` are parts that count negatively. A copied
    figure (``exact``) may only differ by the rounding, or cutting off, of the coarser of the two. ``severity`` is
    what a failure is where that is less than the rule's.
    """

    rule: str
    total: Figure
    parts: tuple[Figure, ...]
    about: str = ""
    minus: tuple[Figure, ...] = ()
    exact: bool = False
    severity: str = ""

    @property
    def expected(self) -> Decimal:
        """What the total should be."""
        return sum((part.value for part in self.parts), Decimal(0)) - sum((p.value for p in self.minus), Decimal(0))

    @property
    def difference(self) -> Decimal:
        """Printed total less what it should be."""
        return self.total.value - self.expected

    @property
    def tolerance(self) -> Decimal:
        """Half a unit of the last printed place for every figure that takes part: what rounding can explain."""
        figures = (self.total, *self.parts, *self.minus)
        if self.exact and len(figures) == 2:
            coarse, fine = sorted(figure.places for figure in figures)
            return (
                Decimal(5).scaleb(-coarse - 1)
                if coarse == fine
                else Decimal(1).scaleb(-coarse) - Decimal(1).scaleb(-fine)
            )
        return sum((Decimal(5).scaleb(-figure.places - 1) for figure in figures), Decimal(0))

    @property
    def is_well_rounded(self) -> bool:
        """Whether a copied figure is the other rounded half up to its own places: nothing to tell of."""
        if not self.exact or len(self.figures) != 2 or self.total.places >= self.parts[0].places:
            return False
        return self.total.value == round_to(self.expected, self.total.places)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.total, *self.parts, *self.minus)


@dataclass(frozen=True)
class Finding:
    """Something found, as ``findings`` keeps it; ``confirms`` are the ids of the rules that point at it."""

    rule: str
    severity: str
    message: str
    resource: str
    column: str | None
    line: int
    label: str = ""
    actual: Decimal | None = None
    expected: Decimal | None = None
    confirms: tuple[str, ...] = ()

    @property
    def difference(self) -> Decimal | None:
        if self.actual is None or self.expected is None:
            return None
        return self.actual - self.expected


@dataclass(frozen=True)
class Passed:
    """A check that held."""


@dataclass(frozen=True)
class NotChecked:
    """A check that could not be made: what was missing."""

    reason: str


Check = Equation | Finding | Passed | NotChecked


@dataclass(frozen=True)
class Rule:
    """One rule of the audit: its stable id, what it checks and why, its tolerance and an example, in Chinese.

    ``severity`` is what a failure is; ``check`` yields equations (judged together, see ``blame``) or
    findings, passes and reasons why something could not be checked.
    """

    id: str
    family: str
    title: str
    why: str
    tolerance: str
    example: str
    severity: str
    check: Callable[..., Iterator[Check]]


@dataclass
class Tally:
    """How often a rule held, failed and could not be checked in one disclosure."""

    passed: int = 0
    failed: int = 0
    not_checked: int = 0
    reasons: list[str] = field(default_factory=list)
