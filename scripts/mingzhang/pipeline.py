"""The build from sources to packages and stacked tables: only what changed, and never half of it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.audit.model import SEVERITIES
from mingzhang.convert import convert_disclosure
from mingzhang.errors import DisclosureError, MingzhangError
from mingzhang.package.stack import replace_file, write_stack
from mingzhang.package.write import write_package
from mingzhang.project import Project
from mingzhang.sources import find_disclosures, load_disclosure
from mingzhang.swap import restore

Say = Callable[[str], None]
_CODE = ("*.py", "*.yml", "*.csv")


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

    @property
    def tables(self) -> int:
        return sum(result.tables for result in self.results)

    @property
    def rows(self) -> int:
        return sum(result.rows for result in self.results)

    @property
    def warnings(self) -> list[str]:
        return [f"{result.disclosure_id}: {warning}" for result in self.results for warning in result.warnings]


def build_packages(project: Project, say: Say) -> BuildReport:
    """Converts every disclosure that changed, then stacks all packages.

    A disclosure that fails is reported; the others are built, and its last good
    package stays. A package whose source is gone is removed.
    """
    report = BuildReport()
    with locked(project):
        folders = find_disclosures(project.sources)
        if not folders:
            report.errors.append(f"{project.sources}: no disclosures there; add one (CONTRIBUTING.md)")
        code = code_digest()
        for number, folder in enumerate(folders, 1):
            say(f"[{number}/{len(folders)}] {_build_one(project, folder, code, report)}")
        _drop_orphans(project, {folder.name for folder in folders})
        try:
            write_stack(project)
        except MingzhangError as error:
            report.errors.append(str(error))
    return report


def _build_one(project: Project, folder: Path, code: str, report: BuildReport) -> str:
    """Builds one package if it must be; returns what to say of it."""
    restore(project.packages / folder.name)
    memory = project.cache / "packages" / f"{folder.name}.json"
    key = hashlib.sha256(f"{code} {folder_digest(folder)}".encode()).hexdigest()
    if (known := _remembered(memory, key, project.packages / folder.name)) is not None:
        report.results.append(known)
        return f"{folder.name}: unchanged"
    try:
        converted, audit = audit_disclosure(convert_disclosure(load_disclosure(folder)))
        rows = write_package(converted, project.packages, project.build / "packages")
    except DisclosureError as error:
        report.errors.append(str(error))
        return f"{folder.name}: FAILED"
    counts = {severity: audit.count(severity) for severity in SEVERITIES}
    result = Result(folder.name, converted.tables, rows, converted.warnings, counts)
    report.results.append(result)
    report.converted += 1
    package = folder_digest(project.packages / folder.name)
    replace_file(memory, json.dumps({"key": key, "package": package, "result": asdict(result)}).encode())
    found = ", ".join(f"{count} {severity}" for severity, count in counts.items())
    return f"{folder.name}: {result.tables} tables, {rows} rows, {len(result.warnings)} warnings; audit: {found}"


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
    if not project.packages.is_dir():
        return
    for folder in project.packages.iterdir():
        if folder.is_dir() and folder.name not in names:
            shutil.rmtree(folder)


def folder_digest(folder: Path) -> str:
    """A hash over the names and contents of all files below ``folder``."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def code_digest() -> str:
    """A hash over the code and vocabulary that conversion depends on (the site's is not)."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(p for pattern in _CODE for p in here.rglob(pattern)):
        relative = path.relative_to(here)
        if relative.parts[0] != "site":
            digest.update(f"{relative.as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def locked(project: Project) -> Iterator[None]:
    """Holds the project's build lock, so that two builds do not write at once."""
    project.cache.mkdir(parents=True, exist_ok=True)
    with (project.cache / "build.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
