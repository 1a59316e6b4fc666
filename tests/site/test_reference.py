"""The data dictionary, the downloads and the page on the method."""

from __future__ import annotations

import json
import re

import pytest
from summaries import collection_of
from tiny_site import ROOT, Built

from mingzhang.audit.completeness.score import _WEIGHTS, load_completeness_words
from mingzhang.project import Project
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.packages import read_packages, read_resources
from mingzhang.site.reference.dictionary import Dictionary, build_dictionary
from mingzhang.site.reference.method import build_method
from mingzhang.site.reference.sizes import format_size
from mingzhang.site.reference.terms import read_own_terms


@pytest.fixture(scope="module")
def dictionary(project: Project) -> Dictionary:
    """The dictionary of the real data."""
    descriptor = json.loads(project.datapackage.read_text("utf-8"))
    return build_dictionary(read_resources(project.root, descriptor["resources"]))


def test_every_resource_stands_in_a_group_with_a_name(project: Project, dictionary: Dictionary) -> None:
    described = json.loads(project.datapackage.read_text("utf-8"))["resources"]
    assert set(dictionary.titles) == {item["name"] for item in described}
    assert all(re.search("[一-鿿]", group.title) and group.title_en for group in dictionary.groups)


def test_every_value_of_a_column_has_its_meaning(dictionary: Dictionary) -> None:
    columns = [column for group in dictionary.groups for item in group.resources for column in item.columns]
    keys = {(column.field.name, key): word for column in columns for key, word in column.values}
    assert keys["status", "attached"] == "附件"
    assert keys["severity", "rounding"] == "尾差"
    assert keys["item", "retired_veteran"] == "离休"
    plain = {key for _, key in keys if re.fullmatch("[a-z_]+", key)}
    assert all(word for (_, key), word in keys.items() if key in plain)


def test_columns_of_all_tables_are_told_once(dictionary: Dictionary) -> None:
    assert [column.field.name for column in dictionary.common] == ["disclosure_id", "source_line"]
    for group in dictionary.groups:
        for item in group.resources:
            assert not {column.field.name for column in item.columns} & set(item.common)


def test_descriptions_are_parted_by_language(dictionary: Dictionary) -> None:
    summary = next(item for group in dictionary.groups for item in group.resources if item.resource.name == "summary")
    code = next(column for column in summary.columns if column.field.name == "code")
    assert (code.description, code.description_en) == (
        "完整编码；印错的已补正",
        "whole code; a misprinted one is repaired",
    )
    assert [(key.columns, key.resource) for key in summary.keys] == [(("code",), "functional_classification")]


@pytest.mark.parametrize(
    ("size", "shown"), [(0, ""), (156, "156 字节"), (17493, "17 KB"), (1024, "1 KB"), (1_572_864, "1.5 MB")]
)
def test_sizes(size: int, shown: str) -> None:
    assert format_size(size) == shown


def test_downloads_of_a_package_exist(built: Built) -> None:
    page = built.page("data")
    for target in re.findall(r'href="\.\./(data/[^"]+)" download', page):
        assert (built.project.site / target).is_file(), target
    assert "data/plain-unit-2024-budget.xlsx" in page and "data/plain-unit-2024-budget.zip" in page


def test_the_method_counts_what_was_read_and_checked(project: Project) -> None:
    collection = collection_of(build_view(package, {}) for package in read_packages(project.packages))
    method = build_method((item for _, item in collection.each("limits")), 0, [])
    tallies = {item.view.package.unit.id: dict(zip(method.kinds, item.counts, strict=True)) for item in method.readings}
    assert tallies["quyang-zuzhibu"] == {kind: int(kind == "读法未定") for kind in method.kinds}
    assert sum(method.totals) == sum(item.total for item in method.readings)
    limits = {item.view.package.unit.id: item for item in method.limits}
    assert [(sentence, len(tables)) for sentence, tables in limits["urumqi-zuzhibu"].tables] == [
        ("仅以附件列出，尚未取得", 9)
    ]
    assert [note.lines for note in limits["akqi-zhengfuban"].notes] == [("562",), ("728",)]


def test_the_method_says_what_the_score_is_made_of() -> None:
    text = (ROOT / "site_src" / "docs" / "method" / "index.md").read_text("utf-8")
    assert [int(points) for points in re.findall(r"^\| [^|]+ \| (\d+) \|", text, re.MULTILINE)] == [*_WEIGHTS.values()]
    own = read_own_terms().definitions["完整度"]
    assert [int(points) for points in re.findall(r"[一-鿿” ]+ (\d+)[，。]", own)][-4:] == [*_WEIGHTS.values()]
    words = load_completeness_words()
    assert sum(table.required for table in words.tables.values()) == 9 and "九张必须公开的表" in text
    assert len(words.sections) == 17 and "等十七项" in text


def test_the_method_page_has_no_part_left_out(built: Built) -> None:
    page = built.page("method")
    assert "<!-- part" not in page
    assert "条规则核对" in page and "某县某办公室" in page
    assert page.count("<h2") == 9
