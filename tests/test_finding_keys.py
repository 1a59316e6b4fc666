"""The audit against lists of contradictions made by eye from the documents, with their arithmetic."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

KEYS = Path(__file__).parent / "finding_keys"
PACKAGES = Path(__file__).resolve().parents[1] / "data" / "packages"
BARS = {"error": 1.0, "warning": 0.95, "note": 0.8, "rounding": 0.8}
NEXT_TO = {
    "error": ("error", "warning"),
    "warning": ("warning", "error", "note"),
    "note": ("note", "warning", "rounding"),
}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_found(row: dict[str, str], findings: list[dict[str, str]]) -> bool:
    """Whether a finding of that severity or the next stands on the key's line."""
    allowed = NEXT_TO.get(row["severity"], (row["severity"], "note"))
    return any(f["source_line"] == row["source_line"] and f["severity"] in allowed for f in findings)


def test_what_the_keys_list_is_found() -> None:
    listed: Counter[str] = Counter()
    found: Counter[str] = Counter()
    missed = []
    for key in sorted(KEYS.glob("*.csv")):
        findings = read(PACKAGES / key.stem / "findings.csv")
        for row in read(key):
            listed[row["severity"]] += 1
            found[row["severity"]] += is_found(row, findings)
            if not is_found(row, findings):
                missed.append((key.stem, row["severity"], row["source_line"], row["explanation"][:40]))
    assert listed["error"] > 50 and listed["warning"] > 100 and listed["note"] > 190
    for severity, bar in BARS.items():
        assert found[severity] >= bar * listed[severity], (severity, [m for m in missed if m[1] == severity])


@pytest.mark.parametrize("key", sorted(KEYS.glob("*.csv")), ids=lambda path: path.stem)
def test_no_error_is_reported_that_the_key_does_not_confirm(key: Path) -> None:
    confirmed = {(row["source_line"]) for row in read(key) if row["severity"] in ("error", "warning")}
    errors = [f for f in read(PACKAGES / key.stem / "findings.csv") if f["severity"] == "error"]
    assert [f["message"] for f in errors if f["source_line"] not in confirmed] == []


def test_every_finding_tells_where_and_what() -> None:
    for path in PACKAGES.glob("*/findings.csv"):
        for row in read(path):
            assert row["rule"] and row["message"] and int(row["source_line"]) > 0
            if row["actual"] and row["expected"]:
                assert row["difference"]
