"""Text as printed, with the page's layout taken out of it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CJK = r"\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—"
_SPACE_AT_CJK = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")
UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Characters that no page prints: marks of width nothing, and those that turn the direction of writing."""
_BOOKMARK = re.compile(r"\[bookmark: [^\]]{0,200}\]")
_MARKUP = re.compile(r"</?p>|\*\*")
_SHORT = 300  # characters up to which what is folded is remembered: lines and cells, not whole texts
_MAY_BE_LAYOUT = re.compile(r"[ \[<*]")
_HAN = re.compile("[\u4e00-\u9fff]")
_REMEMBERED = 16384
_QUOTES = str.maketrans("", "", "“”\"'‘’")


def tidy(text: str) -> str:
    """``text`` without the spaces, marks and invisible characters that only layout put there.

    A space that touches a Chinese character carries no meaning in Chinese and
    goes; between two Latin words or numbers one space stays. Traditional
    characters (bad recognition) become simplified.
    """
    return _tidy_short(text) if len(text) <= _SHORT else _tidy(text)


@lru_cache(maxsize=_REMEMBERED)
def _tidy_short(text: str) -> str:
    return _tidy(text)


def _tidy(text: str) -> str:
    if not text.isprintable() or _MAY_BE_LAYOUT.search(text):  # all else that is taken out cannot be printed
        text = UNSEEN.sub("", _MARKUP.sub("", _BOOKMARK.sub("", text)))
        text = _SPACE_AT_CJK.sub("", " ".join(text.split()))
    return simplify(text)


def fold(text: str) -> str:
    """``text`` reduced to what counts when headings and names are compared.

    Width of brackets and punctuation, quotation marks and every space are folded away.
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


@lru_cache(maxsize=_REMEMBERED)
def _fold_short(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", tidy(text)).translate(_QUOTES)
    return "".join(text.split())


def simplify(text: str) -> str:
    """``text`` in simplified characters; unchanged (and untouched) where it already is."""
    if not _HAN.search(text):
        return text
    return str(_to_simplified().convert(text))


@lru_cache(maxsize=1)
def _to_simplified():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("t2s")
