"""Readers run in a process of their own: a hang, a crash or a flood of memory ends that process, not ours."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO, Any

import mingzhang
from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.limits import MAX_TEXT, MEGABYTE, MEMORY, seconds_for

_WORKER = "mingzhang.reading.formats.worker"
_SAVE_ANEW = "open it in its program, save it anew and try again"
_SPLIT = "split it or leave out what is no disclosure"
_MOST_ANSWER = 12 * MAX_TEXT + MEGABYTE  # a character beyond the first plane is twice six bytes of JSON
_LAST_WORDS = 4096
_PATIENCE = 3  # times the processor's seconds that may pass by the clock on a busy machine
_NO_MEMORY = (b"MemoryError", b"memory allocation of")


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
    seconds = seconds_for(path.stat().st_size, form)
    command = [sys.executable, "-P", "-m", _WORKER, form, str(path.resolve()), str(seconds)]
    code, said, complaint = _run(command, seconds * _PATIENCE)
    if code is None or -code in (signal.SIGXCPU, signal.SIGPROF):
        raise ExtractionError(path.name, f"reading the {form.upper()} took more than {seconds} seconds", _SAVE_ANEW)
    try:
        answer = _answer(json.loads(said))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        last = complaint.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        if -code == signal.SIGKILL or any(words in complaint for words in _NO_MEMORY):
            raise no_memory(path.name) from error
        found = f"the {form.upper()} reader ended with code {code} ({last or 'no message'})"
        raise ExtractionError(path.name, found, _SAVE_ANEW) from error
    if isinstance(answer, ExtractionError):
        raise answer
    return answer


def no_memory(place: str) -> ExtractionError:
    """What to say of a file whose reading takes too much memory."""
    return ExtractionError(place, f"reading it takes more than {MEMORY // MEGABYTE} MB of memory", _SPLIT)


def _answer(told: dict[str, Any]) -> Answer | ExtractionError:
    if "found" in told:
        return ExtractionError(told["place"], told["found"], told["action"])
    return Answer(told["text"], tuple(told["remarks"]), told["encoding"])


def _run(command: list[str], seconds: float) -> tuple[int | None, bytes, bytes]:
    """How a process ended (``None``: by us, for its time was over), what it answered and its last complaint."""
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
    )
    ends = time.monotonic() + seconds
    streams = [_Stream(process.stdout, _MOST_ANSWER), _Stream(process.stderr, _LAST_WORDS, last=True)]
    try:
        for stream in streams:
            stream.join(max(0.0, ends - time.monotonic()))
        code: int | None = process.wait(max(0.0, ends - time.monotonic()))
    except subprocess.TimeoutExpired:
        code = None
    finally:
        process.kill()
        process.wait()
        for stream in streams:
            stream.join(1.0)  # a grandchild may hold it open; there is none of ours
    return code, streams[0].kept, streams[1].kept


class _Stream(Thread):
    """Reads what a process writes to the end, and keeps its first ``most`` bytes, or its last."""

    def __init__(self, source: IO[bytes] | None, most: int, last: bool = False) -> None:
        super().__init__(daemon=True)
        self.source, self.most, self.last = source, most, last
        self.parts = bytearray()
        self.start()

    @property
    def kept(self) -> bytes:
        return bytes(self.parts)

    def run(self) -> None:
        with self.source or open(os.devnull, "rb") as source:
            while part := source.read1(MEGABYTE):  # type: ignore[attr-defined]
                if self.last:
                    self.parts = (self.parts + part)[-self.most :]
                elif len(self.parts) <= self.most:  # more is no answer: what is kept of it is broken JSON
                    self.parts += part[: self.most + 1 - len(self.parts)]


def _environment() -> dict[str, str]:
    """Ours, with the folder of this very package first, so that the child runs the same code from any place."""
    folders = [str(Path(mingzhang.__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
    own = {"PYTHONPATH": os.pathsep.join(filter(None, folders)), "PYTHONHASHSEED": "0", "RUST_BACKTRACE": "0"}
    return {**os.environ, **own}
