"""The numbers that a word processor puts before list paragraphs: they are in no text, only counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from mingzhang.reading.formats.word_ordinals import write_ordinal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_LEVEL = 9


def value_of(element: etree._Element | None, path: str) -> str | None:
    """The ``w:val`` of the element at ``path`` (``w:`` names, / between) below ``element``."""
    found = element.find("/".join(W + name for name in path.split("/"))) if element is not None else None
    return found.get(W + "val") if found is not None else None


def whole(text: str | None, default: int) -> int:
    """``text`` as a whole number from 0, ``default`` where it is none."""
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default


@dataclass
class _Level:
    start: int
    form: str
    pattern: str
    legal: bool
    suffix: str
    restart: int


@dataclass
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # by abstract list
    lists: dict[str, str] = field(default_factory=dict)  # list: its abstract list
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    styled: dict[str, dict[str, int]] = field(default_factory=dict)  # abstract list: style: its level
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def level_of(self, number: str, style: str) -> int:
        """The level at which a list numbers the paragraphs of ``style``."""
        return self.styled.get(self.lists.get(number, ""), {}).get(style, 0)

    def next(self, number: str, level: int) -> str:
        """Counts one paragraph of list ``number`` and gives what stands before its text."""
        abstract = self.lists.get(number, "")
        levels = self.levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        if (number, level) in self.overrides and (number, level) not in self.begun:
            counts[level] = self.overrides[number, level]
        else:
            counts[level] = counts[level] + 1 if level in counts else levels[level].start
        self.begun.add((number, level))
        for deeper in [other for other in counts if other > level]:
            if levels[deeper].restart > level or levels[deeper].restart < 0:
                del counts[deeper]
        return self._written(levels, counts, level)

    def _written(self, levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
        this = levels[level]
        if this.form == "bullet":
            return ""

        def one(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            if at not in levels:
                return ""
            form = "decimal" if this.legal and at < level else levels[at].form
            return write_ordinal(counts.get(at, levels[at].start), form)

        text = re.sub(r"%(\d)", one, this.pattern)
        apart = this.suffix != "nothing" and text[-1:].isascii() and text
        return f"{text} " if apart else text


def read_numbering(root: etree._Element | None, linked: dict[str, str]) -> Numbering:
    """The lists of a numbering part; ``linked`` names the list of each numbering style."""
    numbering = Numbering()
    if root is None:
        return numbering
    links: dict[str, str] = {}
    for abstract in root.iterfind(W + "abstractNum"):
        name = abstract.get(W + "abstractNumId") or ""
        numbering.levels[name] = {
            at: _level(level)
            for level in abstract.iterfind(W + "lvl")
            if (at := whole(level.get(W + "ilvl"), 0)) < _MAX_LEVEL
        }
        styles = ((value_of(level, "pStyle"), level) for level in abstract.iterfind(W + "lvl"))
        numbering.styled[name] = {style: whole(level.get(W + "ilvl"), 0) for style, level in styles if style}
        if link := value_of(abstract, "numStyleLink"):
            links[name] = link
    for item in root.iterfind(W + "num"):
        number = item.get(W + "numId") or ""
        numbering.lists[number] = value_of(item, "abstractNumId") or ""
        for override in item.iterfind(W + "lvlOverride"):
            _override(numbering, number, override)
    for name, link in links.items():
        target = numbering.lists.get(linked.get(link, ""), "")
        numbering.levels[name] = numbering.levels[name] or numbering.levels.get(target, {})
    return numbering


def _level(level: etree._Element) -> _Level:
    restart = value_of(level, "lvlRestart")
    legal = level.find(W + "isLgl")
    return _Level(
        start=whole(value_of(level, "start"), 0),
        form=value_of(level, "numFmt") or "decimal",
        pattern=value_of(level, "lvlText") or "",
        legal=legal is not None and legal.get(W + "val") not in ("0", "false"),
        suffix=value_of(level, "suff") or "tab",
        restart=whole(restart, -1) if restart != "0" else 0,
    )


def _override(numbering: Numbering, number: str, override: etree._Element) -> None:
    level = min(whole(override.get(W + "ilvl"), 0), _MAX_LEVEL - 1)
    start = value_of(override, "startOverride")
    if start is not None:
        numbering.overrides[number, level] = whole(start, 1)
    own = override.find(W + "lvl")
    if own is not None:  # a level of this list alone: it counts for itself
        private = f"{numbering.lists[number]}/{number}"
        if numbering.lists[number] != private:
            numbering.levels[private] = dict(numbering.levels.get(numbering.lists[number], {}))
            numbering.styled[private] = numbering.styled.get(numbering.lists[number], {})
            numbering.lists[number] = private
        numbering.levels[numbering.lists[number]][level] = _level(own)
