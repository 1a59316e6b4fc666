"""Earlier versions of a package: kept when its disclosure was published anew or corrected.

``data/versions/<disclosure_id>/<n>/`` is a whole package as it stood, and in its folder ``changes`` what differs
from the version that came after it. A package that only our code reads differently is no version: its source is the
same, an erratum tells what had been published wrong, and git has every byte.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from mingzhang.changes.compare import compare_packages
from mingzhang.changes.model import CORRECTIONS, FINDINGS, READING, Comparison
from mingzhang.changes.read import DESCRIPTOR, UnreadablePackageError, read_package, sources_of
from mingzhang.changes.table import FIELDS, NAME, PATH, cells_of, count_changes, to_csv
from mingzhang.errors import DisclosureError
from mingzhang.package.descriptor import to_json
from mingzhang.package.validate import find_faults
from mingzhang.package.write import write_files
from mingzhang.swap import swap_in

CHANGES = "changes"
"""The folder of a version that tells what differs from the next."""
REPLACED, CORRECTED = "replaced", "corrected"
_SEVERAL = "；"
_TOLD = ("date", "kind", "what", "before", "after", "reason", "source_line")


def keep_version(standing: Path, fresh: Path, versions: Path, staging: Path) -> Path | None:
    """Keeps the package at ``standing`` in ``versions`` where ``fresh``, which takes its place, is another version.

    It is written and validated in ``staging``, then put in place by one rename. A build that is killed before
    ``fresh`` takes its place leaves a version that equals the package: see :func:`drop_unreplaced`.

    Raises:
        DisclosureError: when frictionless objects to the table of changes; nothing is kept.
    """
    drop_unreplaced(standing, versions)
    try:
        old, new = (json.loads((folder / DESCRIPTOR).read_bytes()) for folder in (standing, fresh))
        cause = _cause(old, new, _corrections(standing) != _corrections(fresh))
        if not cause:
            return None
        comparison = compare_packages(read_package(standing), read_package(fresh))
    except (OSError, ValueError, KeyError, UnreadablePackageError):
        return None  # what stands is no whole package: there is no version of it to keep
    if cause == CORRECTED and not any(change.resource != CORRECTIONS for change in comparison.changes):
        return None  # only told of; what had been published stands in the erratum
    target = versions / str(last_version(versions) + 1)
    made = staging / standing.name
    shutil.rmtree(made, ignore_errors=True)
    write_files(made, {path.relative_to(standing).as_posix(): path.read_bytes() for path in _files(standing)})
    told = _tell(cause, old, new, _date_and_reason(cause, old, new, standing, fresh))
    _write_changes(made / CHANGES, comparison, told | {"version": int(target.name)})
    if faults := find_faults(made / CHANGES / DESCRIPTOR):
        raise DisclosureError(standing.name, f"version {target.name}", "; ".join(faults), "mend mingzhang.changes")
    swap_in(made, target)
    return target


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def drop_unreplaced(standing: Path, versions: Path) -> None:
    """Removes the last version where it is what still stands: its build was killed, or its source was taken back."""
    last = versions / str(last_version(versions))
    try:
        equal = (last / DESCRIPTOR).read_bytes() == (standing / DESCRIPTOR).read_bytes()
    except OSError:
        return
    if equal:
        gone = last.with_name(f".{last.name}-gone")
        last.rename(gone)
        shutil.rmtree(gone)
        with suppress(OSError):  # others are there
            versions.rmdir()


def last_version(versions: Path) -> int:
    """The number of the newest version kept in the folder of a disclosure; 0 without any."""
    return max((int(path.name) for path in versions.glob("[1-9]*") if path.name.isdecimal()), default=0)


def clean_versions(all_versions: Path) -> None:
    """Removes what killed builds left hidden beside versions."""
    for path in sorted(all_versions.glob("*/.*")):
        shutil.rmtree(path)


def _cause(old: Mapping[str, Any], new: Mapping[str, Any], is_corrected: bool) -> str:
    """Why another package makes another version; blank where it makes none."""
    if sources_of(dict(old)) != sources_of(dict(new)):
        return REPLACED
    return CORRECTED if is_corrected else ""


def _date_and_reason(
    cause: str, old: Mapping[str, Any], new: Mapping[str, Any], standing: Path, fresh: Path
) -> tuple[str, str]:
    """When and why: as ``disclosure.yml`` tells; blank where it does not."""
    if cause == REPLACED:
        known = {item["hash"]: item for item in new["mingzhang"].get("replaced") or ()}
        item = known.get(sources_of(dict(old))[0], {})
        return item.get("date", ""), item.get("reason", "")
    before, after = (_corrections(folder) for folder in (standing, fresh))
    added = [row for row in after if row not in before] or after[:1]
    reasons = dict.fromkeys(row["reason"] for row in added)
    return max((row["date"] for row in added), default=""), _SEVERAL.join(reasons)


def _corrections(package: Path) -> list[dict[str, str]]:
    """What is told of corrections; a column that came with the program is none."""
    path = package / f"{CORRECTIONS}.csv"
    text = path.read_bytes().decode("utf-8") if path.is_file() else ""
    return [{name: row.get(name) or "" for name in _TOLD} for row in csv.DictReader(io.StringIO(text, newline=""))]


def _tell(cause: str, old: Mapping[str, Any], new: Mapping[str, Any], why: tuple[str, str]) -> dict[str, Any]:
    date, reason = why
    return {
        "disclosure_id": old["name"],
        "cause": cause,
        "date": date or None,
        "reason": reason,
        "sources_before": list(old["sources"]),
        "sources_after": list(new["sources"]),
    }


def _write_changes(folder: Path, comparison: Comparison, told: Mapping[str, Any]) -> None:
    """``changes.csv`` and its descriptor, which tells between which versions, when and why, and sums it up."""
    content = to_csv(cells_of(comparison.changes))
    counts = {
        "data": count_changes(comparison.data),
        "findings": count_changes(comparison.of(FINDINGS)),
        "reading": count_changes(c for c in comparison.changes if c.resource in READING - {FINDINGS}),
    }
    number = told["version"]
    resource = {
        "name": NAME,
        "title": f"第 {number} 版到第 {number + 1} 版的变动",
        "title_en": f"Changes from version {number} to {number + 1}",
        "profile": "tabular-data-resource",
        "path": PATH,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": list(FIELDS)},
    }
    descriptor = {
        "profile": "data-package",
        "name": f"{told['disclosure_id']}-changes-{number}",
        "title": f"{comparison.title}：第 {number} 版到第 {number + 1} 版的变动",
        "mingzhang": {**told, "counts": counts},
        "resources": [resource],
    }
    folder.mkdir()
    (folder / PATH).write_bytes(content)
    (folder / DESCRIPTOR).write_bytes(to_json(descriptor))
