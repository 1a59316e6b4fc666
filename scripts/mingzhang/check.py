"""``mingzhang check FILE``: converts and audits one disclosure outside the repository; nothing is added."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.audit.model import SEVERITIES
from mingzhang.audit.registry import RULES
from mingzhang.audit.run import Audit
from mingzhang.convert import Converted, convert_text
from mingzhang.errors import DisclosureError
from mingzhang.package.rows import format_record
from mingzhang.package.write import package_files, write_files
from mingzhang.reading import read_document
from mingzhang.recognise.identify import identify
from mingzhang.schema import load_resources
from mingzhang.sources import METADATA, Disclosure, Unit, load_disclosure, read_text

SEVERITY_TITLES = {"error": "错误", "warning": "提示", "rounding": "尾差", "note": "说明"}


@dataclass(frozen=True)
class Given:
    """What the caller says of the disclosure; empty or 0 where the document is to tell."""

    unit: str = ""
    year: int = 0
    kind: str = ""


@dataclass(frozen=True)
class Checked:
    """One file, converted and audited."""

    path: Path
    converted: Converted
    audit: Audit

    @property
    def has_errors(self) -> bool:
        return self.audit.count("error") > 0


def check_file(path: Path, given: Given | None = None) -> Checked:
    """Converts and audits the disclosure in ``path``; writes nothing.

    A ``disclosure.yml`` beside the file that names it says who published it; else the document does.

    Raises:
        DisclosureError: the file is no disclosure that can be read, or does not say who published it when.
    """
    disclosure, text = _described(path) or _identified(path, given or Given())
    converted, audit = audit_disclosure(convert_text(disclosure, text))
    return Checked(path, converted, audit)


def _described(path: Path) -> tuple[Disclosure, str] | None:
    """The disclosure of a file that lies in its folder of ``data/sources``."""
    if not (path.parent / METADATA).is_file():
        return None
    disclosure = load_disclosure(path.parent)
    return (disclosure, read_text(disclosure)) if disclosure.file == path.name else None


def _identified(path: Path, given: Given) -> tuple[Disclosure, str]:
    if not path.is_file():
        raise DisclosureError(path.stem, str(path), "the file is missing", "name a file that is there")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        found = f"byte {error.start} is not UTF-8"
        raise DisclosureError(path.stem, f"{path.name} line {line}", found, "convert the file to UTF-8 text") from error
    if not text.strip() or "\x00" in text:
        raise DisclosureError(path.stem, path.name, "the file holds no text", "extract its text first")
    said = identify(read_document(text))
    unit, year = given.unit or said.unit, given.year or said.year
    missing = [option for option, value in (("--unit", unit), ("--year", year)) if not value]
    if missing:
        told = "unit" if "--unit" in missing else "year"
        raise DisclosureError(
            path.stem, path.name, f"the document does not name its {told}", f"give {' '.join(missing)}"
        )
    disclosure = Disclosure(
        folder=path.parent,
        unit=Unit(_plain(path.stem), unit, "000000", ("",), "其他"),
        year=year,
        kind=given.kind or said.kind,
        title=path.stem,
        scope=said.scope,
        published=None,
        file=path.name,
        sha256=hashlib.sha256(raw).hexdigest(),
        licence="CC-BY-4.0",
        attribution=unit,
    )
    return disclosure, text


def _plain(name: str) -> str:
    """``name`` in ASCII letters, digits and hyphens."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-")
    return kept or "disclosure"


def write_checked(checked: Checked, folder: Path) -> None:
    """Writes the package of a checked file into ``folder``."""
    write_files(folder, package_files(checked.converted))


def report_json(checked: Checked) -> str:
    """The result as one JSON object: identity, counts, findings, how often each rule held, what reading left open."""
    disclosure = checked.converted.disclosure
    result: dict[str, Any] = {
        "file": str(checked.path),
        "unit": disclosure.unit.name,
        "year": disclosure.year,
        "kind": disclosure.kind,
        "counts": {severity: checked.audit.count(severity) for severity in SEVERITIES},
        "findings": _rows(checked, "findings"),
        "completeness": _rows(checked, "completeness"),
        "checks": _rows(checked, "audit_checks"),
        "reading": checked.converted.warnings,
    }
    return json.dumps(result, ensure_ascii=False, indent=2)


def _rows(checked: Checked, resource: str) -> list[dict[str, str]]:
    spec = load_resources()[resource]
    return [
        dict(zip(spec.columns, format_record(record, spec), strict=True)) for record in checked.converted.rows[resource]
    ]


def report_lines(checked: Checked) -> Iterator[str]:
    """The result for a terminal, in Chinese: findings by severity with their lines, then what was not checked."""
    disclosure, audit = checked.converted.disclosure, checked.audit
    kind = "预算" if disclosure.kind == "budget" else "决算"
    yield f"{disclosure.unit.name} {disclosure.year} 年{kind}（{checked.path.name}）"
    passed = sum(tally.passed for tally in audit.tallies.values())
    counts = "、".join(f"{audit.count(s)} 处{SEVERITY_TITLES[s]}" for s in SEVERITIES if audit.count(s))
    score = next(row.values["points"] for row in checked.converted.rows["completeness"])
    yield f"核对 {passed} 次相符；发现 {counts or '零处问题'}；完整性 {score} 分（满分 100）"
    for severity in SEVERITIES:
        findings = [finding for finding in audit.findings if finding.severity == severity]
        if findings:
            yield f"\n{SEVERITY_TITLES[severity]}"
        for finding in findings:
            yield f"  第 {finding.line} 行 {RULES[finding.rule].title}：{finding.message}（{finding.rule}）"
    unchecked = [name for name, tally in audit.tallies.items() if tally.not_checked and not tally.passed + tally.failed]
    if unchecked:
        yield "\n未能核对"
        for name in unchecked:
            yield f"  {RULES[name].title}：{'；'.join(dict.fromkeys(audit.tallies[name].reasons))}（{name}）"
    for warning in checked.converted.warnings:
        yield f"\n读取：{warning}"
