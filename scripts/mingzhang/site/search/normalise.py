"""Text as search compares it. ``assets/js/search/normalise.js`` does the very same in the browser."""

from __future__ import annotations

import re

DROPPED = "“”‘’「」『』\"'`〝〞《》〈〉 \t\r\n\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Quotes, title marks and blanks: readers do not type them."""

BRACKETS = {"〔": "[", "〕": "]", "【": "[", "】": "]", "—": "-", "–": "-", "―": "-", "−": "-", "\u3000": " "}

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FOLD |= {ord(upper): ord(upper) + 32 for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_FOLD |= {code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)}
_FOLD |= {ord(wide): ord(narrow) for wide, narrow in BRACKETS.items()}
_DROP = {ord(mark): None for mark in DROPPED}
RUN = 4
_RUN = re.compile(r"[0-9a-z.]{4,}")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9])")


def normalise(text: str) -> str:
    """Half-width, small letters, one kind of brackets and dashes; no quotes, blanks or thousands separators."""
    return _THOUSANDS.sub("", text.translate(_FOLD)).translate(_DROP)


def grams(text: str) -> set[str]:
    """What the index knows normalised ``text`` by.

    Its characters, its pairs of neighbours, and of Latin words and numbers every four in a row (pairs of digits
    are in every document) and a sign of the whole, by which exact ones are found first.
    """
    runs = _RUN.findall(text)
    fours = (run[place : place + RUN] for run in runs for place in range(len(run) - RUN + 1))
    pairs = (text[place : place + 2] for place in range(len(text) - 1))
    return {*text, *pairs, *fours, *map(sign_of, runs)}


def sign_of(run: str) -> str:
    """A sign that few Latin words or numbers share: ``=`` and 16 bits."""
    return f"={hash_gram(run) & 0xFFFF:04x}"


def hash_gram(gram: str) -> int:
    """FNV-1a over code points, its halves folded: the same in every Python and in the browser."""
    value = 2166136261
    for character in gram:
        value = (value ^ ord(character)) * 16777619 & 0xFFFFFFFF
    return value ^ value >> 16
