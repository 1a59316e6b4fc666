"""Texts that wrap in a cell, told from the order of drawing: lines one below the other, then on to the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mingzhang.reading.formats.pdf_lines import NUMBER, join_texts
from mingzhang.reading.formats.pdf_rules import Stroke
from mingzhang.reading.formats.pdf_words import Word

_MOST_LINES = 5
"""More lines are a column that was drawn from top to bottom."""


def join_wrapped(words: Sequence[Word], boxes: Iterable[Sequence[float]], level: Sequence[Stroke]) -> list[Word]:
    """The words, those that are the lines of one cell as one word on the line of its row.

    Within the ``boxes`` of ruled tables (left, top, right, bottom) the rules tell cells apart; there only a text that
    runs over a level rule, in a row too low for it, is joined.
    """
    tables = list(boxes)
    joined: list[Word] = []
    start = 0
    while start < len(words):
        end = start + 1
        while end < len(words) and _goes_below(words[end - 1], words[end]):
            end += 1
        block = words[start:end]
        after = words[end] if end < len(words) else None
        if len(block) > 1 and _inside(block[0], tables):
            if any(_is_struck(word, level) for word in block):
                joined.append(_as_one(block, sum(word.base for word in block) / len(block)))
            else:
                joined += block
        elif after is not None and _goes_on(block, after):
            joined.append(_as_one(block, after.base))
        else:
            joined += block
        start = end
    return joined


def _inside(word: Word, boxes: Iterable[Sequence[float]]) -> bool:
    return any(x0 <= word.centre <= x1 and top <= word.middle <= bottom for x0, top, x1, bottom in boxes)


def _is_struck(word: Word, level: Sequence[Stroke]) -> bool:
    low, high = word.base - 0.75 * word.size, word.base + 0.02 * word.size
    return any(low < rule.at < high and rule.start < word.centre < rule.end for rule in level)


def _goes_on(block: Sequence[Word], after: Word) -> bool:
    """Whether the word drawn after these lines stands to their right, beside them: in their row."""
    right = after.x0 > max(word.x1 for word in block) - 0.5 * after.size
    beside = block[0].base - 0.8 * after.size < after.base < block[-1].base - 0.3 * after.size
    return 1 < len(block) <= _MOST_LINES and right and beside and not after.turned


def _goes_below(above: Word, below: Word) -> bool:
    em = above.size
    if above.turned or below.turned or abs(below.size - em) > 0.05 * em or len(above.text) < 2:
        return False
    if not 0.95 * em <= below.base - above.base <= 1.75 * em:
        return False
    if NUMBER.fullmatch(above.text) or NUMBER.fullmatch(below.text):
        return False
    if below.x1 - below.x0 > above.x1 - above.x0 + 1.5 * em:
        return False  # a line that wraps is full
    overlap = min(above.x1, below.x1) - max(above.x0, below.x0)
    return overlap >= 0.3 * min(above.x1 - above.x0, below.x1 - below.x0)


def _as_one(block: Sequence[Word], base: float) -> Word:
    x0, x1 = min(word.x0 for word in block), max(word.x1 for word in block)
    text = join_texts(word.text for word in block)
    height = block[-1].base - block[0].base + block[0].size
    return replace(block[0], text=text, x0=x0, x1=x1, base=base, height=height, parts=((text, x0, x1),))
