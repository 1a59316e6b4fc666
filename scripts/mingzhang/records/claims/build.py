"""What the running text states in figures: every amount, its share, its change and the reason given."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Sequence

from mingzhang.classifications import Classification
from mingzhang.recognise.model import Note
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.prose.paragraphs import Paragraph, ProseWords, label_of
from mingzhang.records.claims.model import Claim, core
from mingzhang.records.claims.reader import ClaimReader
from mingzhang.records.claims.subjects import Namer, code_of
from mingzhang.records.claims.words import load_claim_words
from mingzhang.records.model import Record, Value
from mingzhang.text import fold

_NOT_CLAIMED = ("duties", "organisation", "duties_and_organisation", "glossary", "attachments")


def build_claims(
    paragraphs: Sequence[Paragraph],
    prose: ProseWords,
    namer: Namer,
    classification: Classification,
    evidenced: Collection[str],
) -> tuple[list[Record], list[Note]]:
    """The claims of a document's running text, in its order.

    ``classification`` and ``evidenced`` (the codes that the document's own tables bear) tell which code a
    subject spells.

    An amount and its change are one row also when two paragraphs of a section tell them (the “三公”
    section gives the amounts first, the changes after).
    """
    words = load_claim_words()
    records: list[Record] = []
    notes: list[Note] = []
    section: list[tuple[Paragraph, Claim]] = []
    subject = ""
    for paragraph in paragraphs:
        if not _states_figures(paragraph, prose):
            continue
        if section and section[-1][0].headings != paragraph.headings:
            records += [_record(p, claim, (classification, evidenced), notes) for p, claim in _merged(section)]
            section = []
        reader = ClaimReader(paragraph, words, namer, notes, subject)
        section += [(paragraph, claim) for claim in reader.read()]
        subject = "" if reader.claims else reader.subject  # a function named in a line of its own
    records += [_record(p, claim, (classification, evidenced), notes) for p, claim in _merged(section)]
    return records, notes


def _states_figures(paragraph: Paragraph, prose: ProseWords) -> bool:
    if paragraph.kind in _NOT_CLAIMED or matches(prose.template_notes, fold(paragraph.text)):
        return False
    return not label_of(paragraph.text, prose)


def _merged(section: Sequence[tuple[Paragraph, Claim]]) -> Iterator[tuple[Paragraph, Claim]]:
    """The claims of a section, a change told apart from its amount put into the amount's row."""
    merged: list[tuple[Paragraph, Claim]] = []
    waiting: dict[str, deque[Claim]] = defaultdict(deque)  # amounts without a change, by what they are of
    for paragraph, claim in section:
        own = waiting[core(claim.subject)]
        if own and claim.has("change") and not claim.has("amount"):
            home = own.popleft()
            home.values |= {column: value for column, value in claim.values.items() if value is not None}
            continue
        merged.append((paragraph, claim))
        if claim.has("amount") and not claim.has("change", "change_percent", "baseline"):
            own.append(claim)
    yield from merged


def _record(
    paragraph: Paragraph, claim: Claim, codes: tuple[Classification, Collection[str]], notes: list[Note]
) -> Record:
    code, doubt = code_of(claim.subject, *codes)
    if doubt:
        notes.append(Note("claims", claim.line, "code", "code", claim.subject, code, doubt))
    below = [heading.text for heading in paragraph.headings if heading.level in ("subsection", "item")]
    section = paragraph.heading("section") or paragraph.heading("part")
    values: dict[str, Value] = {"section": section, "subsection": "／".join(below) or None}
    return Record(claim.line, {**values, "subject": claim.subject, "code": code or None, **claim.values})
