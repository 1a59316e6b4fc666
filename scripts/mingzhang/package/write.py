"""Writes one disclosure's package: complete and valid, or not at all."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mingzhang.convert import Converted
from mingzhang.digest import folder_digest
from mingzhang.errors import DisclosureError, StorageError, describe_os_error
from mingzhang.package.descriptor import SOURCE_TEXT, describe_disclosure, describe_resource, to_json
from mingzhang.package.rows import format_record, write_csv
from mingzhang.package.validate import find_faults
from mingzhang.schema import load_resources
from mingzhang.swap import swap_in

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
    files[SOURCE_TEXT] = "".join(f"{line}\n" for line in converted.lines).encode("utf-8")
    files[DESCRIPTOR] = to_json(describe_disclosure(converted, resources))
    return files


def stage_package(converted: Converted, staging: Path) -> int:
    """Writes and validates the package as a folder of its name in ``staging``; returns its rows.

    Raises:
        DisclosureError: when frictionless objects; nothing is left.
        StorageError: when the system does not let it be written.
    """
    name = converted.disclosure.id
    fresh = staging / name
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        write_files(fresh, package_files(converted))
    except OSError as error:
        raise StorageError(describe_os_error(error, fresh)) from error
    faults = find_faults(fresh / DESCRIPTOR)
    if faults:
        shutil.rmtree(fresh)
        raise DisclosureError(name, "package", "; ".join(faults), "mend the reading or the schema")
    return sum(len(rows) for resource, rows in converted.rows.items() if not load_resources()[resource].shared)


@lru_cache(maxsize=1)
def learn_packages() -> None:
    """Validates a package of empty tables, so that what it shares with every other is known (before processes fork)."""
    files, resources = {}, []
    for spec in load_resources().values():
        files[spec.path] = write_csv(spec.columns, [])
        resources.append(describe_resource(spec, spec.path, files[spec.path]))
    files[DESCRIPTOR] = to_json({"profile": "data-package", "name": "empty", "resources": resources})
    with TemporaryDirectory(prefix="mingzhang-") as folder:
        write_files(Path(folder), files)
        find_faults(Path(folder) / DESCRIPTOR)


def publish_package(fresh: Path, packages: Path) -> None:
    """Puts the whole package ``fresh`` in place in one step; one that holds the same already is not touched."""
    standing = packages / fresh.name
    packages.mkdir(parents=True, exist_ok=True)
    if standing.is_dir() and folder_digest(standing) == folder_digest(fresh):
        shutil.rmtree(fresh)
    else:
        swap_in(fresh, standing)


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Writes ``files`` below ``folder``."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
