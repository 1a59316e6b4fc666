"""All disclosures stacked: ``data/tables``, ``data/classifications`` and the root ``datapackage.json``.

Packages are read one after the other and tables written one after the other, so that memory holds neither. What was
made from which packages is remembered in ``.cache/``: a table whose inputs are the same is not made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzhang.digest import code_digest
from mingzhang.errors import MingzhangError
from mingzhang.package.descriptor import describe_repository, describe_resource, to_json
from mingzhang.package.registry import registry_files
from mingzhang.package.stack_keys import find_strays
from mingzhang.package.stacked_rows import shared_rows, stacked_header, stacked_rows
from mingzhang.package.validate import find_faults
from mingzhang.package.write import DESCRIPTOR
from mingzhang.project import Project
from mingzhang.schema import ResourceSpec, load_registry, load_resources
from mingzhang.swap import exchange, replace_file, restore

_HEAD = ("name", "mingzhang", "sources", "licenses", "contributors")
"""What the stacked data take of a package's descriptor."""
_UNUSED = ("source_pages", "replaced")
_CHECKED = "checked.json"


@dataclass(frozen=True)
class Part:
    """A package to be stacked: its folder, the head of its descriptor, the hashes of its files by path."""

    folder: Path
    head: Mapping[str, Any]
    hashes: Mapping[str, str]

    def read(self, path: str) -> bytes | None:
        """The file at ``path``; None when the package does not have it: it stands from before there was one.

        Raises:
            MingzhangError: when it is not what its descriptor says, so that nobody has validated it.
        """
        if path not in self.hashes:
            return None
        content = (self.folder / path).read_bytes()
        if f"sha256:{hashlib.sha256(content).hexdigest()}" != self.hashes[path]:
            where = self.folder / path
            raise MingzhangError(f"{where}: is not what its descriptor says; delete {self.folder} and build again")
        return content


def root_path(spec: ResourceSpec) -> str:
    """Where a stacked resource's file is, from the repository's root."""
    return f"data/{spec.path}" if spec.shared or spec.registry else f"data/tables/{spec.name}.csv"


def read_parts(packages: Path) -> list[Part]:
    """Every package below ``packages``, by name."""
    return [_part(path) for path in sorted(packages.glob(f"*/{DESCRIPTOR}"))]


def _part(path: Path) -> Part:
    told = json.loads(path.read_bytes())
    head = {key: told[key] for key in _HEAD}
    head["mingzhang"] = {key: value for key, value in head["mingzhang"].items() if key not in _UNUSED}
    return Part(path.parent, head, {item["path"]: item["hash"] for item in told["resources"]})


