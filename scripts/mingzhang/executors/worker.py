"""One process of a pool, seen from both sides: what the parent holds of it, and what it does."""

from __future__ import annotations

import gc
import os
import pickle
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from time import monotonic
from typing import Any

from mingzhang.executors.model import GIGABYTE, Bounds, Outcome
from mingzhang.executors.process import GRACE, become_worker, bound_task, describe_defect, describe_ending, resident

MOST_GROWTH = GIGABYTE // 2
"""Bytes that a process may have grown by when a task is done; beyond it is replaced."""


class Worker:
    """The parent's side of a process.

    ``spent`` tells that it must be ended: it is dead, overdue, has grown too much, or a task of its failed.
    """

    def __init__(self, context: Any, bounds: Bounds, warm: Callable[[], None] | None) -> None:
        self.link, other = context.Pipe()
        self.bounds = bounds
        self.tasks = 0
        self.spent = False
        self.deadline = 0.0
        self._ending = ""
        self.process = context.Process(target=_serve, args=(other, bounds, warm, os.getpid()), daemon=True)
        self.process.start()
        self.group: int = self.process.pid
        other.close()

    def begin(self, function: Callable[..., Any], given: object) -> bool:
        """Gives it a task; false when it is dead."""
        self.deadline = monotonic() + self.bounds.seconds
        self.tasks += 1
        try:
            self.link.send((function, given))
        except OSError:
            return False
        return True

    def take(self) -> Outcome[Any]:
        """Its answer, or what it died of."""
        try:
            outcome, self.spent = pickle.loads(self.link.recv_bytes())
        except (EOFError, OSError):
            return Outcome(failure=f"its process ended by {self.end(GRACE)}")
        return outcome  # type: ignore[no-any-return]

    def overdue(self) -> Outcome[Any]:
        """Ends it; says that it took too long."""
        self.end()
        return Outcome(failure=f"it took more than {self.bounds.seconds:g} seconds")

    def end(self, patience: float = 0) -> str:
        """Kills it and all that it started, unless it ends within ``patience`` seconds; tells how it ended."""
        if not self._ending:
            wait([self.process.sentinel], patience)
            try:
                os.killpg(self.group, signal.SIGKILL)  # before its number is free for another
            except OSError:  # not yet in a group of its own
                self.process.kill()
            self.process.join()
            self._ending = describe_ending(self.process.exitcode)
            self.process.close()
            self.link.close()
            self.spent = True
        return self._ending


def _serve(link: Connection, bounds: Bounds, warm: Callable[[], None] | None, parent: int) -> None:
    """In the process: one task after the other, until it is killed."""
    become_worker(parent)
    if warm:
        warm()
    gc.freeze()  # what is there already is never garbage: not looked through again and again
    least = resident()
    while True:
        try:
            payload = link.recv_bytes()
        except EOFError:
            os._exit(0)
        outcome = _do(payload, bounds)
        spent = bool(outcome.failure) or resident() - least > MOST_GROWTH
        try:
            answer = ForkingPickler.dumps((outcome, spent))
        except BaseException as error:
            answer = ForkingPickler.dumps((Outcome[None](failure=describe_defect(error)), True))
        link.send_bytes(answer)


def _do(payload: bytes, bounds: Bounds) -> Outcome[Any]:
    try:
        bound_task(bounds)
        function, given = pickle.loads(payload)
        return Outcome(function(given))
    except MemoryError:
        return Outcome(failure=f"it took more than {bounds.memory / GIGABYTE:g} GB of memory")
    except BaseException as error:  # whatever it is: it is this input's alone, and told with its place
        return Outcome(failure=describe_defect(error))
