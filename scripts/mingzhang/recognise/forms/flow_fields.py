"""The labelled fields of a flowed form: whose it is, what it is for, goal and achievement, the funding plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mingzhang.recognise.forms.cells import unlabelled
from mingzhang.recognise.forms.flow_habits import measure, wrap_cost
from mingzhang.recognise.forms.flow_labels import Labelled, printed
from mingzhang.recognise.forms.flow_money import TABLE
from mingzhang.recognise.forms.flow_pieces import FormPiece, join_pieces, lines_of
from mingzhang.recognise.forms.flow_words import FlowFormWords
from mingzhang.recognise.forms.words import FormWords
from mingzhang.recognise.model import Note
from mingzhang.recognise.patterns import matches

_TORN = 1.5  # a value cut worse than this may hold a label that is not known
_LONG = ("goal", "achievement")  # fields that are running text
_MARGIN = 6  # so much narrower than the widest a line may be for its signs and numbers
_SENTENCE_END = ("。", "；", ";", "！", ".")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
Plan = tuple[tuple[str, str, int], ...]


@dataclass
class FormFields:
    """The fields of a form, its funding plan, what is personal, and notes."""

    fields: dict[str, str] = field(default_factory=dict)
    plan: Plan = ()
    personal: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_fields(items: Sequence[Labelled], words: FormWords, flow: FlowFormWords) -> FormFields:
    """The fields that the labels of a form name."""
    found = FormFields()
    for item in _with_achievement(items, flow, found.notes):
        if item.group in ("", "block", "caption"):
            _leftover(item, found, words)
        elif item.key in ("contact", "telephone"):
            found.personal += [piece.text for piece in item.values]
        elif item.key == "plan":
            found.plan = _plan(item, words, found.notes)
        elif item.group == "field" and item.values:
            _set(_without_personal(item, flow, found), found)
    return found


def _without_personal(item: Labelled, flow: FlowFormWords, found: FormFields) -> Labelled:
    """A short field without what a garbled label of a person announces on the same line."""
    garbled = [place for place, piece in enumerate(item.values) if place and piece.follows and _names(piece, flow)]
    if item.key in _LONG or not garbled:
        return item
    found.personal += [piece.text for piece in item.values[garbled[0] :]]
    line = item.values[garbled[0]].line
    found.notes.append(
        Note(TABLE, line, "", "unread", "", "", "联系人一类的残缺标签及其后文字未采用（含个人信息，不照录）")
    )
    return Labelled(item.group, item.key, item.label, item.values[: garbled[0]])


def _names(piece: FormPiece, flow: FlowFormWords) -> bool:
    return matches(flow.person, piece.folded)


def _set(item: Labelled, found: FormFields) -> None:
    text = join_pieces(item.values)
    if item.key in found.fields:
        found.notes.append(_note(item.values, item.key, "unread", "同一栏目再次出现，未采用"))
        return
    found.fields[item.key] = text
    if item.key in _LONG and _breaks_off(item.values):
        found.notes.append(_note(item.values, item.key, "ambiguous", "文中有一行提前断开，可能夹有另一个单元格"))
    if item.key not in _LONG and _may_be_two(item.values):
        found.notes.append(
            _note(item.values, item.key, "ambiguous", "可能夹有另一个单元格或未知栏目，按一个单元格读取")
        )


def _may_be_two(values: Sequence[FormPiece]) -> bool:
    """Whether pieces look like more than one cell: a gap in a line, a line left too early, a colon at an end."""
    parted = any(_is_parted(line) for line in lines_of(values))
    return parted or wrap_cost(measure(values), None) > _TORN or any(piece.folded.endswith(":") for piece in values)


def _breaks_off(values: Sequence[FormPiece]) -> bool:
    """Whether a line of running text ends early without the end of a sentence."""
    lines = lines_of(values)
    measured = measure(values)
    widest = max(width for width, _ in measured)
    return any(
        width + following + _MARGIN < widest and not line[-1].text.endswith(_SENTENCE_END)
        for line, (width, following) in zip(lines[:-1], measured[:-1], strict=True)
    )


def _is_parted(line: Sequence[FormPiece]) -> bool:
    """Whether a space of a line stands between two Chinese characters, as between two cells."""
    return any(_CHINESE.match(a.folded[-1]) and _CHINESE.match(b.folded[0]) for a, b in pairwise(line))


def _leftover(item: Labelled, found: FormFields, words: FormWords) -> None:
    if item.values:
        found.notes.append(unlabelled(join_pieces(item.values), item.values[0].line, words))


def _with_achievement(items: Sequence[Labelled], flow: FlowFormWords, notes: list[Note]) -> list[Labelled]:
    """The labels, with the text after 预期目标 实际完成情况 shared out between the two."""
    out: list[Labelled] = []
    for item in items:
        before = out[-1] if out else None
        if item.key == "achievement" and before and before.key == "goal" and not before.values and item.values:
            goal, achievement = _share_out(item, flow, notes)
            out[-1] = Labelled(before.group, before.key, before.label, goal)
            item = Labelled(item.group, item.key, item.label, achievement)
        out.append(item)
    return out


def _share_out(
    item: Labelled, flow: FlowFormWords, notes: list[Note]
) -> tuple[tuple[FormPiece, ...], tuple[FormPiece, ...]]:
    """Goal and achievement, printed one after the other: the second begins a line, after the end of a sentence."""
    values = item.values
    after_sentence = [place for place in range(1, len(values)) if values[place - 1].text.endswith(_SENTENCE_END)]
    telling = [place for place in after_sentence if matches(flow.results_begin, values[place].folded)]
    if len(telling) == 1:
        return values[: telling[0]], values[telling[0] :]
    short = [place for place in after_sentence if _is_short(values, place)]
    if len(telling) > 1 or len(short) != 1:
        notes.append(_note(values, "achievement", "ambiguous", "预期目标与实际完成情况的分界未定，全部列入预期目标"))
        return values, ()
    notes.append(_note(values[short[0] :], "achievement", "ambiguous", "预期目标与实际完成情况按断行处分开"))
    return values[: short[0]], values[short[0] :]


def _is_short(values: Sequence[FormPiece], place: int) -> bool:
    """Whether a piece begins a line and the line before leaves room, so that something ends there."""
    widest = max(piece.width for piece in values)
    return not values[place].follows and values[place - 1].width + 4 < widest


def _plan(item: Labelled, words: FormWords, notes: list[Note]) -> Plan:
    """The deadlines with their amounts, one after the other or all deadlines first."""
    deadlines = [piece for piece in item.values if matches(words.deadlines, piece.folded)]
    amounts = [piece for piece in item.values if piece not in deadlines]
    if len(amounts) not in (0, len(deadlines)):
        notes.append(_note(item.values, "plan", "ambiguous", "支出计划的金额与期限对不上，金额未采用"))
        amounts = []
    line = (amounts or deadlines or item.label)[0].line
    texts = [piece.folded for piece in amounts] or [""] * len(deadlines)
    return tuple((join_pieces([deadline]), text, line) for deadline, text in zip(deadlines, texts, strict=True))


def _note(pieces: Sequence[FormPiece], column: str, kind: str, message: str) -> Note:
    return Note(TABLE, pieces[0].line, column, kind, printed(pieces)[:200], "", message)
