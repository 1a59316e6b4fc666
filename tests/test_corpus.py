"""``mingzhang corpus``: disclosures derived from the real ones, for measuring."""

from __future__ import annotations

import csv
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.cli import main
from mingzhang.convert import Converted, convert_text
from mingzhang.corpus.make import MARK, PLANTED, Templates, make_corpus, read_templates
from mingzhang.corpus.numbers import pattern_of, scale
from mingzhang.corpus.plant import plant
from mingzhang.corpus.template import Template
from mingzhang.corpus.units import SLOTS, Member, member_of
from mingzhang.divisions import division_of
from mingzhang.project import Project
from mingzhang.recognise.identify import body_kind_of, identify
from mingzhang.source_text import read_source
from mingzhang.sources import find_disclosures, load_disclosure

BUDGETS = ("akto-zuzhibu", "akqi-zhengfuban", "korla-kaifaqu-dangqun", "quyang-zuzhibu")
SEEDS = (*(f"{unit}-2024-budget" for unit in BUDGETS), "urumqi-zuzhibu-2024-final")
SMALL = ("korla-kaifaqu-dangqun-2024-budget", "urumqi-zuzhibu-2024-final")


@pytest.fixture(scope="module")
def templates(project: Project) -> Templates:
    return read_templates(project, lambda _: None)


@pytest.fixture(scope="module")
def by_id(templates: Templates) -> dict[str, Template]:
    return {t.disclosure.id: t for t in (*templates.plain, *templates.own, *templates.final)}


def member_for(template: Template, size: int, after: int = 12) -> Member:
    """A member of a corpus that follows ``template``, its money ``size`` times as much."""
    kind, own = template.disclosure.kind, template.has_own_name
    fits = (m for m in (member_of(1, n) for n in range(after, 900)) if m.kind == kind and m.has_own_name == own)
    return replace(next(fits), size=size)


def convert_derived(template: Template, member: Member, prints: dict[int, str]) -> Converted:
    own = replace(template.disclosure, unit=member.unit, year=member.year)
    return audit_disclosure(convert_text(own, template.render(member, prints)))[0]


def finding_counts(converted: Converted) -> Counter[tuple[str, str]]:
    return Counter((row.text("rule"), row.text("severity")) for row in converted.rows["findings"])


def known_findings(project: Project, name: str) -> Counter[tuple[str, str]]:
    with (project.packages / name / "findings.csv").open(encoding="utf-8") as file:
        return Counter((row["rule"], row["severity"]) for row in csv.DictReader(file))


@pytest.mark.parametrize("name", SEEDS)
def test_a_derived_disclosure_has_the_findings_of_its_seed(
    name: str, by_id: dict[str, Template], project: Project
) -> None:
    template = by_id[name]
    member = member_for(template, size=3)
    made = convert_derived(template, member, {})
    assert finding_counts(made) == known_findings(project, name)
    largest = max(row.amount("amount") or Decimal(0) for row in made.rows["claims"])
    with (project.packages / name / "claims.csv").open(encoding="utf-8") as file:
        assert largest == 3 * max(Decimal(row["amount"] or 0) for row in csv.DictReader(file))


@pytest.mark.parametrize("name", SEEDS)
def test_nothing_names_the_seed_or_its_year(name: str, by_id: dict[str, Template]) -> None:
    template = by_id[name]
    member = replace(member_for(template, size=5), year=2031)
    text = re.sub(r"\s", "", template.render(member, {}))
    seed = template.disclosure
    assert seed.unit.name not in text and seed.unit.region[-1] not in text
    assert text.count(member.unit.name) >= 3
    assert "2024年" not in text and "2031年" in text
    assert template.render(member, {}).count("\n") == template.text.count("\n")


@pytest.mark.parametrize(
    ("printed", "factor", "expected"),
    [
        ("330.39", 2, "660.78"),
        ("33\n0.\n39", 2, "66\n0.\n78"),  # a flowed cell stays cut where it was
        ("33\n0.\n39", 4, "132\n1.\n56"),
        ("1,028. 71", 3, "3,086. 13"),
        ("40", 3, "120"),
        ("0.018", 3, "0.054"),
    ],
)
def test_an_amount_keeps_its_print(printed: str, factor: int, expected: str) -> None:
    assert scale(printed, factor, Decimal(0), grouped=False) == expected


def test_what_rounding_left_does_not_grow() -> None:
    # 10.01 + 20.02 = 30.03, printed 30.04
    off = Decimal("-0.01")
    assert Decimal(scale("30.04", 7, off, False)) - Decimal(scale("10.01", 7, Decimal(0), False)) - 7 * Decimal(
        "20.02"
    ) == Decimal("0.01")


def test_thousands_are_grouped_where_the_document_groups_them() -> None:
    assert scale("900.00", 2, Decimal(0), grouped=True) == "1,800.00"
    assert scale("900.00", 2, Decimal(0), grouped=False) == "1800.00"


def test_a_number_is_found_only_whole() -> None:
    pattern = pattern_of(Decimal("22"))
    assert [m[0] for m in pattern.finditer("22 222 22.2 〔22 2 2 22% 22.00")] == ["22", "2 2", "22.00"]


def test_only_money_is_scaled(by_id: dict[str, Template]) -> None:
    template = by_id["akto-zuzhibu-2024-budget"]
    text = template.render(member_for(template, size=3), {})
    assert "补贴人数：863人" in text and "补贴标准：300元/人" in text
    assert "单位价值 50 万元以上大型设备 0 台" in text  # a threshold
    assert "增长 5.21%" in text and "3915、4215、4515 元/人/月" in text
    assert "编制数 49，实有人数 66 人" in text


