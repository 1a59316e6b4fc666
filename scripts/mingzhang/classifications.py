"""The functional and economic classifications of revenue and expenditure (政府收支分类科目).

Only the codes that the documents evidence are held; nothing is invented.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from mingzhang.text import fold

FUNCTIONAL = "functional"
ECONOMIC = "economic"
LEVELS = {3: "类", 5: "款", 7: "项"}


def level_of(code: str) -> str:
    """``类``, ``款`` or ``项``, from the length of a whole code; empty for an empty code."""
    return LEVELS.get(len(code), "")


@dataclass(frozen=True)
class Classification:
    """Codes and their names, and the way back from a name to its codes."""

    kind: str
    names: Mapping[str, str]

    def __post_init__(self) -> None:
        codes: dict[str, list[str]] = defaultdict(list)
        for code, name in self.names.items():
            codes[fold(name)].append(code)
        object.__setattr__(self, "_codes", dict(codes))

    @property
    def folded_names(self) -> Set[str]:
        """Every name, folded."""
        return self._codes.keys()  # type: ignore[attr-defined, no-any-return]

    def codes_of(self, name: str) -> list[str]:
        """The codes that bear ``name``, in order; none when it is unknown."""
        return list(self._codes.get(fold(name), []))  # type: ignore[attr-defined]

    def is_class(self, code: str) -> bool:
        """Whether ``code`` is a 类 of this classification."""
        return len(code) == 3 and code in self.names


def load_classification(folder: Path, kind: str) -> Classification:
    """The classification in ``<folder>/<kind>.csv``."""
    with (folder / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return Classification(kind, {row["code"]: row["name"] for row in csv.DictReader(file)})
