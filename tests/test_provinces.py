"""A build in parts by province: joined, nothing is left to convert, and the bytes are those of one build."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from mingzhang.digest import folder_digest
from mingzhang.pipeline import build_packages
from mingzhang.project import Project
from tiny_source import make_project, without_validation

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / ".github" / "scripts" / "parts.py"


def run(project: Project, *arguments: str) -> str:
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True, timeout=60).stdout


def test_parts_are_joined_to_what_one_build_gives(tmp_path: Path) -> None:
    whole = make_project(tmp_path / "whole", "one", "two", "three")
    elsewhere = whole.sources / "two-2023-final" / "disclosure.yml"
    elsewhere.write_text(elsewhere.read_text("utf-8").replace("'420922'", "653023"), "utf-8")
    parts = tmp_path / "parts"
    parts.mkdir()
    joined = Project(shutil.copytree(whole.root, tmp_path / "joined"))
    assert json.loads(run(whole, "plan")) == ["42", "65"]
    with without_validation():
        assert build_packages(whole, lambda _: None).errors == []
        for code, count in (("42", 2), ("65", 1)):
            part = Project(shutil.copytree(joined.root, tmp_path / code))
            run(part, "take", code)
            assert build_packages(part, lambda _: None).converted == count
            run(part, "pack", str(parts / f"{code}.tar.gz"))
        stale = joined.packages / "one-2023-final" / "reading" / "stale.csv"
        stale.parent.mkdir(parents=True)
        stale.touch()
        run(joined, "join", str(parts))
        report = build_packages(joined, lambda _: None)
    assert report.errors == [] and report.converted == 0 and len(report.results) == 3
    assert folder_digest(joined.root / "data") == folder_digest(whole.root / "data")


def test_the_workflow_keeps_what_it_joins() -> None:
    told = yaml.safe_load((ROOT / ".github" / "workflows" / "provinces.yml").read_text("utf-8"))
    part, join = told["jobs"]["part"]["steps"], told["jobs"]["join"]["steps"]
    (left,) = [step["with"] for step in part if "upload-artifact" in step.get("uses", "")]
    (taken,) = [step["with"] for step in join if "download-artifact" in step.get("uses", "")]
    assert any(step.get("run", "").endswith(f"pack {left['path']}") for step in part)
    assert left["name"].startswith(taken["pattern"].rstrip("*"))
    assert any(step.get("run", "").endswith(f"join {taken['path']}") for step in join)
