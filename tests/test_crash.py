"""A build killed at any moment leaves whole packages only, and the next build ends as an undisturbed one."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from mingzhang.package.write import DESCRIPTOR
from mingzhang.pipeline import build_packages, folder_digest
from mingzhang.project import Project


def start(project: Project) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mingzhang", "--root", str(project.root), "convert"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def result(project: Project) -> tuple[str, str, str]:
    return folder_digest(project.packages), folder_digest(project.tables), project.datapackage.read_text("utf-8")


def assert_whole(project: Project) -> None:
    """Every package that is in place holds every file that it names, with the size it names."""
    for descriptor in project.packages.glob(f"*/{DESCRIPTOR}"):
        for resource in json.loads(descriptor.read_text("utf-8"))["resources"]:
            assert (descriptor.parent / resource["path"]).stat().st_size == resource["bytes"]
    for folder in project.packages.glob("[a-z]*"):
        assert (folder / DESCRIPTOR).is_file()


def test_killed_builds(copy_project: Callable[..., Project]) -> None:
    project = copy_project("urumqi-zuzhibu-2024-final", "korla-kaifaqu-dangqun-2024-budget")
    began = time.monotonic()
    assert start(project).wait(timeout=120) == 0
    whole = time.monotonic() - began
    undisturbed = result(project)
    chance = random.Random(20240208)
    for _ in range(6):
        for memory in (project.cache / "packages").glob("*.json"):
            memory.unlink()
        build = start(project)
        time.sleep(chance.uniform(0.2, 1.0) * whole)
        build.send_signal(signal.SIGKILL)
        build.wait(timeout=60)
        if project.packages.is_dir():
            assert_whole(project)
    build_packages(project, lambda _: None)
    assert result(project) == undisturbed
    assert not list((project.root / "data").rglob(".*"))
