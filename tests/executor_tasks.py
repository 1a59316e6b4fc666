"""Tasks for executors, importable wherever they run: what they saw, or what they die of."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

MEGABYTE = 1024 * 1024
done = 0


def copy_text(reads: tuple[Path, ...], writes: Path, slow: str) -> tuple[str, str]:
    """Copies a file, slowly where it is named ``slow``; tells where it read and wrote."""
    (source,) = reads
    assert list(writes.iterdir()) == []
    (writes / "part").mkdir()
    (writes / "part" / "a.txt").write_bytes((source / "a.txt").read_bytes())
    time.sleep(0.3 if source.name == slow else 0)
    return str(source), str(writes)


def number_of(reads: tuple[Path, ...], writes: Path, arguments: object) -> tuple[int, int]:
    """Its process, and the how manieth task of it this is."""
    global done
    done += 1
    return os.getpid(), done


def misbehave(reads: tuple[Path, ...], writes: Path, what: str) -> str:
    """Dies of what it is told to die of, or lives."""
    (writes / "half").write_text("half", encoding="utf-8")
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
    if what == "lambda":
        return lambda: what  # type: ignore[return-value]
    if what == "kill worker":  # dask's process is the parent of the host, which is the parent of this one
        host = Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()[1]
        os.kill(int(host), signal.SIGKILL)
        time.sleep(60)
    return what


def start_sleepers(reads: tuple[Path, ...], writes: Path, place: Path) -> None:
    """Starts a process and hangs; leaves the numbers of both."""
    child = subprocess.Popen(["sleep", "60"])
    place.with_suffix(".new").write_text(f"{os.getpid()} {child.pid}", encoding="ascii")
    place.with_suffix(".new").rename(place)
    child.wait()


def gone(process: int) -> bool:
    """Whether a process ends within five seconds (nobody may be there to take its last word)."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False
