"""What has the form of a classification code."""

from __future__ import annotations

import pytest

from mingzhang.convert import known_classifications
from mingzhang.records.statements.codes import is_sound


@pytest.mark.parametrize(
    ("kind", "code", "sound"),
    [
        ("functional", "201", True),
        ("functional", "2013201", True),
        ("functional", "3013201", False),
        ("economic", "301", True),
        ("economic", "30228", True),
        ("economic", "3022826", False),  # two codes run together: the economic classification has no 项
        ("economic", "302²8", False),
    ],
)
def test_the_form_of_a_code(kind: str, code: str, sound: bool) -> None:
    assert is_sound(code, known_classifications()[kind]) is sound
