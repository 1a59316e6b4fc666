"""The register of hostile files: each a known trick of its format, told by the name of what makes it."""

from __future__ import annotations

from collections.abc import Callable

TRICKS: dict[str, Callable[[], bytes]] = {}


def trick(make: Callable[[], bytes]) -> Callable[[], bytes]:
    TRICKS[make.__name__] = make
    return make
