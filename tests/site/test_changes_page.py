"""What changed: the page of all, the page of a disclosure with versions, their downloads and the feed."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from lxml import html
from summaries import cards_of
from tiny_packages import HOSTILE, write_package
from tiny_site import Built
from tiny_versions import SUMMARY, write_version

from mingzhang.project import Project
from mingzhang.site.changes.difference import MOST_ROWS, build_difference
from mingzhang.site.changes.events import Event, events_of, order_events
from mingzhang.site.changes.feed import feed_xml
from mingzhang.site.changes.versions import read_versions
from mingzhang.site.disclosure.view import DisclosureView, build_view
from mingzhang.site.packages import PackageError, read_package

UNIT = "units/hostile-unit/2024-budget"
ATOM = "{http://www.w3.org/2005/Atom}"


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_the_page_of_a_disclosure_leads_to_what_changed(built: Built) -> None:
    page = html.fromstring(built.page(UNIT))
    (tag,) = page.xpath('//div[@class="mz-under-title"]/a[@href="changes/"]')
    assert words(tag) == "第 2 版，见与上一版的不同"
    assert "与上一版" not in built.page("units/plain-unit/2024-budget")
    assert not (built.project.site / "units/plain-unit/2024-budget/changes").exists()


def test_every_cell_that_changed_is_shown_with_both_lines(built: Built) -> None:
    page = html.fromstring(built.page(f"{UNIT}/changes"))
    tables = {table.xpath("string(caption)"): table for table in page.xpath("//table")}
    rows = [[words(cell) for cell in row] for row in tables["表 expenditure的变动"].xpath("tbody/tr")]
    assert rows == [
        ["2013201 行政运行", "列 total", "100", "200", "+100", "31 → 33"],
        ["2013201 行政运行", "列 basic", "（空白）", "200", "", "31 → 33"],
        ["删去 2013202 一般行政管理事务", "", "列 total 1,234.50", "", "", "32 → —"],
    ]
    assert tables["表 expenditure的变动"].xpath("tbody/tr[1]/td//a/@href") == ["../source/#L33"]
    money = [words(row) for row in tables["金额变动最大的行"].xpath("tbody/tr")]
    assert money[0].startswith("删去 表 expenditure：2013202 一般行政管理事务 列 total 1,234.50")
    assert money[1].startswith(f"新增 表 project_expenditure：村干部报酬{HOSTILE} 列 total 1,000.50"[:40])
    (state,) = tables["表 tables的变动"].xpath("tbody/tr")
    assert [words(cell) for cell in state[2:4]] == ["缺失", "空表"]
    found = [words(item) for item in page.xpath('//ul[@class="mz-found"]/li')]
    assert found[0].startswith("新增 错误 合计不符") and found[1] == "删去 提示 不再有的疑问"
    assert SUMMARY in words(page) and "旧.pdf → a.txt" in words(page)
    assert not page.xpath("//script[not(contains(@type, 'json')) and contains(text(), 'alert(1)')]")


def test_all_events_stand_on_one_page_the_newest_first(built: Built) -> None:
    page = html.fromstring(built.page("changes"))
    items = page.xpath('//ol[contains(@class, "mz-events")]/li')
    assert words(items[0]).startswith("2024-06-01 换过文件 · 第 2 版") and SUMMARY in words(items[0])
    assert items[0].xpath(".//a/@href") == [f"../{UNIT}/changes/#v2"]
    assert words(items[1]).startswith("2024-03-05 更正") and "日期未注明 新收录" in words(items[-1])
    assert page.xpath('//a[@href="../corrections/"]') and page.xpath('//a[@href="../feed.xml"]')
    assert 'href="../changes/"' in built.page("corrections")
    assert html.fromstring(built.page(f"{UNIT}/changes")).xpath('//h2[@id="v2"]')


def test_an_earlier_version_is_there_to_download_guarded(built: Built) -> None:
    folder = built.project.site / "data/versions/hostile-unit-2024-budget/1"
    with (folder / "changes/changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    text = next(row for row in rows if row["resource"] == "explanation")
    assert text["before"].startswith("'=1+1") and rows[0]["difference"] == "100.00"
    told = json.loads((folder / "changes/datapackage.json").read_text("utf-8"))
    assert told["mingzhang"]["guard"] and told["mingzhang"]["version"] == 1
    for path in (folder / "datapackage.json", folder / "changes/datapackage.json"):
        for resource in json.loads(path.read_text("utf-8"))["resources"]:
            assert (path.parent / resource["path"]).stat().st_size == resource["bytes"]
    sums = (built.project.site / "data/SHA256SUMS").read_text("utf-8")
    assert "  versions/hostile-unit-2024-budget/1/changes/changes.csv\n" in sums
    names = zipfile.ZipFile(folder.with_name("1.zip")).namelist()
    assert {"summary.csv", "changes/changes.csv", "source.txt"} <= set(names)
    page = html.fromstring(built.page(f"{UNIT}/changes"))
    for target in page.xpath("//main//a/@href | //article//a/@href"):
        if "data/versions" in target:
            assert (built.project.site / UNIT / "changes" / target).is_file(), target


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    write_package(project, "some-unit", "某局")
    return project


def view_of(project: Project, **changed: object) -> DisclosureView:
    package = replace(read_package(project.packages / "some-unit-2024-budget"), **changed)  # type: ignore[arg-type]
    return build_view(package, {})


def test_a_version_that_was_never_replaced_is_none(project: Project) -> None:
    folder = write_version(project, "some-unit-2024-budget")
    package = read_package(project.packages / "some-unit-2024-budget")
    assert len(read_versions(project, [package])["some-unit-2024-budget"]) == 1
    (folder / "datapackage.json").write_bytes((package.folder / "datapackage.json").read_bytes())
    assert read_versions(project, [package]) == {}


def test_changes_that_a_hand_altered_are_refused(project: Project) -> None:
    path = write_version(project, "some-unit-2024-budget") / "changes" / "changes.csv"
    path.write_text(path.read_text("utf-8").replace("1200.50", "1300.50"), "utf-8")
    with pytest.raises(PackageError, match="is not what its descriptor says"):
        read_versions(project, [read_package(project.packages / "some-unit-2024-budget")])


def test_a_long_table_is_cut_and_says_so(project: Project) -> None:
    write_version(project, "some-unit-2024-budget")
    view = view_of(project)
    (version,) = read_versions(project, [view.package])["some-unit-2024-budget"]
    many = replace(version, changes=version.changes[:1] * (MOST_ROWS + 7))
    (table,) = build_difference(many, view.package).tables
    assert (len(table.cells), table.more, table.counts) == (MOST_ROWS, 7, f"改动 {MOST_ROWS + 7} 行")


def all_events(project: Project, count: int = 1) -> list[Event]:
    """``count`` disclosures, added a day after another."""
    views = [
        view_of(project, id=f"unit{n}-2024-budget", added=f"2024-{1 + n // 28:02}-{1 + n % 28:02}")
        for n in range(count)
    ]
    pairs = zip(views, cards_of(views), strict=True)
    return order_events(event for view, card in pairs for event in events_of(view, card, ()))


def test_the_feed_is_what_feed_readers_understand(built: Built) -> None:
    text = (built.project.site / "feed.xml").read_text("utf-8")
    read = feedparser.parse(text)
    assert not read.bozo and read.version == "atom10" and read.feed.language == "zh-CN"
    assert read.feed.updated == "2024-06-01T00:00:00+08:00" == read.entries[0].updated
    assert read.entries[0].title.startswith("换过文件：") and SUMMARY in read.entries[0].summary
    assert read.entries[0].link.endswith(f"{UNIT}/changes/#v2")
    assert [entry.updated[:10] for entry in read.entries] == ["2024-06-01", *["2024-03-05"] * 2, *["2024-03-01"] * 2]
    assert len({entry.id for entry in read.entries}) == len(read.entries)
    links = html.fromstring(built.page(UNIT)).xpath('//link[@type="application/atom+xml"]')
    assert [(str(link.get("rel")).split(), link.get("href")) for link in links] == [
        (["alternate"], "../../../feed.xml")
    ]


def test_the_feed_keeps_to_the_rules_of_rfc_4287(project: Project) -> None:
    address = "https://example.org/open/"
    feed = ElementTree.fromstring(feed_xml(all_events(project, 60), address))
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):  # 4.1.1: exactly one of each; an author for all entries
        assert len(feed.findall(f"{ATOM}{name}")) == 1, name
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    (own,) = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own.get("href") == f"{address}feed.xml" == feed.findtext(f"{ATOM}id")
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 50
    for entry in entries:  # 4.1.2
        for name in ("id", "title", "updated", "summary"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1, name
        assert re.fullmatch(r"tag:example\.org,2026:/open/unit\d+-2024-budget/added", entry.findtext(f"{ATOM}id") or "")
        (link,) = entry.findall(f"{ATOM}link")
        assert str(link.get("href")).startswith(f"{address}units/") and link.get("rel") == "alternate"
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").utcoffset() is not None  # RFC 3339
    days = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert days == sorted(days, reverse=True) and feed.findtext(f"{ATOM}updated") == days[0]


def test_the_feed_is_the_same_whenever_it_is_made_and_may_be_empty(project: Project) -> None:
    assert feed_xml(all_events(project), "https://a.org/") == feed_xml(all_events(project), "https://a.org/")
    nothing = feedparser.parse(feed_xml([], "https://a.org/"))
    assert not nothing.bozo and nothing.entries == []
    hostile = feedparser.parse(
        feed_xml([replace(all_events(project)[0], reason=f"\x00\x0b{HOSTILE}")], "https://a.org/")
    )
    assert not hostile.bozo and "</title>" in hostile.entries[0].summary  # as text
