"""One build of a project at a time: what writes holds the project's lock."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mingzhang.project import Project

FILE_RIGHTS = 0o022
"""The mask under which everything is written, so that a reader's rights do not depend on who built."""
_held: dict[tuple[Path, int], int] = {}


@contextmanager
def locked(project: Project, say: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Holds the project's build lock, so that two builds do not write at once; ``say`` is told when it must wait.

    Whoever holds it may take it again (in the same thread). The system frees the lock of a process that is killed.
    """
    path = project.cache.resolve() / "build.lock"
    holder = (path, threading.get_ident())
    if holder in _held:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _wait(file, say)
        os.truncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        _held[holder] = file
        before = os.umask(FILE_RIGHTS)
        try:
            yield
        finally:
            os.umask(before)
            del _held[holder]
            os.truncate(file, 0)
    finally:
        os.close(file)


def _wait(file: int, say: Callable[[str], None]) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        number = os.pread(file, 20, 0).decode("ascii", "replace").strip()
        say(f"waiting for another build of this project{f' (process {number})' if number else ''}")
        fcntl.flock(file, fcntl.LOCK_EX)
