"""One built site for all tests."""

from __future__ import annotations

import pytest
from published import Published, publish
from tiny_site import Built, make_project

from mingzhang.site import build_site


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The tiny project, built."""
    project = make_project(tmp_path_factory.mktemp("site") / "project")
    return Built(project, build_site(project, say=lambda _: None, jobs=1))


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """All downloads of the real data."""
    return publish(tmp_path_factory.mktemp("published"))
