"""``mingzhang check FILE…``: converts and audits one disclosure outside the repository; nothing is added."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.audit.model import SEVERITIES
from mingzhang.audit.registry import RULES
from mingzhang.audit.run import Audit
from mingzhang.convert import Converted, convert_source
from mingzhang.errors import (
    DisclosureError,
    ExtractionError,
    RecognitionError,
    StorageError,
    describe_os_error,
    one_line,
)
from mingzhang.package.rows import format_record
from mingzhang.package.write import package_files, write_files
from mingzhang.personal import NUMBER_MASK, mask_text
from mingzhang.recognise.identify import identify
from mingzhang.schema import load_resources
from mingzhang.source_text import SourceText, extract_files, file_digest, read_source
from mingzhang.sources import METADATA, Disclosure, SourceFile, Unit, load_disclosure

SEVERITY_TITLES = {"error": "错误", "warning": "提示", "rounding": "尾差", "note": "说明"}


@dataclass(frozen=True)
class Given:
    """What the caller says of the disclosure; empty or 0 where the document is to tell."""

    unit: str = ""
    year: int = 0
    kind: str = ""


@dataclass(frozen=True)
class Checked:
    """The files of one disclosure, converted and audited."""

    paths: tuple[Path, ...]
    converted: Converted
    audit: Audit

    @property
    def names(self) -> list[str]:
        """The paths as they are told: the files' names without personal data."""
        told = self.converted.disclosure.files
        return [str(path.with_name(file.name)) for path, file in zip(self.paths, told, strict=True)]

    @property
    def has_errors(self) -> bool:
        return self.audit.count("error") > 0


def check_files(paths: Sequence[Path], given: Given | None = None) -> Checked:
    """Converts and audits the disclosure that ``paths`` make together; writes nothing.

    A ``disclosure.yml`` beside a file that names it says who published it; else the document does.

    Raises:
        DisclosureError: the files are no disclosure that can be read, or do not say who published it when.
    """
    disclosure, source = _described(paths) or _identified(paths, given or Given())
    converted, audit = audit_disclosure(convert_source(disclosure, source))
    return Checked(tuple(paths), converted, audit)


def _described(paths: Sequence[Path]) -> tuple[Disclosure, SourceText] | None:
    """The disclosure whose files lie in its folder of ``data/sources``."""
    try:
        if not (paths[0].parent / METADATA).is_file():
            return None
    except OSError:  # the readers tell what is wrong with the path
        return None
    disclosure = load_disclosure(paths[0].parent)
    named = [file.name for file in disclosure.files]
    return (disclosure, read_source(disclosure)) if [path.name for path in paths] == named else None


def _identified(paths: Sequence[Path], given: Given) -> tuple[Disclosure, SourceText]:
    path = paths[0]
    try:
        digests = _digests(paths)
        source = extract_files(paths)
        if digests != _digests(paths):
            raise ExtractionError(path.name, "the file changed while it was read", "try again when it is complete")
        said = identify(source.document)
    except (ExtractionError, RecognitionError) as error:
        raise DisclosureError(path.stem, error.place, error.found, error.action) from error
    unit, year = given.unit or said.unit, given.year or said.year
    missing = [option for option, value in (("--unit", unit), ("--year", year)) if not value]
    if missing:
        told = "unit" if "--unit" in missing else "year"
        raise DisclosureError(
            path.stem, path.name, f"the document does not name its {told}", f"give {' '.join(missing)}"
        )
    disclosure = Disclosure(
        folder=path.parent,
        unit=Unit(_plain(mask_text(path.stem).replace(NUMBER_MASK, "")), unit, "000000", ("",), "其他"),
        year=year,
        kind=given.kind or said.kind,
        title=said.title or one_line(path.stem),
        scope=said.scope,
        published=said.published,
        file=one_line(path.name),
        sha256=digests[0],
        licence="CC-BY-4.0",
        attribution=unit,
        attachments=tuple(
            SourceFile(one_line(p.name), digest) for p, digest in zip(paths[1:], digests[1:], strict=True)
        ),
    )
    return disclosure, source


def _digests(paths: Sequence[Path]) -> list[str]:
    """The sha256 of each file; of one that cannot be read, which the readers tell of, nothing."""
    return [file_digest(path) for path in paths]


def _plain(name: str) -> str:
    """``name`` in ASCII letters, digits and hyphens."""
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower()).strip("-")
    return kept or "disclosure"


def write_checked(checked: Checked, folder: Path) -> None:
    """Writes the package of a checked file into ``folder``.

    Raises:
        StorageError: the disk is full, or a right is missing.
    """
    try:
        write_files(folder, package_files(checked.converted))
    except OSError as error:
        raise StorageError(describe_os_error(error)) from error


def report_json(checked: Checked) -> str:
    """The result as one JSON object: identity, counts, findings, how often each rule held, what reading left open."""
    disclosure = checked.converted.disclosure
    result: dict[str, Any] = {
        "file": checked.names[0],
        "files": checked.names,
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
    yield f"{disclosure.unit.name} {disclosure.year} 年{kind}（{'、'.join(file.name for file in disclosure.files)}）"
    passed = sum(tally.passed for tally in audit.tallies.values())
    counts = "、".join(f"{audit.count(s)} 处{SEVERITY_TITLES[s]}" for s in SEVERITIES if audit.count(s))
    score = next(row.values["points"] for row in checked.converted.rows["completeness"])
    yield f"核对 {passed} 次相符；发现 {counts or '零处问题'}；完整性 {score} 分（满分 100）"
    for severity in SEVERITIES:
        findings = [finding for finding in audit.findings if finding.severity == severity]
        if findings:
            yield f"\n{SEVERITY_TITLES[severity]}"
        for finding in findings:
            place = checked.converted.place(finding.line)
            yield f"  {place} {RULES[finding.rule].title}：{finding.message}（{finding.rule}）"
    unchecked = [name for name, tally in audit.tallies.items() if tally.not_checked and not tally.passed + tally.failed]
    if unchecked:
        yield "\n未能核对"
        for name in unchecked:
            yield f"  {RULES[name].title}：{'；'.join(dict.fromkeys(audit.tallies[name].reasons))}（{name}）"
    for warning in checked.converted.warnings:
        yield f"\n读取：{warning}"
