"""Tasks on a real cluster: a scheduler and workers, each a process of its own on the loopback address."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from copies import copy_sources
from executor_tasks import MEGABYTE, copy_text, gone, misbehave
from mingzhang.cli import main
from mingzhang.digest import folder_digest
from mingzhang.executors import Bounds, FolderTask, Outcome, open_executor
from mingzhang.executors.connection import ClusterError
from mingzhang.pipeline import build_packages
from mingzhang.project import Project
from mingzhang.site import build_site
from tiny_source import make_project

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "scripts"
TESTS = ROOT / "tests"


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


class Cluster:
    """A scheduler and its workers; ``folder`` keeps what they say and what they leave."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        port = free_port()
        self.address = f"tcp://127.0.0.1:{port}"
        self.workers: list[subprocess.Popen[bytes]] = []
        options = ["--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]
        self.scheduler = self.start("scheduler", options, settings)

    def start(self, kind: str, options: list[str], settings: dict[str, str]) -> subprocess.Popen[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        given = {**os.environ, "PYTHONPATH": f"{CODE}{os.pathsep}{TESTS}", **settings}
        log = self.folder / f"{kind}{len(self.workers)}.log"
        command = [sys.executable, "-m", "distributed.cli.dask_" + kind, *options]
        with log.open("wb") as file:
            return subprocess.Popen(command, env=given, cwd=self.folder, stdout=file, stderr=file)

    def add_worker(self, nanny: bool = False, **settings: str) -> subprocess.Popen[bytes]:
        """One that works on one task at a time; a nanny starts it again."""
        options = [self.address, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard"]
        options += ["--nanny" if nanny else "--no-nanny"]
        scratch = self.folder / f"scratch{len(self.workers)}"
        options += ["--local-directory", str(scratch)]
        self.workers.append(self.start("worker", options, settings))
        return self.workers[-1]

    def wait_for(self, count: int) -> None:
        from distributed import Client

        with Client(self.address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=30)

    def stop(self) -> None:
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


@contextmanager
def cluster_in(folder: Path, *workers: dict[str, Any], **settings: str) -> Iterator[Cluster]:
    cluster = Cluster(folder, **settings)
    try:
        for given in workers:
            cluster.add_worker(**given)
        if workers:
            cluster.wait_for(len(workers))
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def own_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, Path]]:
    """A project, and a cluster whose two workers have copies of it: the second lacks one source, another differs."""
    root = tmp_path_factory.mktemp("own")
    project = root / "project"
    for number in range(6):
        source = project / "data" / "sources" / f"s{number}"
        source.mkdir(parents=True)
        (source / "a.txt").write_text(f"text {number}", encoding="utf-8")
    (project / "mkdocs.yml").touch()
    for name in ("one", "two"):
        shutil.copytree(project, root / name)
        (root / name / "data" / "sources" / "s1" / "a.txt").write_text("stale", encoding="utf-8")
    shutil.rmtree(root / "two" / "data" / "sources" / "s2")
    settings = [{"MINGZHANG_ROOT": str(root / name)} for name in ("one", "two")]
    with cluster_in(root / "cluster", *settings) as cluster:
        yield cluster, project


def texts(project: Path) -> list[FolderTask[tuple[str, str]]]:
    sources = sorted((project / "data" / "sources").iterdir())
    return [FolderTask(s.name, copy_text, (s,), project / "build" / "made" / s.name, "s0") for s in sources]


def made_texts(project: Path) -> dict[str, str]:
    made = project / "build" / "made"
    return {str(path.relative_to(made)): path.read_text() for path in made.rglob("*") if path.is_file()}


TEXTS = {f"s{number}/part/a.txt": f"text {number}" for number in range(6)}


def test_own_copies_are_used_and_what_they_lack_travels(own_copies: tuple[Cluster, Path]) -> None:
    cluster, project = own_copies
    with open_executor(cluster.address) as executor:
        assert executor.jobs == 2
        outcomes = list(executor.run(texts(project)))
    values = [outcome.value or ("", "") for outcome in outcomes]
    assert [Path(read).name for read, _ in values] == [f"s{number}" for number in range(6)]
    assert not any(told.startswith(str(project)) for value in values for told in value), "nothing is shared here"
    copies = [str(cluster.folder.parent / name) for name in ("one", "two")]
    assert not values[1][0].startswith(tuple(copies)), "its copy is stale: what was given travels"
    assert values[3][0].startswith(tuple(copies))
    assert made_texts(project) == TEXTS
    assert [path.name for path in (project / "build" / "made").glob(".*")] == []


def test_a_hostile_input_costs_its_own_task_alone(own_copies: tuple[Cluster, Path]) -> None:
    cluster, project = own_copies
    whats = ["raise", "kill", "eat", "hang", "well"]
    writes = project / "build" / "hostile"
    tasks = [FolderTask(what, misbehave, (), writes / what, what) for what in whats]
    with open_executor(cluster.address, Bounds(1, 3, 200 * MEGABYTE)) as executor:
        told = [outcome.value or outcome.failure for outcome in executor.run(tasks)]
    assert told[0].startswith("ValueError in executor_tasks.py, line ")
    assert told[1:] == [
        "its process ended by SIGKILL",
        "it took more than 0.195312 GB of memory",
        "it took more than 3 seconds",
        "well",
    ]
    assert [path.name for path in writes.iterdir()] == ["well"]
    assert all(worker.poll() is None for worker in cluster.workers)


def test_one_that_kills_its_workers_fails_alone(tmp_path: Path) -> None:
    whats = ["well", "kill worker", "fine", "good"]
    tasks = [FolderTask(what, misbehave, (), tmp_path / "made" / what, what) for what in whats]
    settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with (
        cluster_in(tmp_path / "cluster", {"nanny": "yes"}, **settings) as cluster,
        open_executor(cluster.address) as executor,
    ):
        told = list(executor.run(tasks))
    killed = Outcome[str](failure="the workers that it was given to died, one after the other")
    assert told == [Outcome("well"), killed, Outcome("fine"), Outcome("good")]


def children_of(process: int) -> set[int]:
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = {process}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {process}


class KillingSay:
    """Kills a worker when the first disclosure is told: then another is under way, and others are to come."""

    def __init__(self, kill: Callable[[], None]) -> None:
        self.lines: list[str] = []
        self._kill = kill

    def __call__(self, line: str) -> None:
        self.lines.append(line)
        if len(self.lines) == 1:
            self._kill()


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    """On a shared folder: the bytes of the project's own packages, each disclosure once, nothing left behind."""
    project = copy_sources(tmp_path / "project")
    names = sorted(path.name for path in project.sources.iterdir())
    with cluster_in(tmp_path / "cluster", {}, {}) as cluster:
        helpers: set[int] = set()

        def kill() -> None:
            busy = cluster.workers[1]
            helpers.update(children_of(busy.pid))
            busy.send_signal(signal.SIGKILL)
            busy.wait()

        say = KillingSay(kill)
        report = build_packages(project, say, scheduler=cluster.address)
        assert helpers and all(gone(process) for process in helpers)
        assert report.errors == [] and report.converted == len(names)
        assert [line.partition(": ")[0] for line in say.lines] == [
            f"[{number}/{len(names)}] {name}" for number, name in enumerate(names, 1)
        ]
        assert [result.disclosure_id for result in report.results] == names
        built = {path.name: folder_digest(path) for path in project.packages.iterdir()}
        assert built == {name: folder_digest(ROOT / "data" / "packages" / name) for name in names}
        assert folder_digest(project.tables) == folder_digest(ROOT / "data" / "tables")
        assert not (project.build / "packages").exists()


def test_a_scheduler_without_workers_and_one_with_other_code_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    shutil.copytree(CODE / "mingzhang", other / "mingzhang", ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "mingzhang" / "vocabulary" / "pages.yml").open("a", encoding="utf-8") as file:
        file.write("# another commit\n")
    task = FolderTask("t", misbehave, (), tmp_path / "made", "well")
    with cluster_in(tmp_path / "cluster") as cluster:
        with monkeypatch.context() as patch, pytest.raises(ClusterError, match="it has no workers; start"):
            patch.setattr("mingzhang.executors.connection.WORKER_SECONDS", 1)
            open_executor(cluster.address)
        cluster.add_worker(PYTHONPATH=f"{other}{os.pathsep}{TESTS}")
        cluster.wait_for(1)
        with open_executor(cluster.address) as executor, pytest.raises(ClusterError, match="check out the same commit"):
            list(executor.run([task]))
    assert not task.writes.exists()


def test_a_cluster_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("mingzhang.executors.connection.CONNECT_SECONDS", 1)
    project = copy_sources(tmp_path / "project", "urumqi-zuzhibu-2024-final")
    address = f"tcp://127.0.0.1:{free_port()}"
    command = ["--root", str(project.root), "convert", "--scheduler", address]
    assert main(command) == 1
    assert f"scheduler {address}: not reachable within 1 seconds; start one" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(command) == 1
    assert "dask.distributed is not installed here; run" in capsys.readouterr().err
    assert main(["--root", str(project.root), "convert", "--scheduler", "http://127.0.0.1:1"]) == 1


def test_a_site_whose_charts_and_pages_a_cluster_made_is_the_same(tmp_path: Path) -> None:
    here = make_project(tmp_path / "here", "one", "two", "three")
    for name in ("site_src", "mkdocs.yml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, here.root / name)
    build_packages(here, lambda _: None, Bounds(1))
    there = Project(tmp_path / "there")
    shutil.copytree(here.root, there.root)
    with cluster_in(tmp_path / "cluster", {}, {"MINGZHANG_ROOT": str(tmp_path / "elsewhere")}) as cluster:
        killed: list[str] = []

        def say(told: str) -> None:
            if not killed and told.startswith("[1/3]"):
                cluster.workers[0].send_signal(signal.SIGKILL)
                killed.append(told)

        build_site(there, say, 1, cluster.address)
    assert killed, "one worker was killed when the first disclosure was done"
    build_site(here, lambda _: None, 1)
    assert folder_digest(there.site) == folder_digest(here.site)
