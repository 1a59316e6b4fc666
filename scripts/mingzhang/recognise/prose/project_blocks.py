"""The labelled blocks of 项目支出情况说明: what each says, by column, still as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mingzhang.recognise.forms.words import load_form_words
from mingzhang.recognise.model import Note
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.prose.paragraphs import Paragraph, ProseWords, label_of
from mingzhang.text import fold

_COLON = re.compile("[：:]")
_INNER_LABEL = re.compile("(?<=[。；;])[^。；;，,、：:]{2,20}[：:]")
_UNKNOWN_LABEL = re.compile(r"[^\W\d_]{2,12}(?:[（(][^（）()]{1,6}[）)])?[：:]")
_WRAP_ROOM = 12
_LONGEST_PERSONAL = 12
_PERSONAL = ("contact", "telephone")


@dataclass(frozen=True)
class ProjectBlock:
    """One project as 项目支出情况说明 describes it: a paragraph for each column of ``projects`` that it prints."""

    line: int
    fields: Mapping[str, Paragraph]

    def text(self, column: str) -> str:
        """What the block prints in ``column``, empty where it does not."""
        return self.fields[column].text if column in self.fields else ""


@dataclass
class _Reader:
    """Blocks in the making, and the piece whose field is still open."""

    words: ProseWords
    blocks: list[dict[str, Paragraph]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    waiting: list[Paragraph] = field(default_factory=list)
    last: str = ""


def find_project_blocks(paragraphs: Sequence[Paragraph], words: ProseWords) -> tuple[list[ProjectBlock], list[Note]]:
    """The project blocks among ``paragraphs``, and what in them no column is known for.

    A block begins at its project's name or, where no name is printed, at its first labelled line. Text without
    a label between two labelled lines goes on with the upper one; after the last it is listed as unread.
    """
    reader = _Reader(words)
    section: tuple[object, ...] = ()
    about = [paragraph for paragraph in paragraphs if paragraph.kind == "projects"]
    room = _longest_line(about)
    for paragraph in about:
        if paragraph.headings != section:
            _leave_waiting(reader)
            section, reader.last = paragraph.headings, ""
        for piece in _pieces(paragraph, words, room):
            _take(reader, piece)
    _leave_waiting(reader)
    found = [ProjectBlock(line, fields) for line, fields in zip(reader.starts, reader.blocks, strict=True)]
    return found, sorted(reader.notes, key=lambda note: note.line)


def _longest_line(paragraphs: Sequence[Paragraph]) -> int:
    """How many characters fit on a line: as many as the longest line that is not a paragraph's last holds."""
    counts = [p.lines.count(line) for p in paragraphs for line in set(p.lines) if line != p.lines[-1]]
    return max(counts, default=0)


def _pieces(paragraph: Paragraph, words: ProseWords, room: int) -> Iterator[Paragraph]:
    """``paragraph`` cut before every label that begins inside it.

    A known label does after a sentence, one for a person anywhere; an unknown one may begin a line, when the
    line above has room left for it (else that line was only wrapped).
    """
    labels = [(match.start(), match.group().strip()) for match in _INNER_LABEL.finditer(paragraph.text)]
    cuts = {start for start, label in labels if label_of(label, words)} | set(_personal_labels(paragraph.text))
    for at in range(1, len(paragraph.text)):
        begins_line = paragraph.lines[at] != paragraph.lines[at - 1]
        if begins_line and paragraph.lines.count(paragraph.lines[at - 1]) + _WRAP_ROOM <= room:
            cuts |= {at} if _UNKNOWN_LABEL.match(paragraph.text, at) else set()
    edges = [0, *sorted(cuts - {0}), len(paragraph.text)]
    for start, end in pairwise(edges):
        yield (
            paragraph.part(start, end)
            if start == 0
            else replace(paragraph.part(start, end), ordinal="", level="", mark="")
        )


def _personal_labels(text: str) -> Iterator[int]:
    """Where the labels of people's names and telephones begin."""
    for colon in _COLON.finditer(text):
        starts = range(max(0, colon.start() - _LONGEST_PERSONAL), colon.start())
        found = [start for start in starts if load_form_words().label_of(text[start : colon.start()]) in _PERSONAL]
        yield from found[:1]


def _is_personal(text: str) -> bool:
    head, colon, _ = fold(text).partition(":")
    return bool(colon) and load_form_words().label_of(head) in _PERSONAL


def _take(reader: _Reader, piece: Paragraph) -> None:
    column = label_of(piece.text, reader.words)
    if column:
        _continue(reader)
        colon = _COLON.search(piece.text)
        value = piece.part(colon.end() if colon else 0)
        _add(reader, column, value, piece.line)
    elif not reader.last or matches(reader.words.template_notes, fold(piece.text)):
        return  # what stands before the blocks is a statement of the section, no part of a project
    elif _is_personal(piece.text):
        message = "涉及个人信息（联系人、电话），不予收录"
        reader.notes.append(_note(piece.line, "", "unread", _head(piece.text), message))
    elif _UNKNOWN_LABEL.match(piece.text) and not piece.level:
        message = f"项目说明中“{_head(piece.text)}”不是已知的栏目，未收录；请在 prose.yml 的 project_labels 中补充"
        reader.notes.append(_note(piece.line, "", "unread", piece.text, message))
    else:
        reader.waiting.append(piece)
        if not reader.blocks[-1][reader.last].text.rstrip("：:"):
            _continue(reader)


def _head(text: str) -> str:
    return _COLON.split(text, maxsplit=1)[0]


def _add(reader: _Reader, column: str, value: Paragraph, line: int) -> None:
    if not reader.last or column == "name" or _begins_again(reader.blocks[-1], column):
        reader.blocks.append({})
        reader.starts.append(line)
    block = reader.blocks[-1]
    if column not in block:
        block[column] = value
        reader.last = column
    elif value.text and fold(value.text) != fold(block[column].text):
        message = f"同一项目重复出现本栏，已取第 {block[column].line} 行“{block[column].text}”，本行未采用"
        reader.notes.append(_note(line, column, "unread", value.text, message))


def _begins_again(block: Mapping[str, Paragraph], column: str) -> bool:
    """Whether a label that ``block`` has already opens the next project, whose name is not printed."""
    columns = [known for known in block if known != "name"]
    return column in block and columns[0] == column and len(columns) > 1


def _continue(reader: _Reader) -> None:
    """The pieces without a label belong to the field above them."""
    for piece in reader.waiting:
        block = reader.blocks[-1]
        above = block[reader.last]
        lines = (*above.lines[: len(above.text)], *[piece.line] * len(piece.mark), *piece.lines)
        block[reader.last] = replace(above, text=above.text + piece.mark + piece.text, lines=lines)
    reader.waiting = []


def _leave_waiting(reader: _Reader) -> None:
    """The pieces after the last labelled line belong to no field that is known."""
    for piece in reader.waiting:
        message = "项目说明中没有栏目名的文字，未归入任何项目"
        reader.notes.append(_note(piece.line, "", "unread", piece.text, message))
    reader.waiting = []


def _note(line: int, column: str, kind: str, printed: str, message: str) -> Note:
    return Note("projects", line, column, kind, printed, "", message)
