"""A disk that is full, read-only or not ours: one line that says what to do, and what stood still stands."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mingzhang.cli import main
from mingzhang.digest import folder_digest
from mingzhang.project import Project
from mingzhang.swap import swap_in
from tiny_source import assert_whole, make_project, plant

KILOBYTE = 1024
NOBODY = 65534
needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root may mount a small disk")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, of 4 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "mingzhang-test", str(place)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"no small disk: {made.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def built(project: Project) -> str:
    return (
        folder_digest(project.packages)
        + folder_digest(project.tables)
        + project.datapackage.read_text(encoding="utf-8")
    )


def convert(project: Project) -> int:
    return main(["--root", str(project.root), "convert", "--jobs", "1"])


def told(capfd: pytest.CaptureFixture[str]) -> str:
    """The one line that tells what is wrong."""
    out, err = capfd.readouterr()
    lines = [line for line in (out + err).splitlines() if line.startswith(("error:", "mingzhang:"))]
    assert len(lines) == 1 and "Traceback" not in out + err, out + err
    return lines[0]


@contextmanager
def filled(disk: Path, left: int) -> Iterator[None]:
    """``disk`` with no more than ``left`` bytes free."""
    room = os.statvfs(disk)
    (disk / "ballast").write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - left)))
    yield
    (disk / "ballast").unlink()


@needs_root
def test_a_full_disk_is_told_and_the_next_build_is_as_if_nothing_had_been(
    disk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    project, twin = make_project(disk / "project", "one"), make_project(tmp_path / "twin", "one")
    assert convert(project) == 0
    before = built(project)
    for other in (project, twin):
        plant(other, "one", "\n改\n")
    source, stood = folder_digest(project.sources), []
    for left in range(0, 1200, 240):  # while a package, then while the stacked tables are written
        capfd.readouterr()
        with filled(disk, left * KILOBYTE):
            if convert(project) == 0:
                break
        assert "No space left on device; make room" in told(capfd)
        assert_whole(project)
        assert folder_digest(project.sources) == source
        stood.append(built(project) == before)
    assert len(stood) > 2 and stood[0] and stood[1]
    assert convert(project) == 0 and convert(twin) == 0
    assert built(project) == built(twin)
    assert sorted(path.name for path in project.root.rglob("*") if "new" in path.name) == []
    assert list(project.build.iterdir()) == []


def test_a_file_that_may_not_grow_is_told_the_same_way(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What anybody can have without a mount: a bound on the size of files."""
    project = make_project(tmp_path / "project", "one")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20 * KILOBYTE, hard))
    try:
        assert convert(project) == 1
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "File too large; make room" in told(capfd)
    assert not project.packages.exists() and not project.datapackage.exists()
    assert convert(project) == 0


@needs_root
def test_a_read_only_disk_is_told(disk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    project = make_project(disk / "project", "one")
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert convert(project) == 1
    assert "Read-only file system; give this user the right" in told(capfd)
    (disk.parent / "a.txt").write_text("支出决算表\n", encoding="utf-8")
    for verb in (["site"], ["extract"]):
        assert main(["--root", str(project.root), *verb]) == 1
        assert "Read-only file system; give this user the right" in told(capfd)


def test_missing_rights_are_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    project = make_project(tmp_path / "project", "one")
    project.root.chmod(0o555)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(folder.stat().st_mode | 0o055)
    mine = os.geteuid()
    if mine == 0:
        os.seteuid(NOBODY)  # root may write everywhere
    try:
        assert convert(project) == 1
    finally:
        os.seteuid(mine)
        project.root.chmod(0o755)
    assert told(capfd) == (
        f"mingzhang: {project.cache}: Permission denied; give this user the right to write there, "
        "or build where there is one; what stood there still stands"
    )


def test_something_else_in_the_way_is_told_and_left(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    project = make_project(tmp_path / "project", "one")
    project.tables.write_text("mine", encoding="utf-8")
    assert convert(project) == 1
    assert told(capfd) == (
        f"mingzhang: {project.tables}: Not a directory; "
        "something of another kind is in the way: move it elsewhere and build again"
    )
    assert project.tables.read_text(encoding="utf-8") == "mine"
    project.tables.unlink()
    assert convert(project) == 0


def test_a_link_to_a_folder_stays_and_its_folder_changes(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "old").touch()
    (tmp_path / "site").symlink_to("real")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "fresh").touch()
    swap_in(tmp_path / "new", tmp_path / "site")
    assert (tmp_path / "site").is_symlink() and [path.name for path in (tmp_path / "real").iterdir()] == ["fresh"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["real", "site"]


@needs_root
def test_a_folder_on_another_disk_is_switched_there(disk: Path, tmp_path: Path) -> None:
    (disk / "site").mkdir()
    (disk / "site" / "old").touch()
    (tmp_path / "site").symlink_to(disk / "site")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "fresh").touch()
    swap_in(tmp_path / "new", tmp_path / "site")
    assert [path.name for path in disk.rglob("*")] == ["site", "fresh"]
    shutil.rmtree(disk / "site")


@needs_root
def test_a_mount_point_is_refused_and_stands(disk: Path, tmp_path: Path) -> None:
    (disk / "old").touch()
    (tmp_path / "new").mkdir()
    with pytest.raises(OSError, match=r"Device or resource busy|cross-device"):
        swap_in(tmp_path / "new", disk)
    assert [path.name for path in disk.iterdir()] == ["old"]
