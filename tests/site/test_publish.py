"""From parts to the published site: exactly their files, in one step, and without copies where links can be."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mingzhang.project import Project
from mingzhang.site.parts import publish as publishing
from mingzhang.site.parts.publish import ClashError, Files, collect, publish, stands
from mingzhang.site.parts.store import FILES, Part, Store, finish_part

SITE = {"index.html": "first", "a/index.html": "a", "a/b/c.css": "c", "data/x.zip": "x"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")


def make_part(project: Project, name: str, files: dict[str, str]) -> Part:
    """A part in the cache of the project."""
    made = project.build / "made"
    for path, text in files.items():
        (made / FILES / path).parent.mkdir(parents=True, exist_ok=True)
        (made / FILES / path).write_text(text)
    finish_part(made, "key")
    return Store(project.cache / "site").take(name, made, "key")


@pytest.fixture
def files(project: Project) -> Files:
    return collect([make_part(project, "one", SITE)])


def shown(project: Project) -> dict[str, str]:
    """Every file of the site."""
    paths = [path for path in project.site.rglob("*") if not path.is_dir() or path.is_symlink()]
    return {path.relative_to(project.site).as_posix(): path.read_text() for path in paths}


def test_a_first_site_is_published_as_links(project: Project, files: Files) -> None:
    assert not stands(files, project.site)
    publish(files, project)
    assert shown(project) == SITE and stands(files, project.site)
    assert all((project.site / path).samefile(source) for path, (source, _) in files.items())


def test_two_parts_may_not_publish_one_address(project: Project) -> None:
    parts = [make_part(project, name, {"a.html": name}) for name in ("one", "two")]
    with pytest.raises(ClashError, match=r"a\.html"):
        collect(parts)


def test_only_what_differs_is_touched_and_the_site_that_stood_waits_whole(project: Project, files: Files) -> None:
    publish(files, project)
    fresh = make_part(project, "two", {"a/index.html": "new a", "d.html": "d"})
    wanted = {**files, **collect([fresh])}
    publish(wanted, project)
    new = {**SITE, "a/index.html": "new a", "d.html": "d"}
    assert shown(project) == new
    standby = project.build / "standby"
    assert (standby / "a" / "index.html").read_text() == "a" and not (standby / "d.html").exists()
    (standby / "a" / "index.html").unlink()
    (standby / "index.html").unlink()
    before = os.stat(standby / "data" / "x.zip").st_ctime_ns
    publish(wanted, project)
    assert shown(project) == new
    assert os.stat(project.site / "data" / "x.zip").st_ctime_ns == before, "it stood there already"


def extra(site: Path) -> None:
    (site / "a" / "more").mkdir()
    (site / "a" / "more" / "not ours.html").touch()


def missing(site: Path) -> None:
    (site / "a" / "b" / "c.css").unlink()


def other_time(site: Path) -> None:
    (site / "index.html").unlink()
    (site / "index.html").write_text("FIRST")


def file_for_folder(site: Path) -> None:
    missing(site)
    (site / "a" / "b").rmdir()
    (site / "a" / "b").touch()


def folder_for_file(site: Path) -> None:
    (site / "index.html").unlink()
    (site / "index.html").mkdir()
    (site / "index.html" / "x").touch()


def link_for_folder(site: Path) -> None:
    missing(site)
    (site / "a" / "b").rmdir()
    (site / "a" / "b").symlink_to(site / "data")


@pytest.mark.parametrize("links", [True, False], ids=["links", "copies"])
@pytest.mark.parametrize("spoil", [extra, missing, other_time, file_for_folder, folder_for_file, link_for_folder])
def test_whatever_was_changed_is_mended(
    project: Project, files: Files, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None], links: bool
) -> None:
    if not links:
        monkeypatch.setattr(publishing.os, "link", refuse)
    for _ in range(2):  # so that both folders that take turns were spoilt once
        publish(files, project)
        spoil(project.site)
        assert not stands(files, project.site)
    publish(files, project)
    publish(files, project)
    assert shown(project) == SITE and stands(files, project.site)
    assert not (project.site / "a" / "more").exists()


def refuse(source: Path, target: Path) -> None:
    """A disk without hard links; what is missing is told first, as a system does."""
    if not Path(target).parent.is_dir():
        raise FileNotFoundError
    raise PermissionError


def test_where_links_cannot_be_files_are_copied_once(
    project: Project, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing.os, "link", refuse)
    publish(files, project)
    assert shown(project) == SITE and stands(files, project.site)
    assert not any((project.site / path).samefile(source) for path, (source, _) in files.items())


def test_where_folders_cannot_be_exchanged_nothing_is_left_behind(
    project: Project, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mingzhang.swap._exchange", lambda *_: False)
    for text in ("one", "two"):
        wanted = {**files, **collect([make_part(project, f"more-{text}", {"n.html": text})])}
        publish(wanted, project)
        assert shown(project) == {**SITE, "n.html": text}
    assert sorted(path.name for path in project.root.iterdir()) == [".cache", "build", "site"]


def test_a_publication_that_fails_leaves_the_site(
    project: Project, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(files, project)
    wanted = {**files, **collect([make_part(project, "two", {"y.html": "y", "z.html": "z"})])}
    place, placed = publishing._place, list[Path]()

    def fail(source: Path, target: Path) -> None:
        if target.name == "z.html":
            raise OSError("the disk is full")
        placed.append(target)
        place(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_place", fail)
        with pytest.raises(OSError, match="full"):
            publish(wanted, project)
    assert placed and shown(project) == SITE and stands(files, project.site)
    publish(wanted, project)
    assert shown(project) == {**SITE, "y.html": "y", "z.html": "z"}
