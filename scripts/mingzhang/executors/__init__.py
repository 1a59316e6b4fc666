"""Where work is done: in processes of this machine, or on a cluster; the callers cannot tell which.

Common to all stages. What is run is a :class:`FolderTask`; :func:`open_executor` chooses.
"""

from __future__ import annotations

from collections.abc import Callable

from mingzhang.executors.local import LocalExecutor
from mingzhang.executors.model import DEFECT, GIGABYTE, Bounds, Executor, FolderTask, Outcome, default_jobs
from mingzhang.executors.process import describe_defect

__all__ = [
    "DEFECT",
    "GIGABYTE",
    "Bounds",
    "Executor",
    "FolderTask",
    "Outcome",
    "default_jobs",
    "describe_defect",
    "open_executor",
]


def open_executor(
    scheduler: str = "", bounds: Bounds | None = None, warm: Callable[[], None] | None = None
) -> Executor:
    """The executor on the cluster at ``scheduler``, or else on processes of this machine.

    Args:
        scheduler: the address of a dask.distributed scheduler (``tcp://10.0.0.5:8786``).
        bounds: what a task may take; ``jobs`` is for this machine (a cluster has as many as it has).
        warm: importable; loads what every task needs, once where processes are forked from.

    Raises:
        ClusterError: when there is no such cluster, or it cannot be used from here.
    """
    if scheduler:
        from mingzhang.executors.cluster import ClusterExecutor

        return ClusterExecutor(scheduler, bounds, warm)
    return LocalExecutor(bounds, warm)
