"""Marks: the small signs in a table that lead to what the reader or the audit says of a place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """A sign beside a cell: ``sign`` is shown, ``target`` is the anchor it leads to, ``message`` its tooltip.

    ``kind`` is a severity, blank for a reader's note; ``anchor`` is where a finding's own link comes back to.
    """

    number: int
    message: str
    sign: str
    spoken: str
    target: str
    kind: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Severity:
    """How grave a finding is: key, Chinese word and the shape that says it without colour."""

    key: str
    word: str
    shape: str


SEVERITIES = (
    Severity("error", "错误", "●"),
    Severity("warning", "提示", "▲"),
    Severity("rounding", "尾差", "○"),
    Severity("note", "说明", "○"),
)
GRAVE = ("error", "warning")
"""What cards and closed items tell; the rest is for those who look closer."""


def severity_of(key: str) -> Severity:
    """The severity ``key``; a note where it is not known."""
    return next((item for item in SEVERITIES if item.key == key), SEVERITIES[-1])


def clip(text: str, most: int) -> str:
    """``text``, cut with an ellipsis beyond ``most`` characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
