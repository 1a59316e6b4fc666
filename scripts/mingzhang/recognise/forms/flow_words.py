"""The vocabulary that only flowed forms need (``flow`` in ``vocabulary/forms.yml``), ready for matching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from mingzhang.recognise.patterns import Patterns
from mingzhang.wordlists import read_words


@dataclass(frozen=True)
class FlowFormWords:
    """What tells the cells of a flowed form apart; all texts asked about are folded.

    ``measures`` follow a number, ``effects`` and ``results`` are targets and results without one, ``whole`` are
    whole cells by column, ``names`` fit an indicator's name by its end, ``lost_ends`` are what a page break
    may cut off a cell, ``results_begin`` fits the first line of what was done, ``person`` what is
    left of a label of a person.
    """

    measures: Patterns
    effects: Patterns
    results: Patterns
    whole: Mapping[str, Patterns]
    names: Patterns
    lost_ends: Mapping[str, tuple[str, ...]]
    results_begin: Patterns
    person: Patterns


@lru_cache(maxsize=1)
def load_flow_form_words() -> FlowFormWords:
    """The vocabulary that comes with the package."""
    data = read_words("forms")["flow"]
    return FlowFormWords(
        measures=_compile(data["measures"]),
        effects=_compile(data["effects"]),
        results=_compile(data["results"]),
        whole={column: _compile(spellings) for column, spellings in data["whole"].items()},
        names=_compile(data["names"]),
        lost_ends={column: tuple(ends) for column, ends in data["lost_ends"].items()},
        results_begin=_compile(data["results_begin"]),
        person=_compile(data["person"]),
    )


def _compile(spellings: Iterable[str]) -> Patterns:
    return Patterns(re.compile(spelling) for spelling in spellings)
