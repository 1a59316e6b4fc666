"""Tasks on a dask.distributed cluster: each result taken once, in order, whatever becomes of a worker."""

from __future__ import annotations

import pickle
import shutil
import warnings
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, TypeVar
from uuid import uuid4

from mingzhang.executors.connection import CHECK_SECONDS, ClusterError, connect, count_workers
from mingzhang.executors.likeness import likeness
from mingzhang.executors.messages import TOKEN, Answer, Done, Given, Missing, Place, Refused, Request
from mingzhang.executors.model import Bounds, FolderTask, Outcome
from mingzhang.executors.packing import content_digest, pack, unpack
from mingzhang.executors.pool import AHEAD
from mingzhang.executors.remote import perform
from mingzhang.project import find_project

R = TypeVar("R")

RETRIES = 2
"""Of a task whose process beside dask's ended; dask itself counts the workers that die (``allowed-failures``)."""
NO_WORKER_SECONDS = 60
"""That work waits for a worker, when all are gone; nannies start theirs again."""


@dataclass
class _Sent:
    """A task that is on its way; ``alone`` when no other is, because its workers died."""

    task: FolderTask[Any]
    future: Any
    carried: frozenset[int]
    alone: bool


class ClusterExecutor:
    """An executor (``model.Executor``) on the workers of a scheduler.

    What a task reads is used where a worker sees the same content, and travels otherwise. The folder that it makes
    stays in a folder that both see, and travels otherwise.

    Raises:
        ClusterError: the cluster cannot be used from here.
    """

    def __init__(self, address: str, bounds: Bounds | None = None, warm: Callable[[], None] | None = None) -> None:
        self._client = connect(address)
        self._address = address
        self._bounds = bounds or Bounds()
        self._warm = warm
        self._run = uuid4().hex
        self._meetings: set[Path] = set()
        self._absent: Counter[tuple[str, int]] = Counter()
        self._flight: dict[int, _Sent] = {}
        self._suspects: dict[int, FolderTask[Any]] = {}
        self._attempts = 0

    @property
    def jobs(self) -> int:
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))

    def run(self, tasks: Iterable[FolderTask[R]]) -> Generator[Outcome[R], None, None]:
        """See ``model.Executor``.

        Raises:
            ClusterError: the cluster is gone, or a worker has other code than this machine.
        """
        coming, more, jobs = iter(tasks), True, self.jobs
        arrived: SimpleQueue[int] = SimpleQueue()
        done: dict[int, Outcome[R]] = {}
        begun = told = 0
        try:
            while True:
                while more and not self._suspects and len(self._flight) < 2 * jobs and begun - told < AHEAD * jobs:
                    try:
                        task = next(coming)
                    except StopIteration:
                        more = False
                    else:
                        self._send(begun, task, arrived)
                        begun += 1
                if told in done:
                    yield done.pop(told)
                    told += 1
                elif self._suspects and not self._flight:
                    number = min(self._suspects)
                    self._send(number, self._suspects.pop(number), arrived, alone=True)
                elif self._flight:
                    number = self._next(arrived)
                    outcome = self._take(number, arrived)
                    if outcome:
                        done[number] = outcome
                else:
                    return
        finally:
            self._client.cancel([sent.future for sent in self._flight.values()])
            self._flight.clear()
            self._suspects.clear()

    def _next(self, arrived: SimpleQueue[int]) -> int:
        """The number of a task that something came of."""
        idle = 0
        while True:
            try:
                return arrived.get(timeout=CHECK_SECONDS)
            except Empty:
                idle = 0 if count_workers(self._client, self._address) else idle + CHECK_SECONDS
                if idle > NO_WORKER_SECONDS:
                    raise ClusterError(
                        f"scheduler {self._address}: no worker is left; start some, then run again"
                    ) from None

    def _send(
        self,
        number: int,
        task: FolderTask[Any],
        arrived: SimpleQueue[int],
        missing: frozenset[int] = frozenset(),
        alone: bool = False,
    ) -> None:
        """Gives a task to the cluster, with those of its inputs that are known or thought to be missing there."""
        name = f"{task.function.__module__}.{task.function.__qualname__}"
        carried = missing | {n for n in range(len(task.reads)) if self._absent[name, n] > 0}
        reads = tuple(_given(path, n in carried) for n, path in enumerate(task.reads))
        request = Request(self._run, task, reads, self._meeting(task.writes), self._bounds, self._warm)
        self._attempts += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a request is large: what it carries is needed where it goes
            future = self._client.submit(
                perform,
                likeness(),
                pickle.dumps(request),
                key=f"mingzhang-{self._run}-{self._attempts}",
                pure=False,
                retries=RETRIES,
            )
        self._flight[number] = _Sent(task, future, carried, alone)
        future.add_done_callback(lambda _: arrived.put(number))

    def _take(self, number: int, arrived: SimpleQueue[int]) -> Outcome[Any] | None:
        """What came of a task; nothing yet when it has to be sent again."""
        sent = self._flight.pop(number)
        try:
            answer: Answer = pickle.loads(sent.future.result())
        except Exception as error:
            if type(error).__name__ == "KilledWorker" and not sent.alone:
                self._suspects[number] = sent.task  # or one beside it killed them: tried again, one at a time
                return None
            return Outcome(failure=_explain(error, self._address))
        if isinstance(answer, Missing):
            self._note(sent, answer.numbers)
            self._send(number, sent.task, arrived, sent.carried | set(answer.numbers), sent.alone)
            return None
        if isinstance(answer, Refused):
            raise ClusterError(f"a worker of {self._address}: {answer.told}")
        self._note(sent, ())
        self._settle(answer, sent.task)
        return answer.outcome

    def _note(self, sent: _Sent, missing: tuple[int, ...]) -> None:
        """Remembers how often an input is not on the workers: then it travels at once."""
        name = f"{sent.task.function.__module__}.{sent.task.function.__qualname__}"
        for number in set(range(len(sent.task.reads))) - sent.carried:
            self._absent[name, number] += 1 if number in missing else -1

    def _meeting(self, writes: Path) -> Place:
        """A folder beside ``writes`` by which a worker can tell that it sees the same disk."""
        folder = self._meeting_of(writes)
        if folder not in self._meetings:
            folder.mkdir(parents=True)
            (folder / TOKEN).write_text(self._run, encoding="ascii")
            self._meetings.add(folder)
        return _place(folder)

    def _meeting_of(self, writes: Path) -> Path:
        return writes.parent / f".shared-{self._run}"

    def _settle(self, answer: Done, task: FolderTask[Any]) -> None:
        """Puts the folder that was made in its place, or none where there is none."""
        shutil.rmtree(task.writes, ignore_errors=True)
        if answer.packed is not None:
            unpack(answer.packed, task.writes)
        elif answer.made:
            (self._meeting_of(task.writes) / answer.made / task.writes.name).rename(task.writes)

    def close(self) -> None:
        """Leaves the cluster as it was."""
        for folder in self._meetings:
            shutil.rmtree(folder, ignore_errors=True)
        self._meetings.clear()
        with suppress(Exception):
            self._client.close(timeout=CHECK_SECONDS)

    def __enter__(self) -> ClusterExecutor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _given(path: Path, carried: bool) -> Given:
    return Given(_place(path), content_digest(path), pack(path) if carried else None)


def _place(path: Path) -> Place:
    path = path.absolute()
    root = _root_of(path.parent)
    return Place(str(path), path.relative_to(root).as_posix() if root else "")


@lru_cache(maxsize=1000)
def _root_of(folder: Path) -> Path | None:
    try:
        root = find_project(folder).root
    except FileNotFoundError:
        return None
    return root if folder.is_relative_to(root) else None


def _explain(error: Exception, address: str) -> str:
    """Why there is no answer to a task: its alone, unless the cluster cannot be used at all."""
    kind = type(error).__name__
    if kind == "KilledWorker":
        return "the workers that it was given to died, one after the other"
    if kind == "HostGoneError":
        return "the process that did it on a worker ended, time and again"
    if isinstance(error, ImportError | AttributeError):
        raise ClusterError(
            f"a worker of {address} has no Mingzhang like this one's ({kind}): install the same commit there, with "
            "requirements/site.txt and requirements/cluster.txt, and start that worker again"
        ) from error
    raise ClusterError(
        f"scheduler {address}: {kind} while work was under way; look at its log, then run again: what stands is whole"
    ) from error
