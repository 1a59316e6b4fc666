"""Places in the source text that records do not hold: lines of words, the contents page and headings."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mingzhang.audit.facts import Facts
from mingzhang.recognise.prose.paragraphs import ProseWords, is_heading, load_prose_words, split_ordinal
from mingzhang.text import fold, tidy

_SPACE = re.compile(r"[\s\*\"'“”‘’]+")
_FRAGMENTS = (60, 24, 10)
_LONGEST_TITLE = 80
_LONGEST_ENTRY = 400  # characters of an entry of a contents page, the dots before its page number included
_MAY_BE_HEADING = re.compile(r"(?:[\s*•-]|\[bookmark[^\]]*\])*[第一二三四五六七八九十(（]")


@dataclass(frozen=True)
class Heading:
    """A printed heading: its line, its level (``part``, ``section``, ``subsection``), its ordinal and its text."""

    line: int
    level: str
    number: str
    text: str


class _Text:
    """All of a source in one string without layout, and the line of every character."""

    def __init__(self, lines: Sequence[str]) -> None:
        pieces = [_plain(line) for line in lines]
        self.text = "".join(pieces)
        self.starts = [0]
        for piece in pieces:
            self.starts.append(self.starts[-1] + len(piece))

    def find(self, fragment: str, line: int) -> int:
        """The line on which ``fragment`` begins, at or after ``line``; 0 where it is not found."""
        at = self.text.find(fragment, self.starts[min(max(line - 1, 0), len(self.starts) - 1)])
        if at < 0:
            return 0
        place = bisect_left(self.starts, at + 1) - 1
        return place + 1


def _plain(text: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=1)
def _text_of(lines: tuple[str, ...]) -> _Text:
    return _Text(lines)


def locate(facts: Facts, words: str, line: int) -> int:
    """The line on which ``words`` stand, from ``line`` on; ``line`` itself where the source is not at hand."""
    if not facts.lines or not words:
        return line
    text, plain = _text_of(facts.lines), _plain(words)
    for length in _FRAGMENTS:
        if found := text.find(plain[:length], line):
            return found
    return line


def contents(facts: Facts) -> tuple[Heading, ...]:
    """What the contents page lists, titles put together over line breaks; nothing where there is no such page."""
    return _contents(facts.lines)


_PAGE = re.compile(r"(?<=[\u4e00-\u9fff)）》”])\d{1,3}$")
_LEADER = re.compile(
    r"[.…·．。‥⋯\s\t]{2,}(?:\d{1,3}|[-—]\s*\d{1,3}\s*[-—])?$|[-—–]{3,}\d{0,3}$"
)  # dots to the page number

_PAGE_MARK = re.compile(r"[-—–]*\d{1,3}[-—–]*|第\d{1,3}页(?:[,/，]?共\d{1,3}页)?|\d{1,3}/\d{1,3}")


@lru_cache(maxsize=1)
def _contents(lines: tuple[str, ...]) -> tuple[Heading, ...]:
    first, last = _contents_lines(lines, load_prose_words())
    found: list[Heading] = []
    over = False  # the page is: what follows its number is the next one's head, and no rest of an entry
    for number in range(first, last):
        if _PAGE_MARK.fullmatch(fold(lines[number - 1])):
            over = True
            continue
        text = _PAGE.sub("", _LEADER.sub("", tidy(lines[number - 1][:_LONGEST_ENTRY])))
        if re.search("[。；]", text):
            break  # a sentence: the contents are over
        level, ordinal, rest = split_ordinal(text)
        if level in ("part", "section", "subsection"):
            found.append(Heading(number, level, ordinal, rest))
            over = False
        elif text and found and not over and len(found[-1].text) + len(text) <= _LONGEST_TITLE and not text.isdigit():
            found[-1] = Heading(found[-1].line, found[-1].level, found[-1].number, found[-1].text + text)
    return tuple(found)


def _contents_lines(lines: tuple[str, ...], words: ProseWords) -> tuple[int, int]:
    """The first line after the word 目录 and the line on which the text proper begins."""
    titles = [_LEADER.sub("", line.rstrip()) if len(line) <= _LONGEST_ENTRY else line for line in lines[:400]]
    folded = [fold(title) if len(title) < _LONGEST_TITLE else "" for title in titles]
    title = next((at for at, text in enumerate(folded) if words.contents.fullmatch(text)), None)
    if title is None:
        return 1, 1
    parts = [(at, match.group()) for at, text in enumerate(folded) if at > title and (match := words.part.match(text))]
    end = next((at for at, part in parts[1:] if part == parts[0][1]), None)
    return (title + 2, end + 1) if end is not None else (1, 1)


def headings(facts: Facts) -> tuple[Heading, ...]:
    """The numbered headings of the text proper (parts, sections, subsections)."""
    return _headings(facts.lines)


@lru_cache(maxsize=1)
def _headings(lines: tuple[str, ...]) -> tuple[Heading, ...]:
    words = load_prose_words()
    _, start = _contents_lines(lines, words)
    found = []
    for number in range(start, len(lines) + 1):
        line = lines[number - 1]
        if "\t" in line or not _MAY_BE_HEADING.match(line):
            continue
        level, ordinal, text = split_ordinal(tidy(line))
        if level not in ("part", "section", "subsection"):
            continue
        for following in lines[number : number + 4]:
            if level == "part" or is_heading(level, fold(text), words) or len(text) > _LONGEST_TITLE:
                break
            text += "" if split_ordinal(tidy(following))[0] else tidy(following)
        if level == "part" or is_heading(level, fold(text), words):
            found.append(Heading(number, level, ordinal, text))
    return tuple(found)