def tree(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def make(project: Project, templates: Templates, tmp_path: Path) -> Callable[..., Path]:
    def make(name: str, count: int, seed: int = 0) -> Path:
        make_corpus(project, templates, count, seed, tmp_path / name, lambda _: None)
        return tmp_path / name

    return make


def test_the_same_seed_gives_the_same_bytes_and_a_smaller_corpus_its_first_part(make: Callable[..., Path]) -> None:
    large, again, small, other = make("a", 40), make("b", 40), make("c", 11), make("d", 40, 7)
    assert tree(large) == tree(again)
    sources = tree(small / "data" / "sources")
    assert len(sources) == 22 and sources.items() <= tree(large / "data" / "sources").items()
    assert not sources.keys() & tree(other / "data" / "sources").keys()
    rows = (large / PLANTED).read_text(encoding="utf-8").splitlines()
    assert (small / PLANTED).read_text(encoding="utf-8").splitlines() == rows[: _rows_of(small)]


def _rows_of(corpus: Path) -> int:
    return len((corpus / PLANTED).read_text(encoding="utf-8").splitlines())


def test_the_planted_errors_are_the_ones_that_are_told(make: Callable[..., Path]) -> None:
    corpus = make("corpus", 60)
    with (corpus / PLANTED).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert 5 <= len({row["disclosure_id"] for row in rows}) <= 25
    assert len({row["kind"] for row in rows}) == 5
    for row in rows:
        text = next((corpus / "data" / "sources" / row["disclosure_id"]).glob("*.txt")).read_text(encoding="utf-8")
        near = "".join("".join(text.split("\n")[int(row["line"]) - 1 :][:6]).split())
        assert row["to"] in near and row["from"] != row["to"]


@pytest.mark.parametrize("name", SMALL)
def test_the_audit_finds_what_is_planted(name: str, by_id: dict[str, Template], project: Project) -> None:
    template = by_id[name]
    tried = ((seed, member_for(template, size=3)) for seed in range(500))
    seed, member = next((s, m) for s, m in tried if len(plant(s, template, m)[1]) == 2)
    prints, errors = plant(seed, template, member)
    made = convert_derived(template, member, prints)
    more = finding_counts(made) - known_findings(project, name)
    assert sum(count for (_, severity), count in more.items() if severity in ("error", "warning")) >= 1
    wrong = {row.line for row in made.rows["findings"] if row.text("severity") in ("error", "warning")}
    said = " ".join(row.text("message").replace(",", "") for row in made.rows["findings"])
    assert all(e.line in wrong or e.wrong.replace(",", "").rstrip("0").rstrip(".") in said for e in errors)


def test_a_corpus_is_a_project_that_converts(make: Callable[..., Path]) -> None:
    corpus = Project(make("corpus", 2).resolve())
    assert (corpus.root / "mkdocs.yml").is_file() and corpus.site_src.is_dir()
    disclosures = [load_disclosure(folder) for folder in find_disclosures(corpus.sources)]
    assert [disclosure.kind for disclosure in disclosures] == ["budget", "final"]
    for disclosure in disclosures:
        place = division_of(disclosure.unit.division_code)
        assert place and place.names == disclosure.unit.region
        assert disclosure.unit.name in disclosure.title
        said = identify(read_source(disclosure).document)  # and the hash is right
        assert (said.unit, said.year, said.kind) == (disclosure.unit.name, disclosure.year, disclosure.kind)
        assert body_kind_of(said.unit) == disclosure.unit.body_kind


def test_a_unit_has_years_and_both_kinds_and_counties_are_filled_one_after_the_other() -> None:
    members = [member_of(3, number) for number in range(600)]
    assert len({(m.unit.id, m.year, m.kind) for m in members}) == 600
    first = members[: len(SLOTS)]
    assert len({m.unit.id for m in first}) == 1 and {m.kind for m in first} == {"budget", "final"}
    places = [m.unit.division_code for m in members]
    assert 3 <= len(set(places)) == 1 + sum(a != b for a, b in itertools.pairwise(places))
    assert len({m.unit.region[0] for m in members}) >= 2


def test_the_command(
    copy_project: Callable[..., Project],
    templates: Templates,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mingzhang.corpus.make.read_templates", lambda *_: templates)  # they are slow to read
    root, output = str(copy_project(*SMALL).root), tmp_path / "out"
    run = ["--root", root, "corpus", "3", "--output", str(output)]
    output.mkdir()
    (output / "letter.txt").write_text("mine", encoding="utf-8")
    assert main(run) == 1
    assert "is not empty" in capsys.readouterr().err and (output / "letter.txt").is_file()
    (output / MARK).write_text("{}", encoding="utf-8")
    assert main(run) == 0
    assert "3 disclosures of 1 units" in capsys.readouterr().out
    assert not (output / "letter.txt").exists() and len(list((output / "data" / "sources").iterdir())) == 3
    assert main(["--root", str(output), "corpus", "3", "--output", str(tmp_path / "again")]) == 1
    assert "is a corpus itself" in capsys.readouterr().err
    for count in ("0", "-4", "many"):
        with pytest.raises(SystemExit):
            main(["--root", root, "corpus", count, "--output", str(tmp_path / "none")])
    assert not (tmp_path / "none").exists()


def test_a_project_without_final_accounts_is_refused(
    copy_project: Callable[..., Project], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = str(copy_project(SMALL[0]).root)
    assert main(["--root", root, "corpus", "3", "--output", str(tmp_path / "out")]) == 1
    assert "needs a budget and final accounts" in capsys.readouterr().err and not (tmp_path / "out").exists()
