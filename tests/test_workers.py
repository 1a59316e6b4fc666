"""A function over many inputs in processes of their own: in order, bounded, one death no other's trouble."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import mingzhang.pipeline
from executor_tasks import gone
from mingzhang.cli import main
from mingzhang.pipeline import build_packages
from mingzhang.workers import Bounds, Outcome, run_each, run_one
from tiny_source import make_project, plant

MEGABYTE = 1024 * 1024


def slow_double(number: int) -> int:
    time.sleep(0.2 if number == 0 else 0)
    return number * 2


def misbehave(what: str) -> str:
    if what == "raise":
        raise ValueError("document text 张三")
    if what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if what == "exit":
        os._exit(3)
    if what == "hang":
        time.sleep(60)
    if what == "eat":
        return str(len(bytearray(900 * MEGABYTE)))
    if what == "recurse":
        return misbehave(what) + misbehave(what)
    return what


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_the_order_of_their_inputs(jobs: int) -> None:
    assert list(run_each(slow_double, range(6), Bounds(jobs))) == [Outcome(n * 2) for n in range(6)]


def test_libraries_that_do_not_survive_a_fork_get_fresh_processes() -> None:
    assert [o.value for o in run_each(str, [1, 2], Bounds(2, memory=0), afresh=True)] == ["1", "2"]


def test_each_way_to_die_is_told_and_costs_no_other(capfd: pytest.CaptureFixture[str]) -> None:
    whats = ["raise", "fine", "kill", "exit", "eat", "recurse", "hang", "well"]
    told = [o.value or o.failure for o in run_each(misbehave, whats, Bounds(2, 3, 200 * MEGABYTE))]
    raised, fine, killed, ended, ate, recursed, hung, well = told
    assert (fine, well) == ("fine", "well")
    assert raised.startswith("ValueError in test_workers.py, line ") and raised.endswith(" (misbehave)")
    assert killed == "its process ended by SIGKILL" and ended == "its process ended by code 3"
    assert ate == "it took more than 0.195312 GB of memory" and recursed.startswith("RecursionError in ")
    assert hung == "it took more than 3 seconds"
    assert "张三" not in "".join(told) + "".join(capfd.readouterr())


def test_what_a_killed_process_started_is_killed_too(tmp_path: Path) -> None:
    assert run_one(start_sleeper, tmp_path / "pid", Bounds(1, 2)).failure
    assert gone(int((tmp_path / "pid").read_text()))


def start_sleeper(place: Path) -> None:
    child = subprocess.Popen(["sleep", "60"])
    place.write_text(str(child.pid))
    child.wait()


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    script = (
        "import os, sys, time\n"
        "from mingzhang.workers import *\n"
        "def work(n):\n"
        "    open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)\n"
        "run_one(work, 1)\n"
    )
    place = tmp_path / "pid"
    parent = subprocess.Popen([sys.executable, "-c", script, str(place)])
    while not (place.is_file() and place.read_text()):
        time.sleep(0.05)
    parent.kill()
    parent.wait()
    assert gone(int(place.read_text()))


def test_a_defect_in_one_disclosure_is_told_and_the_others_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    faults = ["eat", "kill", "raise"]
    project = make_project(tmp_path / "project", *faults, "well")
    assert build_packages(project, lambda _: None).errors == []
    standing = {path: path.read_bytes() for path in project.packages.rglob("*") if path.is_file()}
    for unit in (*faults, "well"):
        plant(project, unit, "\n改\n")
    convert: Callable[..., object] = mingzhang.pipeline.convert_disclosure

    def broken(disclosure):  # type: ignore[no-untyped-def]
        if disclosure.unit.id == "eat":
            bytearray(2 * 1024 * MEGABYTE)
        misbehave(disclosure.unit.id)
        return convert(disclosure)

    monkeypatch.setattr(mingzhang.pipeline, "convert_disclosure", broken)
    capfd.readouterr()
    assert main(["--root", str(project.root), "convert", "--seconds", "120", "--memory", "1", "--jobs", "3"]) == 1
    out, err = capfd.readouterr()
    errors = [line.partition(";")[0] for line in out.splitlines() if line.startswith("error:")]
    assert errors[:2] == [
        "error: eat-2023-final conversion: it took more than 1 GB of memory",
        "error: kill-2023-final conversion: its process ended by SIGKILL",
    ]
    assert len(errors) == 3 and errors[2].startswith(
        "error: raise-2023-final conversion: ValueError in pipeline.py, line "
    )
    assert out.count("a defect of mingzhang: please report it") == 3
    assert "[4/4] well-2023-final: 1 tables" in out and "Traceback" not in out + err and "张三" not in out + err
    changed = {path.parent.name for path, content in standing.items() if path.read_bytes() != content}
    assert changed - {"reading"} == {"well-2023-final"}
