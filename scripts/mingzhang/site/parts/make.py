"""Has the parts made that do not stand: by an executor, put into the cache in order, with progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from mingzhang.errors import MingzhangError
from mingzhang.executors import DEFECT, Executor, FolderTask
from mingzhang.executors.progress import Progress
from mingzhang.project import Project
from mingzhang.site.packages import PackageError
from mingzhang.site.parts.disclosure import KIT, PACKAGE, STAGES, VERSIONS, Common, Order, make_parts
from mingzhang.site.parts.frame import NAME
from mingzhang.site.parts.store import Part, Store
from mingzhang.stopwatch import Seconds, Stopwatch

Keys = Mapping[str, Mapping[str, str]]
"""The keys of the parts of every disclosure, by id and stage."""


class PartError(MingzhangError):
    """A part of the site could not be made."""


@dataclass(frozen=True)
class Maker:
    """Makes the parts of disclosures; ``opening`` opens what does the work, when there is any."""

    project: Project
    store: Store
    staging: Path
    common: Common
    keys: Keys
    opening: Callable[[], Executor]
    say: Callable[[str], None]
    watch: Stopwatch

    def disclosures(self) -> list[Part]:
        """The parts of every disclosure, those that do not stand made anew."""
        found = {name: self._standing(name) for name in self.keys}
        missing = [name for name, parts in found.items() if len(parts) < len(STAGES)]
        with Progress(len(missing), self.say) as progress:
            for name, made in zip(missing, self._made(missing, found), strict=True):
                self.watch.add(made)
                for stage in made:
                    key = self.keys[name][stage]
                    found[name][stage] = self.store.take(f"{stage}/{name}", self.staging / name / stage, key)
                progress.step(name, "charts, downloads, pages" if len(made) == len(STAGES) else ", ".join(made))
        return [part for parts in found.values() for part in parts.values()]

    def _standing(self, name: str) -> dict[str, Part]:
        found = {stage: self.store.find(f"{stage}/{name}", self.keys[name][stage]) for stage in STAGES}
        return {stage: part for stage, part in found.items() if part}

    def _made(self, names: Sequence[str], found: Mapping[str, Mapping[str, Part]]) -> Iterator[Seconds]:
        if not names:
            return
        tasks = (self._task(name, found[name]) for name in names)
        with closing(self.opening().run(tasks)) as outcomes:
            for name, outcome in zip(names, outcomes, strict=True):
                yield settle(name, outcome.value, outcome.failure)

    def _task(self, name: str, standing: Mapping[str, Part]) -> FolderTask[Seconds | str]:
        folders = {PACKAGE: self.project.packages / name, KIT: self.store.folder / NAME / KIT}
        if (versions := self.project.versions / name).is_dir():
            folders[VERSIONS] = versions
        folders |= {stage: part.folder for stage, part in standing.items()}
        order = Order(self.common, self.keys[name], tuple(folders))
        return FolderTask(name, make_parts, tuple(folders.values()), self.staging / name, order)


def settle(name: str, value: Seconds | str | None, failure: str) -> Seconds:
    """What was made, by the time that it took.

    Raises:
        PackageError: when the function told what is wrong with its input.
        PartError: when it failed in a way that nobody foresaw.
    """
    if isinstance(value, str):
        raise PackageError(value)
    if value is None:
        raise PartError(f"{name} site: {failure}; {DEFECT}")
    return value
