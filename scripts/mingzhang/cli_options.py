"""Options that several verbs share: where work is done, and what it may take."""

from __future__ import annotations

import argparse

from mingzhang.executors import GIGABYTE, Bounds, default_jobs


def add_bounds(*verbs: argparse.ArgumentParser) -> None:
    """``--jobs``, ``--seconds`` and ``--memory``, for verbs that work on disclosures."""
    standard = Bounds()
    for verb in verbs:
        verb.add_argument("--jobs", type=count, default=default_jobs(), metavar="N", help="processes at once")
        verb.add_argument(
            "--seconds", type=count, default=standard.seconds, metavar="N", help="what one disclosure may take"
        )
        verb.add_argument(
            "--memory", type=count, default=standard.memory // GIGABYTE, metavar="GB", help="what one may take"
        )


def add_scheduler(*verbs: argparse.ArgumentParser) -> None:
    """``--scheduler``, for verbs whose work a cluster can do."""
    for verb in verbs:
        verb.add_argument(
            "--scheduler",
            default="",
            metavar="ADDRESS",
            help="work on the dask.distributed cluster there (tcp://HOST:8786; docs/scale.md), not in processes here",
        )


def read_bounds(options: argparse.Namespace) -> Bounds:
    """What :func:`add_bounds` was answered."""
    return Bounds(options.jobs, options.seconds, options.memory * GIGABYTE)


def count(text: str) -> int:
    """A whole number from one on."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
