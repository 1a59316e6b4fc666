"""The way to a cluster: clear about what is not there, not reachable or of another version."""

from __future__ import annotations

import logging
import warnings
from contextlib import suppress
from importlib import import_module
from typing import Any

from mingzhang.errors import MingzhangError

CONNECT_SECONDS = 10
WORKER_SECONDS = 10
CHECK_SECONDS = 5
"""How often it is asked whether the cluster is still there when nothing comes."""
_COMPARED = ("python", "distributed", "dask", "msgpack", "cloudpickle")


class ClusterError(MingzhangError):
    """A cluster that cannot be used; it concerns every task alike."""


def connect(address: str) -> Any:
    """A client of the scheduler at ``address``, which has workers, all of the versions that are here.

    Raises:
        ClusterError: what is missing, and what to do.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise ClusterError(
            "--scheduler: dask.distributed is not installed here; run `make .venv/.cluster` (docs/scale.md)"
        ) from error
    logging.getLogger("distributed").setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions: they are compared below
            client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="mingzhang")
    except (OSError, ValueError, TypeError) as error:
        raise ClusterError(
            f"scheduler {address}: not reachable within {CONNECT_SECONDS} seconds; start one with `dask scheduler`, "
            "give its address as it prints it (tcp://HOST:8786), and look whether a firewall is between"
        ) from error
    try:
        _wait_for_worker(client, address)
        _compare(client.get_versions(), address)
    except BaseException:
        with suppress(Exception):
            client.close(timeout=CHECK_SECONDS)
        raise
    return client


def _wait_for_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=WORKER_SECONDS)
    except TimeoutError as error:
        raise ClusterError(
            f"scheduler {address}: it has no workers; start some with `dask worker {address}` (docs/scale.md)"
        ) from error


def _compare(versions: Any, address: str) -> None:
    """Other versions of what talks and pickles fail in ways that nobody understands."""
    ours = versions["client"]["packages"]
    others = {"the scheduler": versions["scheduler"], **{f"worker {w}": v for w, v in versions["workers"].items()}}
    for who, told in others.items():
        for name in _COMPARED:
            here, there = _short(name, ours.get(name)), _short(name, told["packages"].get(name))
            if here != there:
                raise ClusterError(
                    f"{address}: {who} has {name} {there}, here it is {here}; install requirements/cluster.txt on both"
                )


def _short(name: str, version: str | None) -> str:
    """Of Python only the first two numbers matter."""
    return ".".join((version or "none").split(".")[: 2 if name == "python" else None])


def count_workers(client: Any, address: str) -> int:
    """How many there are; asked when nothing has come for a while.

    Raises:
        ClusterError: the scheduler is gone.
    """
    try:
        if client.status == "running":
            return len(client.nthreads())
    except (OSError, TimeoutError):
        pass
    raise ClusterError(f"scheduler {address}: the connection is lost; run again, what stands is whole")
