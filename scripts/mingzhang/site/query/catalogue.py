"""What the page knows of every table before it loads one: titles, columns, the values to choose from, pieces and sizes.

Every table that has a ``disclosure_id`` also offers the columns of the register of disclosures (unit, place, year,
kind), joined by the page, so that nobody has to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from mingzhang.site.packages import Field, PackageHead, Resource, Row
from mingzhang.site.query.pieces import Columns, Part, Piece, column_types, columns_of, cut, read_columns, write_piece
from mingzhang.site.reference.words import GROUPS, VALUES
from mingzhang.site.words import KIND_WORDS

REGISTER = "_register"
"""The engine's name of the register that is joined to every table."""
_CODED = re.compile(r"(2|3|\[23\])\\d\{2\}")  # the pattern of a column of whole codes
_CLASS_DIGITS = 3
CLASS = Field("class_name", "科目的类", "", "", "string", "")
"""The column that the page adds to every table with codes."""
MOST_VALUES, LONGEST_VALUE = 40, 40
_PROVINCE = 2  # digits of a division code
_PLACES = ("province", "prefecture", "county")
_REGISTER = (
    *(("unit_name", "单位", "string"), ("province", "省（自治区、直辖市）", "string")),
    *(("prefecture", "地（州、市）", "string"), ("county", "县（市、区）", "string")),
    *(("year", "年度", "integer"), ("kind", "预算或决算", "string")),
)
_TITLES_OF = {"table": "resources", "resource": "resources", "measure": "measures"}
_KINDS = {"number": "number", "integer": "integer", "boolean": "boolean", "date": "date"}


@dataclass
class QueryData:
    """The catalogue as JSON, and the files of pieces by their path below the page."""

    catalogue: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)


def build_query(
    packages: Iterable[PackageHead],
    stacked: Sequence[Resource],
    root: Path | None = None,
    keep: Callable[[str, bytes], None] | None = None,
) -> QueryData:
    """The catalogue and the pieces of every stacked table and of the register.

    With ``root`` the rows of ``stacked`` are read from their files below it, one table after the other. ``keep`` is
    given each file as soon as it is made (its path below the page, its content); without it they are in the result.
    """
    packages = list(packages)
    parts = {package.id: _part(package) for package in packages}
    register = register_of(packages)
    data = QueryData({"register": {}, "groups": [], "tables": {}})
    words = {"resources": {item.name: item.title for item in stacked}, "measures": {}}
    classes: dict[str, str] = {}
    for item in stacked:
        if item.group == "classification":
            classes |= _class_names(_columns(item, root))
        elif item.name == "measures":
            words["measures"] = _measure_titles(_columns(item, root))
    for item in [register, *stacked]:
        columns = _columns(item, None if item is register else root)
        if _is_coded(item):
            columns = {CLASS.name: _class_column(columns["code"], classes), **columns}
            item = replace(item, fields=(CLASS, *item.fields))
        told = _table(item, columns, register, words)
        told["pieces"] = [
            _keep(keep or data.files.__setitem__, item.name, each) for each in _pieces(item, columns, parts)
        ]
        if item.name == REGISTER:
            data.catalogue["register"] = told
        else:
            data.catalogue["tables"][item.name] = told
    data.catalogue["groups"] = _groups(stacked)
    return data


def _columns(item: Resource, root: Path | None) -> Columns:
    return read_columns(item.fields, root / item.path) if root else columns_of(item.fields, item.rows)


def register_of(packages: Iterable[PackageHead]) -> Resource:
    """What is joined to every table: a row a disclosure."""
    fields = [Field(name, title, "", "", kind, "") for name, title, kind in (_KEY, *_REGISTER)]
    return Resource(REGISTER, "公开材料", "", "", "", "", tuple(fields), tuple(map(_register_row, packages)))


def _class_names(columns: Columns) -> dict[str, str]:
    """The classes (类) of a classification by code: those of the two begin with different digits."""
    rows = zip(columns["code"].to_pylist(), columns["name"].to_pylist(), strict=True)
    return {code: name for code, name in rows if len(code or "") == _CLASS_DIGITS}


def _is_coded(item: Resource) -> bool:
    """Whether it has a column of whole codes of a classification."""
    patterns = [field.constraints.get("pattern") or "" for field in item.fields if field.name == "code"]
    return any(map(_CODED.match, patterns))


def _class_column(codes: pa.Array, classes: Mapping[str, str]) -> pa.Array:
    """The name of each code's class; null without one."""
    codes = codes.combine_chunks() if isinstance(codes, pa.ChunkedArray) else codes
    packed = codes.dictionary_encode()
    names = [classes.get(code[:_CLASS_DIGITS]) for code in packed.dictionary.to_pylist()]
    return pa.array(names, pa.string()).take(packed.indices)


