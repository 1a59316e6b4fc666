"""Tasks in processes of this machine."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from types import TracebackType
from typing import TypeVar

from mingzhang.errors import StorageError, describe_os_error
from mingzhang.executors.model import Bounds, FolderTask, Outcome
from mingzhang.executors.pool import Pool

R = TypeVar("R")


class LocalExecutor:
    """An executor (``model.Executor``) on a pool of long-lived processes."""

    def __init__(self, bounds: Bounds | None = None, warm: Callable[[], None] | None = None) -> None:
        self._pool = Pool(bounds, warm)

    @property
    def jobs(self) -> int:
        return self._pool.jobs

    def run(self, tasks: Iterable[FolderTask[R]]) -> Generator[Outcome[R], None, None]:
        """See ``model.Executor``.

        Raises:
            StorageError: when the folder of a task cannot be made.
        """
        begun: deque[FolderTask[R]] = deque()

        def noted() -> Generator[FolderTask[R], None, None]:
            for task in tasks:
                begun.append(task)
                yield task

        with closing(self._pool.run(perform, noted())) as outcomes:
            for outcome in outcomes:
                task = begun.popleft()
                if outcome.failure:
                    shutil.rmtree(task.writes, ignore_errors=True)
                if isinstance(outcome.value, StorageError):
                    raise outcome.value
                yield outcome  # type: ignore[misc]

    def close(self) -> None:
        self._pool.close()

    def __enter__(self) -> LocalExecutor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def perform(task: FolderTask[R]) -> R | StorageError:
    """In a process: makes the empty folder and runs the task; an error of the storage concerns all tasks alike."""
    try:
        shutil.rmtree(task.writes, ignore_errors=True)
        task.writes.mkdir(parents=True)
    except OSError as error:
        return StorageError(describe_os_error(error, task.writes))
    return task.function(task.reads, task.writes, task.arguments)
