"""Long-lived processes that do one task after the other: isolated, bounded, results in order.

A process that dies, hangs or asks for too much memory costs its own task and no other, and is replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from multiprocessing import get_context
from multiprocessing.connection import wait
from time import monotonic
from typing import Any, TypeVar

from mingzhang.executors.guardian import Guardian
from mingzhang.executors.model import Bounds, Outcome
from mingzhang.executors.process import LINUX
from mingzhang.executors.worker import Worker

T = TypeVar("T")
R = TypeVar("R")

MOST_TASKS = 200
"""That one process does: what libraries never give back does not add up."""
AHEAD = 4
"""Results that may wait for an earlier one, a process."""


class Pool:
    """``bounds.jobs`` processes, started when they are needed.

    Args:
        bounds: how many, and what a task may take.
        warm: loads what every task needs: called once before the first process begins.
        most_tasks: after so many a process is replaced.
        afresh: processes start anew, for libraries that do not survive a fork; else they are forks of this one
            where that is safe (Linux), with all that it has loaded.
    """

    def __init__(
        self,
        bounds: Bounds | None = None,
        warm: Callable[[], None] | None = None,
        most_tasks: int = MOST_TASKS,
        afresh: bool = False,
    ) -> None:
        self.bounds = bounds or Bounds()
        self.jobs = max(1, self.bounds.jobs)
        self._warm = warm
        self._most_tasks = most_tasks
        self._forks = LINUX and not afresh
        self._guardian: Guardian | None = None
        self._idle: list[Worker] = []
        self._busy: dict[int, Worker] = {}

    def run(self, function: Callable[[T], R], inputs: Iterable[T]) -> Generator[Outcome[R], None, None]:
        """``function`` of each of ``inputs``, in their order; when the caller closes the generator, work is ended."""
        assert not self._busy, "one run at a time"
        coming, more = iter(inputs), True
        done: dict[int, Outcome[R]] = {}
        begun = told = 0
        try:
            while True:
                while more and len(self._busy) < self.jobs and begun - told < AHEAD * self.jobs:
                    try:
                        given = next(coming)
                    except StopIteration:
                        more = False
                    else:
                        self._busy[begun] = self._begin(function, given)
                        begun += 1
                if self._busy:
                    done |= self._collect(patiently=told not in done)
                if told in done:
                    yield done.pop(told)
                    told += 1
                elif not self._busy:
                    return
        finally:
            for worker in self._busy.values():
                self._end(worker)
            self._busy.clear()

    def close(self) -> None:
        """Ends every process, and what it started."""
        for worker in [*self._busy.values(), *self._idle]:
            self._end(worker)
        self._busy.clear()
        self._idle.clear()
        if self._guardian:
            self._guardian.close()
            self._guardian = None

    def _begin(self, function: Callable[[T], R], given: T) -> Worker:
        """A process that works on ``given``: an idle one, or a new one."""
        while self._idle:
            worker = self._idle.pop()
            if worker.begin(function, given):
                return worker
            self._end(worker)  # it died while nobody looked
        worker = self._start()
        worker.begin(function, given)  # if it is dead already, its outcome tells
        return worker

    def _start(self) -> Worker:
        if LINUX:
            self._guardian = self._guardian or Guardian()
        if self._forks and self._warm:
            self._warm()
            self._warm = None
        worker = Worker(get_context("fork" if self._forks else "spawn"), self.bounds, self._warm)
        if self._guardian:
            self._guardian.know(worker.group)
        return worker

    def _collect(self, patiently: bool) -> dict[int, Outcome[Any]]:
        """Takes what is done or overdue; ``patiently`` waits until something is."""
        nearest = min(worker.deadline for worker in self._busy.values())
        handles = [handle for worker in self._busy.values() for handle in (worker.link, worker.process.sentinel)]
        ready = set(wait(handles, max(0.0, nearest - monotonic()) if patiently else 0))
        now = monotonic()
        done: dict[int, Outcome[Any]] = {}
        for number, worker in list(self._busy.items()):
            if worker.link in ready or worker.process.sentinel in ready:
                done[number] = worker.take()
            elif worker.deadline <= now:
                done[number] = worker.overdue()
            else:
                continue
            del self._busy[number]
            if worker.spent or worker.tasks >= self._most_tasks:
                self._end(worker)
            else:
                self._idle.append(worker)
        return done

    def _end(self, worker: Worker) -> None:
        worker.end()
        if self._guardian:
            self._guardian.forget(worker.group)
