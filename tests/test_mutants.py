"""Damaged documents: each is read, or refused with a message; never a crash."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from mingzhang.errors import RecognitionError
from tables import read

SOURCES = sorted(Path(__file__).resolve().parents[1].glob("data/sources/*/*.txt"))
STRANGE = ["\t" * 50, "表 3", "单位：元", "合 计\t1", "20 1 03", "\x0c", "—", "1.2.3\t4,5", "类\t款\t项", "一、"]


def damage(text: str, chance: random.Random) -> str:
    """``text`` with lines lost, doubled, swapped, cut, shuffled, their cells moved and their digits garbled."""
    lines = text.split("\n")
    for _ in range(chance.choice((1, 5, 30))):
        place, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        line = lines[place]
        cells = line.split("\t")
        chance.shuffle(cells)
        garbled = "".join(chance.choice("0123456789.,-") if c.isdigit() and chance.random() < 0.3 else c for c in line)
        changes = ["\t".join(cells), garbled, line[: len(line) // 2], chance.choice(STRANGE), line + "\n" + line, ""]
        lines[place] = chance.choice([*changes, lines[other]])
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_document_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    text = damage(chance.choice(SOURCES).read_text(encoding="utf-8"), chance).replace("|", "")
    try:
        tables = read(text)
    except RecognitionError as error:
        assert error.place and error.found and error.action
    else:
        for table in tables.values():
            assert table.status in ("present", "empty", "missing", "attached")
            unread = any(note.kind == "unread" for note in table.notes)  # a table may stand there without being read
            assert (table.status == "present") == bool(table.records) or (table.status == "present" and unread)
