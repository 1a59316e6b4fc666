"""A data package as it is published: its CSVs guarded, its descriptor true of them."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from mingzhang.site.downloads.checksums import Download
from mingzhang.site.downloads.guard import UNDO, Column, guard_csv

DESCRIPTOR = "datapackage.json"
GUARD = {
    "description": (
        "为使电子表格软件不把文字当作公式或错误值，文字列（guarded: true）的单元格以及单元格内每个逗号、分号、制表符、"
        "竖线、换行之后，凡以 = + - @ #、它们的全角形式或撇号开头的，前面加了一个半角撇号；"
        "把 undo.pattern 匹配之处换成它的第 1 组，即得原文。 / "
        "So that no spreadsheet takes text for a formula or an error, one apostrophe stands before what begins with "
        "= + - @ #, their full-width forms or an apostrophe: at the beginning of the cells of text columns "
        "(guarded: true), and after each comma, semicolon, tab, vertical bar and line break within; replace "
        "what undo.pattern matches by its group 1 to have the printed text."
    ),
    "undo": {"pattern": UNDO, "replacement": "group 1"},
}


def publish_files(source: Path, target: Path, descriptor: Mapping[str, Any], base: str = "") -> dict[str, Download]:
    """Copy what is below ``source`` to ``target``, every CSV guarded; return the CSVs by path with ``base`` in front.

    ``descriptor`` has the columns by such paths; a CSV that it does not name is all text. Contents only, no
    times or rights, so that nothing of this machine goes along.
    """
    columns = {item["path"]: list(map(_column, item["schema"]["fields"])) for item in descriptor.get("resources", [])}
    published = {}
    for path in sorted(found for found in source.rglob("*") if found.is_file()):
        name = path.relative_to(source).as_posix()
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".csv":
            content = guard_csv(path.read_bytes(), columns.get(base + name, ()))
            copy.write_bytes(content)
            published[base + name] = Download(len(content), hashlib.sha256(content).hexdigest())
        else:
            shutil.copyfile(path, copy)
    return published


def _column(field: Mapping[str, Any]) -> Column:
    values = field.get("constraints", {}).get("enum", ())
    return Column(field.get("type", "string"), frozenset(map(str, values)))


def describe_published(
    descriptor: Mapping[str, Any], files: Mapping[str, Download], formats: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """``descriptor`` of the guarded ``files``: their sizes and hashes, which columns are guarded and how to undo it.

    ``formats`` are the addresses of every form of a resource, by its path; they stand in its object ``mingzhang``.
    """
    told: dict[str, Any] = deepcopy(dict(descriptor))
    for resource in told.get("resources", []):
        file = files[resource["path"]]
        resource |= {"bytes": file.size, "hash": f"sha256:{file.sha256}"}
        if resource["path"] in formats:
            own = resource.pop("mingzhang", {})
            resource["mingzhang"] = {**own, "formats": dict(formats[resource["path"]])}
        for field in resource["schema"]["fields"]:
            if _column(field).is_guarded:
                field["guarded"] = True
    told["mingzhang"] = {**told.get("mingzhang", {}), "guard": GUARD}
    return told


def to_json(descriptor: Mapping[str, Any]) -> str:
    """A descriptor as text, keys in the order given."""
    return json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
