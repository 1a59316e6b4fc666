"""Publish a finished folder in one step, so that no half-written site is ever seen."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def swap_in(new: Path, standing: Path) -> None:
    """Make ``new`` the content of ``standing``; the old content is removed.

    One exchange of names where the system has it (Linux); elsewhere two
    renames, which ``restore`` mends if a build is killed between them.
    """
    if not standing.exists():
        new.rename(standing)
        return
    if _exchange(new, standing):
        shutil.rmtree(new)
        return
    aside = _aside(standing)
    standing.rename(aside)
    new.rename(standing)
    shutil.rmtree(aside)


def restore(standing: Path) -> None:
    """Bring back the site that a killed swap had set aside, or drop it when not needed."""
    aside = _aside(standing)
    if not aside.exists():
        return
    if standing.exists():
        shutil.rmtree(aside)
    else:
        aside.rename(standing)


def _aside(standing: Path) -> Path:
    return standing.with_name(f".{standing.name}-previous")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names at once; false where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
