"""A source text before it is read: bounds on its size, and nothing in it that no page prints."""

from __future__ import annotations

import re

from mingzhang.errors import RecognitionError
from mingzhang.text import UNSEEN

MAX_TEXT = 12_000_000
"""Characters; the whole budget of a province, all its departments together, has a quarter of that."""
MAX_LINE = 20_000
"""Characters of one line; the longest paragraphs and table rows that are printed have two thousand."""
MAX_DIGITS = 1_000
"""Digits in a row, none of them apart from the next."""
MAX_CELLS = 1_000_000
"""Tabs, which part cells, in the whole text."""
_NO_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_DIGITS = re.compile(rf"(?<!\d)\d{{{MAX_DIGITS + 1}}}")
_BLANKS = re.compile(r"[^\S\n\t\f]{65,}")
_REPLACED = "\ufffd"


def check_size(text: str) -> None:
    """Refuses what is far larger than any disclosure, before time and memory go into it.

    Raises:
        RecognitionError: too many characters, a line or too many cells; with its place.
    """
    action = "give the disclosure's own text, in its lines"
    if len(text) > MAX_TEXT:
        raise RecognitionError("text", f"{len(text)} characters, more than {MAX_TEXT}", action)
    for number, line in enumerate(text.split("\n"), 1) if len(text) > MAX_LINE else ():
        if len(line) > MAX_LINE:
            raise RecognitionError(f"line {number}", f"{len(line)} characters, more than {MAX_LINE}", action)
    if run := _DIGITS.search(text):
        place = f"line {text.count(chr(10), 0, run.start()) + 1}"
        raise RecognitionError(place, f"more than {MAX_DIGITS} digits in a row", "mend the number there")
    if (cells := text.count("\t")) > MAX_CELLS:
        raise RecognitionError("text", f"{cells} cells, more than {MAX_CELLS}", "delete the blank cells")


def clean(text: str) -> str:
    """``text`` as a page prints it: its line ends ``\\n``, and as many lines as before.

    Marks that cannot be seen, those that turn the direction of writing included, go; control characters other than
    tab and form feed become spaces, and a row of blanks has at most 64; what is no character at all (half of a pair)
    becomes U+FFFD.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _NO_TEXT.sub(_REPLACED, _CONTROLS.sub(" ", UNSEEN.sub("", text)))
    return _BLANKS.sub(" " * 64, text)


def find_cleaned(text: str) -> tuple[int, ...]:
    """The 1-based numbers of the lines out of which :func:`clean` takes control characters or halves of pairs.

    Invisible marks are left out: they only ever are layout.
    """
    if not (_CONTROLS.search(text) or _NO_TEXT.search(text)):
        return ()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(n for n, line in enumerate(lines, 1) if _CONTROLS.search(line) or _NO_TEXT.search(line))
