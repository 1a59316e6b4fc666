"""Whether the standing site still is what its inputs would give."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from mingzhang.project import Project
from mingzhang.site.report import SiteReport

STAMP_FILE = "build.txt"
"""In the site's folder: the hash of everything that it was built from."""

_TOOLS = ("mkdocs", "mkdocs-material", "altair", "vl-convert-python", "jinja2", "markdown", "xlsxwriter")


def hash_inputs(project: Project) -> str:
    """One hash of data, templates, settings, code and tool versions."""
    digest = hashlib.sha256()
    for tool in _TOOLS:
        digest.update(f"{tool} {version(tool)}\n".encode())
    for label, path in _input_files(project):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{label} {content}\n".encode())
    return digest.hexdigest()


def _input_files(project: Project) -> Iterator[tuple[str, Path]]:
    code = Path(__file__).parent
    folders = (project.packages, project.tables, project.classifications, project.audit, project.site_src)
    roots = [(project.root, folder) for folder in folders] + [(code.parent, code)]
    for base, folder in roots:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(base).as_posix(), path
    words = code.parent / "vocabulary" / "terms.yml"
    for path in (project.datapackage, project.root / "mkdocs.yml", words):
        if path.is_file():
            yield path.name, path


def write_stamp(folder: Path, inputs: str) -> None:
    """Put the hash into a site that is about to be published."""
    (folder / STAMP_FILE).write_text(f"{inputs}\n", encoding="ascii")


def keep_report(project: Project, inputs: str, report: SiteReport) -> None:
    """Remember what was built, for runs that find nothing changed."""
    counts = asdict(report) | {"address": report.address.relative_to(project.root).as_posix()}
    project.cache.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"inputs": inputs, "report": counts}, ensure_ascii=False, indent=1)
    (project.cache / "site.json").write_text(text, encoding="utf-8")


def standing_report(project: Project, inputs: str) -> SiteReport | None:
    """The report of the standing site, when it was built from these very inputs."""
    try:
        kept = json.loads((project.cache / "site.json").read_text(encoding="utf-8"))
        stamp = (project.site / STAMP_FILE).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return None
    if not (kept["inputs"] == stamp == inputs and (project.site / "index.html").is_file()):
        return None
    report = SiteReport(**kept["report"])
    report.address, report.rebuilt = project.root / kept["report"]["address"], False
    return report
