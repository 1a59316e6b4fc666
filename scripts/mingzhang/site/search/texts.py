"""Entries of running text: statements, headings, paragraphs, duties, offices, terms."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from mingzhang.labels import BASELINES, label_of
from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.packages import Package, Row
from mingzhang.site.search.entries import Entry, Piece, Section, filled
from mingzhang.site.search.normalise import normalise
from mingzhang.site.search.places import Places

CLAIM = Section("说明中的数字", 50)
HEADING = Section("说明的标题", 34)
PARAGRAPH = Section("文字说明", 30, text=True)
DUTY = Section("主要职能", 40)
OFFICE = Section("内设机构", 42)
TERM = Section("名词解释", 22)

_HEAD = re.compile(r"^[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]\s*")
_LABEL = re.compile(r"^[^：:]{2,20}[：:]")
_SHORTEST = 4


def text_entries(package: Package, places: Places, before: Sequence[Entry]) -> Iterable[Entry]:
    """Everything in words. A paragraph takes the place of an entry ``before`` that holds all it says."""
    paragraphs = Paragraphs(package)
    structured = [
        *(_claim(row, places, paragraphs) for row in package.rows("claims")),
        *_duties(package, places, paragraphs),
        *_offices(package, places),
        *_terms(package, places),
    ]
    yield from structured
    yield from _headings(package, places)
    taken = {entry.place for entry in structured if entry.section in (CLAIM, DUTY)}
    held = _Held([entry for entry in (*before, *structured) if entry.place and entry.place not in taken])
    for row in package.rows("explanation"):
        own = f"t{row['number']}"
        place = own if own in taken else held.place_of(row.get("text", "")) or own
        address = places.source(row.get("source_line", ""))
        context = row.get("subsection") or row.get("section") or row.get("part", "")
        yield Entry(PARAGRAPH, address, pieces=filled(("", row.get("text", ""))), context=context, place=place)


class _Held:
    """Finds the place whose entry says all that a paragraph does."""

    def __init__(self, entries: list[Entry]) -> None:
        self.texts = [("\n".join(map(normalise, entry.fields())), entry.place) for entry in entries]

    def place_of(self, text: str) -> str:
        bare = normalise(_LABEL.sub("", _HEAD.sub("", text))).rstrip("。;；")
        if len(bare) < _SHORTEST:
            return ""
        return next((place for held, place in self.texts if bare in held), "")


class Paragraphs:
    """Which paragraph a source line belongs to: the one that begins there or last before it."""

    def __init__(self, package: Package) -> None:
        rows = [row for row in package.rows("explanation") if row.get("source_line")]
        rows.sort(key=lambda row: int(row["source_line"]))
        self._lines = [int(row["source_line"]) for row in rows]
        self._numbers = [row["number"] for row in rows]

    def place(self, line: str) -> str:
        """The place of the paragraph; blank when there is none."""
        found = bisect_right(self._lines, int(line)) if line else 0
        return f"t{self._numbers[found - 1]}" if found else ""


def _claim(row: Row, places: Places, paragraphs: Paragraphs) -> Entry:
    heads = (row.get("section", ""), row.get("subsection", ""))
    line = row.get("source_line", "")
    return Entry(
        section=CLAIM,
        address=places.of("claims", line).replace("#claims", f"#{row['claim_id']}"),
        label=" ".join(filter(None, (row.get("code", ""), row.get("subject", "")))),
        pieces=filled(*_claim_pieces(row)),
        amount=format_amount(row.get("amount", "")),
        context=" · ".join(filter(None, heads)),
        place=paragraphs.place(line),
    )


def _claim_pieces(row: Row) -> Iterable[Piece]:
    """Share, comparison, reason and composition, as far as they are stated."""
    compared = f"较{label_of(BASELINES, row.get('baseline', ''))}" if row.get("baseline") else "增减"
    yield "数量", f"{format_amount(row.get('quantity', ''))}{row.get('measure', '')}" if row.get("quantity") else ""
    yield "占比", _percent(row.get("share", ""))
    yield compared.replace("较", ""), format_amount(row.get("baseline_amount", ""))
    yield compared, format_amount(row.get("change", ""))
    yield "", _percent(row.get("change_percent", ""))
    yield "完成", _percent(row.get("completion", ""))
    yield "原因", row.get("reason", "")
    yield "包括", row.get("detail", "")


def _percent(text: str) -> str:
    return f"{format_amount(text)}%" if text else ""


def _duties(package: Package, places: Places, paragraphs: Paragraphs) -> Iterable[Entry]:
    for row in package.rows("duties"):
        line = row.get("source_line", "")
        pieces = filled(("", row.get("text", "")))
        yield Entry(DUTY, places.of("duties", line), pieces=pieces, place=paragraphs.place(line))


def _offices(package: Package, places: Places) -> Iterable[Entry]:
    for row in package.rows("offices"):
        yield Entry(OFFICE, places.of("offices", row.get("source_line", "")), row.get("name", ""))


def _terms(package: Package, places: Places) -> Iterable[Entry]:
    for place, row in enumerate(package.rows("glossary"), start=1):
        pieces = filled(("", row.get("definition", "")))
        yield Entry(TERM, places.source(row.get("source_line", "")), row["term"], pieces, place=f"term {place}")


def _headings(package: Package, places: Places) -> Iterable[Entry]:
    """Each heading of the text once, at the first paragraph under it."""
    seen = set[str]()
    for row in package.rows("explanation"):
        for name in (row.get("part", ""), row.get("section", ""), row.get("subsection", "")):
            if name and name not in seen:
                seen.add(name)
                yield Entry(HEADING, places.source(row.get("source_line", "")), name)
