"""The benchmarks compare like with like, and the page on scale tells what was measured."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from tiny_site import Built

import plain_forms
from bench_curves import fit, value
from bench_measure import run
from bench_page import PAGE, page_text, without_figures
from bench_prospect import our_curves, plain_at, prospect
from bench_runs import change_amount, manifest
from bench_scale import RESULTS, arguments, prices_of
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.packages import read_packages
from plain_build import Steps, build
from plain_forms import save
from tiny_source import make_project as make_sources

Plain = tuple[Path, dict[str, int]]


@pytest.fixture(scope="module")
def plain(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Plain:
    """The plain way's site of the tiny project's packages, and what it counts; one drawing stands for all."""
    folder, steps = tmp_path_factory.mktemp("plain") / "site", Steps()
    with pytest.MonkeyPatch.context() as patch:
        drawn: list[bytes] = []
        patch.setattr(plain_forms, "save", lambda drawing, path: path.write_bytes(_once(drawn, drawing, path)))
        counts = build(built.project, folder, False, steps, built.project.packages)
    assert list(steps) == ["charts", "downloads", "pages", "mkdocs"]
    return folder, counts


def _once(drawn: list[bytes], drawing: Any, path: Path) -> bytes:
    if not drawn:
        save(drawing, path)
        drawn.append(path.read_bytes())
    assert drawn[0].startswith(b"<svg")
    return drawn[0]


def test_the_plain_way_publishes_the_same_charts(built: Built, plain: Plain) -> None:
    folder, counts = plain
    ours, theirs = built.project.site / "charts", folder / "docs/charts"
    across = {path.stem for path in (ours / "site").glob("*.csv")}
    specs = {path.relative_to(ours).as_posix()[: -len(".vl.json")] for path in ours.rglob("*.vl.json")}
    drawn = {path.relative_to(theirs).as_posix()[: -len(".json")] for path in theirs.rglob("*.json")}
    assert drawn == {name for name in specs if not name.startswith("site/")} and len(drawn) > 10
    assert counts["charts"] == built.report.charts - len(across)
    svgs = [path for path in (folder / "site/charts").rglob("*.svg") if "-detail" not in path.stem]
    assert len(svgs) == 2 * len(drawn)


def test_the_plain_way_shows_every_row_that_our_pages_show(built: Built, plain: Plain) -> None:
    folder, counts = plain
    views = [build_view(package, {}) for package in read_packages(built.project.packages)]
    marks = ("reading_notes", "findings", "explanation", "tables", "completeness")
    beside = sum(len(view.package.rows(name)) for view in views for name in marks)
    assert sum(view.row_count for view in views) == built.report.rows
    assert counts["rows"] == built.report.rows + beside
    pages = [path.read_text("utf-8") for path in (folder / "site/units").rglob("index.html")]
    across = counts["pages"] - len(pages)
    assert sum(page.count("<table>") for page in pages) > built.report.tables and across == 6
    assert sum(page.count("<tr>") for page in pages) > counts["rows"]


def test_the_plain_way_offers_the_same_forms(built: Built, plain: Plain) -> None:
    folder, _ = plain
    for package in read_packages(built.project.packages):
        own, theirs = (root / "data/packages" / package.id for root in (built.project.site, folder / "site"))
        for ending in ("json", "parquet", "xlsx"):
            ours = {path.stem for path in own.rglob(f"*.{ending}")} - {"datapackage", "index"}
            assert ours and ours <= {path.stem for path in theirs.glob(f"*.{ending}")}, (package.id, ending)


def test_curves_go_through_what_was_measured() -> None:
    straight = fit([(100, 150.0), (300, 350.0), (1000, 1050.0)], (0, 1))
    assert value(straight, 3000) == pytest.approx(3050)
    bent = fit([(10, 10 + 0.4), (20, 20 + 1.6), (40, 40 + 6.4)], (1, 2))
    assert bent == pytest.approx({1: 1.0, 2: 0.004}) and value(bent, 1000) == pytest.approx(5000)
    falling = fit([(10, 8.0), (20, 18.0), (40, 38.0)], (0, 1))
    assert set(falling) == {1}, "no negative start"


def test_one_change_is_one_digit_and_its_digest(tmp_path: Path) -> None:
    project = make_sources(tmp_path, "one", "two", "three")
    before = manifest(project.sources)
    name = change_amount(tmp_path, 0)
    after = manifest(project.sources)
    assert {path for path in after if after[path] != before[path]} == {f"{name}/a.txt", f"{name}/disclosure.yml"}
    digest = hashlib.sha256((project.sources / name / "a.txt").read_bytes()).hexdigest()
    assert f"sha256: {digest}" in (project.sources / name / "disclosure.yml").read_text("utf-8")
    assert change_amount(tmp_path, 1) != name


def test_a_run_is_measured_with_its_children_and_ended_at_its_bounds(tmp_path: Path) -> None:
    child = "import os, time; os.setpgid(0, 0); block = b'x' * 80_000_000; time.sleep({})"
    parent = "import subprocess, sys; subprocess.run([sys.executable, '-c', {!r}])"
    told = run([sys.executable, "-c", parent.format(child.format(2))], tmp_path / "log")
    assert told.memory > 80 and 160 > told.largest > 80 and not told.ended
    assert (
        run([sys.executable, "-c", parent.format(child.format(60))], tmp_path / "log", megabytes=50).ended == "memory"
    )
    assert run([sys.executable, "-c", "import time; time.sleep(60)"], tmp_path / "log", seconds=0.3).ended == "time"
    with pytest.raises(RuntimeError, match="wrong"):
        run([sys.executable, "-c", "raise SystemExit('wrong')"], tmp_path / "log")


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    """What is committed."""
    told: dict[str, Any] = json.loads(RESULTS.read_text("utf-8"))
    return told


def test_the_page_is_made_of_the_committed_results(results: dict[str, Any]) -> None:
    prices = prices_of(arguments().parse_args([]))
    assert without_figures(PAGE.read_text("utf-8")) == without_figures(page_text(results, prices))
    text = (RESULTS.parent / "hundred-thousand.md").read_text("utf-8")
    assert text == prospect(results, our_curves(results), prices)
    for run_of in results["ours"]:
        assert f'<th scope="row">{run_of["size"]:,}</th>' in PAGE.read_text("utf-8")


def _bare(item: dict[str, Any]) -> dict[str, Any]:
    return {**item, "visit": {}, "stages": {}}


def test_a_section_without_numbers_is_left_out(results: dict[str, Any]) -> None:
    prices = prices_of(arguments().parse_args([]))
    bare = {**results, "plain": [], "ours": [_bare(item) for item in results["ours"]]}
    page = page_text(bare, prices)
    assert "{#cold}" in page and not any(f"{{#{name}}}" in page for name in ("plain", "visits", "stages"))
    assert plain_at(bare, 1000, "wall") is None and "$" not in without_figures(page)
