"""The vocabulary of the audit of projects and performance (``vocabulary/audit_performance.yml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from mingzhang.text import fold
from mingzhang.wordlists import read_words


@lru_cache(maxsize=1)
def _data() -> Mapping[str, Any]:
    data = read_words("audit_performance")
    return data


@lru_cache(maxsize=512)
def pattern(*keys: str) -> re.Pattern[str]:
    """The pattern at ``keys``."""
    value: Any = _data()
    for key in keys:
        value = value[key]
    return re.compile(str(value).replace("{standard}", _data()["standard"]))


def words(key: str) -> tuple[str, ...]:
    """The list at ``key``."""
    return tuple(_data()[key])


def mapping(key: str) -> Mapping[str, Any]:
    """The mapping at ``key``."""
    value: Mapping[str, Any] = _data()[key]
    return value


def has(key: str, text: str) -> bool:
    """Whether the pattern at ``key`` stands anywhere in ``text``."""
    return bool(pattern(key).search(fold(text)))


@lru_cache(maxsize=1)
def _aliases() -> Sequence[tuple[str, re.Pattern[str]]]:
    found = mapping("economic_aliases").items()
    return [(code, re.compile("|".join(spellings))) for code, spellings in found]


def aliased_class(name: str) -> str:
    """The economic 类 of a name that an allocation uses, empty when it is none of the known."""
    return next((code for code, known in _aliases() if known.fullmatch(fold(name))), "")


def bigrams(text: str) -> set[str]:
    """All pairs of neighbouring characters."""
    return {text[at : at + 2] for at in range(len(text) - 1)}
