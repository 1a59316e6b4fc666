"""Putting personal data out of sight: whatever has the shape of it, stands after its label, or is known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from mingzhang.personal.names import looks_like_name, name_in, names_in
from mingzhang.personal.plain import plain_of
from mingzhang.personal.shapes import Span, kind_of, merge, shapes_in
from mingzhang.personal.words import load_personal_words

NAME_MASK = "〔姓名略〕"
NUMBER_MASK = "〔号码略〕"
NUMBER = re.compile(r"[\d*(+][\d*()\-\s/.]{4,60}[\d*Xx]")
"""What may be a number after the label of one, in a plain text."""
_TOKEN = re.compile(r"[\d*]+[Xx]?")
_BETWEEN = re.compile(r"[\s()./-]{0,40}")
_MOST_TOKENS = 12
_BEFORE = 30  # characters in front of a number in which its owner's name may stand
_LONG_PART = 3  # characters of a part of a dotted name that tells its bearer; a line break may part the name
_SURE = 10  # digits of a number that is the same wherever they follow each other
_ADDED = 2  # digits beside a shorter one
_MOST_KNOWN, _LONGEST_KNOWN = 8192, 300  # texts whose personal data is remembered, characters of such a text
_SHORTEST = 7  # digits: a shorter number may be any figure
_LOCAL = re.compile(r"(?:86)?0(?:10|2\d|[3-9]\d\d)(\d{7,8})")
_HAS_LETTER = re.compile(r"[@A-Wa-wY-Zy-z\u4e00-\u9fff]")


@dataclass(frozen=True)
class Personal:
    """The names and numbers that one document shows, as printed without spaces."""

    names: frozenset[str]
    numbers: frozenset[str]

    def __or__(self, other: Personal) -> Personal:
        return Personal(self.names | other.names, self.numbers | other.numbers)

    def mask(self, text: str, allow_names: bool = False) -> str:
        """``text`` with every number, and (unless allowed) every name, put out of sight."""
        return _without(text, self.spans(text, allow_names))

    def mask_known(self, text: str, allow_names: bool = False) -> str:
        """``text`` without the names and numbers that are known; the line breaks inside them stay."""
        plain = plain_of(text)
        known = [*self._known_numbers(plain.text), *(() if allow_names else self._known_names(plain.text))]
        return _without(text, [Span(*plain.original(s.start, s.end), s.kind) for s in merge(known)])

    def spans(self, text: str, allow_names: bool = False) -> list[Span]:
        """Where ``text`` holds personal data; a name's kind is ``name``."""
        plain = plain_of(text)
        return [Span(*plain.original(s.start, s.end), s.kind) for s in self._spans_in(plain.text, allow_names)]

    def _spans_in(self, plain: str, allow_names: bool) -> Sequence[Span]:
        """The spans of a plain text; of a short one remembered: lines, rows and records repeat each other."""
        if len(plain) > _LONGEST_KNOWN:
            return self._find_spans(plain, allow_names)
        key = (plain, allow_names)
        if key not in self._known_spans:
            if len(self._known_spans) >= _MOST_KNOWN:
                self._known_spans.clear()
            self._known_spans[key] = self._find_spans(plain, allow_names)
        return self._known_spans[key]

    @cached_property
    def _known_spans(self) -> dict[tuple[str, bool], Sequence[Span]]:
        return {}

    def _find_spans(self, plain: str, allow_names: bool) -> Sequence[Span]:
        numbers = merge([*shapes_in(plain), *_labelled_numbers(plain), *self._known_numbers(plain)])
        if allow_names:
            return numbers
        found = [*_labelled_names(plain), *_before_numbers(plain, numbers), *self._known_names(plain)]
        names = [name for name in merge(found) if not any(_overlap(name, number) for number in numbers)]
        return merge([*numbers, *names])

    @cached_property
    def _digits(self) -> frozenset[str]:
        """The known numbers without what parts their digits, and those of them that a local caller dials."""
        plain = {re.sub(r"[^\d*X]", "", number.upper()) for number in self.numbers if not _HAS_LETTER.search(number)}
        local = {found[1] for number in plain if (found := _LOCAL.fullmatch(number))}
        return frozenset(number for number in plain | local if len(number) >= _SHORTEST)

    @cached_property
    def _by_head(self) -> dict[str, list[re.Pattern[str]]]:
        """Patterns of the known names (and addresses) by their first character, long ones first."""
        parts = {part for name in self.names if "·" in name for part in name.split("·") if len(part) >= _LONG_PART}
        texts = {*self.names, *parts, *(number for number in self.numbers if _HAS_LETTER.search(number))}
        heads: dict[str, list[re.Pattern[str]]] = {}
        for text in sorted((plain_of(text).text for text in texts if text), key=lambda text: (-len(text), text)):
            heads.setdefault(text[0], []).append(re.compile(_spaced(text)))
        return heads

    @cached_property
    def _heads(self) -> re.Pattern[str] | None:
        return re.compile(f"[{''.join(map(re.escape, sorted(self._by_head)))}]") if self._by_head else None

    def _known_names(self, plain: str) -> Iterator[Span]:
        if not self._heads:
            return
        end = 0
        for head in self._heads.finditer(plain):
            if head.start() < end:
                continue
            for pattern in self._by_head[head.group()]:
                if found := pattern.match(plain, head.start()):
                    end = found.end()
                    yield Span(found.start(), end, "email" if "@" in found.group() else "name")
                    break

    def _known_numbers(self, plain: str) -> Iterator[Span]:
        """Known numbers, however their digits are parted."""
        shown = "".join(_TOKEN.findall(plain)).upper() if self._digits else ""
        if not any(number in shown for number in self._digits):
            return
        for run in _runs(plain):
            first = 0
            while first < len(run):
                last = self._last_of_number(plain, run, first)
                if last is None:
                    yield from self._inside(plain, run[first])
                    first += 1
                    continue
                start, end = run[first].start(), run[last].end()
                yield Span(_opening(plain, start, end), end, kind_of(plain[start:end]))
                first = last + 1

    def _last_of_number(self, plain: str, run: list[re.Match[str]], first: int) -> int | None:
        """The place in ``run`` of the last group of a known number's digits whose first group is at ``first``."""
        digits = ""
        for last in range(first, min(first + _MOST_TOKENS, len(run))):
            digits += run[last].group().upper()
            if digits in self._digits and not _is_figure(plain, run[first].start(), run[last].end()):
                return last
        return None

    def _inside(self, plain: str, token: re.Match[str]) -> Iterator[Span]:
        """Known numbers in a longer row of digits: other digits come next to them where a line break was taken out."""
        digits = token.group().upper()
        start = 0
        while start < len(digits):
            room = len(digits) - start
            lengths = [n for n in self._lengths if n <= room and digits[start : start + n] in self._digits]
            length = next((n for n in lengths if n >= _SURE or len(digits) <= n + _ADDED), 0)
            if length and not _is_figure(plain, token.start() + start, token.start() + start + length):
                yield Span(
                    token.start() + start, token.start() + start + length, kind_of(digits[start : start + length])
                )
            start += length or 1

    @cached_property
    def _lengths(self) -> list[int]:
        return sorted({len(number) for number in self._digits}, reverse=True)


