"""A disclosure of a few lines, for tests that build often: ``plant`` puts it into a project as a source."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import mingzhang.package.stack
import mingzhang.package.write
from mingzhang.package.write import DESCRIPTOR
from mingzhang.project import Project

TEXT = """{name}
2023年度部门决算公开

第一部分 部门概况

贯彻执行民政工作的法律法规。

第二部分 2023年度部门决算表

支出决算表
公开03表
部门：{name}\t\t\t\t金额单位：元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t1234567.80\t1000000.00\t234567.80
208\t社会保障和就业支出\t1234567.80\t1000000.00\t234567.80
20802\t民政管理事务\t1234567.80\t1000000.00\t234567.80
2080201\t行政运行\t1234567.80\t1000000.00\t234567.80

第三部分 名词解释

基本支出：指为保障机构正常运转而发生的支出。
"""
METADATA = """unit:
  id: {unit}
  name: {name}
  division_code: '420922'
  region: [湖北省, 孝感市, 大悟县]
  body_kind: 政府
year: 2023
kind: final
title: 2023年度部门决算公开
scope: 部门
file: a.txt
sha256: {sha256}
licence: CC-BY-4.0
attribution: {name}
"""


def make_project(root: Path, *units: str) -> Project:
    """A project at ``root`` with a tiny disclosure of each of ``units`` and nothing built."""
    project = Project(root)
    project.sources.mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: test\nsite_url: https://mingzhang.example/\n", encoding="utf-8")
    for unit in units:
        plant(project, unit)
    return project


def plant(project: Project, unit: str, added: str = "") -> Path:
    """Writes the sources of ``unit``, with ``added`` at the end of the text; returns their folder."""
    name = f"大悟县{unit}局"
    content = (TEXT.format(name=name) + added).encode("utf-8")
    folder = project.sources / f"{unit}-2023-final"
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_bytes(content)
    told = METADATA.format(unit=unit, name=name, sha256=hashlib.sha256(content).hexdigest())
    (folder / "disclosure.yml").write_text(told, encoding="utf-8")
    return folder


@contextmanager
def without_validation() -> Iterator[None]:
    """Builds without frictionless, which takes most of their time: where validity is not what is tested."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (mingzhang.package.write, mingzhang.package.stack):
            patch.setattr(module, "find_faults", lambda _: [])
        yield


def assert_whole(project: Project) -> None:
    """Every package that is in place holds every file that it names, as it names it."""
    for folder in project.packages.iterdir() if project.packages.is_dir() else ():
        assert not folder.name.startswith("."), folder
        for resource in json.loads((folder / DESCRIPTOR).read_bytes())["resources"]:
            content = (folder / resource["path"]).read_bytes()
            assert f"sha256:{hashlib.sha256(content).hexdigest()}" == resource["hash"], resource["path"]
