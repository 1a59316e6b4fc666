"""What makes two installations of Mingzhang give the same bytes: its files, and the versions of its tools."""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_TOOLS = (
    "altair",
    "fonttools",
    "frictionless",
    "jinja2",
    "lxml",
    "markdown",
    "mkdocs",
    "mkdocs-material",
    "opencc",
    "pandas",
    "pdfminer.six",
    "pdfplumber",
    "pyarrow",
    "pymdown-extensions",
    "python-calamine",
    "pyyaml",
    "vl-convert-python",
    "xlsxwriter",
)


@lru_cache(maxsize=1)
def likeness() -> str:
    """Tells one installation from another: of Python, of the tools, of every file of this package."""
    told = [f"python {sys.version_info.major}.{sys.version_info.minor}", *map(_tool, _TOOLS)]
    digest = hashlib.sha256("\n".join(told).encode())
    here = Path(__file__).parents[1]
    for path in sorted(here.rglob("*")):
        relative = path.relative_to(here)
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in relative.parts):
            digest.update(f"\n{relative.as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _tool(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} is not there"
