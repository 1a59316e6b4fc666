"""A process that outlives this one by a moment: it ends what the workers of a killed build started."""

from __future__ import annotations

import os
import signal
from contextlib import suppress


class Guardian:
    """Knows the groups of processes that work for this one; kills them when this one is gone, whatever it died of.

    Workers die with their parent by themselves (``die_with_parent``), but not what they started.
    """

    def __init__(self) -> None:
        reading, self._life = os.pipe()
        self._process = os.fork()
        if not self._process:
            try:
                _watch(reading)
            finally:
                os._exit(0)
        os.close(reading)

    def know(self, group: int) -> None:
        """``group`` works for us."""
        self._tell(f"+{group}\n")

    def forget(self, group: int) -> None:
        """``group`` is gone; its number may be another's soon."""
        self._tell(f"-{group}\n")

    def _tell(self, text: str) -> None:
        with suppress(OSError):  # killed: the workers still die with their parent
            os.write(self._life, text.encode())

    def close(self) -> None:
        """Ends it."""
        if self._process:
            os.close(self._life)
            with suppress(OSError):
                os.kill(self._process, signal.SIGKILL)
                os.waitpid(self._process, 0)
            self._process = 0


def _watch(reading: int) -> None:
    """In the guardian: until the other end of the pipe is closed."""
    os.setpgid(0, 0)
    for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, signal.SIG_IGN)
    for number in map(int, os.listdir("/proc/self/fd")):  # whoever reads what a build says waits for all who hold it
        if number != reading:
            with suppress(OSError):
                os.close(number)
    groups: set[int] = set()
    with os.fdopen(reading, "rb", buffering=0) as told:
        for line in iter(told.readline, b""):
            (groups.add if line.startswith(b"+") else groups.discard)(int(line[1:]))
    for group in groups:
        with suppress(OSError):
            os.killpg(group, signal.SIGKILL)
