"""The vocabulary of personal data (``vocabulary/personal.yml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from mingzhang.text import fold
from mingzhang.wordlists import read_words

_LONGEST_LABEL = 40
_FEWEST_DIGITS = 7
_LONGEST_VALUE = 60
_MOST_KNOWN = 8192
_COLON = re.compile("[:：]")


@dataclass(frozen=True)
class Shape:
    """What a number of some ``kind`` looks like; the group ``value``, where there is one, is the number itself.

    ``check`` names the test that its digits must pass; where they fail, ``near`` must stand in front of it.
    ``unless`` must not stand right in front. A text with fewer ``digits`` holds none of it.
    """

    kind: str
    pattern: re.Pattern[str]
    check: str
    near: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    digits: int


@dataclass(frozen=True)
class PersonalWords:
    """Labels of names and of numbers, shapes of numbers, and what a name may be."""

    names: re.Pattern[str]
    numbers: re.Pattern[str]
    both: re.Pattern[str]
    weak: re.Pattern[str]
    headings: re.Pattern[str]
    shapes: tuple[Shape, ...]
    no_names: re.Pattern[str]
    offices: re.Pattern[str]
    surnames: str
    double_surnames: re.Pattern[str]
    ordinary: re.Pattern[str]
    near_numbers: re.Pattern[str]
    inline: re.Pattern[str]
    directly: re.Pattern[str]
    before_number: re.Pattern[str]
    titled: re.Pattern[str]

    def is_label(self, text: str) -> bool:
        """Whether a cell is the label of a name, of a number, or of both."""
        if len(text) > _LONGEST_LABEL:
            return False
        known = self._known_labels
        if text not in known:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            known[text] = self.is_folded_label(fold(text).rstrip(":"))
        return known[text]

    def is_folded_label(self, label: str) -> bool:
        return any(labels.fullmatch(label) for labels in (self.names, self.numbers, self.both))

    @cached_property
    def _known_labels(self) -> dict[str, bool]:
        return {}

    def inline_in(self, plain: str) -> Iterator[re.Match[str]]:
        """Labels with a colon and what follows them (groups ``label``, ``value``) in a plain text."""
        return self.inline.finditer(plain) if _COLON.search(plain) else iter(())

    def tells_numbers(self, label: str) -> bool:
        """Whether a folded label announces a number."""
        return bool(self.numbers.fullmatch(label) or self.both.fullmatch(label))

    def tells_names(self, label: str) -> bool:
        """Whether a folded label announces a name."""
        return bool(self.names.fullmatch(label) or self.both.fullmatch(label))


@lru_cache(maxsize=1)
def load_personal_words() -> PersonalWords:
    """The vocabulary of personal data that comes with the package."""
    data = read_words("personal")
    names, numbers, both = (_any(data[key]) for key in ("names", "numbers", "both"))
    label = f"{both}|{names}|{numbers}"
    ends = rf"(?=\s*(?:{label})[:：]|[。；;:：]|$)"  # the next label may follow without a mark
    value = rf"(?P<value>[^。；;:：\n]{{0,{_LONGEST_VALUE}}}?)"
    name = (
        data["short_name"].replace("SURNAME", f"[{data['surnames']}]").replace("DOUBLE", _any(data["double_surnames"]))
    )
    return PersonalWords(
        names=re.compile(names),
        numbers=re.compile(numbers),
        both=re.compile(both),
        weak=re.compile(_any(data["weak"])),
        headings=re.compile(_any(data["headings"])),
        shapes=tuple(_shape(item) for item in data["shapes"]),
        no_names=re.compile(_any(data["no_names"])),
        offices=re.compile(data["offices"]),
        surnames=data["surnames"],
        double_surnames=re.compile("|".join(data["double_surnames"])),
        ordinary=re.compile(_any(data["ordinary"])),
        near_numbers=re.compile(data["near_numbers"]),
        inline=re.compile(rf"(?P<label>{label})\s{{0,3}}[:：]{value}{ends}"),
        directly=re.compile(rf"(?:{names}|{both})[为是系]?\s{{0,3}}(?P<name>{name}){data['after_name']}"),
        before_number=re.compile(rf"{data['before_name']}(?P<name>{name}){data['before_number']}$"),
        titled=re.compile(rf"(?:{data['titles']})?(?P<name>{name})(?:{data['titles']})?"),
    )


def _any(patterns: Sequence[str]) -> str:
    return f"(?:{'|'.join(patterns)})"


def _shape(item: Mapping[str, Any]) -> Shape:
    near, unless = item.get("near"), item.get("unless")
    return Shape(
        item["kind"],
        re.compile(item["pattern"]),
        item.get("check", ""),
        re.compile(near) if near else None,
        re.compile(f"(?:{unless})$") if unless else None,
        item.get("digits", _FEWEST_DIGITS),
    )
