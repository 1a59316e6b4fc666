"""Two builds of one project at once: one waits and says so, a dead one blocks nobody, readers see one site."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from mingzhang.digest import folder_digest
from mingzhang.lock import locked
from mingzhang.pipeline import build_packages
from mingzhang.project import Project
from mingzhang.site import build_site
from mingzhang.site.packages import PackageError
from mingzhang.swap import swap_in
from tiny_source import assert_whole, make_project

HOLD = (
    "import sys, time\n"
    "from pathlib import Path\n"
    "from mingzhang.lock import locked\n"
    "from mingzhang.project import Project\n"
    "with locked(Project(Path(sys.argv[1]))):\n"
    "    print('held', flush=True)\n"
    "    time.sleep(float(sys.argv[2]))\n"
)


def hold(project: Project, seconds: float) -> subprocess.Popen[str]:
    """Another process that holds the project's lock; returns once it does."""
    command = [sys.executable, "-c", HOLD, str(project.root), str(seconds)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout and holder.stdout.readline() == "held\n"
    return holder


def test_who_must_wait_says_for_whom(tmp_path: Path) -> None:
    project, told = Project(tmp_path), []
    with hold(project, 1) as holder, locked(project, told.append):
        assert holder.poll() is not None or holder.wait(timeout=5) == 0
    assert told == [f"waiting for another build of this project (process {holder.pid})"]


def test_every_writer_waits(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    for write in (build_packages, build_site):
        told: list[str] = []
        with hold(project, 0.5) as holder, suppress(PackageError):  # there is nothing to show
            write(project, told.append)
        assert told[0] == f"waiting for another build of this project (process {holder.pid})"


def test_the_lock_of_a_killed_build_blocks_nobody(tmp_path: Path) -> None:
    project, told = Project(tmp_path), []
    holder = hold(project, 60)
    holder.kill()
    holder.wait()
    with locked(project, told.append), locked(project, told.append):  # whoever holds it may take it again
        assert told == []


def test_the_lock_holds_between_threads_too(tmp_path: Path) -> None:
    project, inside = Project(tmp_path), []

    def work() -> None:
        with locked(project):
            inside.append("in")
            time.sleep(0.1)
            assert len(inside) % 2
            inside.append("out")

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert inside == ["in", "out"] * 3


def test_two_builds_at_once_end_as_one(tmp_path: Path) -> None:
    project, twin = (make_project(tmp_path / name, "one", "two") for name in ("project", "twin"))
    command = [sys.executable, "-m", "mingzhang", "--root", str(project.root), "convert"]
    builds = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    outputs = [build.communicate(timeout=120)[0] for build in builds]
    assert [build.returncode for build in builds] == [0, 0]
    anew = sorted(output.splitlines()[-1].partition("converted")[0] for output in outputs)
    assert anew == ["2 disclosures (0 ", "2 disclosures (2 "], "the second finds everything done"
    build_packages(twin, lambda _: None)
    assert folder_digest(project.root / "data") == folder_digest(twin.root / "data")
    assert_whole(project)


def test_a_reader_finds_one_site_or_the_other_never_both_or_none(tmp_path: Path) -> None:
    site, seen, stop = tmp_path / "site", set(), threading.Event()

    def make(name: str, number: int) -> Path:
        (tmp_path / name).mkdir()
        for page in "abc":
            (tmp_path / name / f"{number} {page}").touch()
        return tmp_path / name

    def read() -> None:
        while not stop.is_set():
            seen.add(site.is_dir() and len({name.split()[0] for name in os.listdir(site)}) < 2)

    make("site", 0)
    reader = threading.Thread(target=read)
    reader.start()
    for number in range(1, 300):
        swap_in(make("new", number), site)
    stop.set()
    reader.join()
    assert seen == {True}
