"""What the page on the method says in numbers: what the reader did, what the audit checked, what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.provenance.marks import Severity
from mingzhang.site.provenance.notes import KIND_TITLES
from mingzhang.site.summary.card import Card

T = TypeVar("T")
# The kinds of notes that say what was not taken in.
_OPEN = (KIND_TITLES["unread"], KIND_TITLES["ambiguous"])
_NOT_THERE = ("missing", "attached")
_LINES = 12  # of a note that the page links
MOST = 60
"""Disclosures in each table of the page; of more, those come first about which most is to be said."""


@dataclass(frozen=True)
class OpenNote:
    """A note on what was not taken in; ``more`` are places beyond the first ``lines``."""

    kind: str
    table: str
    message: str
    lines: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class Reading:
    """The reader's notes on one disclosure: how many places of each kind, in the order of the columns."""

    view: Card
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Limits:
    """What was not read of one disclosure: notes that say so, and by the reason tables that are not in the text.

    ``kinds`` are all its notes: how many places each kind has.
    """

    view: Card
    kinds: tuple[tuple[str, int], ...]
    notes: tuple[OpenNote, ...]
    tables: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def is_empty(self) -> bool:
        return not (self.notes or self.tables)

    @property
    def weight(self) -> int:
        """How much there is to tell."""
        return len(self.notes) + sum(len(titles) for _, titles in self.tables)


@dataclass(frozen=True)
class MethodView:
    """All of it; ``kinds`` are the columns of ``readings``, ``totals`` their sums.

    ``views``, ``readings`` and ``limits`` hold at most ``MOST`` disclosures, of ``count``, ``count`` and ``limited``.
    """

    count: int
    views: tuple[Card, ...]
    kinds: tuple[str, ...]
    readings: tuple[Reading, ...]
    totals: tuple[int, ...]
    limits: tuple[Limits, ...]
    limited: int
    rules: int
    passed: int
    failed: int
    not_checked: int
    severities: list[tuple[Severity, int]]

    @property
    def checks(self) -> int:
        """How many checks were made."""
        return self.passed + self.failed


def limits_of(view: DisclosureView, card: Card) -> Limits:
    """What was not read of ``view``, and how many places its notes have."""
    return Limits(card, tuple(view.notes.counts()), _open_notes(view), _absent_tables(view))


def build_method(found: Iterable[Limits], rules: int, severities: list[tuple[Severity, int]]) -> MethodView:
    """The numbers of all disclosures, in their order; ``rules`` and ``severities`` count rules and findings."""
    told = list(found)
    sums = Counter[str]()
    for item in told:
        sums.update(dict(item.kinds))
    kinds = tuple(sorted(sums, key=lambda kind: (-sums[kind], kind)))
    views = [item.view for item in told]
    readings = [Reading(item.view, tuple(dict(item.kinds).get(kind, 0) for kind in kinds)) for item in told]
    limits = [item for item in told if not item.is_empty]
    return MethodView(
        count=len(views),
        views=_first(views, [view.audit.failed for view in views]),
        kinds=kinds,
        readings=_first(readings, [item.total for item in readings]),
        totals=tuple(sums[kind] for kind in kinds),
        limits=_first(limits, [item.weight for item in limits]),
        limited=len(limits),
        rules=rules,
        passed=sum(view.audit.passed for view in views),
        failed=sum(view.audit.failed for view in views),
        not_checked=sum(view.audit.not_checked for view in views),
        severities=severities,
    )


def _first(items: Sequence[T], weights: Sequence[int]) -> tuple[T, ...]:
    """All ``items``; of more than ``MOST`` the heaviest."""
    if len(items) <= MOST:
        return tuple(items)
    order = sorted(range(len(items)), key=lambda place: (-weights[place], place))
    return tuple(items[place] for place in order[:MOST])


def _open_notes(view: DisclosureView) -> tuple[OpenNote, ...]:
    return tuple(
        OpenNote(note.kind, note.table, note.message, tuple(note.lines[:_LINES]), len(note.lines[_LINES:]))
        for note in view.notes.listed
        if note.kind in _OPEN
    )


def _absent_tables(view: DisclosureView) -> tuple[tuple[str, tuple[str, ...]], ...]:
    groups = ([item for item in view.statements if item.status == status] for status in _NOT_THERE)
    return tuple((items[0].sentence, tuple(item.title for item in items)) for items in groups if items)
