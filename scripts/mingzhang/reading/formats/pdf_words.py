"""The words of a PDF page: characters drawn one after the other, upright, each once, in usual code points."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import hypot
from statistics import median

from pdfminer.layout import LTChar

from mingzhang.reading.formats.pdf_radicals import RADICALS
from mingzhang.reading.formats.pdf_turn import Turn, turn_of

UNKNOWN = "\ufffd"
_CID = re.compile(r"\(cid:\d+\)")
_SPACES = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\xad]+")
_LATIN = re.compile(r"[A-Za-z]")
_ABOVE, _BELOW = 0.85, 0.15  # of a Chinese character's body, over and under the line it stands on
_SAME = 0.12  # of the size: two equal characters nearer than this are one, printed twice to look bold


@dataclass(slots=True)
class Word:
    """Characters drawn one after the other without a gap; points from the top left of the page as it is read.

    ``base`` is the line the characters stand on, ``turned`` says that they run across the page's own direction.
    """

    text: str
    x0: float
    x1: float
    base: float
    size: float
    turned: bool = False
    height: float = 0.0
    parts: tuple[tuple[str, float, float], ...] = ()

    @property
    def middle(self) -> float:
        """Half-way between the top and bottom of the characters."""
        return self.base - (_ABOVE - _BELOW) / 2 * self.size

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    def split(self, count: int) -> tuple[Word, Word]:
        """The first ``count`` characters, and the others."""
        first, second = self.parts[:count], self.parts[count:]
        return tuple(  # type: ignore[return-value]
            replace(self, text="".join(p[0] for p in part), x0=part[0][1], x1=max(p[2] for p in part), parts=part)
            for part in (first, second)
        )

    @property
    def top(self) -> float:
        return self.middle - (self.height or self.size) / 2

    @property
    def bottom(self) -> float:
        return self.middle + (self.height or self.size) / 2


@dataclass(slots=True)
class _Glyph:
    text: str
    x0: float
    x1: float
    base: float
    size: float
    turn: Turn | None
    light: bool


@dataclass(frozen=True)
class PageWords:
    """The words of a page, how it must be turned to read them, and how many characters have no known code point."""

    words: tuple[Word, ...]
    turn: Turn
    characters: int
    unknown: int


def read_words(chars: Iterable[LTChar], width: float, height: float) -> PageWords:
    """The words that ``chars`` make, in the order of drawing; slanted watermarks are left out."""
    kept = [char for char in chars if char.size > 0]
    turns = Counter(turn_of(char.matrix) for char in kept)
    known = {turn: count for turn, count in turns.items() if turn is not None}
    turn = max(known, key=lambda each: known[each]) if known else Turn(0, width, height)
    turn = Turn(turn.quarters, width, height)
    glyphs = [_glyph(char, turn) for char in kept]
    unknown = sum(1 for glyph in glyphs if glyph.text == UNKNOWN or "\ue000" <= glyph.text <= "\uf8ff")
    upright = _without_marks([glyph for glyph in glyphs if glyph.turn == turn])
    words = [*_words(_once(upright)), *_turned_words(kept, turn)]
    return PageWords(tuple(words), turn, sum(1 for glyph in glyphs if glyph.text.strip()), unknown)


def usual(text: str) -> str:
    """``text`` with radicals and compatibility characters as the usual ones; full-width signs stay."""
    if text.isascii():
        return text
    return "".join(_usual(char) for char in text)


def _usual(char: str) -> str:
    code = ord(char)
    if 0x2E80 <= code <= 0x2EF3:
        return RADICALS.get(char, char)
    if 0x2F00 <= code <= 0x2FD5 or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06 or 0x2F800 <= code <= 0x2FA1D:
        return unicodedata.normalize("NFKC", char)
    return char


def _glyph(char: LTChar, page: Turn) -> _Glyph:
    own = turn_of(char.matrix)
    text = _SPACES.sub(" ", usual(_CID.sub(UNKNOWN, char.get_text())))
    text = "" if unicodedata.category(text[:1] or "x") == "Cc" else text
    matrix = char.matrix
    size = char.size if own is None or own.quarters % 2 == 0 else char.width
    size = size or hypot(matrix[2], matrix[3])
    x, base = page.apply(matrix[4], matrix[5])
    (x0, _), (x1, _) = page.apply(char.x0, char.y0), page.apply(char.x1, char.y1)
    x0, x1 = min(x0, x1), max(x0, x1)
    if abs(x0 - x) > size:  # vertical writing: the origin is not at the left of the character
        base = max(page.apply(char.x0, char.y0)[1], page.apply(char.x1, char.y1)[1]) - _BELOW * size
    return _Glyph(text, x0, x1, base, size, None if own is None else own.on(page), _is_light(char))


def _is_light(char: LTChar) -> bool:
    colour = char.graphicstate.ncolor
    return brightness(colour) >= 0.6


def brightness(colour: object) -> float:
    """0 for black to 1 for white; an unknown colour counts as black."""
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return 0.0
    if len(parts) == 4:
        cyan, magenta, yellow, key = parts
        return float((1 - min(1.0, (cyan + magenta + yellow) / 3)) * (1 - key))
    return float(sum(parts) / len(parts))


def _without_marks(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Without pale characters much larger than the text over which they lie."""
    if not any(glyph.light for glyph in glyphs):
        return glyphs
    body = median(glyph.size for glyph in glyphs)
    pale = [glyph for glyph in glyphs if glyph.light and glyph.size > 2 * body]
    others = [glyph for glyph in glyphs if not (glyph.light and glyph.size > 2 * body)]
    lying = {id(mark) for mark in pale if any(_overlap(mark, other) for other in others)}
    return [glyph for glyph in glyphs if id(glyph) not in lying]


