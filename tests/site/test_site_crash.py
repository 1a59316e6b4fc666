"""The site killed while it is built: the one that stood still stands, and the next build is as an undisturbed one."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tiny_site import Built, make_project

from mingzhang.cli import main
from mingzhang.digest import folder_digest
from mingzhang.project import Project
from mingzhang.site import build_site
from mingzhang.site.stamp import hash_inputs, standing_report


def start(project: Project) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mingzhang", "--root", str(project.root), "site", "--jobs", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL)


@pytest.fixture
def copy(built: Built, tmp_path: Path) -> Project:
    """The tiny project with a site of other inputs, and the charts that are drawn already."""
    project = make_project(tmp_path / "project")
    shutil.copytree(built.project.cache, project.cache, ignore=shutil.ignore_patterns("site.json"))
    project.site.mkdir()
    (project.site / "index.html").write_text("the site before", encoding="utf-8")
    return project


def test_killed_sites(built: Built, copy: Project) -> None:
    undisturbed, chance = folder_digest(built.project.site), random.Random(5)
    for _ in range(3):
        build = start(copy)
        time.sleep(chance.uniform(1.5, 6))
        build.kill()
        build.wait()
        if (copy.site / "build.txt").exists():
            assert folder_digest(copy.site) == undisturbed
        else:
            assert [path.name for path in copy.site.iterdir()] == ["index.html"]
    build_site(copy, lambda _: None, jobs=1)
    assert folder_digest(copy.site) == undisturbed
    assert not list(copy.build.glob("site-*"))
    hidden = [path for folder in (copy.root, copy.cache, copy.site) for path in folder.glob(".*")]
    assert hidden == [copy.cache]


def test_a_site_that_was_changed_or_half_deleted_is_not_what_its_stamp_says(built: Built) -> None:
    project = built.project
    inputs = hash_inputs(project)
    assert standing_report(project, inputs)
    page = project.site / "units" / "index.html"
    content = page.read_bytes()
    for spoilt in (content[:-1], content.replace(b"<", b"(", 1), None):
        if spoilt is None:
            page.unlink()
        else:
            page.write_bytes(spoilt)
        assert standing_report(project, inputs) is None
    page.write_bytes(content)
    assert standing_report(project, inputs)


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
    assert capsys.readouterr().out.startswith(
        f"error: site: {table}: is not what its descriptor says; run `mingzhang convert`"
    )
    assert (copy.site / "index.html").read_text(encoding="utf-8") == "the site before"
