"""The part of a flowed form above its indicators, taken apart into labels and what stands after each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mingzhang.recognise.forms.flow_pieces import FormPiece, make_piece
from mingzhang.recognise.forms.words import FormWords
from mingzhang.recognise.patterns import matches

_UNIT = re.compile(r"\((?:单位:)?万?元\)$")
_TELEPHONE = re.compile(r"[\d*-]{7,}")
_LONGEST_RUN = 12
_LONGEST_TEXT = 26


@dataclass(frozen=True)
class Labelled:
    """A label and the pieces after it, up to the next label.

    ``group`` is ``field``, ``funding``, ``money`` (a heading of the money's columns), ``block`` (a cell that only
    names the block), ``caption`` or, for pieces before the first label, blank.
    """

    group: str
    key: str
    label: tuple[FormPiece, ...]
    values: tuple[FormPiece, ...]


def split_labels(pieces: Sequence[FormPiece], words: FormWords) -> list[Labelled]:
    """The labels among ``pieces`` in reading order; a label begins and ends with a piece, or ends at a colon."""
    found: list[tuple[str, str, list[FormPiece], list[FormPiece]]] = [("", "", [], [])]
    place = 0
    while place < len(pieces):
        group, key, end = _label_at(pieces, place, words)
        if group and (group != "caption" or all(item[0] in ("", "caption") for item in found)):
            found.append((group, key, list(pieces[place:end]), []))
            place = end
            continue
        piece = pieces[place]
        head, colon, rest = piece.folded.partition(":")
        group, key = _meaning(head, words)
        if colon and rest and group:
            value = piece.text.replace("：", ":", 1).partition(":")[2]
            found.append((group, key, [piece], [make_piece(value, piece.line, False)]))
        else:
            found[-1][3].append(piece)
        place += 1
    return [Labelled(group, key, tuple(label), tuple(values)) for group, key, label, values in found if label or values]


def _label_at(pieces: Sequence[FormPiece], start: int, words: FormWords) -> tuple[str, str, int]:
    """The longest label that begins with a piece, and where it ends."""
    found = ("", "", start)
    text = ""
    for end in range(start, min(start + _LONGEST_RUN, len(pieces))):
        text += pieces[end].folded
        if len(text) > _LONGEST_TEXT:
            break
        group, key = _meaning(text, words)
        if group:
            found = (group, key, end + 1)
    return found


def _meaning(text: str, words: FormWords) -> tuple[str, str]:
    """What a folded text names: its group and key, blanks when it is no label."""
    bare = _UNIT.sub("", text.rstrip(":")).rstrip(":")
    if not bare:
        return "", ""
    for name in dict.fromkeys((text.rstrip(":"), bare)):
        for group, key in (
            ("field", words.label_of(name)),
            ("money", words.money_of(name)),
            ("funding", words.funding_of(name)),
        ):
            if key and not (group == "field" and key == "total"):
                return group, key
    if matches(words.money_block, bare):
        return "block", ""
    return ("caption", "") if matches(words.captions, text) else ("", "")


def find_total(body: Sequence[FormPiece], words: FormWords) -> tuple[int, int]:
    """Where the line of the total (总分) stands in the body: its label begins, its numbers begin; -1 without one."""
    for start in range(len(body) - 1, max(-1, len(body) - 40), -1):
        text = ""
        for end in range(start, min(start + 4, len(body))):
            text += body[end].folded
            if words.label_of(text) == "total":
                return start, end + 1
    return -1, -1


def split_personal(pieces: Sequence[FormPiece], words: FormWords) -> tuple[list[FormPiece], list[str]]:
    """Pieces without the people's names and numbers that a label announces on their line, and those."""
    kept: list[FormPiece] = []
    personal: list[str] = []
    line = -1
    for piece in pieces:
        head, colon, rest = piece.folded.partition(":")
        if words.label_of(head) in ("contact", "telephone"):
            line = piece.line
            personal += [rest] if colon and rest else []
        elif piece.line == line:
            personal.append(piece.text)
        else:
            kept.append(piece)
    return kept, personal


def printed(pieces: Sequence[FormPiece]) -> str:
    """Pieces as a note shows them, without what may be a telephone number."""
    return _TELEPHONE.sub("*", " ".join(piece.text for piece in pieces))