NOBODY = Personal(frozenset(), frozenset())
"""Nothing known: only shapes and labels tell."""


def mask_text(text: str, allow_names: bool = False) -> str:
    """``text`` of no known document, such as an error's, without what its shape or label tells to be personal."""
    return NOBODY.mask(text, allow_names)


def _runs(plain: str) -> Iterator[list[re.Match[str]]]:
    """Groups of digits that only what parts a number stands between, run by run."""
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(plain):
        if run and not _BETWEEN.fullmatch(plain, run[-1].end(), token.start()):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _is_figure(plain: str, start: int, end: int) -> bool:
    """Whether digits are part of a decimal number."""
    return bool(re.match(r"\.\d|\s?[万亿]?元", plain[end : end + 4])) or bool(re.search(r"\d[.,]$", plain[:start][-2:]))


def _opening(plain: str, start: int, end: int) -> int:
    """Where a number begins whose bracket closes inside it."""
    number = plain[start:end]
    return start - 1 if plain[start - 1 : start] == "(" and ")" in number and "(" not in number else start


def _labelled_numbers(plain: str) -> Iterator[Span]:
    words = load_personal_words()
    for found in words.inline_in(plain):
        if words.tells_numbers(re.sub(r"\s", "", found["label"])):
            start = found.start("value")
            for number in NUMBER.finditer(found["value"]):
                yield Span(start + number.start(), start + number.end(), kind_of(number.group()))


def _labelled_names(plain: str) -> Iterator[Span]:
    words = load_personal_words()
    for found in words.inline_in(plain):
        if words.tells_names(re.sub(r"\s", "", found["label"])):
            sure = not words.weak.fullmatch(found["label"])
            start = found.start("value")
            for name in names_in(found["value"], words):
                if not sure and not looks_like_name(name, words):
                    continue
                if place := re.search(_spaced(name), found["value"]):
                    yield Span(start + place.start(), start + place.end(), "name")
    for found in words.directly.finditer(plain):
        if name_in(found["name"], words):
            yield Span(*found.span("name"), "name")


def _before_numbers(plain: str, numbers: list[Span]) -> Iterator[Span]:
    """Names right before a number of theirs."""
    words = load_personal_words()
    for number in numbers:
        start = max(0, number.start - _BEFORE)
        if (found := words.before_number.search(plain[start : number.start])) and _may_be_name(found["name"]):
            yield Span(start + found.start("name"), start + found.end("name"), "name")


def _may_be_name(text: str) -> bool:
    words = load_personal_words()
    return bool(name := name_in(text, words)) and looks_like_name(name, words)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _without(text: str, spans: list[Span]) -> str:
    for span in reversed(spans):
        mask = NAME_MASK if span.kind == "name" else NUMBER_MASK
        text = text[: span.start] + mask + "\n" * text.count("\n", span.start, span.end) + text[span.end :]
    return text


def _spaced(text: str) -> str:
    """A pattern for ``text`` that layout may have put spaces into, and dots or none between a name's parts."""
    return r"\s*".join("[·.]?" if character == "·" else re.escape(character) for character in text if character != " ")
