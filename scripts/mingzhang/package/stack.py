"""All disclosures stacked: ``data/tables``, ``data/classifications`` and the root ``datapackage.json``."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from mingzhang.errors import MingzhangError
from mingzhang.package.descriptor import describe_repository, describe_resource, to_json
from mingzhang.package.registry import registry_files
from mingzhang.package.validate import find_faults
from mingzhang.package.write import DESCRIPTOR, write_files
from mingzhang.project import Project
from mingzhang.schema import STACKED_KEY, ResourceSpec, load_resources
from mingzhang.swap import exchange, replace_file, restore


def root_path(spec: ResourceSpec) -> str:
    """Where a stacked resource's file is, from the repository's root."""
    return f"data/{spec.path}" if spec.shared or spec.registry else f"data/tables/{spec.name}.csv"


def stack_files(packages: Path) -> dict[str, bytes]:
    """Every file of the stacked data, by its path from the repository's root."""
    folders = [path.parent for path in sorted(packages.glob(f"*/{DESCRIPTOR}"))]
    files: dict[str, bytes] = {}
    resources: list[dict[str, Any]] = []
    for spec in load_resources().values():
        content = _shared(spec, folders) if spec.shared else _stacked(spec, folders)
        files[root_path(spec)] = content
        resources.append(describe_resource(spec, root_path(spec), content, stacked=True))
    descriptors = [json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8")) for folder in folders]
    for spec, content in registry_files(descriptors, _count_rows(folders)):
        files[root_path(spec)] = content
        resources.append(describe_resource(spec, root_path(spec), content, stacked=True))
    files[DESCRIPTOR] = to_json(describe_repository(descriptors, resources))
    return files


def _count_rows(folders: Sequence[Path]) -> dict[str, int]:
    """The rows of each package, by its name; shared resources are left out."""
    own = [spec for spec in load_resources().values() if not spec.shared]
    return {folder.name: sum(_rows_of(folder / spec.path) for spec in own) for folder in folders}


def _rows_of(path: Path) -> int:
    if not path.is_file():
        return 0
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def _stacked(spec: ResourceSpec, folders: Sequence[Path]) -> bytes:
    """The rows of all packages, each with the disclosure it is of."""
    return _to_csv(spec, folders, (STACKED_KEY, *spec.columns))


def _shared(spec: ResourceSpec, folders: Sequence[Path]) -> bytes:
    """The rows of a shared resource that any package has, each key once, in the order of the keys.

    Of two rows with the same key the one that knows its parent is kept.
    """
    key = spec.key[0]
    order = [key, *(["parent"] if "parent" in spec.columns else [])]
    ascending = [True, *[False] * (len(order) - 1)]
    return _to_csv(
        spec,
        folders,
        spec.columns,
        lambda rows: rows.sort_values(order, ascending=ascending).drop_duplicates(key),
    )


def _to_csv(
    spec: ResourceSpec,
    folders: Sequence[Path],
    columns: Sequence[str],
    arrange: Callable[[pd.DataFrame], pd.DataFrame] = lambda rows: rows,
) -> bytes:
    """Every cell stays the text that it is in its package: nothing is parsed, so nothing can change.

    A package that stands from before a resource or column was there, because its disclosure fails now, has none of it.
    """
    frames = [
        pd.read_csv(folder / spec.path, dtype=str, keep_default_na=False)
        .assign(**{STACKED_KEY: folder.name})
        .reindex(columns=list(columns), fill_value="")
        for folder in folders
        if (folder / spec.path).is_file()
    ]
    rows = arrange(pd.concat(frames)) if frames else pd.DataFrame(columns=list(columns))
    return rows[list(columns)].to_csv(index=False, lineterminator="\n").encode("utf-8")


def write_stack(project: Project) -> None:
    """Writes and validates the stacked data.

    They are checked as a whole in a folder of their own, then their folders and the descriptor take their
    places one right after the other. A build that is killed between leaves a descriptor whose hashes do not fit
    (the site refuses it), and the next build writes all of it again.

    Raises:
        MingzhangError: when frictionless objects; what stood before stays.
    """
    files = stack_files(project.packages)
    staging = project.build / "stack"
    shutil.rmtree(staging, ignore_errors=True)
    folders = sorted({(project.root / path).parent for path in files} - {project.root})
    for folder in folders:
        restore(folder)
    if all(_holds(project, folder, files) for folder in folders) and _is(project.datapackage, files[DESCRIPTOR]):
        return
    write_files(staging, files)
    faults = find_faults(staging / DESCRIPTOR)
    if faults:
        shutil.rmtree(staging)
        raise MingzhangError(f"stacked tables: {'; '.join(faults)}; mend the package that brought them in")
    left = [exchange(staging / folder.relative_to(project.root), folder) for folder in folders]
    replace_file(project.datapackage, files[DESCRIPTOR])
    for old in filter(None, left):
        shutil.rmtree(old)
    shutil.rmtree(staging)


def _below(project: Project, folder: Path, files: dict[str, bytes]) -> dict[str, bytes]:
    """Those of ``files`` that are in ``folder``, by name."""
    above = f"{folder.relative_to(project.root).as_posix()}/"
    return {path.removeprefix(above): content for path, content in files.items() if path.startswith(above)}


def _holds(project: Project, folder: Path, files: dict[str, bytes]) -> bool:
    """Whether ``folder`` holds its files and nothing else."""
    wanted = _below(project, folder, files)
    standing = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return standing == sorted(wanted) and all(_is(folder / name, content) for name, content in wanted.items())


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content
