"""Puts finished files and folders in place in one step, so that nothing half-written is ever seen."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def swap_in(new: Path, standing: Path) -> None:
    """Make ``new`` the content of ``standing``; the old content is removed.

    Where ``standing`` is a link to a folder, that folder is what changes.

    Raises:
        OSError: the system does not allow it; ``standing`` is as it was.
    """
    left = exchange(new, standing)
    if left:
        shutil.rmtree(left)


def exchange(new: Path, standing: Path) -> Path | None:
    """As :func:`swap_in`, but returns where the old content is now; None when there was none.

    One exchange of names where the system has it (Linux); elsewhere two
    renames, which ``restore`` mends if a build is killed between them.
    """
    standing = standing.resolve()
    if standing.exists() and not standing.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(standing))
    standing.parent.mkdir(parents=True, exist_ok=True)
    new = _on_the_same_disk(new, standing)
    if not standing.exists():
        new.rename(standing)
        return None
    if _exchange(new, standing):
        return new
    aside = _aside(standing)
    standing.rename(aside)
    new.rename(standing)
    return aside


def restore(standing: Path) -> None:
    """Bring back the folder that a killed swap had set aside, or drop it when not needed; drop an unfinished copy."""
    standing = standing.resolve()
    aside, copy = _aside(standing), _copy(standing)
    if aside.exists() and not standing.exists():
        aside.rename(standing)
    for folder in (aside, copy):
        if folder.exists():
            shutil.rmtree(folder)


def discard(folder: Path, bin: Path) -> None:
    """Removes ``folder`` in one step: it goes below ``bin`` first, where nobody takes it for whole."""
    if folder.is_symlink():
        folder.unlink()
        return
    bin.mkdir(parents=True, exist_ok=True)
    gone = bin / f"{folder.name}.gone"
    shutil.rmtree(gone, ignore_errors=True)
    try:
        folder.rename(gone)
    except OSError:  # another disk
        gone = folder
    shutil.rmtree(gone)


def replace_file(path: Path, content: bytes) -> None:
    """Gives ``path`` new content in one step; an unchanged file is not touched."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = fresh_name(path)
    fresh.write_bytes(content)
    os.replace(fresh, path)


def fresh_name(path: Path) -> Path:
    """Where the new content of ``path`` is while it is written."""
    return path.with_name(f".{path.name}.new")


def settle_on_disk(folder: Path) -> None:
    """Has the system write all of ``folder`` to the disk now, so that a loss of power leaves it whole.

    For what cannot be made anew (sources). Everything else is checked by the next build and made again.
    """
    for path in (folder, *folder.rglob("*")):
        if path.is_file() or path.is_dir():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _on_the_same_disk(new: Path, standing: Path) -> Path:
    """``new``, or a copy of it beside ``standing`` where a rename could not reach."""
    if new.stat().st_dev == standing.parent.stat().st_dev:
        return new
    copy = _copy(standing)
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(new, copy, symlinks=True)
    shutil.rmtree(new)
    return copy


def _aside(standing: Path) -> Path:
    return standing.with_name(f".{standing.name}-previous")


def _copy(standing: Path) -> Path:
    return standing.with_name(f".{standing.name}-new")


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names at once; false where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