_KEY = ("disclosure_id", "公开文件编号", "string")


def _register_row(package: PackageHead) -> Row:
    unit = package.unit
    places = dict(zip(_PLACES, unit.region, strict=False))
    return {
        "disclosure_id": package.id,
        "unit_name": unit.name,
        **{name: places.get(name, "") for name in _PLACES},
        "year": str(package.year),
        "kind": package.kind,
    }


def _part(package: PackageHead) -> Part:
    unit = package.unit
    return Part(unit.region[0] if unit.region else "", unit.division_code[:_PROVINCE], package.year, package.kind)


def _pieces(item: Resource, columns: Columns, parts: Mapping[str, Part]) -> Iterator[Piece]:
    types = column_types(item.fields, columns)
    for part, rows in cut(columns, lambda id: parts.get(id, Part(year=1))):
        yield write_piece(part, columns, types, rows)


def _keep(keep: Callable[[str, bytes], None], table: str, piece: Piece) -> dict[str, Any]:
    """Keeps the file of ``piece``; what the catalogue says of it."""
    path = f"tables/{table.strip('_')}/{piece.part.name}.arrow.gz"
    if table == REGISTER:
        path = f"{table.strip('_')}.arrow.gz"
    keep(path, piece.content)
    told = {"file": path, "bytes": len(piece.content), "rows": piece.rows}
    if not piece.part.year:
        return told
    return {**told, "province": piece.part.province, "year": piece.part.year, "kind": piece.part.kind}


def _table(
    item: Resource, columns: Columns, register: Resource, words: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    known = [_column(item, field, columns[field.name], words) for field in item.fields]
    told: dict[str, Any] = {"title": item.title, "rows": len(columns[item.fields[0].name]), "columns": known}
    if item.name != REGISTER and any(field.name == "disclosure_id" for field in item.fields):
        told["joined"] = _joined(item, register)
    return told


def _joined(item: Resource, register: Resource) -> dict[str, str]:
    """The register's columns that the table gets, by the name under which it has them: its own columns keep theirs."""
    own = {field.name for field in item.fields}
    is_register = item.key == ("disclosure_id",)  # one row a disclosure: a column of the same name is the same thing
    joined = {}
    for name, _, _ in _REGISTER:
        if name not in own:
            joined[name] = name
        elif not is_register:
            joined[f"disclosure_{name}"] = name
    return joined


def _column(item: Resource, field: Field, texts: pa.Array, words: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    told: dict[str, Any] = {"name": field.name, "title": field.title, "type": _KINDS.get(field.type, "string")}
    if field.unit:
        told["unit"] = field.unit
    values = _values(item, field, texts, words)
    if values:
        told["values"] = values
    if texts.null_count == len(texts):
        told["empty"] = True
    return told


def _values(item: Resource, field: Field, texts: pa.Array, words: Mapping[str, Mapping[str, str]]) -> list[list[str]]:
    """Values to choose from, each with its word: those the schema allows, else those there are, where they are few."""
    known = dict(VALUES.get(f"{item.name}.{field.name}") or VALUES.get(field.name) or {})
    known = known or dict(words.get(_TITLES_OF.get(field.name, ""), {}))
    if field.name in ("kind", "disclosure_kind") and not known:
        known = dict(KIND_WORDS)
    if field.type not in ("string", "year") and field.name != "year":
        return []
    allowed = [str(value) for value in field.constraints.get("enum", ())]
    there = texts.drop_null().unique()
    if allowed:
        return [[name, known.get(name, "")] for name in allowed]
    if len(there) > MOST_VALUES and not known:
        return []
    names = sorted(there.to_pylist())
    is_repeated = len(names) < len(texts) or item.name == REGISTER
    if not known and not (is_repeated and all(len(name) <= LONGEST_VALUE for name in names)):
        return []
    return [[name, known.get(name, "")] for name in names]


def _measure_titles(columns: Columns) -> dict[str, str]:
    titles = columns.get("title", columns.get("name", columns["measure"]))
    return {name: title or "" for name, title in zip(columns["measure"].to_pylist(), titles.to_pylist(), strict=True)}


def _groups(stacked: Sequence[Resource]) -> list[dict[str, Any]]:
    """The tables in the order of the dictionary."""
    names = [*GROUPS, *dict.fromkeys(item.group for item in stacked if item.group not in GROUPS)]
    groups = []
    for name in names:
        tables = [item.name for item in stacked if item.group == name]
        if tables:
            groups.append({"title": GROUPS.get(name, (name or "其他", ""))[0], "tables": tables})
    return groups
