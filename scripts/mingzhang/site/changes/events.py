"""When anything changed: disclosures that were added, replaced, corrected, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mingzhang.changes.model import FINDINGS, READING
from mingzhang.changes.table import count_changes
from mingzhang.site.changes.versions import CORRECTED, Version
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.summary.card import Card

ADDED = "added"
WORDS = {"added": "新收录", "replaced": "换过文件", "corrected": "更正"}


@dataclass(frozen=True)
class Event:
    """What happened to a disclosure on a day (blank where nobody noted it); ``address`` is where it can be read."""

    date: str
    kind: str
    view: Card
    address: str
    sentence: str
    number: int = 0
    reason: str = ""

    @property
    def word(self) -> str:
        """What happened, in a word."""
        return WORDS[self.kind]

    @property
    def key(self) -> str:
        """Its own for ever, among all events of all disclosures."""
        which = str(self.number) if self.number else self.date if self.kind == CORRECTED else ""
        return "/".join(part for part in (self.view.package.id, self.kind, which) if part)


def order_events(found: Iterable[Event]) -> list[Event]:
    """All events, the newest first; those without a day come last."""
    events = sorted(found, key=lambda event: (event.view.package.id, event.kind, event.number))
    return sorted(events, key=lambda event: event.date, reverse=True)


def events_of(view: DisclosureView, card: Card, versions: Sequence[Version]) -> tuple[Event, ...]:
    """What happened to one disclosure; ``versions`` are its earlier ones."""
    return tuple(_of(view, card, versions))


def _of(view: DisclosureView, card: Card, versions: Sequence[Version]) -> Iterator[Event]:
    package = view.package
    yield Event(package.added or package.published, ADDED, card, card.address, _size(card))
    for version in versions:
        address = f"{view.address}changes/#v{version.number + 1}"
        yield Event(version.date, version.cause, card, address, sum_up(version), version.number + 1, version.reason)
    told = {version.date for version in versions if version.cause == CORRECTED}
    rows = package.rows("corrections")
    for date in sorted({row["date"] for row in rows} - told):
        reasons = dict.fromkeys(row["reason"] for row in rows if row["date"] == date)
        count = sum(row["date"] == date for row in rows)
        yield Event(date, CORRECTED, card, f"{view.address}#corrections", f"{count} 处", reason="；".join(reasons))


def _size(view: Card) -> str:
    return f"{view.file_count} 张表，{view.row_count:,} 行"


def sum_up(version: Version) -> str:
    """How much changed, in a sentence."""
    data = count_changes(change for change in version.changes if change.resource not in READING)
    findings = count_changes(change for change in version.changes if change.resource == FINDINGS)
    parts = [
        f"改 {data['changed']} 行 {data['cells']} 格" if data["changed"] else "",
        f"增 {data['added']} 行" if data["added"] else "",
        f"减 {data['removed']} 行" if data["removed"] else "",
        f"新发现 {findings['added']} 处" if findings["added"] else "",
        f"不再有的发现 {findings['removed']} 处" if findings["removed"] else "",
    ]
    return "，".join(part for part in parts if part) or "数据没有变"
