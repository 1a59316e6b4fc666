"""The fast verdict on a package is frictionless': for every kind of fault it tells what plain frictionless tells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import pytest

from mingzhang.package.descriptor import describe_resource
from mingzhang.package.sound import is_sound
from mingzhang.package.validate import find_faults
from mingzhang.project import Project
from mingzhang.schema import load_resources

Change = Callable[[Path, dict[str, Any]], None]
TABLES = {
    "revenue": [
        "id,code,name,role,total,source_line",
        "p1,201,甲,detail,1.50,3",
        "p2,,乙,total,,4",
        "p3,202,丙,detail,7,5",
    ],
    "classes": ["code,name", "201,一般", '202,"公共,安全"'],
    "parts": ["id,item", "p1,子", "p3,丑"],
    "assets": ["item,value"],
}
FIELDS: dict[str, dict[str, Any]] = {
    "code": {"type": "string", "constraints": {"pattern": "[0-9]{3,7}"}},
    "role": {"type": "string", "constraints": {"enum": ["detail", "total"]}},
    "total": {"type": "number"},
    "source_line": {"type": "integer", "constraints": {"required": True, "minimum": 1}},
}
KEYS = {"revenue": "id", "classes": "code", "parts": "item", "assets": "item"}
REFERENCES = {"revenue": ("code", "classes"), "parts": ("id", "revenue")}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A few tables, described as ours are, with references between them."""
    resources = []
    for name, rows in TABLES.items():
        columns = rows[0].split(",")
        schema: dict[str, Any] = {"fields": [{"name": c, **FIELDS.get(c, {"type": "string"})} for c in columns]}
        schema["primaryKey"] = [KEYS[name]]
        if name in REFERENCES:
            own, target = REFERENCES[name]
            schema["foreignKeys"] = [{"fields": [own], "reference": {"resource": target, "fields": [own]}}]
        content = "".join(f"{row}\n" for row in rows).encode()
        (tmp_path / f"{name}.csv").write_bytes(content)
        spec = replace(load_resources()["revenue"], name=name)
        resources.append({**describe_resource(spec, f"{name}.csv", content), "schema": schema})
    path = tmp_path / "datapackage.json"
    path.write_text(json.dumps({"profile": "data-package", "name": "few", "resources": resources}), "utf-8")
    return path


def plain(path: Path) -> list[str]:
    report = frictionless.validate(str(path))
    told = [f"datapackage.json: {error.message}" for error in report.errors]
    return [*told, *(f"{task.place}: {error.message}" for task in report.tasks for error in task.errors)][:20]


def changed(path: Path, change: Change, measured: bool) -> None:
    """Makes the change; where ``measured``, sizes and hashes are those of the files as they are then."""
    data = json.loads(path.read_text("utf-8"))
    change(path.parent, data)
    for item in data["resources"] if measured else ():
        content = (path.parent / item["path"]).read_bytes()
        item["bytes"], item["hash"] = len(content), f"sha256:{hashlib.sha256(content).hexdigest()}"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def cell(name: str, row: int, column: str, value: str) -> Change:
    def change(folder: Path, data: dict[str, Any]) -> None:
        path = folder / f"{name}.csv"
        header, *rows = path.read_text("utf-8").split("\n")
        cells = rows[row].split(",")
        cells[header.split(",").index(column)] = value
        rows[row] = ",".join(cells)
        path.write_text("\n".join([header, *rows]), "utf-8")

    return change


def lines(name: str, make: Callable[[list[str]], list[str]]) -> Change:
    def change(folder: Path, data: dict[str, Any]) -> None:
        path = folder / f"{name}.csv"
        path.write_bytes("\n".join(make(path.read_text("utf-8").split("\n"))).encode("utf-8", "surrogateescape"))

    return change


def told(name: str, edit: Callable[[dict[str, Any]], object]) -> Change:
    def change(folder: Path, data: dict[str, Any]) -> None:
        edit(next(item for item in data["resources"] if item["name"] == name))

    return change


def whole(edit: Callable[[dict[str, Any]], object]) -> Change:
    return lambda folder, data: edit(data) and None