class Stack:
    """Writes the stacked data into ``staging``; ``memory`` tells which table was made from what."""

    def __init__(self, parts: Sequence[Part], staging: Path, standing: Path, memory: Mapping[str, Any]) -> None:
        self.parts, self.staging, self.standing, self._memory = parts, staging, standing, memory
        self.told: dict[str, Any] = {}
        self.resources: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self._rows_of = [0] * len(parts)

    def write(self) -> None:
        """Every file, the descriptor last."""
        for spec in load_resources().values():
            self._table(spec)
        heads = [part.head for part in self.parts]
        for spec, content in registry_files(heads, self._counts()):
            self._keep(spec, [content])
        (self.staging / DESCRIPTOR).write_bytes(to_json(describe_repository(heads, self.resources)))

    def _counts(self) -> dict[str, int]:
        """The rows of each package, by its name; shared resources are left out."""
        return {str(part.head["name"]): rows for part, rows in zip(self.parts, self._rows_of, strict=True)}

    def _table(self, spec: ResourceSpec) -> None:
        """One table: as it stands where it was made from the same files, else anew."""
        key = self._key(spec)
        known = self._memory.get(spec.name) or {}
        counts: list[int] = []
        if known.get("key") == key and self._reuse(spec, known):
            counts = known["counts"]
        elif spec.shared:
            self._keep(spec, [shared_rows(spec, self._contents(spec))])
        else:
            self._keep(spec, self._rows(spec, counts))
        item = self.resources[-1]
        self.told[spec.name] = {"key": key, "hash": item["hash"], "bytes": item["bytes"], "counts": counts}
        if counts:
            self._rows_of = [before + count for before, count in zip(self._rows_of, counts, strict=True)]

    def _key(self, spec: ResourceSpec) -> str:
        told = [[part.folder.name, part.hashes.get(spec.path)] for part in self.parts]
        return hashlib.sha256(json.dumps([told, spec.columns, spec.key]).encode()).hexdigest()

    def _rows(self, spec: ResourceSpec, counts: list[int]) -> Iterator[bytes]:
        yield stacked_header(spec)
        for part in self.parts:
            content = part.read(spec.path)
            rows, count = stacked_rows(spec, part.folder.name, content) if content is not None else (b"", 0)
            counts.append(count)
            yield rows

    def _contents(self, spec: ResourceSpec) -> Iterator[bytes]:
        read = (part.read(spec.path) for part in self.parts)
        return (content for content in read if content is not None)

    def _keep(self, spec: ResourceSpec, chunks: Iterator[bytes] | Sequence[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        path = self._place(spec)
        with path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self._tell(spec, size, f"sha256:{digest.hexdigest()}")

    def _reuse(self, spec: ResourceSpec, known: Mapping[str, Any]) -> bool:
        """Whether the file that stands is the one that is ``known``; then it is taken over, without being copied."""
        standing = self.standing / root_path(spec)
        if not standing.is_file() or file_hash(standing) != known["hash"]:
            return False
        path = self._place(spec)
        try:
            os.link(standing, path)
        except OSError:  # another disk, or one without links
            shutil.copyfile(standing, path)
        self._tell(spec, known["bytes"], known["hash"])
        return True

    def _place(self, spec: ResourceSpec) -> Path:
        path = self.staging / root_path(spec)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _tell(self, spec: ResourceSpec, size: int, hash: str) -> None:
        path = root_path(spec)
        self.paths.append(path)
        told = describe_resource(spec, path, b"", stacked=True)
        self.resources.append({**told, "bytes": size, "hash": hash})


def write_stack(project: Project) -> None:
    """Writes and checks the stacked data.

    They are checked in a folder of their own, then their folders and the descriptor take their
    places one right after the other. A build that is killed between leaves a descriptor whose hashes do not fit
    (the site refuses it), and the next build writes all of it again.

    Frictionless has judged every package, whose bytes are held to the hashes that it judged; it judges here what is
    new: shared tables and the registry. Keys that lead from stacked rows to these are looked up, all of them. Keys
    within a package stay what they were, since the id of the disclosure is put before both ends. (``mingzhang
    validate`` has frictionless read all of it once more.)

    Raises:
        MingzhangError: when something is wrong; what stood before stays.
    """
    staging, memory = project.build / "stack", project.cache / "stack.json"
    shutil.rmtree(staging, ignore_errors=True)
    folders = _folders(project)
    for folder in folders:
        restore(folder)
    code = code_digest()
    remembered = _remembered(memory, code)
    parts = read_parts(project.packages)
    staging.mkdir(parents=True)
    stack = Stack(parts, staging, project.root, remembered)
    stack.write()
    if not _stands(project, stack, folders):
        _check(stack)
        left = [exchange(staging / folder.relative_to(project.root), folder) for folder in folders]
        replace_file(project.datapackage, (staging / DESCRIPTOR).read_bytes())
        for old in filter(None, left):
            shutil.rmtree(old)
    replace_file(memory, json.dumps({"code": code, "tables": stack.told}).encode())
    shutil.rmtree(staging)


def _folders(project: Project) -> list[Path]:
    """The folders that the stacked data have for themselves."""
    specs = (*load_resources().values(), *load_registry().values())
    return sorted({(project.root / root_path(spec)).parent for spec in specs})


def _remembered(memory: Path, code: str) -> dict[str, Any]:
    """What the last build told of its tables, if the same code made them."""
    try:
        told = json.loads(memory.read_bytes())
        return dict(told["tables"]) if told["code"] == code else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _stands(project: Project, stack: Stack, folders: Sequence[Path]) -> bool:
    """Whether the folders hold what was written and nothing else, and the descriptor is the same."""
    wanted = {project.root / item["path"]: item["hash"] for item in stack.resources}
    standing = {path for folder in folders if folder.is_dir() for path in folder.iterdir()}
    descriptor = (stack.staging / DESCRIPTOR).read_bytes()
    if standing != wanted.keys() or not project.datapackage.is_file():
        return False
    if project.datapackage.read_bytes() != descriptor:
        return False
    return all(path.is_file() and file_hash(path) == hash for path, hash in wanted.items())


def _check(stack: Stack) -> None:
    """What is new in the stack; see ``write_stack``."""
    shared = {spec.name for spec in load_resources().values() if spec.shared}
    made = [item for item in stack.resources if item["name"] in shared or item["name"] in load_registry()]
    descriptor = stack.staging / _CHECKED
    descriptor.write_bytes(to_json(describe_repository([], made)))
    faults = find_faults(descriptor)
    descriptor.unlink()
    names = {part.folder.name for part in stack.parts} - {part.head["name"] for part in stack.parts}
    faults += [f"data/packages/{name}: its descriptor tells another name" for name in sorted(names)]
    faults += find_strays(stack.staging, stack.resources)
    if faults:
        shutil.rmtree(stack.staging)
        raise MingzhangError(f"stacked tables: {'; '.join(faults)}; mend the package that brought them in")


def file_hash(path: Path) -> str:
    """The hash of a file as descriptors have it."""
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
