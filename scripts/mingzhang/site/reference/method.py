"""What the page on the method says in numbers: what the reader did, what the audit checked, what was not read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mingzhang.site.disclosure.view import DisclosureView, Section
from mingzhang.site.provenance.marks import Severity
from mingzhang.site.provenance.notes import KIND_TITLES, Note

# The kinds of notes that say what was not taken in.
_OPEN = (KIND_TITLES["unread"], KIND_TITLES["ambiguous"])
_NOT_THERE = ("missing", "attached")


@dataclass(frozen=True)
class Reading:
    """The reader's notes on one disclosure: how many places of each kind, in the order of the columns."""

    view: DisclosureView
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Limits:
    """What was not read of one disclosure: notes that say so, and by the reason tables that are not in the text."""

    view: DisclosureView
    notes: tuple[Note, ...]
    tables: tuple[tuple[str, tuple[Section, ...]], ...]

    @property
    def is_empty(self) -> bool:
        return not (self.notes or self.tables)


@dataclass(frozen=True)
class MethodView:
    """All of it; ``kinds`` are the columns of ``readings``, ``totals`` their sums."""

    views: tuple[DisclosureView, ...]
    kinds: tuple[str, ...]
    readings: tuple[Reading, ...]
    totals: tuple[int, ...]
    limits: tuple[Limits, ...]
    rules: int
    passed: int
    failed: int
    not_checked: int
    severities: list[tuple[Severity, int]]

    @property
    def checks(self) -> int:
        """How many checks were made."""
        return self.passed + self.failed


def build_method(views: Sequence[DisclosureView], severities: list[tuple[Severity, int]]) -> MethodView:
    """The numbers of ``views``, in their order; ``severities`` count all findings."""
    counted = [Counter(dict(view.notes.counts())) for view in views]
    sums = sum(counted, Counter[str]())
    kinds = tuple(sorted(sums, key=lambda kind: (-sums[kind], kind)))
    limits = (Limits(view, _open_notes(view), _absent_tables(view)) for view in views)
    return MethodView(
        views=tuple(views),
        kinds=kinds,
        readings=tuple(
            Reading(view, tuple(counts[kind] for kind in kinds)) for view, counts in zip(views, counted, strict=True)
        ),
        totals=tuple(sums[kind] for kind in kinds),
        limits=tuple(item for item in limits if not item.is_empty),
        rules=len({row["rule"] for view in views for row in view.package.rows("audit_rules")}),
        passed=sum(view.audit.passed for view in views),
        failed=sum(view.audit.failed for view in views),
        not_checked=sum(view.audit.not_checked for view in views),
        severities=severities,
    )


def _open_notes(view: DisclosureView) -> tuple[Note, ...]:
    return tuple(note for note in view.notes.listed if note.kind in _OPEN)


def _absent_tables(view: DisclosureView) -> tuple[tuple[str, tuple[Section, ...]], ...]:
    groups = ((status, tuple(item for item in view.statements if item.status == status)) for status in _NOT_THERE)
    return tuple((items[0].sentence, items) for _, items in groups if items)
