"""How much a file may ask for: sizes, times, depths. What goes beyond is refused, never half read."""

from __future__ import annotations

import signal
from types import FrameType

MEGABYTE = 1024 * 1024
MAX_FILE = 100 * MEGABYTE
MAX_TEXT = 10_000_000
"""Characters of extracted text; the whole of a province's budget is a third of it."""
MAX_LINES = 500_000
"""Lines of extracted text: some ten thousand pages."""
MAX_PAGES = 2_000
MAX_CELLS = 2_000_000
MEMORY = 900 * MEGABYTE
"""Of a reader's process, all that it may map; the largest of ordinary files takes a tenth."""
_SECONDS_A_MEGABYTE, _MOST_SECONDS = 10, 300


def seconds_for(size: int, form: str) -> int:
    """How many seconds of the processor reading a file of ``size`` bytes may take.

    A disclosure of thirty pages takes five as PDF and less than one in any other format.
    """
    least = 120 if form == "pdf" else 10
    return min(_MOST_SECONDS, least + _SECONDS_A_MEGABYTE * size // MEGABYTE)


def opening_seconds(size: int) -> float:
    """How many of them opening a PDF and counting its pages may take; where nothing is wrong it takes less than one."""
    return 4.0 + size / MEGABYTE


class OutOfTimeError(BaseException):
    """What is being read takes longer than anything ordinary; no library may catch it as an error of its own."""


def allow(seconds: float) -> None:
    """Gives what is done next so many seconds of the processor, then raises :class:`OutOfTimeError` into it.

    Without effect outside the readers' own process, which alone calls :func:`watch`.
    """
    if signal.getsignal(signal.SIGPROF) is _stop:
        again = 1.0  # where the first was lost in a library's callback
        signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.01), again)


def watch() -> None:
    """Lets :func:`allow` count in this process."""
    signal.signal(signal.SIGPROF, _stop)


def unwatch() -> None:
    """Stops counting: for a process that goes on to do other things."""
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)


def _stop(_: int, __: FrameType | None) -> None:
    raise OutOfTimeError
