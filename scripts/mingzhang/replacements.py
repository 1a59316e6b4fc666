"""When the files of a disclosure were published anew: told in ``disclosure.yml``, a former main file each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

_REPLACEMENT = {"date", "sha256", "reason"}


@dataclass(frozen=True)
class Replacement:
    """The main file whose hash was ``sha256`` stood here until ``date``, and why it was replaced."""

    date: date
    sha256: str
    reason: str


def history_problems(data: dict[str, Any]) -> Iterable[str]:
    """What is wrong with ``added`` and ``replaced`` of a ``disclosure.yml``, a sentence each."""
    if data.get("added") is not None and not is_day(data["added"]):
        yield f"added is {data['added']!r}, expected a date such as 2024-02-08"
    items = data.get("replaced")
    if items is None:
        return
    if not isinstance(items, list):
        yield "replaced is not a list"
        return
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict) or set(item) != _REPLACEMENT:
            yield f"replaced {number} needs exactly {', '.join(sorted(_REPLACEMENT))}"
            continue
        if not is_day(item["date"]):
            yield f"replaced {number}: date is {item['date']!r}, expected a date such as 2024-02-08"
        if not re.fullmatch(r"[0-9a-f]{64}", str(item["sha256"])):
            yield f"replaced {number}: sha256 is not 64 hexadecimal digits"
        if not isinstance(item["reason"], str) or not item["reason"].strip():
            yield f"replaced {number}: reason is {item['reason']!r}, expected a text"


def is_day(value: Any) -> bool:
    """Whether YAML read a date that can be one of publishing."""
    return isinstance(value, date) and not isinstance(value, datetime) and 1990 <= value.year <= 2100


def read_replacements(data: dict[str, Any]) -> tuple[Replacement, ...]:
    """The ``replaced`` of a ``disclosure.yml`` without problems."""
    items = data.get("replaced") or []
    return tuple(Replacement(item["date"], str(item["sha256"]), item["reason"]) for item in items)
