"""Rows that a page break cuts in two: the amount begins on one page and goes on upon the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from mingzhang.reading.formats.blocks import Block, Grid, Page, Paragraph
from mingzhang.reading.formats.pdf_lines import AMOUNT, join_texts

_MOST_LINES = 6
"""Lines of text between the parts of a table: the foot of one page and the head of the next."""

Row = tuple[str, ...]


def join_split_rows(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with the second half of a row that a page break cuts put to the first.

    The last row of a page and the first one of the next, below headings that are repeated, are one row where each
    cell of the second stands below one of the first that is not blank, and where an amount is whole only when put
    together. Texts alone are left apart: whether a name goes on cannot be seen here.
    """
    held: list[Block] = []
    for block in blocks:
        if isinstance(block, Grid):
            if held and any(isinstance(each, Page) for each in held):
                first = held[0]
                joined = _join(first, block) if isinstance(first, Grid) else None
                if joined:
                    held[0], block = joined
            yield from held
            held = [block]
        elif held:
            held.append(block)
            if sum(isinstance(each, Paragraph) for each in held) > _MOST_LINES:
                yield from held
                held = []
        else:
            yield block
    yield from held


def _join(above: Grid, below: Grid) -> tuple[Grid, Grid] | None:
    if not above.rows or not below.rows or len(above.rows[0]) != len(below.rows[0]):
        return None
    start = 0
    while start < min(len(above.rows), len(below.rows)) - 1 and above.rows[start] == below.rows[start]:
        start += 1
    first, second = above.rows[-1], below.rows[start]
    decimals = _usual_decimals(above.rows[:-1] + below.rows[start + 1 :])
    if second[0] or not any(second) or any(b and not a for a, b in zip(first, second, strict=True)):
        return None
    kinds = {_goes_on(a, b, decimals) for a, b in zip(first, second, strict=True) if b}
    if False in kinds or True not in kinds:
        return None
    row = tuple(join_texts(filter(None, pair)) for pair in zip(first, second, strict=True))
    return Grid((*above.rows[:-1], row)), Grid((*below.rows[:start], *below.rows[start + 1 :]))


def _goes_on(first: str, second: str, decimals: int) -> bool | None:
    """Whether an amount begins in ``first`` and ends in ``second``; None of texts."""
    if not any(char.isdigit() for char in second) and not _is_part(first):
        return None
    whole = first + second
    return bool(_is_part(first) and AMOUNT.fullmatch(whole) and _decimals(whole) == decimals != _decimals(first))


def _is_part(text: str) -> bool:
    return bool(text) and all(char.isdigit() or char in ",.-\u2212" for char in text)


def _decimals(text: str) -> int:
    return len(text.partition(".")[2])


def _usual_decimals(rows: Sequence[Row]) -> int:
    found = Counter(_decimals(text) for row in rows for text in row if AMOUNT.fullmatch(text))
    return max(found, key=lambda count: (found[count], count)) if found else 2
