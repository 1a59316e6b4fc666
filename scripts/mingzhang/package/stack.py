"""All disclosures stacked: ``data/tables``, ``data/classifications`` and the root ``datapackage.json``."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from mingzhang.errors import MingzhangError
from mingzhang.package.descriptor import describe_repository, describe_resource, to_json
from mingzhang.package.validate import find_faults
from mingzhang.package.write import DESCRIPTOR, write_files
from mingzhang.project import Project
from mingzhang.schema import STACKED_KEY, ResourceSpec, load_resources


def root_path(spec: ResourceSpec) -> str:
    """Where a stacked resource's file is, from the repository's root."""
    return f"data/{spec.path}" if spec.shared else f"data/tables/{spec.name}.csv"


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
    files[DESCRIPTOR] = to_json(describe_repository(descriptors, resources))
    return files


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
    """Every cell stays the text that it is in its package: nothing is parsed, so nothing can change."""
    frames = [
        pd.read_csv(folder / spec.path, dtype=str, keep_default_na=False).assign(**{STACKED_KEY: folder.name})
        for folder in folders
    ]
    rows = arrange(pd.concat(frames)) if frames else pd.DataFrame(columns=list(columns))
    return rows[list(columns)].to_csv(index=False, lineterminator="\n").encode("utf-8")


def write_stack(project: Project) -> None:
    """Writes and validates the stacked data.

    They are checked as a whole in a folder of their own, then each file that
    changed is replaced in one step.

    Raises:
        MingzhangError: when frictionless objects; what stood before stays.
    """
    files = stack_files(project.packages)
    if all((project.root / path).is_file() and (project.root / path).read_bytes() == files[path] for path in files):
        return
    staging = project.build / "stack"
    shutil.rmtree(staging, ignore_errors=True)
    write_files(staging, files)
    faults = find_faults(staging / DESCRIPTOR)
    if faults:
        raise MingzhangError(f"stacked tables: {'; '.join(faults)}; mend the package that brought them in")
    for path, content in files.items():
        replace_file(project.root / path, content)
    _drop_strangers(project, files)
    shutil.rmtree(staging)


def replace_file(path: Path, content: bytes) -> None:
    """Gives ``path`` new content in one step; an unchanged file is not touched."""
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    os.replace(fresh, path)


def _drop_strangers(project: Project, files: dict[str, bytes]) -> None:
    for folder in (project.tables, project.classifications):
        for path in folder.iterdir():
            if path.relative_to(project.root).as_posix() not in files:
                path.unlink()
