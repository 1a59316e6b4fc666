"""Readers run in a process of their own: a hang, a crash or a flood of memory ends that process, not ours."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import mingzhang
from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.limits import seconds_for

_WORKER = "mingzhang.reading.formats.worker"
_SAVE_ANEW = "open it in its program, save it anew and try again"


@dataclass(frozen=True)
class Answer:
    """What a reader's process gives back."""

    text: str
    remarks: tuple[str, ...]
    encoding: str


def run_reader(form: str, path: Path) -> Answer:
    """Reads ``path`` as ``form`` in a child process.

    Raises:
        ExtractionError: the reader refused the file, crashed, or took too much time or memory.
    """
    seconds = seconds_for(path.stat().st_size)
    command = [sys.executable, "-P", "-m", _WORKER, form, str(path.resolve()), str(seconds)]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_long(path, form, seconds) from error
    if -done.returncode == signal.SIGXCPU:
        raise _too_long(path, form, seconds)
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        found = f"the {form.upper()} reader ended with code {done.returncode} ({last or 'no message'})"
        raise ExtractionError(path.name, found, _SAVE_ANEW) from error
    if "found" in answer:
        raise ExtractionError(answer["place"], answer["found"], answer["action"])
    return Answer(answer["text"], tuple(answer["remarks"]), answer["encoding"])


def _too_long(path: Path, form: str, seconds: int) -> ExtractionError:
    return ExtractionError(path.name, f"reading the {form.upper()} took more than {seconds} seconds", _SAVE_ANEW)


def _environment() -> dict[str, str]:
    """Ours, with the folder of this very package first, so that the child runs the same code from any place."""
    folders = [str(Path(mingzhang.__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, folders)), "PYTHONHASHSEED": "0"}
