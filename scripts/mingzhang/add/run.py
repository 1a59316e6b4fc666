"""Adds one disclosure: reads its files, describes it, converts and audits it, and puts it in place at the end."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mingzhang.add.metadata import replace_extracted, write_sources
from mingzhang.add.proposal import Proposal, order_files, problems_of, propose
from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.audit.run import Audit
from mingzhang.convert import Converted, convert_disclosure
from mingzhang.errors import DisclosureError, ExtractionError, MingzhangError
from mingzhang.pipeline import BuildReport, Say, build_packages
from mingzhang.project import Project
from mingzhang.source_text import EXTRACTED, SourceText, extract_files
from mingzhang.sources import METADATA, Disclosure, find_disclosures, load_disclosure

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


def add_disclosure(project: Project, paths: Sequence[Path], given: Proposal, decide: Decide, say: Say) -> Added:
    """Makes the files at ``paths`` one disclosure of ``project``, converts and audits it, and builds its package.

    ``say`` is told of each step as it begins.

    Raises:
        NotAddedError: the files are there already, cannot be read, or nobody says what they are.
        DisclosureError: they cannot be converted. In both cases everything is as it was before.
    """
    files = order_files(paths)
    _check_files(files)
    standing = _standing(project)
    _refuse_doubles(files, standing)
    say(f"reading {', '.join(path.name for path in files)}")
    try:
        source = extract_files(files)
    except ExtractionError as error:
        raise NotAddedError(str(error)) from error
    proposal = decide(propose(source, given, [d.unit for d in standing]), standing, source.text)
    return _put(project, files, source, proposal, say)


def _put(project: Project, files: Sequence[Path], source: SourceText, proposal: Proposal, say: Say) -> Added:
    target = project.sources / proposal.id
    if target.exists():
        raise NotAddedError(
            f"{target}: there is such a disclosure already; remove its folder first, or give another --unit-id"
        )
    say(f"converting and auditing {proposal.id}")
    with _staged(project, proposal.id) as folder:
        write_sources(folder, files, source, proposal)
        converted, audit = audit_disclosure(convert_disclosure(load_disclosure(folder)))
        project.sources.mkdir(parents=True, exist_ok=True)
        folder.rename(target)
    say("building its package and the stacked tables")
    try:
        report = build_packages(project, _silent)
        failed = [error for error in report.errors if error.startswith(f"{proposal.id} ")]
        if failed:
            raise NotAddedError("; ".join(failed))
    except BaseException:
        shutil.rmtree(target)
        build_packages(project, _silent)
        raise
    return Added(target, converted, audit, report)


def _silent(_: str) -> None:
    """Says nothing."""


@contextmanager
def _staged(project: Project, name: str) -> Iterator[Path]:
    """A fresh folder with the disclosure's name, removed when something fails."""
    above = project.build / "add"
    folder = above / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _check_files(files: Sequence[Path]) -> None:
    if not files:
        raise NotAddedError("no files there; name the files that make one disclosure")
    names = [path.name for path in files]
    for path in files:
        if not path.is_file():
            raise NotAddedError(f"{path}: the file is missing; name a file that is there")
        if path.name in (METADATA, EXTRACTED) or path.name.startswith("."):
            raise NotAddedError(f"{path}: a source may not have this name; rename it")
        if names.count(path.name) > 1:
            raise NotAddedError(f"{path.name}: two files have this name; rename one")


def _standing(project: Project) -> list[Disclosure]:
    """The disclosures there are; those that cannot be loaded are another's trouble."""
    found = []
    for folder in find_disclosures(project.sources):
        try:
            found.append(load_disclosure(folder))
        except DisclosureError:
            continue
    return found


def _refuse_doubles(files: Sequence[Path], standing: Sequence[Disclosure]) -> None:
    known = {file.sha256: disclosure.id for disclosure in standing for file in disclosure.files}
    for path in files:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest in known:
            raise NotAddedError(f"{path.name}: this file is in {known[digest]} already")


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

    Without ``names`` all disclosures that have such a text.
    """
    failed = 0
    for folder in find_disclosures(project.sources):
        if names and folder.name not in names:
            continue
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
        replace_extracted(disclosure, source)
        say(f"{folder.name}: {source.text.count(chr(10))} lines")
    unknown = sorted(set(names) - {folder.name for folder in find_disclosures(project.sources)})
    for name in unknown:
        say(f"error: {name}: there is no such disclosure")
    return failed + len(unknown)
