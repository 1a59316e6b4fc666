"""YAML that somebody handed in: plain values only, nothing said twice, nothing that grows when it is read."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import yaml

from mingzhang.text import UNSEEN

MAX_SIZE = 256 * 1024
"""Bytes; the longest description there is takes a fiftieth."""
_DEEPEST = 20
_LONGEST = 20_000
_LARGEST = 10**12
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class _Loader(yaml.SafeLoader):
    """Without aliases (a few lines of them unfold to gigabytes), depths, and keys that come twice."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        events: Any = self  # PyYAML's own methods have no types
        mark = events.peek_event().start_mark
        if events.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases (*) are not read", mark)
        if getattr(events.peek_event(), "tag", None):
            raise yaml.composer.ComposerError(None, None, "tags (!) are not read", mark)
        self.depth += 1
        if self.depth > _DEEPEST:
            raise yaml.composer.ComposerError(None, None, "nested too deep", mark)
        node: yaml.Node | None = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys: set[tuple[str, str]] = set()
        for key, _ in node.value:
            told = (key.tag, str(key.value))
            if told in keys:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} is said twice", key.start_mark)
            keys.add(told)
        return super().construct_mapping(node, deep)


def load_strict(path: Path) -> Any:
    """The values of a YAML file.

    Raises:
        ValueError: too large, no UTF-8, no YAML, or values that no description needs; says which, on one line.
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        raw = file.read(MAX_SIZE + 1)
    if len(raw) > MAX_SIZE:
        raise ValueError(f"more than {MAX_SIZE // 1024} kB")
    try:
        data = yaml.load(raw.decode("utf-8"), Loader=_Loader)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise ValueError(f"not readable as YAML ({' '.join(str(error).split())[:300]})") from error
    for problem in _odd_values(data, ""):
        raise ValueError(problem)
    return data


def _odd_values(value: Any, place: str) -> Iterator[str]:
    """Values that cannot be written into a package, or shown."""
    told = place or "the file"
    if isinstance(value, str):
        if _CONTROL.search(value):
            yield f"{told} holds control characters or halves of characters"
        elif unseen := UNSEEN.search(value):
            yield f"{told} holds a character that cannot be seen (U+{ord(unseen[0]):04X}); type it anew"
        elif len(value) > _LONGEST:
            yield f"{told} has {len(value)} characters, more than {_LONGEST}"
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _odd_values(key, f"a key of {told}")
            yield from _odd_values(inner, f"{place}.{key}" if place else str(key)[:100])
    elif isinstance(value, list | tuple | set):
        for number, inner in enumerate(value, 1):
            yield from _odd_values(inner, f"{told} {number}")
    elif isinstance(value, float):
        if not math.isfinite(value):
            yield f"{told} is {value}"
    elif isinstance(value, int) and abs(value) > _LARGEST:
        yield f"{told} is a number of {value.bit_length()} bits"
    elif isinstance(value, bytes):
        yield f"{told} is binary"
