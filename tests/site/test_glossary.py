"""Terms over all documents: merged, compared word by word, and found in labels."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment
from summaries import collection_of
from tiny_packages import PARTS, write_package
from tiny_site import ROOT, Built

from mingzhang.project import Project
from mingzhang.site.disclosure.view import DisclosureView, build_view
from mingzhang.site.packages import read_packages
from mingzhang.site.reference.explained import Explained
from mingzhang.site.reference.glossary import (
    MOST_ALIKE,
    MOST_GIVERS,
    MOST_GROUPS,
    MOST_TERMS,
    Entry,
    Glossary,
    build_glossary,
)
from mingzhang.site.reference.terms import (
    PAGE_TERMS,
    OwnTerms,
    Terms,
    normalise_term,
    own_terms,
    read_own_terms,
    term_anchor,
    terms_of,
)
from mingzhang.site.reference.wording import compare_wordings
from mingzhang.site.render import template_environment

NOTHING = OwnTerms({}, {})


@pytest.fixture(scope="module")
def glossary(project: Project) -> Glossary:
    """The glossary of the real documents."""
    return glossary_of([build_view(package, {}) for package in read_packages(project.packages)], read_own_terms())


def glossary_of(views: list[DisclosureView], own: OwnTerms) -> Glossary:
    return build_glossary(collection_of(views).each("glossary"), own)


def entry(glossary: Glossary, name: str) -> Entry:
    return next(item for item in glossary.entries if item.key == normalise_term(name))


def given(item: Entry) -> list[list[list[tuple[str, str]]]]:
    """By group and wording, the unit and line of each document that gives it."""
    return [
        [[(giver.view.package.unit.id, giver.line) for giver in wording.givers] for wording in group]
        for group in item.groups
    ]


@pytest.mark.parametrize(
    "text",
    ["“三公”经费", "三公经费", "八、“三公”经费：", '(八)"三公"经费', "第八、 “三公” 经费", "10、‘三公’经费"],
)
def test_spellings_of_a_term_are_one_term(text: str) -> None:
    assert normalise_term(text) == "三公经费"
    assert term_anchor(normalise_term(text)) == term_anchor("三公经费")


def test_anchors_are_ascii_and_stay() -> None:
    assert re.fullmatch("term-[0-9a-f]{8}", term_anchor("基本支出"))
    assert term_anchor("基本支出") == "term-" + hashlib.sha256("基本支出".encode()).hexdigest()[:8]
    assert term_anchor("基本支出") != term_anchor("项目支出")


def test_running_expenses_are_explained_in_three_wordings_of_two_kinds(glossary: Glossary) -> None:
    item = entry(glossary, "机关运行经费")
    assert item.agreement == "differ"
    assert given(item) == [
        [
            [("akqi-zhengfuban", "726"), ("akto-zuzhibu", "1565"), ("korla-kaifaqu-dangqun", "2135")],
            [("quyang-zuzhibu", "3761")],
        ],
        [[("urumqi-zuzhibu", "415")]],
    ]
    near = item.groups[0][1]
    assert [piece.text for piece in near.pieces if piece.kind == "removed"] == ["指行政单位（含参照公务员法管理事业"]
    assert [piece.text for piece in near.pieces if piece.kind == "added"] == ["是指各部门（", "以"]


def test_terms_on_which_documents_agree_and_differ(glossary: Glossary) -> None:
    agreement = {item.name: item.agreement for item in glossary.printed}
    assert agreement["财政拨款"] == agreement["一般公共预算"] == agreement["其他资金"] == "same"
    assert agreement["事业收入"] == "alike"
    differing = {name for name, said in agreement.items() if said == "differ"}
    assert differing == {"“三公”经费", "机关运行经费", "基本支出", "项目支出", "财政拨款收入"}
    assert agreement["上年结转"] == ""  # one document alone


def test_terms_of_most_documents_come_first(glossary: Glossary) -> None:
    givers = [item.givers for item in glossary.printed]
    assert givers == sorted(givers, reverse=True)
    assert {item.name for item in glossary.printed[:2]} == {"“三公”经费", "机关运行经费"}


def test_the_text_of_a_wording_survives_the_comparison(glossary: Glossary) -> None:
    for item in glossary.printed:
        for first, *others in item.groups:
            for other in others:
                assert "".join(p.text for p in other.pieces if p.kind != "removed") == other.text
                assert "".join(p.text for p in other.pieces if p.kind != "added") == first.text


def test_words_stand_together_in_a_comparison() -> None:
    pieces = compare_wordings("各部门（单位）的公用经费。", "各单位的公用经费。")
    assert [(p.kind, p.text) for p in pieces] == [
        ("same", "各"),
        ("removed", "部门（单位）"),
        ("added", "单位"),
        ("same", "的公用经费。"),
    ]


def test_own_words_stand_beside_the_documents_and_alone(glossary: Glossary) -> None:
    assert entry(glossary, "基本支出").own and entry(glossary, "基本支出").groups
    alone = {item.name for item in glossary.own}
    assert {"万元", "类", "款", "项", "收支总额", "完整度", "尾差"} <= alone
    assert not any(item.groups for item in glossary.own)


def test_every_alias_leads_to_a_term() -> None:
    own = read_own_terms()
    terms = own_terms(own)
    explained = {normalise_term(term) for term in own.definitions}
    only_printed = {alias for alias, term in own.aliases.items() if normalise_term(term) not in explained}
    assert only_printed == {"事业单位经营收入", "事业单位经营支出"}  # documents explain 经营收入 and 经营支出
    assert all(terms.exact(alias) for alias in own.aliases if alias not in only_printed)


def test_own_words_are_never_a_document_s(glossary: Glossary) -> None:
    for item in glossary.printed:
        assert all(wording.text.strip("。指") not in item.own for group in item.groups for wording in group)


def terms() -> Terms:
    names = ("基本支出", "一般公共预算", "三公经费", "项", "预算", "万元", "政府性基金预算")
    return Terms({name: term_anchor(name) for name in names})


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("基本支出", "基本支出"),
        ("一般公共预算基本支出情况表", "一般公共预算"),
        ("财政拨款“三公”经费支出情况表", "“三公”经费"),
        ("政府性基金预算支出", "政府性基金预算"),
        ("项", "项"),
        ("项目", ""),
        ("预算单位", ""),
        ("备注", ""),
        ("", ""),
    ],
)
def test_a_label_holds_its_longest_term(label: str, meant: str) -> None:
    found = terms().find(label)
    assert (label[found.start : found.end] if found else "") == meant


def environment(tmp_path: Path) -> Environment:
    return template_environment(tmp_path, terms())


def test_the_filter_links_to_the_glossary_and_escapes(tmp_path: Path) -> None:
    template = environment(tmp_path).from_string("{{ label|term }}")
    assert template.render(label="基本支出<b>", root="../") == (
        f'<a class="mz-term" data-mz-term="{term_anchor("基本支出")}" href="../glossary/#{term_anchor("基本支出")}">'
        "基本支出</a>&lt;b&gt;"
    )
    assert template.render(label="<i>备注</i>", root="") == "&lt;i&gt;备注&lt;/i&gt;"


def test_captions_ask_for_terms_and_are_silent_without(tmp_path: Path) -> None:
    shutil.copy(ROOT / "site_src" / "templates" / "terms.html.j2", tmp_path)
    imported = '{% from "terms.html.j2" import term_hint, terms_of with context %}'
    template = environment(tmp_path).from_string(imported + "{{ term_hint(title) }}|{{ terms_of(labels) }}")
    html = template.render(title="政府性基金预算支出情况表", labels=["项目名称", "基本支出", "万元"], root="../")
    hint, several = html.split("|")
    assert re.sub("<[^>]+>", "", hint) == "什么是政府性基金预算？"
    assert re.sub("<[^>]+>", "", several) == "名词：基本支出、万元"
    assert f'href="../glossary/#{term_anchor("万元")}"' in several
    assert template.render(title="备注", labels=["项目名称"], root="") == "|"


def test_the_glossary_of_a_hostile_document_is_text(tmp_path: Path) -> None:
    text = "term|definition|source_line\n        一、<b>x</b>：|<script>1</script>|7"
    package = write_package(Project(tmp_path), "u", "某办", **(PARTS | {"glossary": text}))
    (item,) = glossary_of([build_view(package, {})], NOTHING).printed
    assert item.groups[0][0].text == "<script>1</script>"
    assert re.fullmatch("term-[0-9a-f]{8}", item.anchor)


def test_the_page_and_the_file_of_terms(built: Built) -> None:
    page = built.page("glossary")
    anchor = term_anchor("基本支出")
    assert f'<h3 id="{anchor}">基本支出</h3>' in page
    assert "units/plain-unit/2024-budget/source/#L400" in page
    assert "<script>alert" not in page
    definitions = json.loads((built.project.site / "assets" / "terms.json").read_text("utf-8"))
    assert definitions[anchor][0] == "基本支出"
    assert definitions[anchor][1].startswith("指人员经费和公用经费。")
    assert definitions[term_anchor("万元")][2] == "本站解释"
    assert all(f'id="{name}"' in page for name in definitions)


# However many documents there are


def explained(documents: int, rows: Callable[[int], list[tuple[str, str]]]) -> list[tuple[Any, list[Explained]]]:
    """So many documents, each with the terms that ``rows`` gives for its number."""
    return [
        (
            SimpleNamespace(package=SimpleNamespace(id=f"d{number:04}")),
            [Explained(term, text, str(line)) for line, (term, text) in enumerate(rows(number), 1)],
        )
        for number in range(documents)
    ]


def test_a_term_shows_its_commonest_wordings_and_counts_the_rest() -> None:
    words = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"

    def rows(number: int) -> list[tuple[str, str]]:
        kind = 0 if number < 100 else number % 20
        return [("预备费", f"指{words[kind] * 30}。"), ("预备费", f"指{words[kind] * 30}。")]

    (item,) = build_glossary(explained(300, rows), NOTHING).printed
    assert (item.givers, item.wordings, len(item.groups), item.others) == (300, 20, MOST_GROUPS, 14)
    first = item.groups[0][0]
    assert first.text == f"指{words[0] * 30}。" and first.count == 2 * 110 and len(first.givers) == MOST_GIVERS
    assert item.agreement == "differ"


def test_the_terms_that_most_documents_explain_are_shown() -> None:
    found = build_glossary(
        explained(3, lambda number: [(f"名词{n:04}", "指某事。") for n in range(600) if number == 0 or n >= 590]),
        NOTHING,
    )
    assert len(found.printed) == MOST_TERMS and found.more == 600 - MOST_TERMS
    assert [item.givers for item in found.printed[:11]] == [3] * 10 + [1]


def test_wordings_that_hardly_differ_are_one_kind_however_many() -> None:
    text = "指按照规定为完成特定的行政工作任务或者事业发展目标所发生的支出"
    (item,) = build_glossary(explained(60, lambda n: [("项目支出", f"{text}，第{n}类。")]), NOTHING).printed
    assert len(item.groups) == 1 and len(item.groups[0]) == MOST_ALIKE and item.others == 60 - MOST_ALIKE
    assert item.agreement == "alike"


def test_pages_of_a_disclosure_know_the_site_s_words_and_its_own_and_no_other_s(tmp_path: Path) -> None:
    text = "term|definition|source_line\n        经营收入|指经营所得。|7\n        基本支出|指人员经费。|8"
    package = write_package(Project(tmp_path), "u", "某办", **(PARTS | {"glossary": text}))
    found = terms_of(package, read_own_terms())
    mine = found.find("经营收入合计")
    assert mine and mine.is_local and mine.address("../../", "../") == f"../#{term_anchor('经营收入')}"
    alias = found.find("事业单位经营收入")
    assert alias and alias.is_local
    shared = found.find("基本支出")
    assert shared and not shared.is_local
    assert shared.address("../../", "../") == f"../../glossary/#{term_anchor('基本支出')}"
    assert own_terms(read_own_terms()).find("经营收入合计") is None
    assert set(found.anchors) - set(own_terms(read_own_terms()).anchors) == {
        *("经营收入", "事业单位经营收入"),
    }


def test_templates_take_the_terms_of_the_page_before_those_of_the_site(tmp_path: Path) -> None:
    environment = template_environment(tmp_path, terms())
    template = environment.from_string(
        "{{ '经营收入'|term }} {{ term_exact('经营收入') }} {{ '经营收入' is term_known }}"
    )
    assert template.render(root="../") == "经营收入  False"
    anchor = term_anchor("经营收入")
    own = Terms({"经营收入": anchor}, [anchor])
    html = template.render(root="../", here="2024-budget/", **{PAGE_TERMS: own})
    assert f'href="2024-budget/#{anchor}"' in html and html.endswith(f"{anchor} True")


def test_links_to_the_glossary_lead_to_terms_that_it_has(built: Built) -> None:
    for page in ("units/plain-unit/2024-budget", "units"):
        html = built.page(page)
        anchors = set(re.findall(r'class="mz-term" data-mz-term="([^"]*)" href="[^"]*glossary/#', html))
        assert anchors and all(f'id="{anchor}"' in built.page("glossary") for anchor in anchors)
