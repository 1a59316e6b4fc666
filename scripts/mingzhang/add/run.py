"""Adds one disclosure: reads its files, describes it, converts and audits it, and puts it in place at the end."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mingzhang.add.metadata import replace_extracted, write_sources
from mingzhang.add.proposal import Proposal, order_files, problems_of, propose
from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.audit.run import Audit
from mingzhang.convert import Converted, convert_disclosure
from mingzhang.errors import (
    DisclosureError,
    ExtractionError,
    MingzhangError,
    RecognitionError,
    StorageError,
    describe_os_error,
    one_line,
)
from mingzhang.lock import locked
from mingzhang.pipeline import BuildReport, Say, build_packages
from mingzhang.project import Project
from mingzhang.source_text import EXTRACTED, SourceText, extract_files, file_digest
from mingzhang.sources import METADATA, Disclosure, find_disclosures, load_disclosure
from mingzhang.swap import discard, restore, settle_on_disk, swap_in
from mingzhang.workers import DEFECT, Bounds, run_one

Decide = Callable[[Proposal, list[Disclosure], str], Proposal]
"""Settles a proposal: asks, or refuses what is incomplete. Gets the disclosures there are and the text."""


_HINTS = {
    "unit": "--unit NAME",
    "year": "--year 2024",
    "kind": "--kind budget or --kind final",
    "scope": "--scope 单位 or --scope 部门",
    "division_code": "--division-code with the six digits of its place (GB/T 2260), such as 420106",
    "unit_id": "--unit-id in ASCII words joined by hyphens",
}


class NotAddedError(MingzhangError):
    """The files were not added; nothing changed."""


@dataclass(frozen=True)
class Added:
    """A disclosure that is in place, with what conversion and audit gave."""

    folder: Path
    converted: Converted
    audit: Audit
    report: BuildReport


def add_disclosure(
    project: Project, paths: Sequence[Path], given: Proposal, decide: Decide, say: Say, bounds: Bounds | None = None
) -> Added:
    """Makes the files at ``paths`` one disclosure of ``project``, converts and audits it, and builds its package.

    ``say`` is told of each step as it begins; ``bounds`` is what converting it may take.

    Raises:
        NotAddedError: the files are there already, cannot be read, or nobody says what they are.
        DisclosureError: they cannot be converted. In both cases everything is as it was before.
        StorageError: the disk is full, or a right is missing.
    """
    files = gather_files(paths)
    standing = standing_disclosures(project)
    digests = refuse_doubles(files, standing)
    say(f"reading {', '.join(path.name for path in files)}")
    try:
        source = extract_files(files)
        proposed = propose(source, given, [d.unit for d in standing])
    except (ExtractionError, RecognitionError) as error:
        raise NotAddedError(str(error)) from error
    proposal = decide(proposed, standing, source.text)
    if digests != refuse_doubles(files, standing):
        raise NotAddedError("a file changed while it was read; try again when it is complete")
    try:
        with locked(project, say):
            refuse_doubles(files, standing_disclosures(project))  # another may have been adding meanwhile
            return _put(project, files, source, proposal, say, bounds)
    except OSError as error:
        raise StorageError(describe_os_error(error, project.root)) from error


def _put(
    project: Project,
    files: Sequence[Path],
    source: SourceText,
    proposal: Proposal,
    say: Say,
    bounds: Bounds | None,
) -> Added:
    target = project.sources / proposal.id
    if target.exists():
        raise NotAddedError(
            f"{target}: there is such a disclosure already; `mingzhang replace {proposal.id}` "
            "puts these files in place of its own; or give another --unit-id"
        )
    say(f"converting and auditing {proposal.id}")
    with staged(project, proposal.id) as folder:
        write_sources(folder, files, source, proposal, date.today())
        converted, audit = convert_staged(folder, bounds)
        project.sources.mkdir(parents=True, exist_ok=True)
        settle_on_disk(folder)
        swap_in(folder, target)
    say("building its package and the stacked tables")
    try:
        report = build_packages(project, silent, bounds)
        failed = [error for error in report.errors if error.startswith(f"{proposal.id} ")]
        if failed:
            raise NotAddedError("; ".join(failed))
    except BaseException:
        discard(target, project.build / "add")
        build_packages(project, silent, bounds)
        raise
    return Added(target, converted, audit, report)


def convert_staged(folder: Path, bounds: Bounds | None) -> tuple[Converted, Audit]:
    """What the disclosure in ``folder`` gives, converted in a process of its own."""
    outcome = run_one(_convert, folder, bounds)
    if outcome.value is None:
        raise NotAddedError(f"{folder.name} conversion: {outcome.failure}; {DEFECT}")
    if isinstance(outcome.value, str):
        raise NotAddedError(outcome.value)
    return outcome.value


def _convert(folder: Path) -> tuple[Converted, Audit] | str:
    try:
        return audit_disclosure(convert_disclosure(load_disclosure(folder)))
    except DisclosureError as error:
        return str(error)


def silent(_: str) -> None:
    """Says nothing."""


@contextmanager
def staged(project: Project, name: str) -> Iterator[Path]:
    """A fresh folder with the disclosure's name, removed when something fails."""
    above = project.build / "add"
    shutil.rmtree(above, ignore_errors=True)
    folder = above / name
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(above, ignore_errors=True)


