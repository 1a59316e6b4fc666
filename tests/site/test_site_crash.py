"""The site killed while it is built: the one that stood still stands, and the next build is as an undisturbed one."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_site import Built, make_project

from mingzhang.cli import main
from mingzhang.digest import folder_digest
from mingzhang.project import Project
from mingzhang.site import build_site

BEFORE = "the site before"


def start(project: Project) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mingzhang", "--root", str(project.root), "site", "--jobs", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


@pytest.fixture
def copy(built: Built, tmp_path: Path) -> Project:
    """The tiny project with a site of something else, and the tools that are made already."""
    project = make_project(tmp_path / "project")
    shutil.copytree(built.project.cache, project.cache, ignore=shutil.ignore_patterns("site"))
    project.site.mkdir()
    (project.site / "index.html").write_text(BEFORE, encoding="utf-8")
    return project


def test_killed_sites(built: Built, copy: Project) -> None:
    undisturbed, chance = folder_digest(built.project.site), random.Random(5)
    for _ in range(3):
        build = start(copy)
        time.sleep(chance.uniform(1.5, 6))
        build.kill()
        build.wait()
        if (copy.site / "index.html").read_text(encoding="utf-8") != BEFORE:
            assert folder_digest(copy.site) == undisturbed
        else:
            assert [path.name for path in copy.site.iterdir()] == ["index.html"]
    build_site(copy, lambda _: None, jobs=1)
    assert folder_digest(copy.site) == undisturbed
    assert sorted(path.name for path in copy.build.iterdir()) == ["standby"]
    hidden = [path for folder in (copy.root, copy.cache, copy.site) for path in folder.glob(".*")]
    assert hidden == [copy.cache]


@pytest.fixture(scope="module")
def spoilt(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built site of its own, to be spoilt: all is the cache's, links to it made anew."""
    project = Project(shutil.copytree(built.project.root, tmp_path_factory.mktemp("spoilt") / "project"))
    shutil.rmtree(project.site)
    shutil.rmtree(project.build)
    assert build_site(project, lambda _: None, jobs=1).rebuilt
    return project


def in_place(page: Path) -> None:
    """The file itself is written to, and with it the cache's, for they are one."""
    page.write_bytes(page.read_bytes().replace(b"<", b"(", 1))


def anew(page: Path) -> None:
    content = page.read_bytes()
    page.unlink()
    page.write_bytes(content[:-1])


def gone(page: Path) -> None:
    shutil.rmtree(page.parent)


def beside(page: Path) -> None:
    (page.parent / "extra").mkdir()
    (page.parent / "extra" / "index.html").write_text("not ours", encoding="utf-8")


def other_kind(page: Path) -> None:
    """A file where a folder was, a folder where a file was, a link to elsewhere."""
    folder = page.parent
    shutil.rmtree(folder)
    folder.write_text("not ours", encoding="utf-8")
    other = folder.parent / "index.html"
    other.unlink(missing_ok=True)
    other.mkdir()
    (other / "not ours").touch()
    above = folder.parent.parent / "glossary"
    shutil.rmtree(above)
    above.symlink_to(folder.parent)


@pytest.mark.parametrize("spoil", [in_place, anew, gone, beside, other_kind])
def test_a_site_that_was_changed_or_half_deleted_is_mended(
    built: Built, spoilt: Project, spoil: Callable[[Path], None]
) -> None:
    undisturbed = folder_digest(built.project.site)
    spoil(spoilt.site / "units" / "plain-unit" / "index.html")
    assert folder_digest(spoilt.site) != undisturbed
    for _ in range(2):  # both folders that take turns
        assert build_site(spoilt, lambda _: None, jobs=1).rebuilt
        assert folder_digest(spoilt.site) == undisturbed
        assert not build_site(spoilt, lambda _: None, jobs=1).rebuilt
        (spoilt.site / "extra.html").touch()


def test_a_spoilt_cache_is_made_anew(built: Built, spoilt: Project) -> None:
    build_site(spoilt, lambda _: None, jobs=1)
    parts = spoilt.cache / "site"
    (parts / "pages" / "plain-unit-2024-budget" / "summary" / "card.json").write_text("{}", encoding="utf-8")
    (parts / "whole" / "pages" / "part.json").write_text('{"key": 1', encoding="utf-8")
    (parts / "charts" / "plain-unit-2024-budget" / "drawn.json").unlink()
    build_site(spoilt, lambda _: None, jobs=1)
    assert folder_digest(spoilt.site) == folder_digest(built.project.site)


def test_stacked_tables_that_do_not_fit_their_descriptor_never_get_on_the_site(
    copy: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    table = next(copy.packages.glob("plain-unit*/summary.csv"))
    digest = "0" * 64
    descriptor = table.parent / "datapackage.json"
    text = descriptor.read_text(encoding="utf-8").replace(
        '"path": "summary.csv"', f'"path": "summary.csv", "hash": "sha256:{digest}"'
    )
    descriptor.write_text(text, encoding="utf-8")
    assert main(["--root", str(copy.root), "site"]) == 1
    assert (
        capsys.readouterr()
        .out.splitlines()[-1]
        .startswith(f"error: site: {table}: is not what its descriptor says; run `mingzhang convert`")
    )
    assert (copy.site / "index.html").read_text(encoding="utf-8") == BEFORE
