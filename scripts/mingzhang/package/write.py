"""Writes one disclosure's package: complete and valid, or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from mingzhang.convert import Converted
from mingzhang.errors import DisclosureError
from mingzhang.package.descriptor import SOURCE_TEXT, describe_disclosure, describe_resource, to_json
from mingzhang.package.rows import format_record, write_csv
from mingzhang.package.validate import find_faults
from mingzhang.schema import load_resources
from mingzhang.swap import restore, swap_in

DESCRIPTOR = "datapackage.json"


def package_files(converted: Converted) -> dict[str, bytes]:
    """Every file of a disclosure's package, by its path in the package."""
    files: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for name, spec in load_resources().items():
        rows = converted.rows[name]
        content = write_csv(spec.columns, (format_record(row, spec) for row in rows))
        files[spec.path] = content
        resources.append(describe_resource(spec, spec.path, content))
    files[SOURCE_TEXT] = "".join(f"{line}\n" for line in converted.masked).encode("utf-8")
    files[DESCRIPTOR] = to_json(describe_disclosure(converted, resources))
    return files


def write_package(converted: Converted, packages: Path, staging: Path) -> int:
    """Writes and validates the package in ``staging``, then puts it in place in one step; returns its rows.

    Raises:
        DisclosureError: when frictionless objects; the package that stood before stays.
    """
    name = converted.disclosure.id
    fresh = staging / name
    shutil.rmtree(fresh, ignore_errors=True)
    files = package_files(converted)
    write_files(fresh, files)
    faults = find_faults(fresh / DESCRIPTOR)
    if faults:
        shutil.rmtree(fresh)
        raise DisclosureError(name, "package", "; ".join(faults), "mend the reading or the schema")
    standing = packages / name
    packages.mkdir(parents=True, exist_ok=True)
    restore(standing)
    if standing.is_dir() and same_files(standing, files):
        shutil.rmtree(fresh)
    else:
        swap_in(fresh, standing)
    return sum(len(rows) for resource, rows in converted.rows.items() if not load_resources()[resource].shared)


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Writes ``files`` below ``folder``."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def same_files(folder: Path, files: dict[str, bytes]) -> bool:
    """Whether ``folder`` holds exactly ``files``."""
    standing = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return standing.keys() == files.keys() and all(standing[path].read_bytes() == files[path] for path in files)
