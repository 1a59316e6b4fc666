"""The running text of a document: paragraphs under their headings, put together over page and line breaks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from mingzhang.personal.shapes import find_shapes
from mingzhang.reading import Document, Layout, Row
from mingzhang.recognise.patterns import Named, Patterns, matches, name_of
from mingzhang.text import fold, tidy
from mingzhang.wordlists import read_words

_ORDINAL = re.compile(
    r"(?:[-*•·]\s*)?(?:"
    r"(?P<part>第[一二三四五六七八九十]+部分)[、:：]?"
    r"|(?P<section>[一二三四五六七八九十]{1,3})、"
    r"|[（(](?P<subsection>[一二三四五六七八九十]{1,3})[)）]、?"
    r"|(?P<item>\d{1,2})(?:[、．]|[.](?!\d)|[.](?=20\d\d\s*年))"
    r"|[（(](?P<point>\d{1,2})[)）]、?"
    r")\s*"
)
_LEVELS = ("part", "section", "subsection", "item")
_SPACE_IN_NUMBER = re.compile(r"(?<=\d[.,])\s+(?=\d)|(?<=\d)\s+(?=[.,]\d)|(?<=\d)\s+(?=[%％])")
_SENTENCE_END = re.compile("[。!?][)”]*$")
_LONGEST_HEADING = 60
_LONGEST_ITEM_TITLE = 15


@dataclass(frozen=True)
class Heading:
    """A heading above a paragraph: ``level`` of :data:`_LEVELS`, text without its ordinal, and line."""

    level: str
    number: str
    text: str
    line: int


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as one tidied text, without its ordinal; ``kind`` is what its section is about (empty: figures).

    ``ordinal`` is the number printed before it, ``mark`` that number with its brackets and punctuation,
    ``level`` the kind of number. ``lines`` gives for
    every character the source line it stands on.
    """

    text: str
    lines: tuple[int, ...]
    ordinal: str
    level: str
    kind: str
    headings: tuple[Heading, ...]
    mark: str = ""

    @property
    def line(self) -> int:
        return self.lines[0]

    def line_at(self, position: int) -> int:
        """The source line of the character at ``position``."""
        return self.lines[min(position, len(self.lines) - 1)]

    def heading(self, level: str) -> str:
        """The text of the heading of that level above the paragraph, empty where there is none."""
        return next((heading.text for heading in self.headings if heading.level == level), "")

    def part(self, start: int, end: int | None = None) -> Paragraph:
        """The paragraph's own piece from ``start`` to ``end``, spaces at its ends left out."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        return replace(self, text=self.text[start:end], lines=self.lines[start:end] or (self.line_at(start),))


@dataclass(frozen=True)
class ProseWords:
    """The vocabulary of running text (``vocabulary/prose.yml``)."""

    heading_ends: re.Pattern[str]
    sections: Named
    contents: re.Pattern[str]
    part: re.Pattern[str]
    template_notes: Patterns
    table_marks: Patterns
    project_labels: Named

    def kind_of(self, heading: str) -> str:
        """What a section with this (folded) heading is about, empty when nothing special."""
        return name_of(self.sections, heading) or ""

    def project_label(self, text: str) -> str:
        """The column whose label (folded, without its colon) ``text`` is; empty when none."""
        return name_of(self.project_labels, text) or ""


@lru_cache(maxsize=1)
def load_prose_words() -> ProseWords:
    """The vocabulary of running text that comes with the package."""
    data = read_words("prose")
    return ProseWords(
        heading_ends=re.compile(f"(?:{data['heading_ends']})$"),
        sections=Named((kind, Patterns(map(re.compile, spellings))) for kind, spellings in data["sections"].items()),
        contents=re.compile(data["contents"]),
        part=re.compile(data["part"]),
        template_notes=Patterns(map(re.compile, data["template_notes"])),
        table_marks=Patterns(map(re.compile, data["table_marks"])),
        project_labels=Named(
            (column, Patterns(map(re.compile, words))) for column, words in data["project_labels"].items()
        ),
    )


_LONG, _TAIL = 300, 30  # characters
_LONGEST = 5_000  # characters after which a line begins a paragraph, whatever it says; printed ones have a third


@dataclass
class _Block:
    """A paragraph in the making: characters with their lines."""

    ordinal: str
    level: str
    number: str
    text: str = ""
    lines: list[int] = field(default_factory=list)

    def add(self, text: str, line: int) -> None:
        if self.text and text and self.text[-1].isascii() and self.text[-1].isalpha() and text[0].isalpha():
            text = f" {text}" if text[0].isascii() else text
        self.text += text
        self.lines += [line] * len(text)


def read_prose(document: Document, taken: Collection[int], words: ProseWords) -> list[Paragraph]:
    """The paragraphs of ``document`` apart from the lines of ``taken`` (tables and forms).

    A line goes on with the paragraph above it unless that ended with a sentence, or the line begins with
    an ordinal or a known label, or a table stands between the two. Where lines are whole paragraphs, nothing goes on
    a short one: it is a title.
    """
    rows = document.rows[_end_of_contents(document.rows, words) :]
    return list(_under_headings(_blocks(rows, taken, words, document.has_whole_paragraphs), words))


def _end_of_contents(rows: Sequence[Row], words: ProseWords) -> int:
    """Where the text proper begins: at the second mention of the first part that a contents page lists."""
    folded = [fold(row.text) for row in rows]
    for index, text in enumerate(folded):
        if words.contents.fullmatch(text):
            parts = [
                (at, match.group()) for at, t in enumerate(folded) if (match := words.part.match(t)) and at > index
            ]
            return next((at for at, part in parts[1:] if part == parts[0][1]), 0)
    return 0


def split_ordinal(text: str) -> tuple[str, str, str]:
    """The level and number of the ordinal that ``text`` (tidied) begins with, and the text after it."""
    match = _ORDINAL.match(text)
    if not match or not match.lastgroup:
        return "", "", text
    return match.lastgroup, match.group(match.lastgroup), text[match.end() :]


def _blocks(rows: Iterable[Row], taken: Collection[int], words: ProseWords, whole: bool) -> Iterator[_Block]:
    block: _Block | None = None
    for row in rows:
        text = tidy(row.text)
        if row.line in taken or row.layout is Layout.GRID or matches(words.table_marks, fold(text)):
            if block:
                yield block
            block = None
        elif text and not _is_page_number(text):
            level, number, rest = split_ordinal(text)
            if block and not level and _goes_on(block, rest, words) and not (whole and _is_title(block)):
                block.add(rest, row.line)
                continue
            if block:
                yield block
            block = _Block(text[: len(text) - len(rest)].removeprefix("- "), level, number)
            block.add(rest.removeprefix("- "), row.line)
    if block:
        yield block


def _is_page_number(text: str) -> bool:
    return re.fullmatch(r"[-—–]*\s*\d{1,3}\s*[-—–]*", text) is not None


def _goes_on(block: _Block, text: str, words: ProseWords) -> bool:
    if len(block.text) > _LONGEST or (text[:1].isdigit() and _ends_in_a_number(block.text)):
        return False
    if len(block.text) > _LONG:  # too long for a heading: only its end and its brackets count
        if label_of(text, words) or is_heading("", fold(text), words):
            return False
        opened, closed = (sum(map(block.text.count, signs)) for signs in ("(（", ")）"))
        return not _SENTENCE_END.search(fold(block.text[-_TAIL:])) or opened > closed
    folded = fold(block.text)
    if not folded:
        return True
    if block.level in ("part", "section", "subsection") and _may_be_title(folded):
        return not is_heading(block.level, folded, words)
    if label_of(text, words) or is_heading("", fold(text), words) or is_heading(block.level, folded, words):
        return False
    return not _SENTENCE_END.search(folded[-_TAIL:]) or folded.count("(") > folded.count(")")


def _ends_in_a_number(text: str) -> bool:
    """Whether a whole telephone, card or account number stands last: digits after it are not its own."""
    last = text[-_TAIL:]
    return any(span.end == len(last) for span in find_shapes(last))


def _is_title(block: _Block) -> bool:
    return bool(block.text) and _may_be_title(fold(block.text))


def _may_be_title(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not re.search("[,;。:]", text.rstrip(":"))


def label_of(text: str, words: ProseWords) -> str:
    """The column of ``projects`` whose label a paragraph (tidied) begins with, empty when none."""
    head, colon, _ = fold(text[:20]).partition(":")
    return words.project_label(head) if colon else ""


def is_heading(level: str, text: str, words: ProseWords) -> bool:
    """Whether a block (its ordinal's level, its folded text) is a heading, whole.

    A title of a known section is, with or without an ordinal; a numbered one that ends as headings do,
    an item only when it is as short as a title and without figures.
    """
    if not _may_be_title(text):
        return False
    if words.kind_of(text):
        return True
    if not level or (level in ("item", "point") and (re.search(r"\d", text) or len(text) > _LONGEST_ITEM_TITLE)):
        return False
    return bool(words.heading_ends.search(text))


def _under_headings(blocks: Iterable[_Block], words: ProseWords) -> Iterator[Paragraph]:
    headings: list[Heading] = []
    kinds: list[str] = []
    for block in blocks:
        block = _tidy_numbers(block)
        text = fold(block.text)
        if text and (is_heading(block.level, text, words) or block.level == "part"):
            level = block.level or _level_of_unnumbered(headings, block)
            depth = _LEVELS.index(level) if level in _LEVELS else len(_LEVELS) - 1
            kept = [at for at, heading in enumerate(headings) if _LEVELS.index(heading.level) < depth]
            headings = [headings[at] for at in kept]
            kinds = [kinds[at] for at in kept]
            headings.append(Heading(_LEVELS[depth], block.number, block.text, block.lines[0]))
            kinds.append(words.kind_of(text))
        elif block.lines:
            kind = next((kind for kind in reversed(kinds) if kind), "")
            yield Paragraph(
                block.text, tuple(block.lines), block.number, block.level, kind, tuple(headings), block.ordinal
            )


def _level_of_unnumbered(headings: list[Heading], block: _Block) -> str:
    """A heading without a number stands below a numbered section, beside another without."""
    return "subsection" if any(heading.level == "section" for heading in headings) else "section"


def _tidy_numbers(block: _Block) -> _Block:
    """``block`` without the spaces that layout put inside numbers (170. 19)."""
    cut = [match.span() for match in _SPACE_IN_NUMBER.finditer(block.text)]
    dropped = {position for start, end in cut for position in range(start, end)}
    if not dropped:
        return block
    kept = [position for position in range(len(block.text)) if position not in dropped]
    text = "".join(block.text[position] for position in kept)
    return replace(block, text=text, lines=[block.lines[position] for position in kept])
