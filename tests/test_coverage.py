"""How much of each source a package holds, and that what is missing is explained."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from mingzhang.personal import find_personal
from mingzhang.project import Project

ROOT = Path(__file__).resolve().parents[1]
NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|(?<![\d.,])\d+(?:\.\d+)?(?!\d)")
COUNTERS = re.compile(r"^\s*(?:- )?[（(]?\d{1,2}[)）、.．](?!\d)|表\s*\d{1,2}|第\s*\d+\s*[页章条]")
TELEPHONE = "telephone"
CUT_AT_THE_POINT = re.compile(r"(\d+\.)\s*\n\s*(\d{1,2})(?=\D|$)")


def numbers(text: str) -> list[Decimal]:
    return [Decimal(token.replace(",", "")).normalize() for token in NUMBER.findall(text)]


def printed(text: str) -> list[tuple[int, Decimal]]:
    """The numbers of a source with their lines; one that a narrow cell cuts at its point counts as whole."""
    lines = CUT_AT_THE_POINT.sub(lambda match: f"{match[1]}{match[2]}\n", text).split("\n")
    return [(line, number) for line, row in enumerate(lines, 1) for number in numbers(COUNTERS.sub(" ", row))]


def held(package: Path) -> Counter[Decimal]:
    found: Counter[Decimal] = Counter()
    for path in sorted(package.glob("*.csv")):
        if path.stem != "findings":
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    row.pop("source_line", None)
                    found.update(number for cell in row.values() for number in numbers(cell or ""))
    return found


def explained(disclosure: str) -> list[tuple[int, str]]:
    """The numbers that docs/coverage.md says are missing, a telephone number by that word."""
    rows = re.findall(
        rf"^\| {disclosure} \| (\d+) \| ([\d.]+|telephone) \| \S.*\|$",
        (ROOT / "docs" / "coverage.md").read_text("utf-8"),
        re.M,
    )
    return [(int(line), number) for line, number in rows]


@pytest.mark.parametrize("folder", sorted((ROOT / "data" / "sources").iterdir()), ids=lambda path: path.name)
def test_a_package_holds_its_source_and_the_rest_is_explained(folder: Path, project: Project) -> None:
    (source,) = folder.glob("*.txt")
    text = source.read_text("utf-8")
    all_numbers = printed(text)
    telephones = {re.sub(r"\D", "", number) for number in find_personal([text.split()]).numbers}
    counts = held(project.packages / folder.name)
    missing = []
    for line, number in all_numbers:
        counts[number] -= 1
        if counts[number] < 0:
            missing.append((line, TELEPHONE if f"{number:f}" in telephones else f"{number:f}"))
    assert len(all_numbers) > 500
    assert len(missing) <= 0.005 * len(all_numbers)
    assert missing == explained(folder.name)
