"""From a text to its package: what must hold whatever the text says."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.audit.model import SEVERITIES
from mingzhang.convert import Converted, convert_source
from mingzhang.errors import DisclosureError, RecognitionError
from mingzhang.package.validate import find_faults
from mingzhang.package.write import DESCRIPTOR, package_files, write_files
from mingzhang.recognise.identify import identify
from mingzhang.schema import ResourceSpec, load_resources
from mingzhang.source_text import SourceText
from mingzhang.sources import Disclosure, Unit

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_SECRET = re.compile(r"\s|〔")


@dataclass(frozen=True)
class Case:
    """A text as the source of a disclosure; ``secrets`` are personal numbers in it that must not come out."""

    text: str
    kind: str = "budget"
    extracted: bool = False
    secrets: tuple[str, ...] = ()
    is_sampled: bool = False
    """Whether to look closer: frictionless, and the same bytes from the same text."""


def disclosure(kind: str = "budget") -> Disclosure:
    """A disclosure that any text can be the source of."""
    unit = Unit("mou-ju", "中共某某县委员会组织部", "653022", ("新疆维吾尔自治区", "某某县"), "党委")
    return Disclosure(
        *(Path("nowhere"), unit, 2024, kind, "某某县单位预算公开", "单位", date(2024, 2, 8)),
        *("source.txt", "0" * 64, "CC-BY-4.0", unit.name),
    )


def examine(case: Case) -> str:
    """``package`` or ``refused``; raises what is a find (an AssertionError where something that must hold does not)."""
    source = SourceText(case.text, case.extracted)
    try:
        if case.is_sampled:
            identify(source.document)
        converted, audit = audit_disclosure(convert_source(disclosure(case.kind), source))
    except (DisclosureError, RecognitionError) as error:
        assert error.place.strip() and error.found.strip() and error.action.strip(), "an error that tells too little"
        assert len(str(error)) < 4000, "an error that tells too much"
        return "refused"
    assert {finding.severity for finding in audit.findings} <= set(SEVERITIES), "a severity that is none"
    files = package_files(converted)
    _check_lines(converted)
    _check_cells(files)
    _check_secrets(files, case.secrets)
    if case.is_sampled:
        _check_frictionless(files)
        again, _ = audit_disclosure(convert_source(disclosure(case.kind), SourceText(case.text, case.extracted)))
        assert package_files(again) == files, "the same text, other bytes"
    return "package"


def _check_lines(converted: Converted) -> None:
    last = converted.source_lines
    assert len(converted.lines) == last, "other lines than the source has"
    for name, rows in converted.rows.items():
        for row in rows if not load_resources()[name].shared else ():
            assert 1 <= row.line <= max(last, 1), f"{name}: a row outside the source"


def _check_cells(files: Mapping[str, bytes]) -> None:
    """What frictionless would say of types and constraints, in less time."""
    keys: dict[str, set[str]] = {}
    tables = {name: _rows(files[spec.path]) for name, spec in load_resources().items()}
    for name, spec in load_resources().items():
        header, *rows = tables[name]
        assert tuple(header) == spec.columns, f"{name}: other columns"
        checks = _checks(name)
        seen = set()
        for row in rows:
            assert len(row) == len(header), f"{name}: a row with more or fewer cells"
            for column, cell in zip(header, row, strict=True):
                problem = checks[column](cell)
                assert not problem, f"{name}.{column}: {problem}"
            key = tuple(row[header.index(column)] for column in spec.key)
            assert not spec.key or key not in seen, f"{name}: a key twice"
            seen.add(key)
        keys[name] = {row[header.index(spec.key[0])] for row in rows} if spec.key else set()
    for name, spec in load_resources().items():
        header, *rows = tables[name]
        for column, target in spec.refers.items():
            strange = {row[header.index(column)] for row in rows} - keys[target] - {""}
            assert not strange, f"{name}.{column}: refers to what {target} does not hold"


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


@lru_cache(maxsize=128)
def _checks(name: str) -> dict[str, _FieldCheck]:
    return {field.name: _FieldCheck(load_resources()[name], field.name) for field in load_resources()[name].fields}


class _FieldCheck:
    """Tells what is wrong with a cell of a field; nothing where it is as declared."""

    def __init__(self, spec: ResourceSpec, column: str) -> None:
        descriptor = next(field.descriptor for field in spec.fields if field.name == column)
        constraints = descriptor.get("constraints", {})
        self.type = descriptor["type"]
        self.required = constraints.get("required", False)
        self.pattern = re.compile(constraints["pattern"]) if "pattern" in constraints else None
        self.enum = set(map(str, constraints.get("enum", ())))
        self.least, self.most = constraints.get("minimum"), constraints.get("maximum")

    def __call__(self, cell: str) -> str:
        if not cell:
            return "blank and required" if self.required else ""
        return next(self._problems(cell), "")

    def _problems(self, cell: str) -> Iterator[str]:
        if self.type in ("number", "integer"):
            if not _NUMBER.fullmatch(cell) or (self.type == "integer" and "." in cell):
                yield f"no {self.type}"
            elif self.least is not None and float(cell) < self.least:
                yield "less than the least"
            elif self.most is not None and float(cell) > self.most:
                yield "more than the most"
        if self.pattern and not self.pattern.fullmatch(cell):
            yield "not of the pattern"
        if self.enum and cell not in self.enum:
            yield "not of the list"


def _check_secrets(files: Mapping[str, bytes], secrets: tuple[str, ...]) -> None:
    for path, content in files.items() if secrets else ():
        text = _SECRET.sub("", content.decode("utf-8"))
        for secret in secrets:
            assert secret not in text, f"a planted number in {path}"


def _check_frictionless(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_files(Path(folder), files)
        faults = find_faults(Path(folder) / DESCRIPTOR)
        assert not faults, f"frictionless: {re.sub(r'[0-9]+', 'N', faults[0])[:200]}"
