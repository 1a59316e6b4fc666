"""Hashes over folders and over our own code: what a build remembers to know whether anything changed."""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from importlib.metadata import version
from pathlib import Path

_CODE = ("*.py", "*.yml", "*.csv")
_TOOLS = ("frictionless", "lxml", "opencc", "pandas", "pdfminer.six", "pdfplumber", "python-calamine", "pyyaml")
"""What the records depend on besides our code."""


def folder_digest(folder: Path) -> str:
    """A hash over the names and contents of all files below ``folder``."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(os.fsencode(path.relative_to(folder).as_posix()) + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


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


def tools_used(names: tuple[str, ...]) -> str:
    """The versions of Python, of its tables of characters and of ``names``, a line each."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor} unicode {unicodedata.unidata_version}\n"
    return python + "".join(f"{name} {version(name)}\n" for name in names)
