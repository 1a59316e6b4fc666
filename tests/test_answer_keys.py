"""Every cell of the statutory tables against answer keys made by eye from the documents."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from contract import STATUTORY

KEYS = Path(__file__).parent / "answer_keys"
PACKAGES = Path(__file__).resolve().parents[1] / "data" / "packages"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("key", sorted(KEYS.glob("*/*.csv")), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_cell_is_as_the_document_prints_it(key: Path) -> None:
    expected = read(key)
    actual = read(PACKAGES / key.parent.name / key.name)
    columns = list(expected[0])
    assert [{column: row[column] for column in columns} for row in actual] == expected


@pytest.mark.parametrize("folder", sorted(KEYS.iterdir()), ids=lambda path: path.name)
def test_a_table_without_a_key_has_no_rows(folder: Path) -> None:
    for name in STATUTORY:
        if not (folder / f"{name}.csv").exists():
            assert read(PACKAGES / folder.name / f"{name}.csv") == []


def test_every_disclosure_has_a_key() -> None:
    assert {path.name for path in PACKAGES.iterdir()} == {path.name for path in KEYS.iterdir()}
