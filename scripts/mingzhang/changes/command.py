"""The verb ``diff``: what differs between two packages, two folders of them, two repositories."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from mingzhang.changes.markdown import to_markdown
from mingzhang.changes.model import Comparison
from mingzhang.changes.repositories import Difference, compare_places
from mingzhang.changes.table import COLUMNS, cells_of, count_changes, to_csv
from mingzhang.errors import MingzhangError

_PLACE = "a package's folder, a folder of packages, or a repository"
_KEY = "disclosure_id"
SAME, DIFFERENT, TROUBLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the verb ``diff`` takes."""
    parser.add_argument("places", type=Path, nargs="*", metavar="PLACE", help=f"OLD NEW: {_PLACE}")
    parser.add_argument("--against", metavar="REF", help="compare with what git has there, instead of OLD")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="for a pull request, bounded")
    form.add_argument("--csv", action="store_true", help="every cell that differs, a row each")
    form.add_argument("--json", action="store_true", help="the same as one JSON object")


def run_diff(options: argparse.Namespace) -> int:
    """Prints what differs; 0 when nothing does, 1 when something does, 2 when a place cannot be read."""
    try:
        difference = _compare(options)
    except MingzhangError as error:
        print(f"mingzhang: {error}", file=sys.stderr)
        return TROUBLE
    writers: dict[str, Callable[[Difference], str]] = {"markdown": to_markdown, "csv": _csv, "json": _json}
    write = next((writer for name, writer in writers.items() if getattr(options, name)), _lines)
    sys.stdout.write(write(difference))
    sys.stdout.flush()
    return SAME if difference.is_empty else DIFFERENT


def _compare(options: argparse.Namespace) -> Difference:
    places: list[Path] = options.places
    if not options.against:
        if len(places) != 2:
            raise MingzhangError(f"diff: give OLD and NEW ({_PLACE}), or --against REF")
        return compare_places(*places)
    if len(places) > 1:
        raise MingzhangError("diff: with --against give one PLACE at most: the repository")
    place = places[0] if places else Path()
    with tempfile.TemporaryDirectory() as old:
        _unpack(place, options.against, Path(old))
        return compare_places(Path(old), place)


def _unpack(repository: Path, ref: str, target: Path) -> None:
    """The packages that git has at ``ref``, into ``target``."""
    command = ["git", "-C", str(repository), "archive", "--format=tar", "--end-of-options", ref, "data/packages"]
    try:
        made = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        raise MingzhangError(f"diff: git cannot be run ({error.strerror}); install it, or give OLD and NEW") from error
    if made.returncode:
        told = " ".join(made.stderr.decode("utf-8", "replace").split())
        raise MingzhangError(f"diff: git has no data/packages at {ref!r} ({told[:300]}); name a commit or a branch")
    with tarfile.open(fileobj=io.BytesIO(made.stdout)) as archive:
        archive.extractall(target, filter="data")


def _lines(difference: Difference) -> str:
    return "".join(f"{line}\n" for line in _told(difference))


def _told(difference: Difference) -> Iterator[str]:
    yield from (f"new      {package.id}" for package in difference.added)
    yield from (f"gone     {package.id}" for package in difference.removed)
    for comparison in difference.changed:
        counts = count_changes(comparison.changes)
        yield f"changed  {comparison.id}: " + ", ".join(f"{count} {name}" for name, count in counts.items())
        for change in comparison.changes:
            lines = f"{change.line_before or '-'} -> {change.line_after or '-'}"
            yield f"  {change.resource} {change.kind} {change.label} ({lines})"
            yield from (f"    {cell.column}: {cell.before!r} -> {cell.after!r}" for cell in change.cells)
    yield f"{difference.same} the same"


def _csv(difference: Difference) -> str:
    rows = ({_KEY: comparison.id, **row} for comparison in difference.changed for row in cells_of(comparison.changes))
    return to_csv(rows, (_KEY, *COLUMNS)).decode("utf-8")


def _json(difference: Difference) -> str:
    told = {
        "added": [package.id for package in difference.added],
        "removed": [package.id for package in difference.removed],
        "changed": [_describe(comparison) for comparison in difference.changed],
        "same": difference.same,
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def _describe(comparison: Comparison) -> dict[str, object]:
    return {
        _KEY: comparison.id,
        "counts": count_changes(comparison.changes),
        "columns": list(comparison.columns),
        "cells": list(cells_of(comparison.changes)),
    }
