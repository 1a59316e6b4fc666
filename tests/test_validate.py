"""``mingzhang validate`` looks at every package, and at all together, in processes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingzhang.cli import main
from mingzhang.pipeline import build_packages
from tiny_source import make_project, without_validation


def test_each_package_is_told_of_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = make_project(tmp_path / "project", "one", "two", "three")
    with without_validation():
        assert build_packages(project, lambda _: None).errors == []
    broken = project.packages / "three-2023-final" / "reading" / "notes.csv"
    broken.write_bytes(broken.read_bytes() + "多,余\n".encode())
    capsys.readouterr()
    assert main(["--root", str(project.root), "validate", "--jobs", "2"]) == 1
    told = [line.split(": ")[:2] for line in capsys.readouterr().out.splitlines()]
    packages = [f"data/packages/{name}-2023-final/datapackage.json" for name in ("one", "three", "two")]
    assert [place for place, _ in told] == [*packages, "datapackage.json"]
    assert [verdict == "valid" for _, verdict in told] == [True, False, True, True]
