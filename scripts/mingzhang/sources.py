"""A disclosure as received: its file and its ``disclosure.yml``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from mingzhang.errors import DisclosureError

METADATA = "disclosure.yml"
KINDS = ("budget", "final")
SCOPES = ("单位", "部门")
BODY_KINDS = ("党委", "人大", "政府", "政协", "监察委", "法院", "检察院", "群团", "事业单位", "其他")
_REQUIRED = {"unit", "year", "kind", "title", "scope", "file", "sha256", "licence", "attribution"}
_OPTIONAL = {"published", "corrections", "allow_names"}
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
class Correction:
    """A change to one source line that nobody could read off the document."""

    line: int
    old: str
    new: str
    reason: str


@dataclass(frozen=True)
class Disclosure:
    """The identity of one disclosure, from ``disclosure.yml``, and where its file is."""

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
    allow_names: bool = False

    @property
    def id(self) -> str:
        return f"{self.unit.id}-{self.year}-{self.kind}"

    @property
    def path(self) -> Path:
        return self.folder / self.file


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
    if not path.is_file():
        raise DisclosureError(name, METADATA, "the file is missing", "describe the disclosure there (CONTRIBUTING.md)")
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise DisclosureError(name, METADATA, f"not readable as YAML ({reason})", "mend the file") from error
    problems = list(_problems(data))
    if problems:
        raise DisclosureError(name, METADATA, "; ".join(problems), "mend the file")
    disclosure = _build(folder, data)
    if disclosure.id != name:
        raise DisclosureError(
            name, METADATA, f"unit, year and kind make the id {disclosure.id}", f"rename the folder to {disclosure.id}"
        )
    return disclosure


def read_text(disclosure: Disclosure) -> str:
    """The source text, verified against its sha256, with the corrections applied.

    Raises:
        DisclosureError: file missing, hash wrong, not UTF-8 text, empty, or a correction that no longer fits.
    """
    path, name = disclosure.path, disclosure.id
    if not path.is_file():
        raise DisclosureError(name, disclosure.file, "the file is missing", f"put it into {disclosure.folder.name}/")
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    if digest != disclosure.sha256:
        raise DisclosureError(
            name,
            disclosure.file,
            f"sha256 is {digest}, {METADATA} says {disclosure.sha256}",
            "restore the file as received, or, if it was published anew, write its new sha256",
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DisclosureError(
            name, f"{disclosure.file} line {line}", f"byte {error.start} is not UTF-8", "convert the file to UTF-8 text"
        ) from error
    if "\x00" in text:
        raise DisclosureError(name, disclosure.file, "holds NUL bytes, so it is no text", "extract its text first")
    if not text.strip():
        raise DisclosureError(name, disclosure.file, "the file is empty", "put the disclosure's text there")
    return _correct(disclosure, text)


def _correct(disclosure: Disclosure, text: str) -> str:
    lines = text.split("\n")
    for correction in disclosure.corrections:
        found = lines[correction.line - 1] if 0 < correction.line <= len(lines) else ""
        if found.count(correction.old) != 1:
            raise DisclosureError(
                disclosure.id,
                f"{disclosure.file} line {correction.line}",
                f"the correction expects {correction.old!r} once, the line reads {found!r}",
                f"mend or remove the correction in {METADATA}",
            )
        lines[correction.line - 1] = found.replace(correction.old, correction.new)
    return "\n".join(lines)


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
    if not isinstance(data["year"], int) or not 1990 <= data["year"] <= 2100:
        yield f"year is {data['year']!r}, expected a year such as 2024"
    for key, allowed in (("kind", KINDS), ("scope", SCOPES)):
        if data[key] not in allowed:
            yield f"{key} is {data[key]!r}, expected one of {', '.join(allowed)}"
    if not re.fullmatch(r"[0-9a-f]{64}", str(data["sha256"])):
        yield "sha256 is not 64 hexadecimal digits"
    if not isinstance(data["file"], str) or Path(data["file"]).name != data["file"] or data["file"] == METADATA:
        yield f"file is {data['file']!r}, expected the name of a file in the same folder"
    if data.get("published") is not None and not isinstance(data["published"], date):
        yield f"published is {data['published']!r}, expected a date such as 2024-02-08"
    if not isinstance(data.get("allow_names", False), bool):
        yield f"allow_names is {data['allow_names']!r}, expected true or false"
    yield from _correction_problems(data.get("corrections") or [])


def _unit_problems(unit: Any) -> Iterable[str]:
    if not isinstance(unit, dict) or set(unit) != _UNIT:
        yield f"unit needs exactly {', '.join(sorted(_UNIT))}"
        return
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(unit["id"])):
        yield f"unit.id is {unit['id']!r}, expected ASCII words joined by hyphens"
    if not re.fullmatch(r"\d{6}", str(unit["division_code"])):
        yield f"unit.division_code is {unit['division_code']!r}, expected six digits in quotes"
    if not isinstance(unit["region"], list) or not unit["region"]:
        yield "unit.region is empty, expected the names from province to county"
    if unit["body_kind"] not in BODY_KINDS:
        yield f"unit.body_kind is {unit['body_kind']!r}, expected one of {', '.join(BODY_KINDS)}"


def _correction_problems(corrections: Any) -> Iterable[str]:
    if not isinstance(corrections, list):
        yield "corrections is not a list"
        return
    for number, item in enumerate(corrections, 1):
        if not isinstance(item, dict) or set(item) != {"line", "old", "new", "reason"} or not item["old"]:
            yield f"correction {number} needs exactly line, old, new, reason"


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
        corrections=tuple(Correction(**item) for item in data.get("corrections") or []),
        allow_names=data.get("allow_names", False),
    )
