"""The built site: safe, whole, the same every time, and never half-written."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from tiny_packages import HOSTILE, write_package
from tiny_site import Built, make_project

from mingzhang.project import Project
from mingzhang.site import build_site
from mingzhang.site.downloads.zips import write_zip
from mingzhang.site.fragments import FragmentStore, MissingFragmentError
from mingzhang.site.packages import PackageError, read_package

PLAIN, HOSTILE_PAGE = "units/plain-unit/2024-budget", "units/hostile-unit/2024-budget"


class Elements(HTMLParser):
    """Every start tag of a page with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def count_scripts(html: str) -> int:
    """How many scripts may run: structured data is none, and a page has it once at most."""
    kinds = [attrs.get("type") for tag, attrs in Elements(html).found if tag == "script"]
    assert kinds.count("application/ld+json") <= 1
    return len(kinds) - kinds.count("application/ld+json")


def quiet(_: str) -> None:
    """Say nothing."""


def digest(folder: Path) -> dict[str, str]:
    """Every file of ``folder`` with the hash of its bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_report_counts_what_was_built(built: Built) -> None:
    report = built.report
    assert (report.disclosures, report.tables, report.charts) == (2, 10, 24)
    assert report.rebuilt and report.warnings == [] and report.address.is_file()


def test_hostile_text_is_text_everywhere(built: Built) -> None:
    for address in ("", "units", "data", "units/hostile-unit", HOSTILE_PAGE):
        html = built.page(address)
        assert count_scripts(html) == count_scripts(built.page("about"))
        assert "<script>alert" not in html and "javascript:alert" in html
        assert not any((attrs.get("href") or "").startswith("javascript:") for _, attrs in Elements(html).found)
        assert "{{ 7*7 }}" in html.replace("&#123;", "{").replace("&#125;", "}").replace("&#42;", "*")
    assert "<strong>b</strong>" not in built.page(HOSTILE_PAGE)


def test_every_link_leads_somewhere_on_the_site(built: Built) -> None:
    site = built.project.site
    pages = {path.parent.relative_to(site).as_posix(): path for path in site.rglob("index.html")}
    anchors = {
        name: {attrs.get("id") for _, attrs in Elements(path.read_text(encoding="utf-8")).found}
        for name, path in pages.items()
    }
    for name, path in pages.items():
        base = "http://here/" + ("" if name == "." else f"{name}/")
        for _, attrs in Elements(path.read_text(encoding="utf-8")).found:
            for link in filter(None, (attrs.get("href"), attrs.get("src"))):
                target = urljoin(base, link)
                if not target.startswith("http://here/"):
                    continue
                place, _, anchor = unquote(target.removeprefix("http://here/")).partition("#")
                place = place.partition("?")[0]
                assert (site / place).exists(), f"{name}: {link}"
                page = place.rstrip("/") or "."
                if page == "query" and anchor.startswith("t="):  # what is asked stands behind its #
                    continue
                assert not anchor or anchor in anchors[page] or anchor.startswith("__"), f"{name}: {link}"


def test_pages_load_nothing_from_another_host(built: Built) -> None:
    for path in built.project.site.rglob("*.html"):
        for tag, attrs in Elements(path.read_text(encoding="utf-8")).found:
            named = tag == "link" and attrs.get("rel") != "canonical"  # which is loaded by nobody
            loaded = attrs.get("src") or (attrs.get("href") if named else "") or ""
            assert not re.match(r"(https?:)?//", loaded), f"{path}: {loaded}"


def test_a_disclosure_page_has_stable_ascii_anchors(built: Built) -> None:
    ids = [attrs["id"] for tag, attrs in Elements(built.page(PLAIN)).found if tag in ("h1", "h2", "h3")]
    assert ids[:4] == ["top", "charts", "findings", "tables"] and ids[-2:] == ["reading", "source"]
    assert {"summary", "revenue", "expenditure", "three_public"} <= set(ids)


def test_a_table_shows_thousands_hierarchy_marks_and_lines(built: Built) -> None:
    html = built.page(PLAIN)
    table = html[html.index('id="expenditure"') : html.index('id="project_expenditure"')]
    first = re.search(r"<tr id=\"expenditure-31\" class=\"mz-subtotal mz-depth-0\">.*?</tr>", table, re.S)
    assert first and 'title="原文印作 20"' in first[0] and 'href="#note-1"' in first[0]
    assert '<td class="mz-number">1,000.50</td>' in first[0] and 'href="source/#L31"' in first[0]
    assert re.search(
        r'<tr id="expenditure-34" class="mz-detail mz-depth-2">.*?<td class="mz-number"></td>', table, re.S
    )
    assert 'href="../../../data/packages/plain-unit-2024-budget/expenditure.csv"' in table


def test_empty_and_missing_tables_are_said_plainly(built: Built) -> None:
    html = built.page(PLAIN)
    assert "空表：公开时即无数据" in html and "原文说明：本表为空表。" in html
    assert "目录列出但正文缺失" in html


def test_downloads_are_the_packages(built: Built) -> None:
    data = built.project.site / "data"
    source = built.project.packages / "plain-unit-2024-budget"
    notes = {"README.md", "LICENSE.md", "CITATION.cff", "CAVEATS.txt"}
    beside = {*notes, "SHA256SUMS"}  # a list of itself no archive can hold
    served, own = digest(data / "packages" / source.name), digest(source)
    others = {name for name in served if not name.endswith((".xlsx", ".json", ".parquet"))} - {"datapackage.json"}
    assert others == own.keys() - {"datapackage.json"} | beside and "index.json" in served
    # Targets such as =863人, and -30.12 or -3, text to the tiny schemas, get a guard; a descriptor tells of it.
    changed = {"performance_indicators.csv", "findings.csv", "staffing.csv", "claims.csv", "datapackage.json"}
    assert {name for name in own if served[name] != own[name]} == changed
    with zipfile.ZipFile(data / f"{source.name}.zip") as archive:
        assert archive.namelist() == sorted({path.name for path in source.iterdir()} | notes)
        assert archive.read("summary.csv") == (source / "summary.csv").read_bytes()


def test_a_zip_depends_on_content_alone(tmp_path: Path) -> None:
    for name, order in (("one", "ab"), ("two", "ba")):
        for letter in order:
            path = tmp_path / name / f"{letter}.csv"
            path.parent.mkdir(exist_ok=True)
            path.write_text(letter, encoding="utf-8")
        write_zip(tmp_path / name, (tmp_path / name).iterdir(), tmp_path / f"{name}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_unchanged_project_is_left_alone(built: Built) -> None:
    def state() -> dict[Path, tuple[int, int, int]]:
        paths = [built.project.site, *built.project.site.rglob("*")]
        found = {path: path.stat() for path in paths}
        return {path: (told.st_ino, told.st_mtime_ns, told.st_ctime_ns) for path, told in found.items()}

    before = state()
    again = build_site(built.project, say=quiet)
    assert not again.rebuilt
    assert replace(again, rebuilt=True) == built.report
    assert state() == before


def test_two_builds_give_the_same_bytes_and_a_failed_one_leaves_the_site(
    built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path)
    project = Project(Path("elsewhere"))  # a relative root too
    build_site(project, say=quiet, jobs=1)
    assert digest(project.site) == digest(built.project.site)

    standing = digest(project.site)
    write_package(project, "third-unit", "某局")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    for place in ("across.write_catalogue", "publish._place"):
        with monkeypatch.context() as patch:
            patch.setattr(f"mingzhang.site.parts.{place}", killed)
            with pytest.raises(KeyboardInterrupt):
                build_site(project, say=quiet, jobs=1)
        assert digest(project.site) == standing, place
    assert build_site(project, say=quiet, jobs=1).disclosures == 3
    assert "units/third-unit/index.html" in digest(project.site)
    shutil.rmtree(project.packages / "third-unit-2024-budget")
    build_site(project, say=quiet, jobs=1)
    assert digest(project.site) == standing, "nothing is left of what is gone"
    assert not list(project.cache.glob("site/*/third-unit*"))


def test_without_packages_the_message_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_url: https://site.example/\n", encoding="utf-8")
    with pytest.raises(PackageError, match="run the package stage first"):
        build_site(Project(tmp_path), say=quiet)


def test_a_package_without_its_object_names_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"resources": []}', encoding="utf-8")
    with pytest.raises(PackageError, match="mingzhang"):
        read_package(tmp_path)


def test_fragments_go_in_once_and_a_missing_one_is_an_error(tmp_path: Path) -> None:
    store = FragmentStore(tmp_path)
    inner = store.add("page/inner", "<b>inner</b>")
    outer = store.add("page/outer", f"text {inner}")
    assert store.fill(f"<p>a</p>{outer}") == f"<p>a</p>text {inner}"
    with pytest.raises(MissingFragmentError, match="page/gone"):
        store.fill("<!--mz-fragment page/gone 0123456789abcdef-->")
    with pytest.raises(ValueError, match="fragment name"):
        store.add("../x", "")


def test_the_title_of_a_hostile_page_holds_no_markup(built: Built) -> None:
    title = re.search(r"<title>(.*?)</title>", built.page(HOSTILE_PAGE))
    assert title and "<" not in title[1] and "alert(1)" in title[1] and HOSTILE not in built.page(HOSTILE_PAGE)
