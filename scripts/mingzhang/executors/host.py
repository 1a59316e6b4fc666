"""On a worker of a cluster: the process between dask's and those that do the work.

Dask's process has threads, and its memory is watched: it neither forks well nor may a hostile file be read in it. This
one has no threads and loads the tools once; each task is done by a fork of it, bounded as on a machine alone.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from mingzhang.errors import StorageError
from mingzhang.executors.likeness import likeness
from mingzhang.executors.local import LocalExecutor
from mingzhang.executors.messages import Answer, Done, Missing, Refused, Request
from mingzhang.executors.packing import pack, unpack
from mingzhang.executors.process import die_with_parent
from mingzhang.lock import FILE_RIGHTS

OTHER_CODE = (
    "its Mingzhang, or a tool of it, is another than here; check out the same commit there, install "
    "requirements/site.txt and requirements/cluster.txt, and start that worker again"
)


class Host:
    """Answers requests, one after the other."""

    def __init__(self) -> None:
        self._run = ""
        self._executor: LocalExecutor | None = None

    def answer(self, asked: str, pickled: bytes, scratch: Path) -> Answer:
        """What comes of a request (pickled, because other code may not know what is in it); ``scratch`` is ours."""
        if asked != likeness():
            return Refused(OTHER_CODE)
        request: Request = pickle.loads(pickled)
        found = [given.found() for given in request.reads]
        missing = [n for n, given in enumerate(request.reads) if not found[n] and given.packed is None]
        if missing:
            return Missing(tuple(missing))
        reads = tuple(path or _unpacked(n, request, scratch) for n, path in enumerate(found))
        meeting, made = request.meeting_here(), uuid4().hex
        writes = (meeting / made if meeting else scratch / "writes") / request.task.writes.name
        task = replace(request.task, reads=reads, writes=writes)
        try:
            (outcome,) = self._executor_for(request).run([task])
        except StorageError as error:
            return Refused(str(error))
        if outcome.failure:
            return Done(outcome)
        return Done(outcome, made=made) if meeting else Done(outcome, pack(writes))

    def _executor_for(self, request: Request) -> LocalExecutor:
        """The same for all tasks of one run: what its processes keep between tasks is true for that run alone."""
        if self._run != request.run or not self._executor:
            self.close()
            self._run = request.run
            self._executor = LocalExecutor(replace(request.bounds, jobs=1), request.warm)
        return self._executor

    def close(self) -> None:
        """Ends the processes."""
        if self._executor:
            self._executor.close()
            self._executor = None


def _unpacked(number: int, request: Request, scratch: Path) -> Path:
    """Where something that came with the request is put."""
    given = request.reads[number]
    target = scratch / "reads" / str(number) / Path(given.place.path).name
    unpack(given.packed or b"", target)
    return target


def main(handle: str, parent: str) -> None:
    """Serves the pipe ``handle`` until its other end is closed."""
    die_with_parent(int(parent))
    os.umask(FILE_RIGHTS)  # also in a shared folder, whatever the rights that workers give
    host = Host()
    with Connection(int(handle)) as link:
        while True:
            try:
                asked, pickled, place = link.recv()
            except EOFError:
                break
            scratch = Path(mkdtemp(prefix="mingzhang-", dir=place))
            try:
                link.send_bytes(pickle.dumps(host.answer(asked, pickled, scratch)))
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
    host.close()


if __name__ == "__main__":
    main(*sys.argv[1:3])
