"""``mingzhang replace``: files that were published anew take the place of a disclosure's own, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from mingzhang.add.metadata import Given, write_replacement
from mingzhang.add.run import (
    Added,
    NotAddedError,
    convert_staged,
    gather_files,
    refuse_doubles,
    silent,
    staged,
    standing_disclosures,
)
from mingzhang.errors import DisclosureError, ExtractionError, RecognitionError, StorageError, describe_os_error
from mingzhang.lock import locked
from mingzhang.pipeline import Say, build_packages
from mingzhang.project import Project
from mingzhang.recognise.identify import identify
from mingzhang.replacements import Replacement
from mingzhang.source_text import SourceText, extract_files, file_digest
from mingzhang.sources import Disclosure, load_disclosure
from mingzhang.swap import exchange, restore, settle_on_disk
from mingzhang.workers import Bounds

_KINDS = {"budget": "budget", "final": "final accounts"}


def replace_disclosure(
    project: Project,
    name: str,
    paths: Sequence[Path],
    reason: str,
    given: Given,
    say: Say,
    bounds: Bounds | None = None,
    is_sure: bool = False,
) -> Added:
    """Puts the files at ``paths`` in place of those of the disclosure ``name``, and builds its package.

    Its id stays; ``disclosure.yml`` tells when and why (``reason``), and the package that stood is kept as a version.
    ``is_sure``: also when the files tell another year or kind.

    Raises:
        NotAddedError: there is no such disclosure, the files are known already or of another disclosure, or no
            package can be built of them. Everything is as it was.
        StorageError: the disk is full, or a right is missing.
    """
    if not reason.strip():
        raise NotAddedError("give --reason: why the files are replaced, in a sentence that will be published")
    folder = project.sources / name
    if not folder.is_dir() or Path(name).name != name:
        raise NotAddedError(f"{name}: there is no such disclosure in data/sources; `mingzhang add` adds a new one")
    files = gather_files(paths)
    say(f"reading {', '.join(path.name for path in files)}")
    digests = [file_digest(path) for path in files]
    try:
        source = extract_files(files)
    except ExtractionError as error:
        raise NotAddedError(str(error)) from error
    if digests != [file_digest(path) for path in files]:
        raise NotAddedError("a file changed while it was read; try again when it is complete")
    try:
        with locked(project, say):
            restore(folder)
            former = _former(folder, project, files, digests)
            if not is_sure:
                _refuse_another(former, source)
            return _put(project, former, files, source, reason.strip(), given, say, bounds)
    except OSError as error:
        raise StorageError(describe_os_error(error, project.root)) from error


def _former(folder: Path, project: Project, files: Sequence[Path], digests: Sequence[str]) -> Disclosure:
    """The disclosure as it stands; the files are none that another has, nor all its own."""
    try:
        former = load_disclosure(folder)
    except DisclosureError as error:
        raise NotAddedError(str(error)) from error
    if list(digests) == [file.sha256 for file in former.files]:
        raise NotAddedError(f"{former.id}: has these very files already; there is nothing to replace")
    refuse_doubles(files, [other for other in standing_disclosures(project) if other.id != former.id])
    return former


def _refuse_another(former: Disclosure, source: SourceText) -> None:
    """Refuses files that say that they are of another year or kind."""
    try:
        said = identify(source.document)
    except RecognitionError as error:
        raise NotAddedError(str(error)) from error
    told = (said.year, former.year), (_KINDS.get(said.kind), _KINDS[former.kind])
    if other := [f"{found}, not {own}" for found, own in told if found and found != own]:
        raise NotAddedError(f"the files seem to be of {'; '.join(other)}; give --yes if they are not")


def _put(
    project: Project,
    former: Disclosure,
    files: Sequence[Path],
    source: SourceText,
    reason: str,
    given: Given,
    say: Say,
    bounds: Bounds | None,
) -> Added:
    say(f"converting and auditing {former.id}")
    told = Replacement(date.today(), former.sha256, reason)
    with staged(project, former.id) as fresh:
        write_replacement(fresh, files, source, former, told, given)
        converted, audit = convert_staged(fresh, bounds)
        settle_on_disk(fresh)
        old = exchange(fresh, former.folder)
        say("building its package and the stacked tables")
        try:
            report = build_packages(project, silent, bounds)
            if failed := [error for error in report.errors if error.startswith(f"{former.id} ")]:
                raise NotAddedError("; ".join(failed))
        except BaseException:
            left = exchange(old, former.folder) if old else None
            _discard(left)
            build_packages(project, silent, bounds, keep_versions=False)
            raise
        _discard(old)
    return Added(former.folder, converted, audit, report)


def _discard(folder: Path | None) -> None:
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
