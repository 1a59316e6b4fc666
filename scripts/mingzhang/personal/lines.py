"""A source text with personal data masked, line by line; line breaks may cut what has to be masked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from mingzhang.personal.mask import NAME_MASK, NUMBER_MASK, Personal
from mingzhang.personal.shapes import find_shapes
from mingzhang.personal.words import load_personal_words

_ENDING = re.compile(r"[\dA-Za-z@._%+*＊()（）—－-]\s*$")
_BEGINNING = re.compile(r"\s*[\dA-Za-z@.*＊()（）\[—－-]")
_PROSE = re.compile(r"[\u4e00-\u9fff，。；、]{10}")
_REACH = 2  # lines over which the pieces of a cell that wraps are sought
_LONGEST = 100  # characters at the end of a line and at the beginning of the next that are looked at
_BLANKS = 2  # blank lines that may stand between them


def mask_lines(lines: Sequence[str], personal: Personal, allow_names: bool = False) -> tuple[str, ...]:
    """``lines`` fit for publishing: as many as there are, without names and numbers, cut ones included."""
    masked = [_clean(line) for line in lines]
    _mask_pieces(masked, personal.numbers, NUMBER_MASK)
    if not allow_names:
        _mask_pieces(masked, personal.names, NAME_MASK)
    for start in range(len(masked)):
        _mask_cut(masked, start)
    text = personal.mask_known("\n".join(masked), allow_names)
    return tuple(personal.mask(line, allow_names) for line in text.split("\n"))


def _clean(line: str) -> str:
    """``line`` without what cannot be seen; a control character other than a tab is a space."""
    if line.replace("\t", " ").isprintable():
        return line
    kinds = ((character, unicodedata.category(character)) for character in line)
    return "".join(
        " " if kind in ("Cc", "Zl", "Zp") and character != "\t" else character
        for character, kind in kinds
        if kind != "Cf"
    )


def _mask_pieces(lines: list[str], known: Collection[str], mask: str) -> None:
    """Masks what a narrow cell cuts into two pieces, with pieces of other cells between them."""
    wanted = {piece for text in known for cut in range(1, len(text)) for piece in (text[:cut], text[cut:])}
    places: dict[str, set[int]] = {}
    for number, line in enumerate(lines):
        for piece in wanted.intersection(line.split()):
            places.setdefault(piece, set()).add(number)
    none: set[int] = set()
    for text in sorted(known, key=lambda text: (-len(text), text)):
        for cut in range(1, len(text)):
            first, second = text[:cut], text[cut:]
            aboves, belows = places.get(first, none), places.get(second, none)
            if len(aboves) <= len(belows):
                pairs = [(above, above + by) for above in aboves for by in range(1, _REACH + 1) if above + by in belows]
            else:
                pairs = [(below - by, below) for below in belows for by in range(1, _REACH + 1) if below - by in aboves]
            for above, below in sorted(pairs):
                lines[above] = _replace_piece(lines[above], first, mask)
                lines[below] = _replace_piece(lines[below], second, mask)


def _replace_piece(line: str, piece: str, mask: str) -> str:
    return re.sub(rf"(?<!\S){re.escape(piece)}(?!\S)", mask, line)


def _mask_cut(lines: list[str], start: int) -> None:
    """Masks a number that begins at the end of line ``start`` and goes on in the next one or two lines with text."""
    if not _ENDING.search(lines[start]):
        return
    following = [
        place for place in range(start + 1, min(start + 1 + _REACH + _BLANKS, len(lines))) if lines[place].strip()
    ][:_REACH]
    if not following or not _BEGINNING.match(lines[following[0]]):
        return
    own = lines[start].strip()[-_LONGEST:]
    whole = {found.start for found in find_shapes(own) if found.end == len(own)}
    for count in range(1, len(following) + 1):
        places = [start, *following[:count]]
        parts = [own, *(lines[place].strip()[:_LONGEST] for place in places[1:])]
        joined = "".join(parts)
        for found in find_shapes(joined):
            over = found.start < len(own) and found.end > len(joined) - len(parts[-1]) and found.start not in whole
            if over and _is_told(lines, places, joined[found.start : found.end]):
                ends = found.end - (len(joined) - len(parts[-1]))
                lines[start] = lines[start].rstrip()[: found.start - len(own)] + NUMBER_MASK
                for place in places[1:-1]:
                    lines[place] = ""
                last = lines[places[-1]]
                lines[places[-1]] = last[: len(last) - len(last.lstrip())] + last.lstrip()[ends:]
                return


def _is_told(lines: Sequence[str], places: Sequence[int], number: str) -> bool:
    """Whether something near says that ``number``, which a line break cuts, is one: figures also stand in rows."""
    near = "".join(lines[max(places[0] - 1, 0) : places[-1] + 1])
    prose = "\t" not in lines[places[0]] and bool(_PROSE.search(lines[places[0]]))
    return prose or "@" in number or bool(load_personal_words().near_numbers.search(near))
