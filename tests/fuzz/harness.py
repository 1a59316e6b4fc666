"""What every fuzz target shares: a task a mutant, in a process with bounds on time and memory, and the kept corpus.

A task takes what to try and returns a word for what came of it (``package``, ``refused``); whatever it raises, and
going beyond the bounds, is a find. Finds of one cause (kind of error and the project's line that raised it) count once.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).resolve().parent / "corpus"
SECONDS = 10.0
"""Of processor time, for a document of ordinary size."""
MEGABYTES = 1024
"""Above what the process holds when it starts."""
_PATIENCE = 20  # times the processor's seconds that may pass by the clock on a busy machine
_TICK = os.sysconf("SC_CLK_TCK")
_FORK = multiprocessing.get_context("fork")

Task = Callable[[Any], str]


@dataclass(frozen=True)
class Bounds:
    """How much one item may take: seconds of processor time, megabytes above the start."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES


@dataclass(frozen=True)
class Outcome:
    """What came of one item: the task's own word, or ``find`` with its cause (same cause, same text) and details."""

    item: Any
    word: str
    cause: str = ""
    details: str = ""
    seconds: float = 0.0
    megabytes: float = 0.0

    @property
    def is_find(self) -> bool:
        return self.word == "find"


def try_one(task: Task, item: Any, bounds: Bounds = Bounds()) -> Outcome:
    """What comes of ``item`` in a process of its own."""
    (outcome,) = try_all(task, [item], 1, lambda _: bounds)
    return outcome


def try_all(task: Task, items: Iterable[Any], workers: int, bounds_of: Callable[[Any], Bounds]) -> Iterator[Outcome]:
    """What comes of each item, in the order in which they are done; a worker beyond the bounds is replaced."""
    waiting = iter(items)
    crew: dict[Connection, _Worker] = {}
    try:
        for item in waiting:
            worker = _Worker(task)
            worker.give(item, bounds_of(item))
            crew[worker.link] = worker
            if len(crew) == workers:
                break
        while crew:
            ready = wait(list(crew), timeout=0.05)
            for link in [link for link, worker in crew.items() if link in ready or worker.is_late]:
                worker = crew.pop(link)
                outcome = worker.take()
                if (item := next(waiting, None)) is None:
                    worker.stop()
                else:
                    worker = worker if worker.is_alive else _Worker(task)
                    worker.give(item, bounds_of(item))
                    crew[worker.link] = worker
                yield outcome  # every process that lives is in the crew, should nobody ask on
    finally:
        for worker in crew.values():
            worker.stop()


class _Worker:
    """A process that takes one item after the other, and what it is at."""

    def __init__(self, task: Task) -> None:
        self.link, other = _FORK.Pipe()
        self.process: BaseProcess = _FORK.Process(target=_work, args=(task, other), daemon=True)
        self.process.start()
        other.close()
        self.item: Any = None
        self.bounds = Bounds()
        self.began = self.spent = 0.0

    def give(self, item: Any, bounds: Bounds) -> None:
        self.item, self.bounds, self.began, self.spent = item, bounds, monotonic(), self._processor()
        self.link.send((item, bounds))

    @property
    def is_late(self) -> bool:
        if monotonic() - self.began > self.bounds.seconds * _PATIENCE:
            return True
        return self._processor() - self.spent > self.bounds.seconds

    @property
    def is_alive(self) -> bool:
        return self.process.is_alive()

    def take(self) -> Outcome:
        """What came of the item; the process is ended where it has not told."""
        try:
            if self.link.poll():
                outcome: Outcome = self.link.recv()
                return replace(outcome, item=self.item)
        except EOFError:
            self.process.join()
            return Outcome(self.item, "find", f"died with {self.process.exitcode}")
        spent = self._processor() - self.spent
        self.stop()
        return Outcome(self.item, "find", "too slow", f"{spent:.1f} s of processor time and not done", spent)

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.link.close()

    def _processor(self) -> float:
        """Seconds of processor time that the process has taken."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / _TICK


def _work(task: Task, link: Connection) -> None:
    start = _megabytes("VmSize")
    while True:
        item, bounds = link.recv()
        most = int((start + bounds.megabytes) * 1024 * 1024)
        resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
        link.send(_outcome(task, item, bounds))


def _outcome(task: Task, item: Any, bounds: Bounds) -> Outcome:
    Path("/proc/self/clear_refs").write_text("5")  # the peak of memory counts from here
    before, began = _megabytes("VmRSS"), _processor_seconds()
    word, cause, details = "", "", ""
    try:
        word = task(item)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        word, cause, details = "find", cause_of(error), "".join(traceback.format_exception(error)[-12:])
    seconds, megabytes = _processor_seconds() - began, _megabytes("VmHWM") - before
    if word != "find" and seconds > bounds.seconds:
        word, cause, details = "find", "too slow", f"{seconds:.1f} s of processor time"
    if word != "find" and megabytes > bounds.megabytes:
        word, cause, details = "find", "too much memory", f"{megabytes:.0f} MB"
    return Outcome(None, word, cause, details, seconds, megabytes)


def cause_of(error: BaseException) -> str:
    """The kind of ``error`` and the last line of the project that it came through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/mingzhang/" in frame.filename] or list(frames)
    where = f"{Path(own[-1].filename).name}:{own[-1].name}" if own else "?"
    what = f" {error}" if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__} in {where}{what}"


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _megabytes(field: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def minimise(text: str, fails: Callable[[str], bool], tries: int = 400) -> str:
    """A small part of ``text`` for which ``fails`` still holds: lines are left out first, then characters."""
    for split in (lambda whole: whole.splitlines(keepends=True), list):
        parts: list[str] = split(text)
        size = max(len(parts) // 2, 1)
        while size and tries > 0:
            start = 0
            while start < len(parts) and tries > 0:
                fewer = parts[:start] + parts[start + size :]
                tries -= 1
                if fewer and fails("".join(fewer)):
                    parts = fewer
                else:
                    start += size
            size //= 2
        text = "".join(parts)
    return text
