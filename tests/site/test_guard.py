"""How text stands in the published CSVs: guarded, reversible, still a valid data package."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_packages import write_package
from tiny_site import Built

from hostile_cells import CALM, RUN, fill
from mingzhang.package.validate import find_faults
from mingzhang.project import Project
from mingzhang.site.downloads.checksums import write_checksums
from mingzhang.site.downloads.guard import UNDO, Column, guard, guard_cell, guard_csv, unguard
from mingzhang.site.downloads.publish import write_downloads
from mingzhang.site.packages import read_packages

ADDRESS = "https://example.org/m/"
ROOT = Path(__file__).resolve().parents[2]
HOSTILE_TEXT = st.text(st.sampled_from("=+-@#'＝－\"\t\r\n,;| \u3000\u200b\x00a1中") | st.characters(codec="utf-8"))


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("=100%", "'=100%"),
        ("-4%", "'-4%"),
        ("'quoted", "''quoted"),
        ("'", "''"),
        ("=", "'="),
        (" =1", "' =1"),
        ("\t1", "'\t1"),
        ("＝1", "'＝1"),
        ("#REF!", "'#REF!"),
        ("a;=1;b", "a;'=1;b"),
        ('a,"-1', "a,'\"-1"),
        ("a\n@x", "a\n'@x"),
        *(
            (text, text)
            for text in ("-", "－", "--", " - ", "", "1/2", "007", "1E5", "x=1", "a;b", "中文；=1", ">=98%")
        ),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe_and_nothing_else(text: str, published: str) -> None:
    assert guard(text) == published and unguard(published) == text


def test_a_number_of_a_number_column_stays_one_and_text_in_it_does_not() -> None:
    number, operator = Column("number"), Column("string", frozenset({"=", ">="}))
    assert [guard_cell(cell, number) for cell in ("-3.50", "12", "-INF", "=1")] == ["-3.50", "12", "'-INF", "'=1"]
    assert [guard_cell(cell, Column()) for cell in ("-3.50", "=")] == ["'-3.50", "'="]
    assert [guard_cell(cell, operator) for cell in ("=", ">=", "=1")] == ["=", ">=", "'=1"]


@given(HOSTILE_TEXT)
def test_the_guard_can_always_be_undone(text: str) -> None:
    assert unguard(guard(text)) == text
    assert re.sub(UNDO, r"\1", guard(text)) == text


@given(HOSTILE_TEXT, st.sampled_from([",", ";", "\t", "|", "[;\t]", "[,;|\t]"]))
def test_no_piece_begins_like_a_formula_wherever_a_program_splits(text: str, separator: str) -> None:
    if text.strip(" \u3000-－﹣") == "":
        return  # nothing but dashes
    for piece in re.split(f"{separator if separator != '|' else '[|]'}|\r|\n", guard(text)):
        assert not re.match('[ \u3000\u200b\x00"]*[=+@#＝－-]', piece), (text, piece)


@given(st.lists(st.lists(HOSTILE_TEXT, min_size=3, max_size=3), min_size=1, max_size=4))
def test_a_csv_comes_back_cell_by_cell(rows: list[list[str]]) -> None:
    made = StringIO(newline="")
    csv.writer(made, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    published = guard_csv(made.getvalue().encode("utf-8")).decode("utf-8")
    found = list(csv.reader(StringIO(published, newline="")))
    assert [[unguard(cell) for cell in row] for row in found] == rows
    for line in published.split("\n"):
        assert not line.startswith(("=", "+", "@"))


def test_what_any_program_splits_at_is_quoted() -> None:
    content = guard_csv(b'a,b\nx;y,"1,2"\np|q,r s\n"t\tu",v\n')
    assert content == b'a,b\n"x;y","1,2"\n"p|q",r s\n"t\tu",v\n'
    assert guard_csv(b"") == b"" and guard_csv(b'a\n""\n') == b'a\n""\n'


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Path, dict[str, list[list[str]]]]:
    """A project with a package full of hostile cells, what it offers, and the cells."""
    root = tmp_path_factory.mktemp("guard")
    project = Project(root / "project")
    package = write_package(project, "u", "=某办")
    rows = fill(package.folder)
    write_downloads(project, read_packages(project.packages), root / "data", "https://example.org/m/")
    write_checksums(root / "data")
    return project, root / "data", rows


def test_loose_files_and_zip_hold_the_same_guarded_bytes(
    downloads: tuple[Project, Path, dict[str, list[list[str]]]],
) -> None:
    project, data, rows = downloads
    (folder,) = (data / "packages").iterdir()
    with zipfile.ZipFile(data / f"{folder.name}.zip") as archive:
        for name in archive.namelist():
            assert archive.read(name) == (folder / name).read_bytes(), name
    for path, cells in rows.items():
        with (folder / path).open(encoding="utf-8", newline="") as file:
            found = list(csv.reader(file))
        assert [[unguard(cell) for cell in row] for row in found] == cells, path
        assert [list(row) for row in csv.reader((project.packages / folder.name / path).open(newline=""))] == cells
    # The two lines of the dictionary that undo it with pandas.
    table = pd.read_csv(folder / "summary.csv", dtype=str, keep_default_na=False)
    table = table.replace(r"(^|[,;|\t\r\n])'", r"\1", regex=True)
    assert [cell for cell in table["item"] if "\n" not in cell] == [c for c in (*RUN, *CALM) if "\n" not in c]


def test_the_descriptor_tells_the_true_bytes_and_what_is_guarded(
    downloads: tuple[Project, Path, dict[str, list[list[str]]]],
) -> None:
    _, data, _ = downloads
    (folder,) = (data / "packages").iterdir()
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["mingzhang"]["guard"]["undo"]["pattern"] == r"(^|[,;|\t\r\n])'"
    for resource in descriptor["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        for field in resource["schema"]["fields"]:
            assert field.get("guarded", False) == (field["type"] == "string"), field


def test_a_guarded_package_with_keys_patterns_and_lists_of_values_stays_valid(tmp_path: Path) -> None:
    def resource(name: str, fields: list[dict[str, Any]], **schema: Any) -> dict[str, Any]:
        shape = {"profile": "tabular-data-resource", "encoding": "utf-8", "format": "csv"}
        return {"name": name, "path": f"{name}.csv", **shape, "schema": {"fields": fields, **schema}}

    text: dict[str, Any] = {"type": "string"}
    refers = [{"fields": ["of"], "reference": {"resource": "one", "fields": ["key"]}}]
    one = [{"name": "key", **text}, {"name": "kind", **text, "constraints": {"enum": ["类", "款"]}}]
    one += [{"name": "code", **text, "constraints": {"pattern": r"2\d{2}", "required": True}}]
    two = [{"name": "of", **text}, {"name": "amount", "type": "number"}, {"name": "day", "type": "date"}]
    meta = {
        "disclosure_id": "u",
        "unit_id": "u",
        "unit": {"name": "某办"},
        "year": 2024,
        "kind": "budget",
        "title": "某",
    }
    resources = [resource("one", one, primaryKey=["key"]), resource("two", two, foreignKeys=refers)]
    folder = tmp_path / "project" / "data" / "packages" / "u"
    folder.mkdir(parents=True)
    (folder / "datapackage.json").write_text(json.dumps({"name": "u", "resources": resources, "mingzhang": meta}))
    for name, rows in {
        "one": [["key", "kind", "code"], *([key, "类", "201"] for key in RUN if key.strip())],
        "two": [["of", "amount", "day"], *([key, "-3.5", "2024-01-02"] for key in RUN if key.strip())],
    }.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    project = Project(tmp_path / "project")
    write_downloads(project, read_packages(project.packages), tmp_path / "data", ADDRESS)
    assert find_faults(folder / "datapackage.json") == []
    published = tmp_path / "data" / "packages" / "u"
    assert (published / "one.csv").read_bytes() != (folder / "one.csv").read_bytes()
    assert find_faults(published / "datapackage.json") == []
    (published / "two.csv").write_text("of,amount,day\n'nobody,1,2024-01-02\n")
    assert find_faults(published / "datapackage.json") != []


def test_the_published_real_packages_are_valid_and_say_what_the_repository_does(tmp_path: Path) -> None:
    project = Project(ROOT)
    write_downloads(project, [], tmp_path, ADDRESS)
    assert find_faults(tmp_path / "datapackage.json") == []
    for name in ("tables/performance_indicators.csv", "audit/rules.csv", "classifications/functional.csv"):
        with (ROOT / "data" / name).open(newline="") as own, (tmp_path / name).open(newline="") as published:
            assert [[unguard(c) for c in row] for row in csv.reader(published)] == list(csv.reader(own))
    # Targets such as =100%: 468 cells of all files, 234 of them in the stacked table.
    assert (tmp_path / "tables/performance_indicators.csv").read_text("utf-8").count(",'=") > 100


def test_a_very_long_paragraph_is_published(tmp_path: Path) -> None:
    rows = f"number|text|source_line\n1|={'长' * 200_000}|2"
    package = write_package(Project(tmp_path / "project"), "u", "某办", explanation=rows)
    code = (  # in a process of its own: other modules, once imported, let long cells pass
        "import sys; from pathlib import Path; from mingzhang.project import Project\n"
        "from mingzhang.site.packages import read_packages\n"
        "from mingzhang.site.downloads.publish import write_downloads\n"
        "project = Project(Path(sys.argv[1]))\n"
        "write_downloads(project, read_packages(project.packages), Path(sys.argv[2]), 'https://example.org/')"
    )
    folder = tmp_path / "data"
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "project"), str(folder)], check=True)
    published = (folder / "packages" / package.id / "explanation.csv").read_text("utf-8")
    assert published == f"number,text,source_line\n1,'={'长' * 200_000},2\n"


def check_sums(folder: Path) -> list[str]:
    """What ``sha256sum -c`` says, a line a file; it fails when one of them does."""
    lists = ["SHA256SUMS", *(path.relative_to(folder).as_posix() for path in folder.glob("packages/*/SHA256SUMS"))]
    done = subprocess.run(["sha256sum", "--strict", "-c", *lists], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_the_checksums_cover_every_file_and_hold(
    built: Built, downloads: tuple[Project, Path, dict[str, list[list[str]]]]
) -> None:
    for folder in (built.project.site / "data", downloads[1]):
        names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        lines = check_sums(folder)
        assert {line.removesuffix(": OK") for line in lines} == names - {"SHA256SUMS"}
        top = (folder / "SHA256SUMS").read_text("utf-8")
        for own in folder.glob("packages/*/"):  # few lines a disclosure; its own lists have the rest
            named = {line.rpartition("/")[2] for line in top.splitlines() if f"  packages/{own.name}/" in line}
            assert named == {"SHA256SUMS", "index.json"}
        listed = [line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()]
        assert listed == sorted(listed)


def test_the_pages_show_the_checksums_of_what_they_offer(built: Built) -> None:
    data = built.project.site / "data"
    for name in ("plain-unit-2024-budget.zip", "hostile-unit-2024-budget.xlsx"):
        digest = hashlib.sha256((data / name).read_bytes()).hexdigest()
        unit = name.split("-2024")[0]
        assert digest in built.page("data") and digest in built.page(f"units/{unit}/2024-budget")


def test_the_dictionary_and_the_downloads_tell_the_rule_and_how_to_undo_it(built: Built) -> None:
    for page in ("dictionary", "data"):
        html = built.page(page).replace("&#39;", "'").replace("&#34;", '"')
        assert UNDO in html, page
    assert 'id="guard"' in built.page("dictionary") and "dictionary/#guard" in built.page("data")