def gather_files(paths: Sequence[Path]) -> list[Path]:
    """The files that ``paths`` name, folders' own included, if they may be added."""
    try:
        files = order_files(paths)
        _check_files(files)
    except OSError as error:
        told = f"{error.filename}: cannot be read ({error.strerror}); mend its name or its rights"
        raise NotAddedError(one_line(told)) from error
    return files


def _check_files(files: Sequence[Path]) -> None:
    if not files:
        raise NotAddedError("no files there; name the files that make one disclosure")
    names = [path.name for path in files]
    for path in files:
        if path.is_symlink():  # it would publish what lies elsewhere
            raise NotAddedError(f"{one_line(path)}: is a link; name the file itself")
        if not path.is_file():
            raise NotAddedError(f"{one_line(path)}: the file is missing; name a file that is there")
        if path.name in (METADATA, EXTRACTED) or path.name.startswith("."):
            raise NotAddedError(f"{path}: a source may not have this name; rename it")
        if names.count(path.name) > 1:
            raise NotAddedError(f"{path.name}: two files have this name; rename one")


def standing_disclosures(project: Project) -> list[Disclosure]:
    """The disclosures there are; those that cannot be loaded are another's trouble."""
    found = []
    for folder in find_disclosures(project.sources):
        try:
            found.append(load_disclosure(folder))
        except DisclosureError:
            continue
    return found


def refuse_doubles(files: Sequence[Path], standing: Sequence[Disclosure]) -> list[str]:
    """The hashes of the files, none of which is in a disclosure already."""
    known = {file.sha256: disclosure.id for disclosure in standing for file in disclosure.files}
    digests = [file_digest(path) for path in files]
    for path, digest in zip(files, digests, strict=True):
        if digest in known:
            raise NotAddedError(f"{one_line(path.name)}: this file is in {known[digest]} already")
    return digests


def check_given(proposal: Proposal) -> None:
    """Refuses values that cannot be right, or are lacking, with the options that tell them.

    Raises:
        NotAddedError: with every problem.
    """
    if problems := problems_of(proposal):
        raise NotAddedError("; ".join(problems))
    missing = [name for name in proposal.missing if name != "unit_id" or proposal.division_code]
    if missing:
        told = "; ".join(_HINTS[name] for name in missing)
        among = f" (it may be {'、'.join(proposal.options)})" if proposal.options else ""
        raise NotAddedError(
            f"the document does not tell its {', '.join(missing).replace('_', ' ')}{among}; give {told}"
        )


def extract_again(project: Project, names: Sequence[str], say: Say) -> int:
    """Reads binary sources anew and replaces the text kept beside them; returns how many failed.

    Without ``names`` all disclosures that have such a text. Each changes in one step.

    Raises:
        StorageError: the disk is full, or a right is missing.
    """
    try:
        with locked(project, say):
            return _extract_again(project, names, say)
    except OSError as error:
        raise StorageError(describe_os_error(error, project.root)) from error


def _extract_again(project: Project, names: Sequence[str], say: Say) -> int:
    failed = 0
    folders = find_disclosures(project.sources)
    for folder in folders:
        if names and folder.name not in names:
            continue
        restore(folder)
        try:
            disclosure = load_disclosure(folder)
            if not disclosure.extracted and not names:
                continue
            source = extract_files([folder / file.name for file in disclosure.files])
        except (DisclosureError, ExtractionError) as error:
            say(f"error: {folder.name}: {error}")
            failed += 1
            continue
        if not source.extracted:
            say(f"{folder.name}: a text file, its own text")
            continue
        with staged(project, folder.name) as fresh:
            shutil.copytree(folder, fresh, symlinks=True, dirs_exist_ok=True)
            replace_extracted(replace(disclosure, folder=fresh), source)
            settle_on_disk(fresh)
            swap_in(fresh, folder)
        say(f"{folder.name}: {source.text.count(chr(10))} lines")
    unknown = sorted(set(names) - {folder.name for folder in folders})
    for name in unknown:
        say(f"error: {name}: there is no such disclosure")
    return failed + len(unknown)