FAULTS: dict[str, Change] = {
    "type": cell("revenue", 1, "total", "1 x"),
    "required": cell("revenue", 1, "source_line", ""),
    "minimum": cell("revenue", 1, "source_line", "-1"),
    "pattern": cell("revenue", 1, "code", "20X"),
    "enum": cell("revenue", 1, "role", "sum"),
    "foreign key": cell("revenue", 0, "code", "2999999"),
    "foreign key within": cell("parts", 0, "id", "p99"),
    "target of foreign keys gone": lines("revenue", lambda rows: [rows[0], *rows[2:]]),
    "primary key twice": lines("classes", lambda rows: [*rows[:2], *rows[1:]]),
    "blank row": lines("revenue", lambda rows: [*rows[:2], "," * rows[0].count(","), *rows[2:]]),
    "empty line": lines("revenue", lambda rows: [*rows[:2], "", *rows[2:]]),
    "extra cell": lines("revenue", lambda rows: [*rows[:2], f"{rows[2]},1", *rows[3:]]),
    "missing cell": lines("revenue", lambda rows: [*rows[:2], rows[2].rpartition(",")[0], *rows[3:]]),
    "wrong label": lines("revenue", lambda rows: [rows[0].replace("total", "sum"), *rows[1:]]),
    "blank label": lines("revenue", lambda rows: [rows[0].replace(",total,", ",,"), *rows[1:]]),
    "label twice": lines("revenue", lambda rows: [rows[0].replace("total", "role"), *rows[1:]]),
    "missing column": lines("revenue", lambda rows: [row.rpartition(",")[0] for row in rows]),
    "extra column": lines("revenue", lambda rows: [f"{row},1" for row in rows[:-1]]),
    "missing column of an empty table": lines("assets", lambda rows: [rows[0].rpartition(",")[0]]),
    "another encoding": lines("revenue", lambda rows: [*rows[:2], "\udcff" + rows[2], *rows[3:]]),
    "encoding of a target": lines("classes", lambda rows: [rows[0], "\udcff" + rows[1], *rows[2:]]),
    "unclosed quote": lines("revenue", lambda rows: [*rows[:2], f'"{rows[2]}', *rows[3:]]),
    "empty file": lines("revenue", lambda rows: []),
    "field type": told("revenue", lambda item: item["schema"]["fields"][0].update(type="word")),
    "field name twice": told("revenue", lambda item: item["schema"]["fields"][0].update(name="name")),
    "constraint of no kind": told("revenue", lambda item: item["schema"]["fields"][0].update(constraints={"odd": 1})),
    "constraint of wrong type": told(
        "revenue", lambda item: item["schema"]["fields"][-1].update(constraints={"required": 1})
    ),
    "key of no field": told("revenue", lambda item: item["schema"].update(primaryKey=["nothing"])),
    "reference to no table": told(
        "assets",
        lambda item: item["schema"].update(
            foreignKeys=[{"fields": ["item"], "reference": {"resource": "nothing", "fields": ["item"]}}]
        ),
    ),
    "no schema": told("revenue", lambda item: item.pop("schema")),
    "no name": told("revenue", lambda item: item.pop("name")),
    "name that is none": told("revenue", lambda item: item.update(name=["revenue"])),
    "title of wrong type": told("revenue", lambda item: item.update(title=1)),
    "table of one name": whole(lambda data: data["resources"].append(data["resources"][0])),
    "package's name": whole(lambda data: data.update(name="Not A Name")),
    "licence": whole(lambda data: data.update(licenses=[{"title": "free"}])),
    "created": whole(lambda data: data.update(created="yesterday")),
}

UNMEASURED: dict[str, Change] = {
    "hash": cell("revenue", 0, "name", "另"),
    "bytes": told("revenue", lambda item: item.update(bytes=item["bytes"] + 1)),
    "bytes of an empty table": told("assets", lambda item: item.update(bytes=item["bytes"] + 1)),
    "content of an empty table": lines("assets", lambda rows: [rows[0], "甲,1", ""]),
    "size that is a word": told("revenue", lambda item: item.update(bytes="many")),
    "file that is missing": lambda folder, data: (folder / "revenue.csv").unlink(),
    "target that is missing": lambda folder, data: (folder / "classes.csv").unlink(),
    "path outside": told("revenue", lambda item: item.update(path="../revenue.csv")),
    "resources that are none": whole(lambda data: data.update(resources=[1])),
}


@pytest.mark.parametrize("kind", [*FAULTS, *UNMEASURED])
def test_every_fault_is_told_as_plain_frictionless_tells_it(package: Path, kind: str) -> None:
    assert is_sound(package)
    kept = {path: path.read_bytes() for path in package.parent.rglob("*") if path.is_file()}
    changed(package, FAULTS.get(kind) or UNMEASURED[kind], measured=kind in FAULTS)
    expected = plain(package)
    assert expected, "frictionless finds no fault"
    assert not is_sound(package)
    assert find_faults(package) == expected
    for path, content in kept.items():
        path.write_bytes(content)
    assert is_sound(package), "a fault of one package is not one of the next"


@pytest.mark.parametrize(
    "change",
    [
        lines("revenue", lambda rows: [f"{row}\r" for row in rows if row]),
        lines("revenue", lambda rows: [row.replace(",", ";") for row in rows]),
        cell("revenue", 0, "name", "另"),
        told("revenue", lambda item: item["schema"].update(primaryKey="id")),
        told("revenue", lambda item: item.update(dialect={"delimiter": ","})),
        whole(lambda data: data.update(keywords=["预算"])),
    ],
    ids=["line ends", "another delimiter", "another cell", "key as a word", "dialect told", "another property"],
)
def test_what_plain_frictionless_accepts_is_accepted(package: Path, change: Change) -> None:
    changed(package, change, measured=True)
    assert plain(package) == [] == find_faults(package)


def test_a_package_is_judged_without_plain_frictionless(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frictionless, "validate", lambda _: pytest.fail("asked"))
    for folder in sorted(project.packages.iterdir()):
        assert find_faults(folder / "datapackage.json") == []
