"""What one process makes once and uses for many parts."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar, cast

T = TypeVar("T")
_made: dict[str, tuple[object, object]] = {}


def once(kind: str, key: object, make: Callable[[], T], inherited: bool = False) -> T:
    """What ``make`` gave for this ``key``; of each ``kind`` the last is kept.

    A process that was forked makes its own, unless it may use what it has ``inherited``.
    """
    wanted = (key, None if inherited else os.getpid())
    known = _made.get(kind)
    if known is None or known[0] != wanted:
        _made[kind] = known = (wanted, make())
    return cast(T, known[1])
