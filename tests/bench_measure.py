"""Runs a command and measures it: the clock, the processor, memory of one process and of all; with bounds on both."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("altair", "frictionless", "mkdocs", "mkdocs-material", "pandas", "pyarrow", "vl-convert-python")
_MEGABYTE = 1024 * 1024


@dataclass
class Measured:
    """What a run took: seconds, megabytes; ``ended`` says why it was ended early, blank when it was not.

    ``memory`` is the most that its processes held together, looked at some times a second, what several share counted
    once; ``largest`` the most that one of them held, with what it shares. (The system's own peak of a process is no
    use: it begins with what the process that started it held.)
    """

    wall: float
    cpu: float
    memory: float
    largest: float
    ended: str = ""

    def told(self) -> dict[str, Any]:
        """For JSON, rounded."""
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(self).items()}


def run(
    command: Sequence[str | Path], log: Path, seconds: float = 24 * 3600, megabytes: float = 0, root: Path = ROOT
) -> Measured:
    """``command`` with its output in ``log``; ended when it goes beyond ``seconds`` or ``megabytes`` (0: no bound).

    Raises:
        RuntimeError: when it fails by itself, with the end of what it said.
    """
    environment = {**os.environ, "PYTHONPATH": str(root / "scripts"), "PYTHONDONTWRITEBYTECODE": ""}
    began = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=output, stderr=output, env=environment, start_new_session=True
        )
        watch = _Watch(process.pid, began + seconds, megabytes)
        watch.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:  # whoever stops the benchmark stops what it measures
            watch.end()
            raise
        finally:
            wall = time.perf_counter() - began
            watch.done.set()
            watch.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode and not watch.ended:
        raise RuntimeError(f"{command}: {log.read_text('utf-8', 'replace')[-2000:]}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, watch.most / 1024, watch.largest / 1024, watch.ended)


class _Watch(threading.Thread):
    """Looks at all processes of a session; a process that leaves its group stays in its session."""

    def __init__(self, session: int, deadline: float, megabytes: float) -> None:
        super().__init__(daemon=True)
        self.session, self.deadline, self.bound = session, deadline, megabytes * 1024
        self.most, self.largest, self.ended, self.done = 0.0, 0.0, "", threading.Event()

    def run(self) -> None:
        pause = 0.2
        while not self.done.wait(pause):
            began = time.thread_time()
            held = [_held(pid) for pid in members(self.session)]
            now = sum(own for own, _ in held)
            self.most = max(self.most, now)
            self.largest = max(self.largest, *(whole for _, whole in held), 0.0)
            if time.perf_counter() > self.deadline:
                self.ended = "time"
            elif self.bound and now > self.bound:
                self.ended = "memory"
            if self.ended:
                self.end()
                return
            pause = min(2.0, max(0.2, 30 * (time.thread_time() - began)))  # to look must not cost what is looked at

    def end(self) -> None:
        """Ends every process of the session."""
        for pid in members(self.session):
            _kill(pid)


def members(session: int) -> list[int]:
    """The processes of ``session``."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                told = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:  # it ended
                continue
            if int(told[3]) == session:
                found.append(int(folder.name))
    return found


def _held(pid: int) -> tuple[float, float]:
    """Kilobytes that ``pid`` holds: what it shares with others divided among them, and counted whole."""
    try:
        told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0, 0.0
    found = dict(re.findall(r"^(Pss|Rss):\s+(\d+)", told, re.MULTILINE))
    return float(found.get("Pss", 0)), float(found.get("Rss", 0))


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        return


def digest_of(*paths: Path) -> str:
    """Twelve digits over the content of files, and of folders without this page, caches and generated results."""
    digest = hashlib.sha256("".join(f"{name} {version(name)}\n" for name in TOOLS).encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if (
                file.is_file()
                and "__pycache__" not in file.parts
                and not ("scale" in file.parts and file.parent.name == "scale")
            ):
                digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def machine() -> dict[str, Any]:
    """What the numbers were measured on."""
    model = re.search(r"^model name\s*:\s*(.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "processor": model[1] if model else platform.processor(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory, 1),
        "kernel": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "tools": {name: version(name) for name in TOOLS},
    }


def mingzhang(*words: str | Path) -> list[str | Path]:
    """The command line of the project that this file is in."""
    return [sys.executable, "-m", "mingzhang", *words]
