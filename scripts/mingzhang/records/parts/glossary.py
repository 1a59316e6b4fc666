"""The terms that a disclosure explains (名词解释)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mingzhang.recognise.model import Note
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.prose.clauses import half_width
from mingzhang.recognise.prose.paragraphs import Paragraph
from mingzhang.recognise.prose.part_words import PartWords, load_part_words
from mingzhang.records.model import Record

_COLON = re.compile(r"(?P<term>[^:。;]{1,60}?):")
_MEANS = re.compile(r"(?P<term>[^:。;]{2,40}?)[,—-]{0,4}(?=(?:是指|系指|(?<![标导挥数主])指))")
_DEPTHS = ("section", "subsection", "item", "point")


def build_glossary(paragraphs: Sequence[Paragraph]) -> tuple[list[Record], list[Note]]:
    """The terms with their definitions, in the document's order.

    A paragraph that names no term, or stands below the entries' own level, goes on with the definition above
    it. A closing signature is no part of the glossary; anything else that fits nothing is noted.
    """
    words = load_part_words()
    own = [paragraph for paragraph in paragraphs if paragraph.kind == "glossary"]
    level = next((paragraph.level for paragraph in own if paragraph.level and _split(paragraph, words)), "")
    records: list[Record] = []
    notes: list[Note] = []
    for paragraph in own:
        text = half_width(paragraph.text)
        entry = _split(paragraph, words)
        if not text or words.is_signature(text):
            continue
        if matches(words.template_notes, text):
            notes.append(_unread(paragraph, "模板的提示语，不是名词解释"))
        elif entry and (not level or not _is_below(paragraph, level)):
            _add(paragraph, entry, records, notes)
        elif records and text.endswith(("。", ";", ":")):
            ordinal = f"（{paragraph.ordinal}）" if paragraph.ordinal else ""
            records[-1].values["definition"] = f"{records[-1].text('definition')}{ordinal}{paragraph.text}"
        else:
            notes.append(_unread(paragraph, "不是名词解释的一条，未采用"))
    return records, notes


def _split(paragraph: Paragraph, words: PartWords) -> tuple[str, str] | None:
    """The term and its definition: parted by a colon, else where 指 begins; None when it is no entry."""
    text = half_width(paragraph.text)
    match = _COLON.match(text) or _MEANS.match(text)
    if match is None or match.end() == len(text) or matches(words.no_terms, match["term"]):
        return None
    return paragraph.text[: match.end("term")].strip(), paragraph.text[match.end() :].strip()


def _is_below(paragraph: Paragraph, level: str) -> bool:
    """Whether a paragraph stands below the entries: numbered deeper, or not numbered at all."""
    return not paragraph.level or (
        paragraph.level in _DEPTHS and level in _DEPTHS and _DEPTHS.index(paragraph.level) > _DEPTHS.index(level)
    )


def _add(paragraph: Paragraph, entry: tuple[str, str], records: list[Record], notes: list[Note]) -> None:
    term, definition = entry
    if any(record.values["term"] == term for record in records):
        notes.append(_unread(paragraph, f"名词“{term}”前面已有解释，未采用"))
    else:
        records.append(Record(paragraph.line, {"term": term, "definition": definition}))


def _unread(paragraph: Paragraph, message: str) -> Note:
    return Note("glossary", paragraph.line, "", "unread", paragraph.text, "", message)
