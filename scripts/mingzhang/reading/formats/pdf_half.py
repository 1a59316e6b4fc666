"""Tables with level rules alone: upright rules, and those between rows, are drawn where the words leave room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mingzhang.reading.formats.pdf_columns import OpenLine, Span, conflicts, find_columns
from mingzhang.reading.formats.pdf_lattice import Lattice, build_lattice, place_words, texts_of
from mingzhang.reading.formats.pdf_rows import groups_of_lines
from mingzhang.reading.formats.pdf_rules import Rules, Stroke
from mingzhang.reading.formats.pdf_words import Word

_LEAST_RULE = 10.0  # of the size
_MOST_WRAPS = 4  # lines of a row, only one of which need print more than one cell
_ACROSS = 0.3  # of its width: a word that reaches so far over a border stands over both columns
_REACH = 1.0  # points: a rule that ends so near a border ends at it
_MOST_CONFLICTS = 0.15

Strip = tuple[Stroke, Stroke, list[OpenLine]]


def ruled_parts(
    lines: Sequence[OpenLine], level: Sequence[Stroke], barriers: Sequence[float], em: float
) -> Iterator[list[Strip]]:
    """The lines between neighbouring rules of one width, as long as they look like rows."""
    for group in equal_rules([rule for rule in level if rule.length >= _LEAST_RULE * em], 2 * em):
        part: list[Strip] = []
        for above, below in pairwise(group):
            strip = [line for line in lines if above.at < line.words[0].middle < below.at]
            inside = all(above.start - em < line.words[0].x0 and line.words[-1].x1 < above.end + em for line in strip)
            broken = any(above.at <= barrier <= below.at for barrier in barriers)
            if broken or not inside or not _holds_rows(strip):
                if part:
                    yield part
                part = []
            else:
                part.append((above, below, strip))
        if part:
            yield part


def _holds_rows(strip: Sequence[OpenLine]) -> bool:
    """Whether most lines print several cells; of the few lines of a single row, one with a number is enough."""
    if not strip:
        return True
    cells = [line for line in strip if len(line.pieces) > 1 and not line.is_caption and not line.is_prose]
    if len(strip) <= _MOST_WRAPS and any(line.numbers for line in cells):
        return True
    return len(cells) >= 0.4 * len(strip)


def equal_rules(rules: Sequence[Stroke], reach: float) -> Iterator[list[Stroke]]:
    """The level rules that begin and end below each other, from the top."""
    groups: list[list[Stroke]] = []
    for rule in sorted(rules, key=lambda each: each.at):
        for group in groups:
            if abs(group[0].start - rule.start) <= reach and abs(group[0].end - rule.end) <= reach:
                group.append(rule)
                break
        else:
            groups.append([rule])
    yield from (group for group in groups if len(group) > 1)


def read_half_ruled(strips: Sequence[Strip], level: Sequence[Stroke], em: float) -> list[list[str]] | None:
    """The rows between the rules; None where the words stand in no columns."""
    lines = [line for _, _, strip in strips for line in strip]
    tabular = [line for line in lines if len(line.pieces) > 1 and not line.is_prose]
    if not tabular or (len(strips) == 1 and not 1 < len(lines) <= _MOST_WRAPS):
        return None  # two rules far apart are those of the page's head and foot
    columns = find_columns(lines, em)
    if len(columns) < 2 or conflicts(tabular, columns) > _MOST_CONFLICTS:
        return None
    top, bottom = strips[0][0], strips[-1][1]
    start, end = min(top.start, columns[0][0] - 1), max(top.end, columns[-1][1] + 1)
    levels = [rule for rule in level if top.at - 1 <= rule.at <= bottom.at + 1]
    levels += [Stroke(at, start, end) for strip in strips for at in _between_rows(strip, columns, level)]
    words = [word for line in lines for word in line.words]
    lattice = build_lattice(Rules(levels, list(_uprights(columns, levels, words, (start, end)))), words, em)
    return None if lattice is None else _texts(lattice, words)


def _texts(lattice: Lattice, words: Sequence[Word]) -> list[list[str]]:
    return texts_of(lattice, place_words(lattice, words)[0])


def _between_rows(strip: Strip, columns: Sequence[Span], level: Sequence[Stroke]) -> Iterator[float]:
    """Where rules would be between the rows of a strip: rows of numbers, or the lines of a header."""
    numbered = sum(1 for line in strip[2] if line.numbers)
    if numbered == 1 or (numbered == 0 and any(strip[0].at + 1 < rule.at < strip[1].at - 1 for rule in level)):
        return
    groups = groups_of_lines(strip[2], columns) if numbered else [[line] for line in strip[2]]
    for above, below in pairwise(groups):
        first, second = max(line.base for line in above), min(line.top for line in below)
        yield (first + second) / 2


def _uprights(
    columns: Sequence[Span], levels: Sequence[Stroke], words: Sequence[Word], ends: tuple[float, float]
) -> Iterator[Stroke]:
    """The sides of the table, and strokes between its columns wherever no word stands in the way.

    A word alone above a rule that is as wide as several columns is the heading of them all.
    """
    ys = sorted({rule.at for rule in levels})
    yield from (Stroke(x, ys[0], ys[-1]) for x in ends)
    for left, right in pairwise(columns):
        x = _room(left[1], right[0], words)
        for above, below in pairwise(ys):
            row = [word for word in words if above < word.middle < below]
            crossed = any(min(x - word.x0, word.x1 - x) > _ACROSS * (word.x1 - word.x0) for word in row)
            if not crossed and not heads_group(x, below, row, levels, ends):
                yield Stroke(x, above, below)


def _room(start: float, end: float, words: Sequence[Word]) -> float:
    """A place between two columns, beside headings that are wider than what stands below them."""
    middle = (start + end) / 2
    reach = [word for word in words if word.x0 < end and word.x1 > start]
    low = max((word.x1 for word in reach if word.centre < middle), default=start)
    high = min((word.x0 for word in reach if word.centre > middle), default=end)
    return (max(low, start) + min(high, end)) / 2 if low < high else middle


def heads_group(
    x: float, below: float, row: Sequence[Word], levels: Sequence[Stroke], ends: tuple[float, float]
) -> bool:
    """Whether a border at ``x`` would part the columns below a heading of them all, in a row that ends at ``below``."""
    for rule in levels:
        if (
            abs(rule.at - below) < 0.1
            and rule.start + _REACH < x < rule.end - _REACH
            and rule.length < 0.9 * (ends[1] - ends[0])
        ):
            over = [word for word in row if rule.start < word.centre < rule.end]
            text = sum(word.x1 - word.x0 for word in over)
            return bool(over) and max(w.x1 for w in over) - min(w.x0 for w in over) < text + 2 * over[0].size
    return False
