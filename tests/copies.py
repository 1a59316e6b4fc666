"""Copies of the project's disclosures, to break."""

from __future__ import annotations

import shutil
from pathlib import Path

from mingzhang.project import Project

ROOT = Path(__file__).resolve().parents[1]


def copy_sources(root: Path, *names: str) -> Project:
    """A project at ``root`` with copies of the named disclosures' sources (all without names) and nothing built."""
    for folder in sorted((ROOT / "data" / "sources").iterdir()):
        if not names or folder.name in names:
            shutil.copytree(folder, root / "data" / "sources" / folder.name)
    (root / "mkdocs.yml").write_text("site_name: test\nsite_url: https://mingzhang.example/\n", encoding="utf-8")
    return Project(root)
