"""Tasks on long-lived processes: in order, isolated, bounded, replaced; nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from executor_tasks import MEGABYTE, copy_text, gone, misbehave, number_of, start_sleepers
from mingzhang.errors import StorageError
from mingzhang.executors import Bounds, FolderTask, Outcome, open_executor
from mingzhang.executors.local import LocalExecutor
from mingzhang.executors.pool import AHEAD, Pool
from mingzhang.executors.progress import Progress, Speaker, spell_seconds


def tasks(root: Path, function: Any, *arguments: Any) -> list[FolderTask[Any]]:
    return [FolderTask(f"t{n}", function, (), root / "made" / f"t{n}", given) for n, given in enumerate(arguments)]


def texts(root: Path, count: int) -> list[FolderTask[tuple[str, str]]]:
    made = []
    for number in range(count):
        source = root / "sources" / f"s{number}"
        source.mkdir(parents=True)
        (source / "a.txt").write_text(f"text {number}", encoding="utf-8")
        made.append(FolderTask(f"s{number}", copy_text, (source,), root / "made" / f"s{number}", "s0"))
    return made


@pytest.mark.parametrize("jobs", [1, 3])
def test_results_come_in_order_and_folders_are_made(tmp_path: Path, jobs: int) -> None:
    made = texts(tmp_path, 8)
    made[3].writes.mkdir(parents=True)
    (made[3].writes / "stale").touch()
    with open_executor(bounds=Bounds(jobs)) as executor:
        told = list(executor.run(made))
    assert told == [Outcome((str(task.reads[0]), str(task.writes))) for task in made]
    content = {str(p.relative_to(tmp_path / "made")): p.read_text() for p in tmp_path.rglob("made/**/*") if p.is_file()}
    assert content == {f"s{n}/part/a.txt": f"text {n}" for n in range(8)}


def test_tasks_are_taken_as_they_are_needed(tmp_path: Path) -> None:
    """However slow the first is, only so many results wait for it; a run that is closed takes no more."""
    taken = 0

    def counted() -> Iterator[FolderTask[Any]]:
        nonlocal taken
        for task in texts(tmp_path, 40):
            taken += 1
            yield task

    with open_executor(bounds=Bounds(2)) as executor:
        with closing(executor.run(counted())) as outcomes:
            assert next(outcomes).value
            assert taken <= AHEAD * 2
        (again,) = executor.run(tasks(tmp_path, misbehave, "well"))
        assert again == Outcome("well")


def test_each_way_to_die_costs_its_own_task_alone(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    whats = ["raise", "fine", "kill", "exit", "eat", "lambda", "hang", "well"]
    made = tasks(tmp_path, misbehave, *whats)
    with open_executor(bounds=Bounds(2, 3, 200 * MEGABYTE)) as executor:
        told = [outcome.value or outcome.failure for outcome in executor.run(made)]
    raised, fine, killed, ended, ate, unpicklable, hung, well = told
    assert (fine, well) == ("fine", "well")
    assert raised.startswith("ValueError in executor_tasks.py, line ") and raised.endswith(" (misbehave)")
    assert killed == "its process ended by SIGKILL" and ended == "its process ended by code 3"
    assert ate == "it took more than 0.195312 GB of memory" and hung == "it took more than 3 seconds"
    assert "rror in" in unpicklable
    assert [task.arguments for task in made if task.writes.exists()] == ["fine", "well"]
    assert "张三" not in "".join(told) + "".join(capfd.readouterr())


def test_a_folder_that_cannot_be_made_concerns_all(tmp_path: Path) -> None:
    (tmp_path / "made").write_text("in the way", encoding="utf-8")
    with open_executor(bounds=Bounds(2)) as executor, pytest.raises(StorageError, match="made"):
        list(executor.run(tasks(tmp_path, misbehave, "fine", "well")))


def test_a_process_does_many_tasks_and_is_replaced(tmp_path: Path) -> None:
    with LocalExecutor(Bounds(1)) as executor:
        told = [outcome.value for outcome in executor.run(tasks(tmp_path, number_of, *range(5)))]
        assert [number for _, number in told] == [1, 2, 3, 4, 5] and len({process for process, _ in told}) == 1
        again = [outcome.value for outcome in executor.run(tasks(tmp_path, number_of, 0))]
        assert again == [(told[0][0], 6)], "it lives from one run to the next"
    assert gone(told[0][0])
    with closing(Pool(Bounds(1), most_tasks=2)) as pool:
        processes = [outcome.value for outcome in pool.run(process_of, range(5))]
    assert len(set(processes)) == 3 and processes[0] == processes[1] != processes[2]


def process_of(_: int) -> int:
    return os.getpid()


def test_one_that_grew_too_large_is_replaced() -> None:
    with closing(Pool(Bounds(1))) as pool:
        first, second, third = (outcome.value for outcome in pool.run(keep, [1, 600 * MEGABYTE, 1]))
    assert first == second != third


kept = []


def keep(size: int) -> int:
    kept.append(b"x" * size)
    return os.getpid()


def test_a_process_that_dies_between_tasks_costs_nothing(tmp_path: Path) -> None:
    with open_executor(bounds=Bounds(1)) as executor:
        ((process, _),) = (outcome.value for outcome in executor.run(tasks(tmp_path, number_of, 0)))
        os.kill(process, signal.SIGKILL)
        assert gone(process)
        assert list(executor.run(tasks(tmp_path, misbehave, "well"))) == [Outcome("well")]


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_behind(tmp_path: Path, kind: signal.Signals) -> None:
    """Neither the processes nor what they started, whatever the build dies of."""
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from executor_tasks import start_sleepers\n"
        "from mingzhang.executors import *\n"
        "root = Path(sys.argv[1])\n"
        "with open_executor(bounds=Bounds(1)) as executor:\n"
        "    list(executor.run([FolderTask('t', start_sleepers, (), root / 'made', root / 'numbers')]))\n"
    )
    given = {**os.environ, "PYTHONPATH": f"{os.environ.get('PYTHONPATH', '')}{os.pathsep}{Path(__file__).parent}"}
    parent = subprocess.Popen([sys.executable, "-c", script, tmp_path], env=given, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not (tmp_path / "numbers").exists() and time.monotonic() < until:
        time.sleep(0.05)
    children = list_children(parent.pid)
    parent.send_signal(kind)
    parent.wait(60)
    numbers = [int(number) for number in (tmp_path / "numbers").read_text().split()]
    assert len(children) == 2 and numbers[0] in children  # the process, and the guardian
    assert all(gone(process) for process in {*numbers, *children})


def list_children(process: int) -> set[int]:
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(path.read_text().rpartition(")")[2].split()[1]) == process:
                found.add(int(path.parent.name))
        except OSError:
            continue
    return found


def test_a_timed_out_task_takes_its_children_along(tmp_path: Path) -> None:
    task = FolderTask("t", start_sleepers, (), tmp_path / "made", tmp_path / "numbers")
    with open_executor(bounds=Bounds(1, 2)) as executor:
        assert [outcome.failure for outcome in executor.run([task])] == ["it took more than 2 seconds"]
        assert all(gone(int(number)) for number in (tmp_path / "numbers").read_text().split())


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def tell(total: int, seconds: float, failing: int = 0) -> list[str]:
    lines: list[str] = []
    clock = Clock()
    with Progress(total, lines.append, clock) as progress:
        for number in range(1, total + 1):
            clock.now += seconds
            progress.step(f"d{number}", "FAILED" if number == failing else "told", failed=number == failing)
    return lines


def test_progress_tells_rate_and_time_left() -> None:
    assert tell(2, 4) == ["[1/2] d1: told (0.25/s, 4 s left)", "[2/2] d2: told (0.25/s)"]
    lines = tell(1000, 0.08, failing=500)
    assert (
        lines[0] == "[63/1000] d63: told (12.5/s, 1 min 15 s left)" and lines[-1] == "[1000/1000] d1000: told (12.5/s)"
    )
    assert len(lines) < 20 and sum("FAILED" in line for line in lines) == 1
    assert [spell_seconds(n) for n in (0.2, 59, 70, 7500)] == ["1 s", "59 s", "1 min 10 s", "2 h 5 min"]


def test_what_is_unchanged_passes_by_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.setattr(Speaker, "on_terminal", True)
    say, clock = Speaker(), Clock()
    with Progress(3, say, clock) as progress:
        for name, passing in (("a", True), ("b", False), ("c", True)):
            clock.now += 0.2
            progress.step(name, "told", passing)
    said = capsys.readouterr().out
    assert said.replace("\r\x1b[2K", "<") == "[1/3] a: told<[2/3] b: told\n[3/3] c: told (5.0/s)<"