def _overlap(one: _Glyph, other: _Glyph) -> bool:
    across = one.x0 < other.x1 and other.x0 < one.x1
    return across and one.base - one.size < other.base < one.base + other.size


def _once(glyphs: list[_Glyph]) -> Iterator[_Glyph]:
    """Without the second of two equal characters that lie on each other."""
    seen: defaultdict[tuple[str, int, int], list[_Glyph]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.text.strip():
            x, y = int(glyph.x0 // 4), int(glyph.base // 4)
            near = (other for i in (x - 1, x, x + 1) for j in (y - 1, y, y + 1) for other in seen[glyph.text, i, j])
            reach = min(4.0, _SAME * glyph.size)
            if any(abs(o.x0 - glyph.x0) <= reach and abs(o.base - glyph.base) <= reach for o in near):
                continue
            seen[glyph.text, x, y].append(glyph)
        yield glyph


def _words(glyphs: Iterable[_Glyph]) -> Iterator[Word]:
    run: list[_Glyph] = []
    for glyph in glyphs:
        if not glyph.text.strip():
            if run:
                yield _word(run)
            run = []
            continue
        if run and not _follows(run[-1], glyph):
            yield _word(run)
            run = []
        run.append(glyph)
    if run:
        yield _word(run)


def _follows(left: _Glyph, right: _Glyph) -> bool:
    em = max(left.size, right.size)
    letters = _LATIN.match(left.text[-1]) and _LATIN.match(right.text[0])
    gap = right.x0 - left.x1
    return abs(left.base - right.base) < 0.2 * em and -0.6 * em < gap < (0.16 if letters else 0.3) * em


def _word(run: list[_Glyph]) -> Word:
    text = "".join(glyph.text for glyph in run)
    size = max(glyph.size for glyph in run)
    parts = tuple((glyph.text, glyph.x0, glyph.x1) for glyph in run)
    return Word(text, run[0].x0, max(part[2] for part in parts), run[0].base, size, parts=parts)


def _turned_words(chars: list[LTChar], page: Turn) -> Iterator[Word]:
    """Words that run up, down or backwards on a page of other words: each one box, read along its own direction."""
    for quarters in {0, 1, 2, 3} - {page.quarters}:
        own = Turn(quarters, page.width, page.height)
        glyphs = [_glyph(char, own) for char in chars if (turn := turn_of(char.matrix)) and turn.quarters == quarters]
        for word in _words(_once(glyphs)):
            corners = (own.back(word.x0, word.base - word.size), own.back(word.x1, word.base))
            (x0, top), (x1, bottom) = (page.apply(*corner) for corner in corners)
            (x0, x1), (top, bottom) = sorted((x0, x1)), sorted((top, bottom))
            base = (top + bottom) / 2 + (_ABOVE - _BELOW) / 2 * word.size
            yield Word(word.text, x0, x1, base, word.size, turned=True, height=bottom - top)
