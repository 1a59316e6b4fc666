"""The vocabulary around projects (``vocabulary/projects.yml``), ready for matching."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from mingzhang.recognise.patterns import Patterns, matches
from mingzhang.text import fold
from mingzhang.wordlists import read_words

_SHORTEST_NAME = 2


@dataclass(frozen=True)
class ProjectWords:
    """Words around projects; patterns stand over folded text."""

    name_noise: re.Pattern[str]
    name_sources: re.Pattern[str]
    name_endings: re.Pattern[str]
    no_projects: Patterns
    amount_links: re.Pattern[str]
    item_leads: re.Pattern[str]
    list_ends: re.Pattern[str]
    sums: Patterns
    persons: Patterns

    def core(self, name: str) -> str:
        """What is left of a project's name when all that tells no project from another is taken out."""
        core = self.name_noise.sub("", _without_end(fold(name), self.name_sources))
        core = _without_end(core, self.name_endings)
        return core or fold(name)

    def is_sum(self, text: str) -> bool:
        """Whether an item of an allocation is the sum of the others."""
        return matches(self.sums, fold(text))


def _without_end(text: str, end: re.Pattern[str]) -> str:
    """``text`` without what stands at its end, again and again, as long as a name is left."""
    while match := end.search(text):
        if match.start() < _SHORTEST_NAME:
            break
        text = text[: match.start()]
    return text


@lru_cache(maxsize=1)
def load_project_words() -> ProjectWords:
    """The vocabulary that comes with the package."""
    data = read_words("projects")
    return ProjectWords(
        name_noise=re.compile("|".join(data["name_noise"])),
        name_sources=re.compile(f"{data['name_sources']}$"),
        name_endings=re.compile(f"{data['name_endings']}$"),
        no_projects=Patterns(map(re.compile, data["no_projects"])),
        amount_links=re.compile(f"{data['amount_links']}+$"),
        item_leads=re.compile(data["item_leads"]),
        list_ends=re.compile(data["list_ends"]),
        sums=Patterns(map(re.compile, data["sums"])),
        persons=Patterns(map(re.compile, data["persons"])),
    )
