"""What the two ends of a cluster say to each other."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzhang.executors.model import Bounds, FolderTask, Outcome
from mingzhang.executors.packing import content_digest

ROOT_VARIABLE = "MINGZHANG_ROOT"
"""On a worker: where its own copy of the project is, or where the shared one is mounted."""
TOKEN = "token"


@dataclass(frozen=True)
class Place:
    """A path as the asking machine sees it, and below the project's root ("" when it is not there)."""

    path: str
    relative: str

    def seen_here(self) -> Path:
        """Where it would be on this machine: below the settled root if there is one, else at the same path."""
        root = os.environ.get(ROOT_VARIABLE, "")
        return Path(root) / self.relative if root and self.relative else Path(self.path)


@dataclass(frozen=True)
class Given:
    """Something that a task reads: where it is, what it holds, and, when it travels, the content."""

    place: Place
    digest: str
    packed: bytes | None = None

    def found(self) -> Path | None:
        """Where this machine has the same content."""
        path = self.place.seen_here()
        return path if content_digest(path) == self.digest else None


@dataclass(frozen=True)
class Request:
    """A task for a worker: ``run`` is the same for all of one executor, ``meeting`` a folder that may be shared.

    A shared ``meeting`` folder holds a file ``token`` that says ``run``.
    """

    run: str
    task: FolderTask[Any]
    reads: tuple[Given, ...]
    meeting: Place
    bounds: Bounds
    warm: Callable[[], None] | None

    def meeting_here(self) -> Path | None:
        """The folder as this machine sees it, if it is the same one."""
        path = self.meeting.seen_here()
        try:
            return path if (path / TOKEN).read_text(encoding="ascii") == self.run else None
        except OSError:
            return None


@dataclass(frozen=True)
class Done:
    """An outcome, with the folder that was made: packed, or the name that it has in the shared folder."""

    outcome: Outcome[Any]
    packed: bytes | None = None
    made: str = ""


@dataclass(frozen=True)
class Missing:
    """Which of the things that the task reads are not on this machine: they must travel."""

    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Refused:
    """This worker cannot do any task: why, and what to do."""

    told: str


Answer = Done | Missing | Refused
