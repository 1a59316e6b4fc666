"""The stacked data: rows of packages put together, what is checked of them, and what stays as it stands."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pytest

from mingzhang.errors import MingzhangError
from mingzhang.package.stack import write_stack
from mingzhang.package.stacked_rows import shared_rows, stacked_rows
from mingzhang.project import Project
from mingzhang.schema import load_resources
from tiny_source import without_validation

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("akqi-zhengfuban-2024-budget", "urumqi-zuzhibu-2024-final")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in NAMES:
        shutil.copytree(ROOT / "data" / "packages" / name, tmp_path / "data" / "packages" / name)
    return Project(tmp_path)


def edit(folder: Path, path: str, old: str, new: str, *, told: bool = True) -> None:
    """Changes a file of a package; ``told``: its descriptor with it."""
    content = (folder / path).read_text("utf-8")
    assert old in content
    (folder / path).write_text(content.replace(old, new), encoding="utf-8")
    if told:
        descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
        (item,) = (item for item in descriptor["resources"] if item["path"] == path)
        data = (folder / path).read_bytes()
        item |= {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_rows_keep_their_bytes_and_line_breaks_within_cells_begin_none() -> None:
    spec = load_resources()["duties"]
    header = ",".join(spec.columns)
    body = '1,"a\nb ""c"",\nd",5\n2,plain,6\n'
    made, count = stacked_rows(spec, "u-2024-budget", f"{header}\n{body}".encode())
    assert made.decode() == 'u-2024-budget,1,"a\nb ""c"",\nd",5\nu-2024-budget,2,plain,6\n' and count == 2
    assert stacked_rows(spec, "u", f"{header}\n".encode()) == (b"", 0)


def test_columns_that_an_older_package_does_not_have_are_blank() -> None:
    spec = load_resources()["duties"]
    made, count = stacked_rows(spec, "u", b"source_line,number\n7,1\n8,2\n")
    assert made == b"u,1,,7\nu,2,,8\n" and count == 2


def test_of_shared_rows_the_one_that_knows_its_parent_is_kept() -> None:
    spec = load_resources()["functional_classification"]
    assert spec.columns == ("code", "name", "level", "parent")
    one, two = (
        f"code,name,level,parent\n{text}\n".encode() for text in ("208,a,类,\n20805,b,款,", "20805,c,款,208\n201,d,类,")
    )
    assert shared_rows(spec, [one, two, one]).decode().splitlines()[1:] == ["201,d,类,", "208,a,类,", "20805,c,款,208"]


def test_only_tables_whose_rows_changed_are_written_again(project: Project) -> None:
    with without_validation():
        write_stack(project)
        before = {path: path.stat().st_ino for path in (project.root / "data").glob("*/*.csv")}
        write_stack(project)
        assert {path: path.stat().st_ino for path in before} == before, "nothing changed"
        edit(project.packages / NAMES[0], "duties.csv", "负责", "担负")
        write_stack(project)
        changed = {path.name for path, inode in before.items() if path.stat().st_ino != inode}
        assert "duties.csv" in changed and not changed - {
            "duties.csv",
            "disclosures.csv",
            "publishers.csv",
            "divisions.csv",
        }
        assert "担负" in (project.tables / "duties.csv").read_text("utf-8")
        (project.tables / "summary.csv").write_text(
            "spoilt", encoding="utf-8"
        )  # it is remembered, but not as it stands
        write_stack(project)
    fresh = Project(project.root / "fresh")
    shutil.copytree(project.packages, fresh.packages)
    with without_validation():
        write_stack(fresh)
    for path in before:
        assert path.read_bytes() == (fresh.root / path.relative_to(project.root)).read_bytes(), path
    assert project.datapackage.read_bytes() == fresh.datapackage.read_bytes()


def test_the_register_counts_the_rows_of_each_disclosure(project: Project) -> None:
    with without_validation():
        write_stack(project)
        shutil.rmtree(project.packages / NAMES[1])
        write_stack(project)
    header, *found = rows(project.registry / "disclosures.csv")
    own = list((project.packages / NAMES[0]).rglob("*.csv"))
    shared = {"functional.csv", "economic.csv", "rules.csv", "measures.csv"}
    assert [row[header.index("rows")] for row in found] == [
        str(sum(len(rows(path)) - 1 for path in own if path.name not in shared))
    ]
    assert NAMES[1] not in (project.tables / "summary.csv").read_text("utf-8")


def test_a_file_that_nobody_validated_is_refused_and_what_stands_stays(project: Project) -> None:
    with without_validation():
        write_stack(project)
        before = project.datapackage.read_bytes()
        edit(project.packages / NAMES[0], "duties.csv", "负责", "担负", told=False)
        (project.cache / "stack.json").unlink()
        with pytest.raises(MingzhangError, match=r"duties\.csv: is not what its descriptor says"):
            write_stack(project)
    assert project.datapackage.read_bytes() == before and "负责" in (project.tables / "duties.csv").read_text("utf-8")


def test_a_key_that_leads_nowhere_is_told(project: Project) -> None:
    header, first, *_ = rows(project.packages / NAMES[0] / "amounts.csv")
    measure = first[header.index("measure")]
    assert measure in {row[0] for row in rows(project.packages / NAMES[0] / "registry" / "measures.csv")}
    for name in NAMES:
        edit(project.packages / name, "registry/measures.csv", f"\n{measure},", "\nno_measure,")
    with without_validation(), pytest.raises(MingzhangError, match=f"amounts.csv: measure {measure}: no such row"):
        write_stack(project)
    assert not project.datapackage.exists()
