"""Text as printed, with the page's layout taken out of it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CJK = r"\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—"
_SPACE_AT_CJK = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_BOOKMARK = re.compile(r"\[bookmark: [^\]]*\]")
_MARKUP = re.compile(r"</?p>|\*\*")
_QUOTES = str.maketrans("", "", "“”\"'‘’")


def tidy(text: str) -> str:
    """``text`` without the spaces, marks and invisible characters that only layout put there.

    A space that touches a Chinese character carries no meaning in Chinese and
    goes; between two Latin words or numbers one space stays. Traditional
    characters (bad recognition) become simplified.
    """
    text = _INVISIBLE.sub("", _MARKUP.sub("", _BOOKMARK.sub("", text)))
    text = re.sub(r"\s+", " ", text).strip()
    return simplify(_SPACE_AT_CJK.sub("", text))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """``text`` reduced to what counts when headings and names are compared.

    Width of brackets and punctuation, quotation marks and every space are folded away.
    """
    text = unicodedata.normalize("NFKC", tidy(text)).translate(_QUOTES)
    return re.sub(r"\s+", "", text)


def simplify(text: str) -> str:
    """``text`` in simplified characters; unchanged (and untouched) where it already is."""
    if not re.search("[\u4e00-\u9fff]", text):
        return text
    return str(_to_simplified().convert(text))


@lru_cache(maxsize=1)
def _to_simplified():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("t2s")
