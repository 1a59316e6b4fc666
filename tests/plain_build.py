"""The plain way: what the build is compared with (``python tests/plain_build.py PROJECT FOLDER``).

The same disclosures, read by the same converter, made a site as the tutorials of the same tools have it: one thing
after the other, in one process, nothing kept, nothing of ours but what is read and which charts there are. What it
leaves out of our pages it leaves out in its own favour: links from every row to its source line, marks of findings,
explained terms, the pages that compare and query, the feed, and what stands in the heads of pages.

It prints one line of JSON: ``steps`` (seconds of the clock and of the processor by step) and ``counts``.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mingzhang.project import Project
from plain_pages import read_disclosure, write_pages, write_settings

Steps = dict[str, dict[str, float]]


@contextmanager
def timed(steps: Steps, name: str) -> Iterator[None]:
    """Notes what the block takes, children included, and says so: a build that is ended leaves what it knew."""
    wall, spent = time.perf_counter(), _spent()
    yield
    steps[name] = {"wall": round(time.perf_counter() - wall, 3), "cpu": round(_spent() - spent, 3)}
    print(json.dumps({"steps": steps}), flush=True)


def _spent() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def convert(project: Project, packages: Path) -> None:
    """Each disclosure by the converter itself, one after the other."""
    from mingzhang.audit.disclosure import audit_disclosure
    from mingzhang.convert import convert_disclosure
    from mingzhang.package.write import package_files, write_files
    from mingzhang.sources import find_disclosures, load_disclosure

    for folder in find_disclosures(project.sources):
        converted, _ = audit_disclosure(convert_disclosure(load_disclosure(folder)))
        write_files(packages / folder.name, package_files(converted))


def validate(packages: Path) -> None:
    """Each package by frictionless."""
    from frictionless import Package

    for path in sorted(packages.glob("*/datapackage.json")):
        report = Package(str(path)).validate()
        assert report.valid, path


def build(project: Project, folder: Path, whole: bool, steps: Steps, packages: Path | None = None) -> dict[str, Any]:
    """The plain site of ``project`` in ``folder`` (new); of standing ``packages`` where they are given."""
    from mingzhang.site.build import read_class_names
    from plain_forms import draw_charts, write_downloads

    docs = folder / "docs"
    docs.mkdir(parents=True)
    if packages is None:
        packages = folder / "packages"
        with timed(steps, "convert"):
            convert(project, packages)
        with timed(steps, "validate"):
            validate(packages)
    with timed(steps, "charts"):
        disclosures = [read_disclosure(path.parent) for path in sorted(packages.glob("*/datapackage.json"))]
        charts, drawn = draw_charts(disclosures, read_class_names(project), docs / "charts")
    with timed(steps, "downloads"):
        files = write_downloads(disclosures, docs / "data")
    with timed(steps, "pages"):
        nav, rows = write_pages(disclosures, charts, docs, whole)
        settings = write_settings(folder, nav)
    pages = 1 + sum(map(len, nav.values()))
    with timed(steps, "mkdocs"):
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(settings)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr)
    return {"disclosures": len(disclosures), "charts": drawn, "rows": rows, "pages": pages, "downloads": files}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("folder", type=Path, help="a new folder")
    parser.add_argument("--whole", action="store_true", help="one page a disclosure: fewer pages in nav")
    asked = parser.parse_args()
    steps: Steps = {}
    counts = build(Project(asked.project), asked.folder, asked.whole, steps)
    print(json.dumps({"steps": steps, "counts": counts}), flush=True)


if __name__ == "__main__":
    main()
