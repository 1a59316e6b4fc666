"""What is run and what comes of it: tasks from folders to a folder, bounds, outcomes."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Protocol, TypeVar

R = TypeVar("R")

GIGABYTE = 1024**3
DEFECT = "this may be a defect of mingzhang: please report it with this line, not with the document's text"
MOST_JOBS = 8


def default_jobs() -> int:
    """As many as there are processors for us, at most eight: each may take its whole share of memory."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST_JOBS)


@dataclass(frozen=True)
class Bounds:
    """How many processes at once, and what each task may take.

    ``seconds`` of the clock: an ordinary disclosure takes two, and reading the largest file that is allowed takes up
    to 600 (``reading.formats.limits``). ``memory`` in bytes, beyond what its process has when it begins (0: no bound):
    an ordinary disclosure takes 0.1 GB.
    """

    jobs: int = field(default_factory=default_jobs)
    seconds: float = 600
    memory: int = 2 * GIGABYTE


@dataclass(frozen=True)
class Outcome(Generic[R]):
    """What the function gave, or in ``failure`` why there is nothing: no text of the input is in it."""

    value: R | None = None
    failure: str = ""


@dataclass(frozen=True)
class FolderTask(Generic[R]):
    """A piece of work that reads folders or files and makes one folder.

    Attributes:
        name: told in progress and errors (a disclosure's id).
        function: importable, at the top level of its module; gets ``reads``, ``writes`` and ``arguments``, which may be
            in other places than here, and returns something small that can be pickled. It names nothing else that
            changes: what it reads besides is code.
        reads: folders or files.
        writes: the folder that it makes: empty when the function begins, gone when it failed.
        arguments: anything that can be pickled.
    """

    name: str
    function: Callable[[tuple[Path, ...], Path, Any], R]
    reads: tuple[Path, ...]
    writes: Path
    arguments: Any = None


class Executor(Protocol):
    """Runs tasks somewhere. A context manager: when it is closed, nothing that it started is left."""

    @property
    def jobs(self) -> int:
        """How many tasks run at once."""

    def run(self, tasks: Iterable[FolderTask[R]]) -> Generator[Outcome[R], None, None]:
        """An outcome for each of ``tasks``, in their order; both are taken lazily. One run at a time."""

    def close(self) -> None:
        """Ends what still runs."""

    def __enter__(self) -> Executor: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Closes it."""
