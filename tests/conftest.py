"""What the tests share: the project, and a throw-away copy of it to break."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from copies import copy_sources
from mingzhang.project import Project

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def project() -> Project:
    """The project as it is checked out."""
    return Project(ROOT)


@pytest.fixture
def copy_project(tmp_path: Path) -> Callable[..., Project]:
    """Makes a project with copies of the named disclosures' sources (all by default) and nothing built."""

    return lambda *names: copy_sources(tmp_path / "project", *names)
