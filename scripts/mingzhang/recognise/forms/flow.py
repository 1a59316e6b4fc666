"""A performance form in flowed text, where columns are lost and cells are cut over lines.

Its labels tell the fields and the money above; the header tells which columns the indicators have;
and of all ways to cut what follows into cells the one is taken that fits the columns best.
"""

from __future__ import annotations

from collections.abc import Sequence

from mingzhang.errors import RecognitionError
from mingzhang.recognise.forms.flow_cells import place_cells
from mingzhang.recognise.forms.flow_fields import read_fields
from mingzhang.recognise.forms.flow_fit import Fitting
from mingzhang.recognise.forms.flow_header import FormHeader, drop_label, find_form_header, without_repeated
from mingzhang.recognise.forms.flow_labels import find_total, printed, split_labels, split_personal
from mingzhang.recognise.forms.flow_money import TABLE, find_money_unit, read_funding
from mingzhang.recognise.forms.flow_pieces import FormPiece, has_digit, read_form_pieces
from mingzhang.recognise.forms.flow_rows import build_rows
from mingzhang.recognise.forms.flow_words import load_flow_form_words
from mingzhang.recognise.forms.model import FoundForm, RawForm, RawIndicator
from mingzhang.recognise.forms.words import FormWords
from mingzhang.recognise.model import Note

_NEEDED = ("indicator", "target")
_MOST_NUMBERS = 4  # pieces of the numbers after 总分


def read_flow_form(found: FoundForm, words: FormWords) -> RawForm:
    """The form as fields, money and indicator rows, with notes on what could not be settled.

    Raises:
        RecognitionError: no header is understood, or one of its headings is unknown.
    """
    flow = load_flow_form_words()
    fitting = Fitting(words, flow)
    pieces = read_form_pieces(found.rows, words.page_marks)
    header = _header(found, pieces, words)
    items = split_labels(drop_label(pieces[: header.start], words), words)
    fields = read_fields(items, words, flow)
    funding, notes = read_funding(items, found.kind)
    body, personal = split_personal(pieces[header.end :], words)
    body = without_repeated(body, pieces[header.start : header.end])
    body, totals, total_notes = _totals(body, found.kind, words)
    columns = ("label", *header.columns)
    rows, row_notes = build_rows(body, place_cells(body, columns, fitting), columns, fitting)
    return RawForm(
        title=found.title,
        line=found.line,
        kind=found.kind,
        scope=found.scope,
        fields={**fields.fields, **totals},
        funding=tuple(funding),
        indicators=tuple(rows),
        plan=fields.plan,
        lines=frozenset({found.line, *(row.line for row in found.rows)}),
        personal=(*fields.personal, *personal),
        notes=(
            *fields.notes,
            *notes,
            *_repairs(header, pieces),
            *row_notes,
            *total_notes,
            *_empty(rows, header, pieces),
        ),
        money_unit=find_money_unit(items),
    )


def _empty(rows: Sequence[RawIndicator], header: FormHeader, pieces: Sequence[FormPiece]) -> list[Note]:
    if rows:
        return []
    return [Note(TABLE, pieces[header.start].line, "", "unread", "", "", "表头之下没有读到指标")]


def _header(found: FoundForm, pieces: Sequence[FormPiece], words: FormWords) -> FormHeader:
    place = f"{found.title} line {found.line}"
    header = find_form_header(pieces, words)
    if header is None:
        shown = printed(pieces)[:40]
        raise RecognitionError(place, f"no header of indicators in “{shown}”", "add headings to vocabulary/forms.yml")
    if header.unknown:
        raise RecognitionError(
            place, f"“{header.unknown[0]}” is no known heading", "add it under headings in vocabulary/forms.yml"
        )
    lacking = [column for column in _NEEDED if column not in header.columns]
    if lacking:
        raise RecognitionError(
            place, f"the header {header.columns} names no {lacking[0]}", "add the heading to vocabulary/forms.yml"
        )
    return header


def _repairs(header: FormHeader, pieces: Sequence[FormPiece]) -> list[Note]:
    line = pieces[header.start].line
    messages = {True: "表头文字残缺，按字认栏", False: "表头文字重复，未采用"}
    return [
        Note(TABLE, line, column, "header", text, column, messages[bool(column)]) for text, column in header.repaired
    ]


def _totals(
    body: Sequence[FormPiece], kind: str, words: FormWords
) -> tuple[list[FormPiece], dict[str, str], list[Note]]:
    """The body without its line of the total, the total's numbers, and what stands after them."""
    label, start = find_total(body, words)
    if label < 0:
        return list(body), {}, []
    end = start
    while end < min(len(body), start + _MOST_NUMBERS) and (has_digit(body[end].folded) or body[end].folded == "分"):
        end += 1
    texts = [piece.folded for piece in body[start:end]]
    if texts and texts[-1] == "分":
        texts[-2:] = ["".join(texts[-2:])]
    notes = []
    if end < len(body):
        rest = body[end:]
        notes.append(Note(TABLE, rest[0].line, "", "unread", printed(rest)[:200], "", "总分之后的文字未采用"))
    names = ["total_weight", "total_score"] if kind == "self_evaluation" else ["total_weight"]
    if len(texts) != len(names):
        line = body[label].line
        shown = printed(body[label:end])
        notes.append(Note(TABLE, line, "total_score", "ambiguous", shown, "", "总分一行的数与栏目对不上，未采用"))
        return list(body[:label]), {}, notes
    return list(body[:label]), dict(zip(names, texts, strict=True)), notes
