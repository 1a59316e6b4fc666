"""Runs one function over many inputs, each in a process of its own: isolated, bounded, results in order.

For single jobs on inputs that nobody has looked at yet; what is done for every disclosure goes through ``executors``,
which shares the machinery.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from inspect import signature
from typing import TypeVar

from mingzhang.executors.model import DEFECT, GIGABYTE, Bounds, Outcome, default_jobs
from mingzhang.executors.pool import Pool
from mingzhang.executors.process import describe_defect, die_with_parent

__all__ = [
    "DEFECT",
    "GIGABYTE",
    "Bounds",
    "Outcome",
    "default_jobs",
    "describe_defect",
    "die_with_parent",
    "run_each",
    "run_one",
    "warm_up",
]

T = TypeVar("T")
R = TypeVar("R")


def run_each(
    function: Callable[[T], R], inputs: Sequence[T], bounds: Bounds | None = None, afresh: bool = False
) -> Generator[Outcome[R], None, None]:
    """``function`` of each of ``inputs``, in their order, whatever the number of processes.

    ``function`` stands at the top level of its module. The processes are forks of this one where that is safe (Linux),
    with all that it has loaded; with ``afresh`` they start anew, for libraries that do not survive a fork. When the
    caller closes the generator, they are ended.
    """
    with closing(Pool(bounds, most_tasks=1, afresh=afresh)) as pool:
        yield from pool.run(function, inputs)


def run_one(function: Callable[[T], R], given: T, bounds: Bounds | None = None) -> Outcome[R]:
    """``function`` of ``given``, in a process of its own."""
    with closing(run_each(function, [given], bounds)) as outcomes:
        return next(outcomes)


def warm_up() -> None:
    """Fills every cache of a loader (a cached function without arguments) of ours, so that forks find them filled."""
    for name, module in sorted(sys.modules.items()):
        if name.startswith("mingzhang."):
            for function in list(vars(module).values()):
                if hasattr(function, "cache_info") and not signature(function).parameters:
                    function()
