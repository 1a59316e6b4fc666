"""Search: what can be found, the index that finds it, and where it leads."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tiny_packages import AUDIT, HOSTILE, PARTS, write_package
from tiny_site import Built

from mingzhang.project import Project
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.search.documents import disclosure_document
from mingzhang.site.search.entries import Document, Entry, Section
from mingzhang.site.search.index import Postings, encode_numbers, index_document, write_index
from mingzhang.site.search.normalise import grams, hash_gram, normalise, sign_of

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """Everything searchable of a package with every part."""
    package = write_package(Project(tmp_path), "u", "某办", **PARTS, **AUDIT)
    return disclosure_document(build_view(package, {}))


def found(document: Document, words: str) -> list[Entry]:
    """The entries that hold ``words``."""
    return [entry for entry in document.entries if any(normalise(words) in normalise(text) for text in entry.fields())]


def small(name: str, *texts: str) -> Document:
    """A document of paragraphs."""
    section = Section("段", 1)
    return Document(name, name, f"{name}/", "budget", tuple(Entry(section, "", text) for text in texts))


def build_files(*documents: Document) -> dict[str, str]:
    """The files of the index by path."""
    files: dict[str, str] = {}
    write_index([index_document(document, files.__setitem__) for document in documents], files.__setitem__)
    return files


def decode(code: str) -> list[int]:
    """The numbers that ``encode_numbers`` wrote."""
    numbers, before, gap, shift = [], -1, 0, 1
    for value in map(DIGITS.index, code):
        gap, shift = gap + value % 32 * shift, shift * 32
        if value < 32:
            before += gap + 1
            numbers.append(before)
            gap, shift = 0, 1
    return numbers


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("“三公”经费", "三公经费"),
        ("公务 接待费", "公务接待费"),
        ("９，７５１．８７", "9751.87"),
        ("11,508.22万元", "11508.22万元"),
        ("1,2、3,4", "12、34"),
        ("支出，其中", "支出,其中"),
        ("陶财预〔2024〕001号", "陶财预[2024]001号"),
        ("《预算法》ＡＢＣ（试行）", "预算法abc(试行)"),
        ("－5.21％　", "-5.21%"),
        ("", ""),
    ],
)
def test_text_is_compared_as_readers_type_it(printed: str, compared: str) -> None:
    assert normalise(printed) == compared


def test_numbers_are_known_by_four_in_a_row() -> None:
    assert {"1150", "1508", "508.", "08.2", "8.22", sign_of("11508.22")} <= grams("计11508.22万元")
    assert grams("三公") == {"三", "公", "三公"}
    assert "201" not in grams("201") and "20" in grams("201")


def test_hashes_and_numbers_are_written_as_the_browser_reads_them() -> None:
    assert (hash_gram(""), hash_gram("a")) == (0x811C1CD9, 0xE40CCD20)
    for numbers in ([], [0], [31], [32], [0, 1, 2, 40, 5000, 5001, 100_000]):
        assert decode(encode_numbers(numbers)) == numbers
    assert len(encode_numbers(range(3000))) == 3000


def test_every_gram_of_every_entry_leads_to_its_document(built: Built) -> None:
    folder = built.project.site / "search"
    about = read(folder / "index.json")
    shards = [read(folder / "shards" / f"{number}.json") for number in range(about["shards"])]
    rows = [row for path in sorted(folder.glob("list/*.json"), key=lambda path: int(path.stem)) for row in read(path)]
    assert (about["disclosures"], about["documents"]) == (2, len(rows))
    assert [row[2] for row in rows] == ["budget", "budget", "page", "page", "page"]
    for number, (name, *_, count, size) in enumerate(rows):
        path = folder / "documents" / f"{name}.json"
        entries = read(path)["entries"]
        assert (count, size) == (len(entries), path.stat().st_size)
        for entry in entries:
            for text in fields(entry):
                for gram in grams(normalise(text)):
                    code = shards[hash_gram(gram) % len(shards)][gram]
                    assert number in decode(code.split(".")[0]), gram


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def fields(entry: list[Any]) -> list[str]:
    """What is searched of a packed entry."""
    label, amount = [*entry, "", ""][3:5]
    return [label, *entry[7::2], f"{amount}万元" if amount else ""]


def test_names_are_told_apart_in_the_index() -> None:
    names = Section("项目", 80, names=True)
    plain = small("plain", "援疆")
    named = Document("named", "n", "n/", "budget", (Entry(names, "", "援疆项目"),))
    postings = Postings()
    for document in (plain, named):
        postings.add(index_document(document, lambda *_: None))
    (shard,) = postings.shards()
    assert shard["援疆"] == f"{encode_numbers([0, 1])}.{encode_numbers([1])}"
    assert shard["项目"] == f"{encode_numbers([1])}.{encode_numbers([1])}"


def test_shards_grow_with_what_they_hold_and_stay_small() -> None:
    characters = [chr(code) for code in range(0x4E00, 0x4E00 + 6000)]
    texts = ["".join(characters[start : start + 60]) for start in range(0, 6000, 40)]
    few, many = build_files(small("a", *texts[:5])), build_files(small("a", *texts), small("b", *texts))
    assert len(few) < len(many)
    shards = [text for path, text in many.items() if "/shards/" in path]
    assert len(shards) > 1 and max(len(text.encode()) for text in shards) < 32 * 1024


def test_the_index_depends_on_nothing_but_the_documents(tmp_path: Path) -> None:
    program = (
        "from mingzhang.site.search.entries import Document, Entry, Section\n"
        "from mingzhang.site.search.index import index_document, write_index\n"
        "entries = tuple(Entry(Section('段', 1), '', text) for text in ('三公经费', '援疆 9,751.00', 'a2013201'))\n"
        "write_index([index_document(Document('d', 't', 'd/', 'budget', entries), print)], print)\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1 and "三公" in outputs.pop()


def test_projects_lead_to_their_pages_and_forms_to_their_anchors(document: Document) -> None:
    project = next(entry for entry in found(document, "根据某文件") if entry.section.title == "项目")
    assert (project.address, project.label, project.amount) == ("projects/p02/", "村干部报酬", "1,000.50")
    indicator = next(entry for entry in found(document, "发放人数") if entry.section.title == "绩效指标")
    assert (indicator.address, indicator.context) == ("projects/p02/#f02", "村干部报酬")
    assert ("目标", "=863人") in indicator.pieces and ("偏差及改进", "人员变动") in indicator.pieces
    whole = next(entry for entry in found(document, "完成全年工作"))
    assert whole.address == "#f01" and whole.section.title == "整体绩效目标"
    use = next(entry for entry in found(document, "培训") if entry.section.title == "资金分配")
    assert (use.address, use.amount, use.context) == ("projects/p02/", "50", "村干部报酬")


def test_rows_of_tables_lead_to_themselves(document: Document) -> None:
    (row,) = [entry for entry in found(document, "2013201") if entry.address == "#expenditure-33"]
    assert (row.label, row.amount) == ("2013201 行政运行", "200")
    total = next(entry for entry in document.entries if entry.address == "#expenditure-35")
    assert total.label == "合计"
    assert total.amount == "1,200.50" and {value for _, value in total.pieces} == {"200", "1,000.50"}
    assert [entry.section.title for entry in found(document, "表为空")] == ["收支表"]
    (vehicles,) = [entry for entry in found(document, "公务用车运行费") if entry.address == "#three_public-63"]
    assert vehicles.amount == "9.00"


def test_statements_and_their_paragraph_are_one_place(document: Document) -> None:
    said = found(document, "行政运行")
    claim = next(entry for entry in said if entry.address == "#c002")
    paragraph = next(entry for entry in said if entry.section.text)
    assert claim.place == paragraph.place and paragraph.address == "source/#L89"
    assert claim.label == "2013201 行政运行" and ("增减", "39.27") not in claim.pieces
    assert ("较上年", "39.27") in claim.pieces and ("", "-43.12%") in claim.pieces


def test_findings_lead_to_where_they_are_listed(document: Document) -> None:
    (finding,) = found(document, "方向相反")
    assert (finding.address, finding.section.title) == ("#finding-4", "核对与发现")


def test_every_address_leads_somewhere_on_the_site(built: Built) -> None:
    folder, site = built.project.site / "search", built.project.site
    anchors: dict[Path, set[str]] = {}
    for path in folder.glob("list/*.json"):
        for name, _, _, _, _, address, _, _ in read(path):
            for target in {entry[2] for entry in read(folder / "documents" / f"{name}.json")["entries"]}:
                way, _, anchor = (f"source/#L{target}" if isinstance(target, int) else target).partition("#")
                page = site / address / way / "index.html"
                if page not in anchors:
                    anchors[page] = set(re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8")))
                if not isinstance(target, int):  # the tiny packages come without their sources' lines
                    assert not anchor or anchor in anchors[page], f"{page}#{anchor}"


def test_hostile_text_stays_text(built: Built) -> None:
    folder = built.project.site / "search"
    kept = read(folder / "documents" / "hostile-unit-2024-budget.json")
    assert kept["entries"][0][3] == HOSTILE
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "alert(1)" not in page


def test_the_page_tells_what_to_do_without_scripts(built: Built) -> None:
    page = built.page("search")
    without = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "脚本" in without and 'href="../units/"' in without
    assert 'action="../search/"' in page and "data-mz-search-list" in page
    assert all(f'data-mz-query="{word}"' in page for word in ("三公", "公务接待", "援疆", "村干部报酬", "绩效"))
