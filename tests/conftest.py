"""What the tests share: the project, and a throw-away copy of it to break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from mingzhang.project import Project

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def project() -> Project:
    """The project as it is checked out."""
    return Project(ROOT)


@pytest.fixture
def copy_project(tmp_path: Path) -> Callable[..., Project]:
    """Makes a project with copies of the named disclosures' sources (all by default) and nothing built."""

    def copy(*names: str) -> Project:
        root = tmp_path / "project"
        for folder in sorted((ROOT / "data" / "sources").iterdir()):
            if not names or folder.name in names:
                shutil.copytree(folder, root / "data" / "sources" / folder.name)
        (root / "mkdocs.yml").write_text("site_name: test\n", encoding="utf-8")
        return Project(root)

    return copy
