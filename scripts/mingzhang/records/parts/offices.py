"""The offices (科室) of a unit, out of running text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mingzhang.numerals import parse_count
from mingzhang.recognise.model import Note
from mingzhang.recognise.prose.clauses import half_width
from mingzhang.recognise.prose.paragraphs import Paragraph
from mingzhang.recognise.prose.part_words import OfficeWords, load_part_words
from mingzhang.records.model import Record

_ORDINAL = re.compile(r"(?:^|(?<=[、,;:。]))(?:\d{1,2}[.、]|\(\d{1,2}\)|\([一二三四五六七八九十]{1,3}\))")
_LONGEST_NAME = 40
_LONGEST_LISTED = 20


def build_offices(paragraphs: Sequence[Paragraph]) -> tuple[list[Record], list[Note]]:
    """The offices, counted off in the document's order; a number printed that is not theirs is noted."""
    words = load_part_words().offices
    records: list[Record] = []
    notes: list[Note] = []
    for at, paragraph in enumerate(paragraphs):
        if paragraph.kind not in ("organisation", "duties_and_organisation"):
            continue
        count, names = _find_list(paragraph, words)
        if count and not names:
            names = _listed_below(paragraphs[at + 1 : at + 1 + count], count)
        if count is not None and count != len(names):
            kind, message = ("ambiguous", f"文中称 {count} 个，列出 {len(names)} 个")
            if not names:
                kind, message = ("unread", f"文中称 {count} 个科室，没有读到名称")
            notes.append(Note("offices", paragraph.line, "", kind, paragraph.text, str(len(names)), message))
        for name in names:
            records.append(Record(name.line, {"number": len(records) + 1, "name": name.text}))
    return records, notes


def _find_list(paragraph: Paragraph, words: OfficeWords) -> tuple[int | None, list[Paragraph]]:
    """The number of offices that a paragraph prints (None: it prints none) and their names."""
    text = half_width(paragraph.text)
    if match := words.listed.search(text):
        count = parse_count(match["count"])
        start, end = match.span("names")
        return count, _names(paragraph.part(start, end), words, count)
    for pattern in words.counted:
        if match := pattern.search(text):
            count = parse_count(match["count"])
            return count, _names(_rest(paragraph, text, match.end(), words), words, count)
    for pattern in words.uncounted:
        if match := pattern.search(text):
            return None, _names(_rest(paragraph, text, match.end(), words), words, None)
    return None, []


def _rest(paragraph: Paragraph, text: str, start: int, words: OfficeWords) -> Paragraph:
    """What follows the words that begin a list, up to the list's end."""
    if match := words.introductions.match(text, start):
        start = match.end()
    ends = ",;。" if "、" in _outside_brackets(text[start:].split("。")[0]) else "。"
    if len(_ORDINAL.findall(text[start:])) > 1:
        ends = ""
    outside = _outside_brackets(text[start:])
    end = next((at for at, character in enumerate(outside) if character in ends), len(outside))
    return paragraph.part(start, start + end)


def _outside_brackets(text: str) -> str:
    """``text`` with what stands in brackets blanked out, as long as before."""
    return re.sub(r"\([^()]*\)", lambda match: " " * len(match.group()), text)


def _names(listed: Paragraph, words: OfficeWords, count: int | None) -> list[Paragraph]:
    text = half_width(listed.text)
    if match := words.surplus.search(text):
        listed, text = listed.part(0, match.start()), text[: match.start()]
    outside = _outside_brackets(text)
    if len(_ORDINAL.findall(text)) > 1:
        cuts = [match.span() for match in _ORDINAL.finditer(text)]
    else:
        cuts = [match.span() for match in re.finditer("[、,;。]", outside)]
    names = _pieces(listed, cuts)
    if count is not None and len(names) == count - 1:
        names = names[:-1] + _split_last(names[-1], words) if names else names
    return [name for name in names if len(name.text) <= _LONGEST_NAME]


def _pieces(listed: Paragraph, cuts: Sequence[tuple[int, int]]) -> list[Paragraph]:
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(listed.text)]
    pieces = [listed.part(start, end) for start, end in zip(starts, ends, strict=True)]
    stripped = [piece.part(0, len(piece.text.rstrip("，,；;。、"))) for piece in pieces]
    return [piece for piece in stripped if piece.text]


def _split_last(name: Paragraph, words: OfficeWords) -> list[Paragraph]:
    """The last two names, joined by 和; only the number printed tells that they are two."""
    joints = [match.span() for match in words.conjunctions.finditer(_outside_brackets(half_width(name.text)))]
    return _pieces(name, joints) if len(joints) == 1 else [name]


def _listed_below(paragraphs: Sequence[Paragraph], count: int) -> list[Paragraph]:
    """The names that numbered paragraphs begin with, when there are just as many as the text says."""
    numbered = [paragraph for paragraph in paragraphs if paragraph.ordinal and paragraph.kind == "organisation"]
    if len(numbered) != count or [parse_count(paragraph.ordinal) for paragraph in numbered] != [*range(1, count + 1)]:
        return []
    names = [_pieces(paragraph, [])[:1] for paragraph in numbered]
    heads = [_head(name[0]) for name in names if name]
    return heads if len(heads) == count and all(0 < len(head.text) <= _LONGEST_LISTED for head in heads) else []


def _head(paragraph: Paragraph) -> Paragraph:
    cut = re.search("[。:,;]", half_width(paragraph.text))
    return paragraph.part(0, cut.start()) if cut else paragraph
