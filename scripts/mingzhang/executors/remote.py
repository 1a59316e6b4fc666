"""What dask runs on a worker: hands a request to the process beside it (``host``), and the answer back."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from socket import socketpair

_local = threading.local()


class HostGoneError(RuntimeError):
    """The process beside dask's ended; dask tries the task again."""


class _Link:
    """A host and the pipe to it, a thread of dask's."""

    def __init__(self) -> None:
        ours, theirs = socketpair()
        command = [
            sys.executable,
            "-X",
            "utf8",
            "-m",
            "mingzhang.executors.host",
            str(theirs.fileno()),
            str(os.getpid()),
        ]
        self._process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()
        self._pipe = Connection(ours.detach())

    def ask(self, likeness: str, request: bytes, scratch: str) -> bytes:
        self._pipe.send((likeness, request, scratch))
        return self._pipe.recv_bytes()

    def close(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.wait()


def perform(likeness: str, request: bytes) -> bytes:
    """In a thread of dask's: the answer to a request, both pickled.

    Raises:
        HostGoneError: the host ended; the next request gets a new one.
    """
    from distributed import get_worker

    link: _Link | None = getattr(_local, "link", None)
    if link is None:
        link = _local.link = _Link()
    try:
        return link.ask(likeness, request, get_worker().local_directory)
    except (EOFError, OSError) as error:
        _local.link = None
        link.close()
        raise HostGoneError(type(error).__name__) from None
