"""Speed, as ratios measured in one run: ``make bench``.

Seconds differ from machine to machine; the ratios are what to compare. Each
figure is the best of several repetitions.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.convert import convert_disclosure
from mingzhang.package.validate import find_faults
from mingzhang.package.write import package_files
from mingzhang.pipeline import build_packages
from mingzhang.project import Project
from mingzhang.site import build_site
from mingzhang.sources import find_disclosures, load_disclosure

ROOT = Path(__file__).resolve().parents[1]
PLAIN = """site_name: plain
docs_dir: docs
site_dir: site
theme: {name: material, language: zh, font: false}
plugins: [search]
markdown_extensions: [attr_list, tables]
"""


def best(task: Callable[[], object], times: int) -> float:
    """The shortest of ``times`` runs, in seconds."""
    spans = []
    for _ in range(times):
        began = time.perf_counter()
        task()
        spans.append(time.perf_counter() - began)
    return min(spans)


def say(label: str, seconds: float, base: float | None = None, what: str = "") -> None:
    ratio = f"   {seconds / base:8.3g} x {what}" if base else ""
    print(f"{label:<46}{seconds:9.3f} s{ratio}", flush=True)


def plain_build(docs: Path, folder: Path) -> Callable[[], object]:
    """A ``mkdocs build`` of the same Markdown with nothing of ours."""
    shutil.copytree(docs, folder / "docs")
    (folder / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean", "-f", str(folder / "mkdocs.yml")]
    return lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def copy_inputs(project: Project) -> None:
    """The project's inputs and packages, in a folder that may be spoilt."""
    for part in ("data", "site_src"):
        shutil.copytree(ROOT / part, project.root / part)
    for part in ("datapackage.json", "mkdocs.yml"):
        shutil.copyfile(ROOT / part, project.root / part)


def fresh_site(project: Project) -> None:
    """A site build with nothing remembered."""
    for folder in (project.site, project.cache, project.build):
        shutil.rmtree(folder, ignore_errors=True)
    build_site(project, lambda _: None)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        project = Project(Path(name) / "project")
        copy_inputs(project)
        disclosures = [load_disclosure(folder) for folder in find_disclosures(project.sources)]
        convert = best(lambda: [convert_disclosure(item) for item in disclosures], 3)
        print(f"{len(disclosures)} disclosures, {len(disclosures) / convert:.0f} conversions a second\n")
        converted = [convert_disclosure(item) for item in disclosures]
        audited = best(lambda: [audit_disclosure(item) for item in converted], 3)
        read = best(lambda: [(item.folder / item.file).read_bytes() for item in disclosures], 5)
        say("audit of all disclosures", audited, convert, "conversion")
        say("read the sources (floor)", read)
        say("convert all", convert, read, "floor")
        say(
            "convert all and format the packages",
            best(lambda: [package_files(convert_disclosure(item)) for item in disclosures], 3),
            convert,
            "convert",
        )
        packages = sorted(project.packages.glob("*/datapackage.json"))
        say(
            "validate all with frictionless",
            best(lambda: [find_faults(path) for path in packages], 2),
            convert,
            "convert",
        )
        build_packages(project, lambda _: None)
        say(
            "build the packages again, nothing changed",
            best(lambda: build_packages(project, lambda _: None), 3),
            convert,
            "convert",
        )
        print()
        site = best(lambda: fresh_site(project), 2)
        plain = best(plain_build(project.build / "docs", Path(name) / "plain"), 2)
        say("plain mkdocs build of the same Markdown", plain)
        say("the site: tables, charts, downloads too", site, plain, "plain")
        say("the site again, nothing changed", best(lambda: build_site(project, lambda _: None), 3), plain, "plain")


if __name__ == "__main__":
    main()
