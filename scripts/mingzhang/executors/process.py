"""What a process that works for another is held to: its parent's fate, bounds on memory and time, how it ended."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import traceback
from pathlib import Path

from mingzhang.executors.model import Bounds

LINUX = sys.platform.startswith("linux")
GRACE = 5
"""Seconds that a process has to end after its pipe closed, and beyond its share of processor time."""
_PR_SET_PDEATHSIG = 1


def become_worker(parent: int) -> None:
    """Its own group (so that its children end with it) and its parent's fate; Ctrl-C is the parent's to handle."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent(parent)
    _limit(resource.RLIMIT_CORE, 0)


def bound_task(bounds: Bounds) -> None:
    """Gives this process memory and processor time for one more task, beyond what it has taken so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + bounds.seconds) + GRACE)
    if bounds.memory:
        _limit(resource.RLIMIT_AS, _pages(0) + bounds.memory)


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    if hard == resource.RLIM_INFINITY or hard > value:
        resource.setrlimit(kind, (value, hard))


def resident() -> int:
    """Bytes of memory that this process holds; 0 where the system does not tell."""
    return _pages(1)


def _pages(column: int) -> int:
    """A column of what the system tells of this process's memory, in bytes: 0 its addresses, 1 what is resident."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[column])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def die_with_parent(parent: int = 0) -> None:
    """This process is killed when the one that started it dies (Linux); at once if ``parent`` is gone already."""
    if not LINUX:
        return
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent and os.getppid() != parent:
        os._exit(1)


def describe_ending(code: int | None) -> str:
    """How a process ended, in words; processor time is bounded by a signal of its own."""
    if code is None or code >= 0:
        return f"code {code}"
    return signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"


def describe_defect(error: BaseException) -> str:
    """An unforeseen exception: its type and the place in our code, never its message (which may repeat a text)."""
    frames = traceback.extract_tb(error.__traceback__)
    own = f"{os.sep}mingzhang{os.sep}"
    machinery = str(Path(__file__).parent)
    inner = [frame for frame in frames if not frame.filename.startswith(machinery)] or list(frames)
    if not inner:
        return type(error).__name__
    frame = ([frame for frame in inner if own in frame.filename] or inner)[-1]
    place = frame.filename.rpartition(own)[2] if own in frame.filename else Path(frame.filename).name
    return f"{type(error).__name__} in {place.replace(os.sep, '/')}, line {frame.lineno} ({frame.name})"
