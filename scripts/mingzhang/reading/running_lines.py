"""Running headers and footers: what a page repeats of the page before is no part of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from mingzhang.reading.formats.blocks import PAGE_MARK
from mingzhang.wordlists import read_words

_FEWEST = 3  # pages that must bear a line before it counts as running
_SHARE = 0.4  # of all pages: a cover and landscape pages may go without
_DEEP = 2  # lines at the top and at the foot of a page where it may stand


def find_running_lines(lines: Sequence[str]) -> frozenset[int]:
    """The 1-based numbers of lines that repeat, word for word, a line at the same end of earlier pages.

    Where it stands first it is kept: it may be a title. The number of a page, which no other page repeats, runs all
    the same. ``lines`` still bear the marks of their pages.
    """
    pages = list(_pages(lines))
    seen: dict[tuple[bool, str], list[int]] = defaultdict(list)
    for page in pages:
        for at_top, ends in ((True, page[:_DEEP]), (False, page[-_DEEP:])):
            for number, text in dict.fromkeys(ends):
                seen[at_top, "" if _is_page_number(text) else text].append(number)
    enough = max(_FEWEST, len(pages) * _SHARE)
    often = ((text, numbers) for (_, text), numbers in seen.items() if len(numbers) >= enough)
    return frozenset(number for text, numbers in often for number in numbers[1 if text else 0 :])


@lru_cache(maxsize=1)
def _numbers() -> re.Pattern[str]:
    return re.compile("|".join(read_words("pages")["numbers"]))


def _is_page_number(text: str) -> bool:
    return _numbers().fullmatch(text) is not None


def _pages(lines: Sequence[str]) -> Iterator[list[tuple[int, str]]]:
    """The lines with text of every page, numbered; table rows apart, which may repeat a header."""
    page: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if line.startswith(PAGE_MARK) and page:
            yield page
            page = []
        text = "".join(line.split())
        if text and "\t" not in line:
            page.append((number, text))
    if page:
        yield page
