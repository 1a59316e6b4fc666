"""Speed, as ratios measured in one run: ``make bench``.

Seconds differ from machine to machine; the ratios are what to compare. Each figure is the best of several repetitions,
but for builds from nothing. ``make bench-scale`` measures larger sizes and writes the site's page on them.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench_runs import Bench, measure_ours, measure_plain
from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.convert import convert_disclosure
from mingzhang.package.validate import find_faults
from mingzhang.package.write import package_files
from mingzhang.pipeline import build_packages
from mingzhang.project import Project
from mingzhang.sources import find_disclosures, load_disclosure

ROOT = Path(__file__).resolve().parents[1]
SIZE, PLAIN_SIZE = 40, 6
"""Disclosures of the corpora that our build is measured on, and that it is compared with the plain way on."""


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


def copy_inputs(project: Project) -> None:
    """The project's inputs and packages, in a folder that may be spoilt."""
    for part in ("data", "site_src"):
        shutil.copytree(ROOT / part, project.root / part)
    for part in ("datapackage.json", "mkdocs.yml"):
        shutil.copyfile(ROOT / part, project.root / part)


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
        measure_builds(Path(name))


def measure_builds(folder: Path) -> None:
    """Whole builds of a corpus: from nothing, nothing changed, one amount changed; and the plain way beside ours."""
    bench = Bench(folder / "bench")
    run = measure_ours(bench, SIZE)
    cold, floor = run["cold"]["wall"], run["floor"]["inputs"]
    print(f"\n{SIZE} disclosures of a corpus, {bench.jobs} processes, {run['cold']['memory']:.0f} MB of memory")
    say("hash all inputs (floor)", floor)
    say("build from nothing", cold, floor, "floor")
    say("processor time of that, each disclosure", run["cold"]["cpu"] / SIZE)
    for label, key, least in (
        ("build, nothing changed", "same", floor),
        ("build, one amount changed", "changes", floor + run["floor"]["write"]),
    ):
        took = min(item["wall"] for item in run[key])
        say(label, took, least, "floor")
        say("", took, cold, "build from nothing")
    ours = measure_ours(bench, PLAIN_SIZE)["cold"]
    plain = measure_plain(bench, PLAIN_SIZE, False, 3600, 0)["all"]
    print(f"\n{PLAIN_SIZE} disclosures; the plain way grows faster than ours")
    say("build from nothing", ours["wall"])
    say("the plain way (tests/plain_build.py)", plain["wall"], ours["wall"], "ours by the clock")
    say("processor time of that", plain["cpu"], ours["cpu"], "ours")


if __name__ == "__main__":
    main()
