"""Runs one function over many inputs, each in a process of its own: isolated, bounded, results in order.

A process that dies, hangs or asks for too much memory costs its own result and no other. What the function gets and
gives goes through a pipe (pickled), so that another scheduler can stand behind :func:`run_each`.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from inspect import signature
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

GIGABYTE = 1024**3
DEFECT = "this may be a defect of mingzhang: please report it with this line, not with the document's text"
MOST_JOBS = 8
_PR_SET_PDEATHSIG = 1
_LINUX = sys.platform.startswith("linux")
_GRACE = 5  # seconds that a process has to end after it gave its answer


def default_jobs() -> int:
    """As many as there are processors for us, at most eight: each may take its whole share of memory."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_JOBS)


@dataclass(frozen=True)
class Bounds:
    """How many processes at once, and what each may take.

    ``seconds`` of the clock: an ordinary disclosure takes two, and reading the largest file that is allowed takes up
    to 600 (``reading.formats.limits``). ``memory`` in bytes, beyond what the process began with (0: no bound): an
    ordinary disclosure takes 0.1 GB.
    """

    jobs: int = field(default_factory=default_jobs)
    seconds: float = 600
    memory: int = 2 * GIGABYTE


@dataclass(frozen=True)
class Outcome(Generic[R]):
    """What the function gave, or in ``failure`` why there is nothing: no text of the input is in it."""

    value: R | None = None
    failure: str = ""


def run_each(
    function: Callable[[T], R], inputs: Sequence[T], bounds: Bounds | None = None, afresh: bool = False
) -> Generator[Outcome[R], None, None]:
    """``function`` of each of ``inputs``, in their order, whatever the number of processes.

    The processes are forks of this one where that is safe (Linux), with all that it has loaded; with ``afresh`` they
    start anew, for libraries that do not survive a fork. When the caller closes the generator, they are ended.
    """
    bounds = bounds or Bounds()
    context = get_context("fork" if _LINUX and not afresh else "spawn")
    running: dict[int, _Worker[R]] = {}
    done: dict[int, Outcome[R]] = {}
    begun = 0
    try:
        for number in range(len(inputs)):
            while number not in done:
                while begun < len(inputs) and len(running) < max(1, bounds.jobs):
                    running[begun] = _Worker(context, function, inputs[begun], bounds)
                    begun += 1
                done |= _collect(running)
            yield done.pop(number)
    finally:
        for worker in running.values():
            worker.end()


def run_one(function: Callable[[T], R], given: T, bounds: Bounds | None = None) -> Outcome[R]:
    """``function`` of ``given``, in a process of its own."""
    return next(run_each(function, [given], bounds))


class _Worker(Generic[R]):
    """One process at work, and the pipe that its answer comes through."""

    def __init__(self, context, function: Callable[[T], R], given: T, bounds: Bounds) -> None:  # type: ignore[no-untyped-def]
        self.answer, sender = context.Pipe(duplex=False)
        self.bounds = bounds
        self.deadline = time.monotonic() + bounds.seconds
        task = (sender, function, given, bounds, os.getpid())
        self.process = context.Process(target=_work, args=task, daemon=True)
        self.process.start()
        sender.close()

    def take(self) -> Outcome[R]:
        """Its answer, or what it died of."""
        try:
            outcome: Outcome[R] = self.answer.recv()
            self.process.join(_GRACE)
        except (EOFError, OSError):
            self.process.join(_GRACE)
            outcome = Outcome(failure=f"its process ended by {_ending(self.process.exitcode)}")
        self.end()
        return outcome

    def overdue(self) -> Outcome[R]:
        """Ends it; says that it took too long."""
        self.end()
        return Outcome(failure=f"it took more than {self.bounds.seconds:g} seconds")

    def end(self) -> None:
        """Kills it with all that it started, if it still runs; nothing when that is done already."""
        if self.answer.closed:
            return
        if self.process.exitcode is None and self.process.pid:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except OSError:  # not yet in a group of its own
                self.process.kill()
        self.process.join()
        self.process.close()
        self.answer.close()


def _collect(running: dict[int, _Worker[R]]) -> dict[int, Outcome[R]]:
    """Waits until one is done or overdue; takes those that are out of ``running``."""
    left = min(worker.deadline for worker in running.values()) - time.monotonic()
    ready = wait([worker.answer for worker in running.values()], max(0.0, left))
    done = {number: worker.take() for number, worker in running.items() if worker.answer in ready}
    now = time.monotonic()
    for number, worker in running.items():
        if number not in done and worker.deadline <= now:
            done[number] = worker.overdue()
    for number in done:
        del running[number]
    return done


def _ending(code: int | None) -> str:
    """How a process ended, in words; processor time is bounded by a signal of its own."""
    if code is None or code >= 0:
        return f"code {code}"
    return signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"


def _work(answer: Connection, function: Callable[[T], R], given: T, bounds: Bounds, parent: int) -> None:
    """In the child: works under bounds, sends the outcome and ends without anything else."""
    _become_worker(bounds, parent)
    try:
        answer.send(Outcome(function(given)))
    except MemoryError:
        answer.send(Outcome(failure=f"it took more than {bounds.memory / GIGABYTE:g} GB of memory"))
    except BaseException as error:  # whatever it is: it is this input's alone, and told with its place
        answer.send(Outcome(failure=describe_defect(error)))
    os._exit(0)


def _become_worker(bounds: Bounds, parent: int) -> None:
    """Its own group (so that its children end with it), its parent's fate, its share of memory and time."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent(parent)
    import resource

    limits = {resource.RLIMIT_CPU: int(bounds.seconds) + _GRACE, resource.RLIMIT_CORE: 0}
    if bounds.memory:
        limits[resource.RLIMIT_AS] = _address_space() + bounds.memory
    for kind, value in limits.items():
        hard = resource.getrlimit(kind)[1]
        if hard == resource.RLIM_INFINITY or hard > value:
            resource.setrlimit(kind, (value, hard))


def die_with_parent(parent: int = 0) -> None:
    """This process is killed when the one that started it dies (Linux); at once if ``parent`` is gone already."""
    if not _LINUX:
        return
    prctl = getattr(ctypes.CDLL(None), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent and os.getppid() != parent:
        os._exit(1)


def _address_space() -> int:
    """Bytes of address space that this process has already; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def describe_defect(error: BaseException) -> str:
    """An unforeseen exception: its type and the place in our code, never its message (which may repeat a text)."""
    frames = traceback.extract_tb(error.__traceback__)
    own = f"{os.sep}mingzhang{os.sep}"
    ours = [frame for frame in frames if own in frame.filename and frame.filename != __file__]
    if not frames:
        return type(error).__name__
    frame = (ours or list(frames))[-1]
    place = frame.filename.rpartition(own)[2] if own in frame.filename else Path(frame.filename).name
    return f"{type(error).__name__} in {place.replace(os.sep, '/')}, line {frame.lineno} ({frame.name})"


def warm_up() -> None:
    """Fills every cache of a loader (a cached function without arguments) of ours, so that forks find them filled."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("mingzhang."):
            for function in list(vars(module).values()):
                if hasattr(function, "cache_info") and not signature(function).parameters:
                    function()
