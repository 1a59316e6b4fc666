"""The build from sources to packages and stacked tables: only what changed, and never half of it.

Each disclosure is converted by an executor, which leaves a whole package in ``build/``; only this process, which
holds the lock, puts packages in place, in the order of their names.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path

from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.audit.model import SEVERITIES
from mingzhang.convert import convert_disclosure
from mingzhang.digest import code_digest, folder_digest
from mingzhang.errors import MingzhangError, StorageError, describe_os_error
from mingzhang.executors import DEFECT, Bounds, Executor, FolderTask, Outcome, open_executor
from mingzhang.executors.progress import Progress
from mingzhang.lock import locked
from mingzhang.package.stack import write_stack
from mingzhang.package.versions import clean_versions, drop_unreplaced, keep_version
from mingzhang.package.write import publish_package, stage_package
from mingzhang.project import Project
from mingzhang.sources import find_disclosures, load_disclosure
from mingzhang.stopwatch import Seconds, Stopwatch
from mingzhang.swap import discard, fresh_name, replace_file, restore
from mingzhang.workers import warm_up

Say = Callable[[str], None]
UNCHANGED, FAILED = "unchanged", "FAILED"


@dataclass(frozen=True)
class Result:
    """What one disclosure came to: tables and rows of its package, what to look at, findings by severity."""

    disclosure_id: str
    tables: int
    rows: int
    warnings: list[str]
    findings: dict[str, int]


@dataclass
class BuildReport:
    """What a build did: a result for each package that is in place, an error for each that failed."""

    results: list[Result] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    converted: int = 0
    watch: Stopwatch = field(default_factory=Stopwatch)

    @property
    def tables(self) -> int:
        return sum(result.tables for result in self.results)

    @property
    def rows(self) -> int:
        return sum(result.rows for result in self.results)

    @property
    def warnings(self) -> list[str]:
        return [f"{result.disclosure_id}: {warning}" for result in self.results for warning in result.warnings]


@dataclass(frozen=True)
class _Task:
    """A disclosure to look at: its sources, the hash of all that its package depends on, what is known of it."""

    folder: Path
    key: str
    known: Result | None


def build_packages(
    project: Project, say: Say, bounds: Bounds | None = None, keep_versions: bool = True, scheduler: str = ""
) -> BuildReport:
    """Converts every disclosure that changed, here or on the cluster at ``scheduler``, then stacks all packages.

    The package of a disclosure whose sources or corrections changed is kept as an earlier version (unless
    ``keep_versions`` is false: a change is taken back).

    A disclosure that fails is reported; the others are built, and its last good
    package stays. A package whose source is gone is removed. Neither results nor
    messages depend on how many are converted at once.

    Raises:
        StorageError: when what is made cannot be written; the packages that stand are whole.
        ClusterError: when the cluster cannot be used.
    """
    try:
        with locked(project, say):
            return _build(project, say, partial(open_executor, scheduler, bounds, load_tools), keep_versions)
    except OSError as error:
        raise StorageError(describe_os_error(error, project.root)) from error


def _build(project: Project, say: Say, opening: Callable[[], Executor], keep_versions: bool) -> BuildReport:
    report = BuildReport()
    folders = find_disclosures(project.sources)
    if not folders:
        report.errors.append(f"{project.sources}: no disclosures there; add one (CONTRIBUTING.md)")
        return report  # packages stay: sources that are not there may be a disk that is not
    _clean(project, folders)
    code = code_digest()
    tasks = [_look_at(project, folder, code) for folder in folders]
    changed = [task.folder for task in tasks if not task.known]
    with closing(_convert(changed, _staging(project), opening)) as made, Progress(len(tasks), say) as progress:
        for task in tasks:
            told = UNCHANGED
            if task.known:
                report.results.append(task.known)
            else:
                told = _settle(project, task, next(made), report, keep_versions)
            progress.step(task.folder.name, told, passing=told == UNCHANGED, failed=told == FAILED)
    _drop_orphans(project, {folder.name for folder in folders})
    try:
        with report.watch.lap("stack"):
            write_stack(project)
    except MingzhangError as error:
        report.errors.append(str(error))
    shutil.rmtree(_staging(project), ignore_errors=True)
    report.watch.keep(project.times)
    return report


def _staging(project: Project) -> Path:
    return project.build / "packages"


def _memory(project: Project, name: str) -> Path:
    """Where it is remembered what the package of a disclosure was made from."""
    return project.cache / "packages" / f"{name}.json"


def _clean(project: Project, folders: Sequence[Path]) -> None:
    """Removes what killed builds left behind; a package set aside comes back."""
    for folder in folders:
        restore(project.packages / folder.name)
        drop_unreplaced(project.packages / folder.name, project.versions / folder.name)
    clean_versions(project.versions)
    shutil.rmtree(_staging(project), ignore_errors=True)
    for path in [*(project.cache / "packages").glob(".*.new"), fresh_name(project.datapackage)]:
        path.unlink(missing_ok=True)


def _look_at(project: Project, folder: Path, code: str) -> _Task:
    key = hashlib.sha256(f"{code} {folder_digest(folder)}".encode()).hexdigest()
    return _Task(folder, key, _remembered(_memory(project, folder.name), key, project.packages / folder.name))


@dataclass(frozen=True)
class _Refusal:
    """Why there is no package: told as it is; ``is_storage`` when it concerns every disclosure alike."""

    message: str
    is_storage: bool = False


def _convert(
    folders: Sequence[Path], staging: Path, opening: Callable[[], Executor]
) -> Generator[Outcome[_Made], None, None]:
    if folders:
        with opening() as executor:
            yield from executor.run(
                FolderTask(folder.name, _make, (folder,), staging / folder.name) for folder in folders
            )


def load_tools() -> None:
    """Loads what every conversion needs and is slow to load: once, not in every process."""
    import frictionless  # noqa: F401

    warm_up()


@dataclass(frozen=True)
class _Made:
    """What became of one disclosure, and the processor time that it took."""

    result: Result | _Refusal
    seconds: Seconds


def _make(reads: tuple[Path, ...], writes: Path, _: None) -> _Made:
    """By an executor: the package of one disclosure, whole, in the folder for it; or why there is none."""
    watch = Stopwatch()
    return _Made(_make_package(reads[0], writes, watch), watch.seconds)


def _make_package(folder: Path, writes: Path, watch: Stopwatch) -> Result | _Refusal:
    try:
        with watch.lap("read and convert"):
            converted = convert_disclosure(load_disclosure(folder))
        with watch.lap("audit"):
            converted, audit = audit_disclosure(converted)
        with watch.lap("write and validate"):
            rows = stage_package(converted, writes.parent)
    except MingzhangError as error:
        return _Refusal(str(error), isinstance(error, StorageError))
    except OSError as error:
        return _Refusal(f"{folder.name} sources: {describe_os_error(error)}")
    counts = {severity: audit.count(severity) for severity in SEVERITIES}
    return Result(folder.name, converted.tables, rows, converted.warnings, counts)


def _settle(project: Project, task: _Task, outcome: Outcome[_Made], report: BuildReport, keep_versions: bool) -> str:
    """Puts a package in place and remembers what it was made from, or reports why not; returns what to say of it."""
    name, made = task.folder.name, outcome.value.result if outcome.value else None
    if outcome.value:
        report.watch.add(outcome.value.seconds)
    if not isinstance(made, Result):
        told = made.message if made else f"{name} conversion: {outcome.failure}; {DEFECT}"
        if made and made.is_storage:
            raise StorageError(told)
        report.errors.append(told)
        return FAILED
    package = project.packages / name
    fresh = _staging(project) / name
    kept = None
    if keep_versions:
        try:
            kept = keep_version(package, fresh, project.versions / name, _staging(project) / ".versions")
        except MingzhangError as error:
            report.errors.append(str(error))
            return FAILED
    publish_package(fresh, project.packages)
    if not keep_versions:
        drop_unreplaced(package, project.versions / name)
    told = json.dumps({"key": task.key, "package": folder_digest(package), "result": asdict(made)})
    replace_file(_memory(project, name), told.encode())
    report.results.append(made)
    report.converted += 1
    found = ", ".join(f"{count} {severity}" for severity, count in made.findings.items())
    version = f"; version {kept.name} kept, `mingzhang diff` tells what changed" if kept else ""
    return f"{made.tables} tables, {made.rows} rows, {len(made.warnings)} warnings; audit: {found}{version}"


def _remembered(memory: Path, key: str, package: Path) -> Result | None:
    """The result of an earlier build, if its inputs are the same and its package still stands as it was left."""
    try:
        data = json.loads(memory.read_text(encoding="utf-8"))
        if data["key"] == key and package.is_dir() and folder_digest(package) == data["package"]:
            return Result(**data["result"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _drop_orphans(project: Project, names: set[str]) -> None:
    """Removes packages with their versions, and what is remembered of them, whose sources are gone."""
    for place in (project.packages, project.versions):
        for folder in sorted(place.iterdir()) if place.is_dir() else ():
            if folder.is_dir() and folder.name not in names:
                discard(folder, _staging(project))
    for memory in sorted((project.cache / "packages").glob("*.json")):
        if memory.stem not in names:
            memory.unlink()
