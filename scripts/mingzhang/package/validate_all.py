"""Validation of many packages at once, by an executor."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from mingzhang.executors import DEFECT, Executor, FolderTask
from mingzhang.package.validate import find_faults
from mingzhang.package.write import DESCRIPTOR


def find_all_faults(folders: Sequence[Path], executor: Executor) -> Generator[list[str], None, None]:
    """What is wrong with the package in each of ``folders``, in their order; nothing with those that are valid."""
    with TemporaryDirectory(prefix="mingzhang-") as scratch:
        tasks = (
            FolderTask(folder.name, faults_of, (folder,), Path(scratch, str(n))) for n, folder in enumerate(folders)
        )
        for outcome in executor.run(tasks):
            yield [f"{outcome.failure}; {DEFECT}"] if outcome.value is None else outcome.value


def faults_of(reads: tuple[Path, ...], _: Path, __: None) -> list[str]:
    """By an executor: the faults of one package."""
    return find_faults(reads[0] / DESCRIPTOR)


def load_frictionless() -> None:
    """Slow to load: once, not in every process."""
    import frictionless  # noqa: F401
