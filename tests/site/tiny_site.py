"""A tiny project with the real templates, to build a whole site of."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tiny_packages import AUDIT, HOSTILE, PARTS, write_classifications, write_package
from tiny_versions import write_version

from mingzhang.project import Project
from mingzhang.site import SiteReport

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Built:
    """A built site, its project and what the build reported."""

    project: Project
    report: SiteReport

    def page(self, address: str) -> str:
        """The HTML of the page at ``address``."""
        return (self.project.site / address / "index.html").read_text(encoding="utf-8")


def make_project(root: Path) -> Project:
    """A project with the real templates and two tiny packages, one of them hostile."""
    shutil.copytree(ROOT / "site_src", root / "site_src")
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    project = Project(root)
    write_package(project, "plain-unit", "某县某办公室", **PARTS, **AUDIT)
    write_package(project, "hostile-unit", HOSTILE, **PARTS, **AUDIT)
    write_version(project, "hostile-unit-2024-budget", HOSTILE)
    write_classifications(project)
    project.audit.mkdir(parents=True)
    (project.audit / "rules.csv").write_text("rule,family\nsum.row,表内\n", encoding="utf-8")
    return project
