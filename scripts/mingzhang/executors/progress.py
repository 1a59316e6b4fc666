"""What is told while work goes on: how far, how fast, how long still; little of it in a log, errors always."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from time import monotonic
from types import TracebackType

from mingzhang.errors import for_terminal

SMALL = 50
"""Up to so many, each has its line."""
EVERY = 5.0
"""Seconds between the lines of a larger work."""
_RECENT = 200  # steps that the rate is taken of
_SOON = 0.5  # seconds below which no rate is told
_BLINK = 0.1  # seconds between lines that pass by


class Speaker:
    """Prints lines at once, fit for a public log; on a terminal also a line that the next one takes the place of."""

    def __init__(self) -> None:
        self._passing = False

    def __call__(self, text: str) -> None:
        """A line that stays."""
        self.clear()
        print(for_terminal(text), flush=True)

    @property
    def on_terminal(self) -> bool:
        return sys.stdout.isatty()

    def pass_by(self, text: str) -> None:
        """A line that goes with the next; only for a terminal."""
        self.clear()
        print(for_terminal(text, 100).replace("\n", " "), end="", flush=True)
        self._passing = True

    def clear(self) -> None:
        """Takes away the line that passes by."""
        if self._passing:
            print("\r\x1b[2K", end="", flush=True)
            self._passing = False


class Progress:
    """Tells of ``total`` steps by ``say``, the rate of the latest and the time left with them."""

    def __init__(self, total: int, say: Callable[[str], None], clock: Callable[[], float] = monotonic) -> None:
        self._total = total
        self._say = say
        self._clock = clock
        self._done = 0
        self._times = deque([clock()], maxlen=_RECENT + 1)
        self._shown = self._passed = clock()

    def step(self, name: str, told: str, passing: bool = False, failed: bool = False) -> None:
        """One more is done. ``passing``: nothing happened to it; ``failed``: always told."""
        self._done += 1
        now = self._clock()
        self._times.append(now)
        line = f"[{self._done}/{self._total}] {name}: {told}{self._pace()}"
        due = self._total <= SMALL or now - self._shown >= EVERY or self._done == self._total
        speaker = self._say if isinstance(self._say, Speaker) and self._say.on_terminal else None
        if failed or (due and not (passing and speaker)):
            self._say(line)
            self._shown = now
        elif speaker and now - self._passed >= _BLINK:
            speaker.pass_by(line)
            self._passed = now

    def _pace(self) -> str:
        span = self._times[-1] - self._times[0]
        if span < _SOON:
            return ""
        rate = (len(self._times) - 1) / span
        left = self._total - self._done
        digits = 2 if rate < 1 else 1 if rate < 100 else 0
        return f" ({rate:.{digits}f}/s{f', {spell_seconds(left / rate)} left' if left else ''})"

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """What passes by is gone."""
        if isinstance(self._say, Speaker):
            self._say.clear()


def spell_seconds(seconds: float) -> str:
    """A span of time in its two largest units: ``1 min 10 s``."""
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
