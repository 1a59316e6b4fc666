"""Hashes over folders and over our own code: what a build remembers to know whether anything changed."""

from __future__ import annotations

import ast
import hashlib
import os
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

_PACKAGE = "mingzhang"
_CODE = ("*.py", "*.yml", "*.csv")
_TOOLS = ("frictionless", "lxml", "opencc", "pandas", "pdfminer.six", "pdfplumber", "python-calamine", "pyyaml")
"""What the records depend on besides our code."""


def folder_digest(folder: Path) -> str:
    """A hash over the names and contents of all files below ``folder``."""
    digest = hashlib.sha256()
    for path in sorted(_files(str(folder), "")):
        digest.update(os.fsencode(path) + b"\0")
        with open(f"{folder}/{path}", "rb", buffering=0) as file:
            digest.update(hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def _files(folder: str, place: str) -> Iterator[str]:
    """Every file below ``folder``, links followed to files but not to folders; ``place`` is before their names."""
    if not os.path.isdir(folder):
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path, f"{place}{entry.name}/")
            elif entry.is_file():
                yield f"{place}{entry.name}"


def code_digest() -> str:
    """A hash over the code and vocabulary that conversion depends on (the site's is not), and the tools' versions."""
    here = Path(__file__).parent
    digest = hashlib.sha256(tools_used(_TOOLS).encode())
    for path in sorted(p for pattern in _CODE for p in here.rglob(pattern)):
        relative = path.relative_to(here)
        if relative.parts[0] != "site":
            digest.update(f"{relative.as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def code_of(*names: str) -> str:
    """A hash over the modules ``names`` and all of ours that they import, at any depth, and every word list.

    What a stage's results depend on, read from the code itself, so that no list of it can be out of date.
    """
    here, digest = Path(__file__).parent, hashlib.sha256()
    wanted, known = list(names), set[str]()
    while wanted:
        name = wanted.pop()
        if name not in known:
            known.add(name)
            wanted += imported(name)
    for path in (here / part for part in sorted({_module_path(name) for name in known})):
        digest.update(f"{path.relative_to(here).as_posix()}\0".encode() + path.read_bytes())
    for path in sorted(p for pattern in _CODE[1:] for p in here.rglob(pattern)):
        digest.update(f"{path.relative_to(here).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def imported(name: str) -> tuple[str, ...]:
    """Our modules that the module ``name`` imports anywhere; a package only where it is itself named."""
    path, found = Path(__file__).parent / _module_path(name), list[str]()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    ours = dict.fromkeys(item for item in found if item.split(".")[0] == _PACKAGE)
    return tuple(item for item in ours if _exists(item))


def _module_path(name: str) -> str:
    parts = name.split(".")[1:]
    here = Path(__file__).parent
    return "/".join([*parts, "__init__.py"]) if here.joinpath(*parts).is_dir() else "/".join(parts) + ".py"


def _exists(name: str) -> bool:
    return (Path(__file__).parent / _module_path(name)).is_file()


def tools_used(names: tuple[str, ...]) -> str:
    """The versions of Python, of its tables of characters and of ``names``, a line each."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor} unicode {unicodedata.unidata_version}\n"
    return python + "".join(f"{name} {version(name)}\n" for name in names)
