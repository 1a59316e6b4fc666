"""A disclosure as received: its files and its ``disclosure.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from mingzhang.corrections import Correction, Erratum, correction_problems, read_corrections, read_errata
from mingzhang.errors import DisclosureError
from mingzhang.replacements import Replacement, history_problems, is_day, read_replacements
from mingzhang.strict_yaml import load_strict

METADATA = "disclosure.yml"
KINDS = ("budget", "final")
SCOPES = ("单位", "部门")
BODY_KINDS = ("党委", "人大", "政府", "政协", "监察委", "法院", "检察院", "群团", "事业单位", "其他")
_REQUIRED = {"unit", "year", "kind", "title", "scope", "file", "sha256", "licence", "attribution"}
_OPTIONAL = {"published", "corrections", "errata", "allow_names", "attachments", "extracted", "added", "replaced"}
_FORMATS = ("text", "pdf", "docx", "xlsx", "xls", "html")
_LONGEST_LABEL, _LONGEST_NAME, _LONGEST_ID = 300, 255, 100
_UNIT = {"id", "name", "division_code", "region", "body_kind"}


@dataclass(frozen=True)
class Unit:
    """A government unit (单位) or department (部门).

    ``division_code`` is the GB/T 2260 code of the place it belongs to,
    ``region`` the names from the province down to that place.
    """

    id: str
    name: str
    division_code: str
    region: tuple[str, ...]
    body_kind: str


@dataclass(frozen=True)
class SourceFile:
    """A file as received, and the hash that it must have."""

    name: str
    sha256: str


@dataclass(frozen=True)
class TextPart:
    """The lines of one source file in the text of all: its format (``pdf``, ``docx`` …) and its first line."""

    file: str
    format: str
    line: int


@dataclass(frozen=True)
class Extracted:
    """The text taken out of binary sources, kept beside them: its file, its parts, what the readers left out."""

    file: SourceFile
    parts: tuple[TextPart, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Disclosure:
    """The identity of one disclosure, from ``disclosure.yml``, and where its files are.

    ``file`` is the main one; ``attachments`` go on where it ends. ``added`` is the day it came into the repository.
    """

    folder: Path
    unit: Unit
    year: int
    kind: str
    title: str
    scope: str
    published: date | None
    file: str
    sha256: str
    licence: str
    attribution: str
    corrections: tuple[Correction, ...] = field(default=())
    errata: tuple[Erratum, ...] = ()
    allow_names: bool = False
    attachments: tuple[SourceFile, ...] = ()
    extracted: Extracted | None = None
    added: date | None = None
    replaced: tuple[Replacement, ...] = ()

    @property
    def id(self) -> str:
        return f"{self.unit.id}-{self.year}-{self.kind}"

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """The files as received, the main one first."""
        return (SourceFile(self.file, self.sha256), *self.attachments)


def find_disclosures(sources: Path) -> list[Path]:
    """The folders below ``data/sources``, one a disclosure, in the order of their names."""
    if not sources.is_dir():
        return []
    return sorted(p for p in sources.iterdir() if p.is_dir() and not p.name.startswith("."))


def load_disclosure(folder: Path) -> Disclosure:
    """The disclosure of ``folder``.

    Raises:
        DisclosureError: when ``disclosure.yml`` is missing, is not YAML or says something wrong.
    """
    name = folder.name
    path = folder / METADATA
    if not path.is_file() or path.is_symlink():
        found = "is a link" if path.is_symlink() else "the file is missing"
        raise DisclosureError(name, METADATA, found, "describe the disclosure there (CONTRIBUTING.md)")
    try:
        data = load_strict(path)
    except ValueError as error:
        raise DisclosureError(name, METADATA, str(error), "mend the file") from error
    except OSError as error:
        found = f"cannot be read ({error.strerror})"
        raise DisclosureError(name, METADATA, found, "mend the rights of the file") from error
    problems = list(_problems(data))
    if problems:
        raise DisclosureError(name, METADATA, "; ".join(problems), "mend the file")
    disclosure = _build(folder, data)
    if disclosure.id != name:
        raise DisclosureError(
            name, METADATA, f"unit, year and kind make the id {disclosure.id}", f"rename the folder to {disclosure.id}"
        )
    return disclosure


def _problems(data: Any) -> Iterable[str]:
    if not isinstance(data, dict):
        yield "expected a mapping of unit, year, kind …"
        return
    keys = {str(key) for key in data}
    if missing := sorted(_REQUIRED - keys):
        yield f"missing: {', '.join(missing)}"
    if unknown := sorted(keys - _REQUIRED - _OPTIONAL):
        yield f"unknown: {', '.join(unknown)}"
    if missing:
        return
    yield from _unit_problems(data["unit"])
    if type(data["year"]) is not int or not 1990 <= data["year"] <= 2100:
        yield f"year is {data['year']!r}, expected a year such as 2024"
    for key, allowed in (("kind", KINDS), ("scope", SCOPES)):
        if data[key] not in allowed:
            yield f"{key} is {data[key]!r}, expected one of {', '.join(allowed)}"
    if not re.fullmatch(r"[0-9a-f]{64}", str(data["sha256"])):
        yield "sha256 is not 64 hexadecimal digits"
    if not _is_file_name(data["file"]):
        yield f"file is {data['file']!r}, expected the name of a file in the same folder"
    for key in ("title", "licence", "attribution"):
        yield from _label_problems(key, data[key])
    yield from _attachment_problems(data.get("attachments") or [], data["file"])
    yield from _extracted_problems(data.get("extracted"), data)
    if data.get("published") is not None and not is_day(data["published"]):
        yield f"published is {data['published']!r}, expected a date such as 2024-02-08"
    if not isinstance(data.get("allow_names", False), bool):
        yield f"allow_names is {data['allow_names']!r}, expected true or false"
    yield from correction_problems(data)
    yield from history_problems(data)


def _label_problems(key: str, value: Any) -> Iterable[str]:
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        yield f"{key} is {str(value)[:100]!r}, expected a text of one line (numbers in quotes)"
    elif len(value) > _LONGEST_LABEL:
        yield f"{key} has {len(value)} characters, expected at most {_LONGEST_LABEL}"


def _is_file_name(name: Any) -> bool:
    if not isinstance(name, str) or not name or name.startswith(".") or "\n" in name:
        return False
    return Path(name).name == name and name != METADATA and len(name.encode()) <= _LONGEST_NAME


def _is_file(item: Any) -> bool:
    return (
        isinstance(item, dict)
        and _is_file_name(item.get("file"))
        and re.fullmatch(r"[0-9a-f]{64}", str(item.get("sha256"))) is not None
    )


def _attachment_problems(attachments: Any, file: Any) -> Iterable[str]:
    if not isinstance(attachments, list):
        yield "attachments is not a list"
        return
    for number, item in enumerate(attachments, 1):
        if not _is_file(item) or set(item) != {"file", "sha256"}:
            yield f"attachment {number} needs exactly file and sha256"
    names = [file, *(item["file"] for item in attachments if _is_file(item))]
    if any(name in names[:number] for number, name in enumerate(names)):
        yield "two files have the same name"


def _extracted_problems(extracted: Any, data: dict[str, Any]) -> Iterable[str]:
    if extracted is None:
        return
    if not _is_file(extracted) or not {"parts"} <= set(extracted) - {"file", "sha256"} <= {"parts", "remarks"}:
        yield "extracted needs file, sha256 and parts (`mingzhang extract` writes them)"
        return
    names = [data["file"], *(item["file"] for item in data.get("attachments") or [] if _is_file(item))]
    parts, remarks = extracted["parts"], extracted.get("remarks") or []
    if not isinstance(parts, list) or not parts or not all(_is_part(part) for part in parts):
        yield "extracted.parts: each needs exactly file, format and line"
    elif (lines := [part["line"] for part in parts]) != sorted(set(lines)) or lines[0] != 1:
        yield "extracted.parts: the lines do not go up from 1"
    elif [part["file"] for part in parts] != names:
        yield f"extracted.parts needs {', '.join(map(str, names))}, in this order"
    if not isinstance(remarks, list) or not all(isinstance(remark, str) for remark in remarks):
        yield "extracted.remarks is not a list of texts"


def _is_part(part: Any) -> bool:
    return (
        isinstance(part, dict)
        and set(part) == {"file", "format", "line"}
        and type(part["line"]) is int
        and part["format"] in _FORMATS
    )


def _unit_problems(unit: Any) -> Iterable[str]:
    if not isinstance(unit, dict) or set(unit) != _UNIT:
        yield f"unit needs exactly {', '.join(sorted(_UNIT))}"
        return
    own = unit["id"]
    if not isinstance(own, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", own) or len(own) > _LONGEST_ID:
        yield f"unit.id is {unit['id']!r}, expected ASCII words joined by hyphens"
    yield from _label_problems("unit.name", unit["name"])
    if not re.fullmatch(r"[0-9]{6}", str(unit["division_code"])):
        yield f"unit.division_code is {unit['division_code']!r}, expected six digits in quotes"
    if not isinstance(unit["region"], list) or not unit["region"]:
        yield "unit.region is empty, expected the names from province to county"
    for name in unit["region"] if isinstance(unit["region"], list) else ():
        yield from _label_problems("unit.region", name)
    if unit["body_kind"] not in BODY_KINDS:
        yield f"unit.body_kind is {unit['body_kind']!r}, expected one of {', '.join(BODY_KINDS)}"


def _build(folder: Path, data: dict[str, Any]) -> Disclosure:
    unit = data["unit"]
    return Disclosure(
        folder=folder,
        unit=Unit(unit["id"], unit["name"], str(unit["division_code"]), tuple(unit["region"]), unit["body_kind"]),
        year=data["year"],
        kind=data["kind"],
        title=data["title"],
        scope=data["scope"],
        published=data.get("published"),
        file=data["file"],
        sha256=str(data["sha256"]),
        licence=data["licence"],
        attribution=data["attribution"],
        corrections=read_corrections(data),
        errata=read_errata(data),
        allow_names=data.get("allow_names", False),
        attachments=tuple(SourceFile(item["file"], str(item["sha256"])) for item in data.get("attachments") or []),
        extracted=_extracted(data.get("extracted")),
        added=data.get("added"),
        replaced=read_replacements(data),
    )


def _extracted(data: dict[str, Any] | None) -> Extracted | None:
    if data is None:
        return None
    parts = tuple(TextPart(part["file"], part["format"], part["line"]) for part in data["parts"])
    return Extracted(SourceFile(data["file"], str(data["sha256"])), parts, tuple(data.get("remarks") or ()))
