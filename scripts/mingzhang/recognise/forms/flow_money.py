"""The money of a flowed form: one amount a line, or the columns of a self-evaluation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from mingzhang.money import NUMBER
from mingzhang.recognise.forms.flow_labels import Labelled, printed
from mingzhang.recognise.forms.flow_pieces import FormPiece, join_folded, join_pieces
from mingzhang.recognise.forms.model import RawFunding
from mingzhang.recognise.model import Note

TABLE = "performance_forms"
_UNIT = re.compile(r"万?元$")
_LABEL_UNIT = re.compile(r"(?:\(|:)(万?元)\)?:?$")
_FRONT = re.compile(r"-?[\d,]+[.,]?")
_DASH = re.compile(r"[-—/]+")
_CELLS = {
    "weight": re.compile(r"\d{1,3}(?:\.\d+)?分?|[-—/]+"),
    "execution_rate": re.compile(r"\d{1,4}(?:\.\d+)?%?|[-—/]+"),
    "score": re.compile(r"\d{1,3}(?:\.\d+)?分?|[-—/]+"),
}
_AMOUNT = re.compile(rf"{NUMBER.pattern}|[-—/]+")
_ROUNDING = Decimal("0.06")  # percent: rates are printed with one or two decimals


def read_funding(items: Sequence[Labelled], kind: str) -> tuple[list[RawFunding], list[Note]]:
    """The lines of money among the labels of a form, and what could not be read of them."""
    columns = [item.key for item in items if item.group == "money"]
    funding: list[RawFunding] = []
    notes: list[Note] = []
    for item in items:
        if item.group == "money" and item.values:
            notes.append(_note(item, "unread", "资金栏目表头后的文字未采用"))
        if item.group != "funding" or not item.values:
            continue
        cells, note = _columns(item, columns) if kind == "self_evaluation" else _single(item)
        if cells:
            funding.append(RawFunding(item.label[0].line, join_pieces(item.label), item.key, cells))
        notes += [note] if note else []
    return funding, notes


def find_money_unit(items: Sequence[Labelled]) -> str:
    """元 where the labels of the money say so, else 万元."""
    labels = [join_folded(item.label) for item in items if item.group in ("funding", "block", "money", "caption")]
    units = {match.group(1) for label in labels for match in [_LABEL_UNIT.search(label)] if match}
    return "元" if units == {"元"} else "万元"


def _single(item: Labelled) -> tuple[dict[str, str], Note | None]:
    """The one amount of a line; an amount cut over lines is joined, two amounts are not guessed at."""
    texts = [piece.folded for piece in item.values]
    whole = _UNIT.sub("", "".join(texts))
    if len(texts) == 1 and (NUMBER.fullmatch(whole) or _DASH.fullmatch(whole)):
        return {"budget": whole}, None
    front = _UNIT.sub("", texts[0])
    cut = all(_FRONT.fullmatch(text) for text in texts[:-1]) and "." in whole
    if NUMBER.fullmatch(whole) and (cut or not NUMBER.fullmatch(front)):
        return {"budget": whole}, _note(item, "joined", f"金额断开，接为 {whole}")
    if len(texts) == 2 and NUMBER.fullmatch(front) and _UNIT.fullmatch(texts[1]):
        return {"budget": front}, None
    if NUMBER.fullmatch(front):
        return {"budget": front}, _note(item, "ambiguous", f"金额后另有文字，取 {front}")
    return {}, _note(item, "unread", "不是金额，未采用")


def _columns(item: Labelled, columns: Sequence[str]) -> tuple[dict[str, str], Note | None]:
    """The amounts of a line spread over the columns that the header names."""
    if not columns:
        return {}, _note(item, "unread", "资金栏目没有表头，未采用")
    ways = [dict(zip(columns, texts, strict=True)) for texts in _joined(item.values, columns)]
    if len(ways) > 1:
        ways = [way for way in ways if _rate_holds(way)] or ways
    if not ways:
        return {}, _note(item, "unread", f"与栏目（{len(columns)}栏）不符，未采用")
    if len(ways) > 1:
        return {}, _note(item, "ambiguous", f"有{len(ways)}种分法，未采用")
    return ways[0], None


def _joined(pieces: Sequence[FormPiece], columns: Sequence[str]) -> Iterator[list[str]]:
    """Every way to join neighbouring pieces so that each column gets a text of its kind."""
    if not columns:
        if not pieces:
            yield []
        return
    pattern = _CELLS.get(columns[0], _AMOUNT)
    for end in range(1, min(4, len(pieces) - len(columns) + 1) + 1):
        text = join_folded(pieces[:end])
        if pattern.fullmatch(text):
            for rest in _joined(pieces[end:], columns[1:]):
                yield [text, *rest]


def _rate_holds(way: dict[str, str]) -> bool:
    """Whether the printed rate is what the amounts make."""
    values = [_decimal(way.get(name, "")) for name in ("executed", "full_year_budget", "execution_rate")]
    executed, budget, rate = values
    if executed is None or rate is None or not budget:
        return False
    return abs(executed / budget * 100 - rate) <= _ROUNDING


def _decimal(text: str) -> Decimal | None:
    bare = text.replace(",", "").rstrip("%分")
    return Decimal(bare) if re.fullmatch(r"\d+(?:\.\d+)?", bare) else None


def _note(item: Labelled, kind: str, message: str) -> Note:
    line = (item.values or item.label)[0].line
    return Note(TABLE, line, "", kind, printed([*item.label, *item.values]), "", message)
