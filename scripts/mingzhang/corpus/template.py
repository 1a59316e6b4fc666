"""A real disclosure as a template: its text with the places that a derived one prints otherwise."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import mingzhang.audit.run  # noqa: F401  # registers the rules whose equations tell what is rounded
from mingzhang.convert import convert_source
from mingzhang.corpus.amounts import TEXT, find_amounts
from mingzhang.corpus.names import find_names, uses_own_name
from mingzhang.corpus.numbers import scale, value_of
from mingzhang.corpus.roundings import find_roundings
from mingzhang.corpus.units import Member
from mingzhang.corpus.words import words
from mingzhang.source_text import SourceText, read_source
from mingzhang.sources import Disclosure

_FLOWED = "flowed"
_LARGEST, _FEWEST = 400_000, 4  # 万元 that a derived unit may have, and how many sizes there are at least
NAME, YEAR, CODE_YEAR, PERCENT = "name", "year", "code-year", "percent"


@dataclass(frozen=True)
class Piece:
    """A place of the text that varies, or may be planted with an error.

    ``what`` is an amount's resource (``text`` for one in running text), or ``name``, ``year``, ``code-year`` (two
    digits), ``percent``.
    """

    start: int
    end: int
    what: str
    printed: str
    role: str = ""
    off: Decimal = Decimal(0)
    render: Callable[[Member], str] | None = None
    stated: bool = False


@dataclass(frozen=True)
class Template:
    """A disclosure to derive others from. ``line_of`` tells a piece's line, the same in every derived text."""

    disclosure: Disclosure
    text: str
    pieces: tuple[Piece, ...]
    title_pieces: tuple[Piece, ...]
    grouped: bool
    most: int
    has_own_name: bool
    starts: tuple[int, ...] = field(repr=False, default=())

    def line_of(self, piece: Piece) -> int:
        return bisect_right(self.starts, piece.start)

    def printed(self, piece: Piece, member: Member) -> str:
        """What the disclosure that ``member`` tells of prints in the place of ``piece``."""
        shift = member.year - self.disclosure.year
        if piece.render:
            return piece.render(member)
        if piece.what == YEAR:
            return str(int(piece.printed) + shift)
        if piece.what == CODE_YEAR:
            return f"{(int(piece.printed) + shift) % 100:02}"
        if piece.what == PERCENT:
            return piece.printed
        return scale(piece.printed, 1 + (member.size - 1) % self.most, piece.off, self.grouped)

    def render(self, member: Member, planted: dict[int, str]) -> str:
        """The text of the disclosure that ``member`` tells of; ``planted`` gives other prints by number of piece."""
        return "".join(self._parts(self.text, self.pieces, member, planted))

    def title(self, member: Member) -> str:
        """The title of the disclosure that ``member`` tells of."""
        return "".join(self._parts(self.disclosure.title, self.title_pieces, member, {}))

    def _parts(self, text: str, pieces: Sequence[Piece], member: Member, planted: dict[int, str]) -> Iterator[str]:
        end = 0
        for index, piece in enumerate(pieces):
            yield text[end : piece.start]
            yield planted[index] if index in planted else self.printed(piece, member)
            end = piece.end
        yield text[end:]


def make_template(disclosure: Disclosure) -> Template:
    """Reads ``disclosure`` and finds what varies in it.

    Raises:
        DisclosureError: it cannot be read.
    """
    source = read_source(disclosure)
    pieces = list(_pieces(disclosure, source))
    starts = (0, *(match.end() for match in re.finditer("\n", source.text)))
    amounts = [piece for piece in pieces if piece.what not in (NAME, YEAR, CODE_YEAR, PERCENT)]
    grouped = any("," in piece.printed for piece in amounts if piece.what != TEXT)
    largest = max((value_of(piece.printed) for piece in amounts if piece.what != TEXT), default=Decimal(1))
    most = max(_FEWEST, int(_LARGEST / largest))
    own = uses_own_name(source.text, disclosure)
    return Template(disclosure, source.text, tuple(_apart(pieces)), _title(disclosure), grouped, most, own, starts)


def _title(disclosure: Disclosure) -> tuple[Piece, ...]:
    """What varies in the title of ``disclosure``."""
    return tuple(_apart([*_names_in(disclosure.title, disclosure), *_years_in(disclosure.title)]))


def _names_in(text: str, disclosure: Disclosure) -> Iterator[Piece]:
    for name in find_names(text, disclosure):
        yield Piece(name.start, name.end, NAME, name.printed, render=name.text)


def _years_in(text: str) -> Iterator[Piece]:
    stated = {match.start("number") for match in re.finditer(words()["stated_year"], text)}
    for match in re.finditer(words()["year"], text):
        yield Piece(match.start(), match.end(), YEAR, match[0], stated=match.start() in stated)


def _pieces(disclosure: Disclosure, source: SourceText) -> Iterator[Piece]:
    text = source.text
    converted = convert_source(disclosure, source)
    document = source.document
    if document.shape == _FLOWED:
        stops = [record.line for records in converted.rows.values() for record in records]
    else:
        stops = [row.line for row in document.rows]
    tokens = find_amounts(text, converted, stops)
    off = find_roundings(converted, Counter(value_of(text[token.start : token.end]) for token in tokens))
    for token in tokens:
        printed = text[token.start : token.end]
        lacks = off.get(value_of(printed), Decimal(0))
        yield Piece(token.start, token.end, token.resource, printed, token.role, lacks)
    yield from _names_in(text, disclosure)
    yield from _years_in(text)
    for match in re.finditer(rf"(?<={disclosure.unit.division_code})\d\d(?=P)", text):
        yield Piece(match.start(), match.end(), CODE_YEAR, match[0])
    for match in re.finditer(words()["percent"], text):
        yield Piece(match.start("number"), match.end("number"), PERCENT, match["number"])


def _apart(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces in their order; of two that overlap the first that was found."""
    kept: list[Piece] = []
    order = {id(piece): number for number, piece in enumerate(pieces)}
    for piece in sorted(pieces, key=lambda piece: (piece.start, order[id(piece)])):
        if kept and piece.start < kept[-1].end:
            if order[id(piece)] < order[id(kept[-1])]:
                kept[-1] = replace(piece)
            continue
        kept.append(piece)
    return iter(kept)
