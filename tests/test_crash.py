"""Killed at any moment, a build leaves whole packages only, and the next one ends as an undisturbed one.

``KILLS=60 pytest tests/test_crash.py`` kills as many builds.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import yaml

from mingzhang.cli import main
from mingzhang.digest import folder_digest
from mingzhang.pipeline import build_packages
from mingzhang.project import Project
from mingzhang.swap import restore
from tiny_source import TEXT, assert_whole, make_project, plant

UNITS = ("one", "two")
KILLS = int(os.environ.get("KILLS", "3"))
ID = "dawu-minzhengju-2023-final"
SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT)


def start(project: Project, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "mingzhang", "--root", str(project.root), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def kill(build: subprocess.Popen[str], chance: random.Random, least: float, most: float) -> None:
    """Ends ``build`` after some time between; once it has begun, it answers without a traceback."""
    time.sleep(chance.uniform(least, most))
    build.send_signal(chance.choice(SIGNALS))
    said = build.communicate(timeout=60)[0]
    assert "Traceback" not in said or said.startswith("Traceback"), said


def result(project: Project) -> tuple[str, str, str]:
    return folder_digest(project.packages), folder_digest(project.tables), project.datapackage.read_text("utf-8")


def assert_no_leftovers(project: Project) -> None:
    hidden = [path for path in project.root.rglob(".*") if path != project.cache]
    assert hidden == [] and (not project.build.is_dir() or list(project.build.iterdir()) == [])


def test_killed_builds(tmp_path: Path) -> None:
    project, twin = (make_project(tmp_path / name, *UNITS) for name in ("project", "twin"))
    began = time.monotonic()
    assert start(twin, "convert").wait(timeout=120) == 0
    whole = time.monotonic() - began
    chance = random.Random(20240208)
    for number in range(KILLS):
        for other in (project, twin):
            plant(other, chance.choice(UNITS) if other is project else "one", f"\n第{number}次\n")
        kill(start(project, "convert", "--jobs", str(1 + number % 3)), chance, 0.4 * whole, whole)
        assert_whole(project)
    for unit in UNITS:
        for other in (project, twin):
            plant(other, unit, "\n末次\n")
    assert build_packages(project, lambda _: None).errors == []
    build_packages(twin, lambda _: None)
    assert result(project) == result(twin)
    assert_no_leftovers(project)


def test_killed_additions_are_there_or_not(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", "one")
    build_packages(project, lambda _: None)
    before = folder_digest(project.sources)
    file = tmp_path / "a.txt"
    file.write_text(TEXT.format(name="大悟县民政局"), encoding="utf-8")
    chance = random.Random(7)
    for _ in range(2):
        kill(start(project, "add", "--yes", str(file)), chance, 1, 5)
        assert_whole(project)
        target = project.sources / ID
        if target.exists():
            said = yaml.safe_load((target / "disclosure.yml").read_text(encoding="utf-8"))
            assert said["sha256"] == hashlib.sha256((target / "a.txt").read_bytes()).hexdigest()
            shutil.rmtree(target)
        assert folder_digest(project.sources) == before
    assert main(["--root", str(project.root), "add", "--yes", str(file)]) == 0
    assert_whole(project)
    assert_no_leftovers(project)


def test_what_killed_builds_left_behind_is_gone_after_the_next(tmp_path: Path) -> None:
    """Every state between two steps, made by hand: also with nothing else to do."""
    project = make_project(tmp_path / "project", "one", "two")
    build_packages(project, lambda _: None)
    good = result(project)
    one = project.packages / "one-2023-final"
    one.rename(project.packages / ".one-2023-final-previous")  # between two renames, where there is no exchange
    shutil.copytree(project.packages / "two-2023-final", project.packages / ".two-2023-final-new")
    shutil.copytree(project.packages / "two-2023-final", project.build / "packages" / "two-2023-final")
    (project.build / "stack" / "data").mkdir(parents=True)
    (project.tables / ".summary.csv.new").write_text("half", encoding="utf-8")
    (project.tables / "summary.csv").write_text("another", encoding="utf-8")  # does not fit the descriptor any more
    (project.root / ".datapackage.json.new").write_text("half", encoding="utf-8")
    (project.cache / "packages" / ".one.json.new").write_text("{", encoding="utf-8")
    memory = project.cache / "packages" / "two-2023-final.json"
    memory.write_bytes(memory.read_bytes()[:100])
    report = build_packages(project, lambda _: None)
    assert report.errors == [] and report.converted == 1
    assert result(project) == good
    assert_no_leftovers(project)


def test_sources_that_are_not_there_take_no_package_away(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", "one")
    build_packages(project, lambda _: None)
    good = result(project)
    project.sources.rename(tmp_path / "elsewhere")  # a disk that is not mounted
    assert "no disclosures there" in build_packages(project, lambda _: None).errors[0]
    assert result(project) == good


def test_a_folder_set_aside_comes_back_only_when_it_is_needed(tmp_path: Path) -> None:
    site, aside = tmp_path / "site", tmp_path / ".site-previous"
    aside.mkdir()
    (aside / "old").touch()
    restore(site)
    assert (site / "old").exists() and not aside.exists()
    aside.mkdir()
    restore(site)
    assert (site / "old").exists() and not aside.exists()
