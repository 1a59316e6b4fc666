"""Reads one paragraph of running text, clause by clause, into claims."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from mingzhang.recognise.model import Note
from mingzhang.recognise.prose.paragraphs import Paragraph
from mingzhang.records.claims.clauses import Clause, split_clauses
from mingzhang.records.claims.kinds import after_subject, holds_amount, opens, states, tells_more
from mingzhang.records.claims.leftover import unread_amounts
from mingzhang.records.claims.model import Claim, amount_of, core, decimal_of
from mingzhang.records.claims.subjects import LEVEL_MARK, Namer
from mingzhang.records.claims.words import ClaimWords

PREVIOUS = "previous_year"
_ENDING = "。；;，,、 "


class ClaimReader:
    """Reads one paragraph clause by clause.

    ``current`` is the claim that the next share, change or reason belongs to, ``thing`` the counted thing that a
    following amount belongs to, ``baseline`` what the paragraph compares with at this point; ``tail`` is the
    reason or detail being read: its claim, column and place."""

    def __init__(
        self, paragraph: Paragraph, words: ClaimWords, namer: Namer, notes: list[Note], subject: str = ""
    ) -> None:
        self.paragraph = paragraph
        self.words = words
        self.namer = namer
        self.notes = notes
        self.claims: list[Claim] = []
        self.current: Claim | None = None
        self.thing: Claim | None = None
        self.baseline = ""
        self.compared = False
        self.subject = subject
        self.sentence_goes_on = self.bracketed = False
        self.following: Clause | None = None
        self.outside: Claim | None = None
        self.told_again: list[Decimal] = []
        self.tail: tuple[Claim, str, int, int, bool] | None = None

    def read(self) -> list[Claim]:
        clauses = split_clauses(self.paragraph.text)
        before = "。"
        for clause, following in zip(clauses, (*clauses[1:], None), strict=False):
            self.sentence_goes_on, self.following = before != "。", following
            if self.bracketed and not clause.bracketed:
                self.current = self.outside
            elif clause.bracketed and not self.bracketed:
                self.outside = self.current
            self.bracketed = clause.bracketed
            self._read_clause(clause, before, following)
            before = clause.stop or before
        self._end_tail()
        self.notes += unread_amounts(self.paragraph, self.claims, self.told_again)
        return self.claims

    def _read_clause(self, clause: Clause, before: str, following: Clause | None) -> None:
        text = re.sub(r"^其中[:：]?", "", clause.text).lstrip("，, ")
        ends = before == "。" or (
            before in "；;" and not (self.tail and self.tail[4] and not tells_more(following, self.words))
        )
        if (
            self.tail
            and ends
            and (states(clause.text, self.words, self.claims) or opens(clause, following, self.words, self.claims))
        ):
            self._end_tail()
        if self.tail:
            column_claim, column, start, _, composed = self.tail
            self.tail = (column_claim, column, start, clause.end, composed or holds_amount(text, self.words))
            if holds_amount(text, self.words):
                self._read_statement(clause, text, inner=True)
            return
        if self._begins_tail(clause, text):
            return
        self._read_statement(clause, text, inner=False)

    # -- reasons and details ------------------------------------------------------------------------

    def _begins_tail(self, clause: Clause, text: str) -> bool:
        offset = clause.end - len(clause.text) + (len(clause.text) - len(text))
        if match := self.words.aspects.match(text):
            self._read_statement(replace(clause, start=offset + match.end()), text[match.end() :], inner=False)
            return True
        if match := self.words.reason.match(text):
            claim = self._changed()
            if claim:
                self._start_tail(claim, "reason", offset, match.end(), clause)
            return claim is not None
        current = self.current
        if current is None:
            return False
        changed = current.has("change", "change_percent")
        if changed and (match := self.words.because.match(text)):
            self._start_tail(current, "reason", offset, match.end(), clause)
        elif not changed and (match := self.words.detail.match(text)):
            self._start_tail(current, "detail", offset, match.end(), clause)
        else:
            return self._begins_named_detail(clause, text, offset)
        return True

    def _begins_named_detail(self, clause: Clause, text: str, offset: int) -> bool:
        for claim in reversed(self.claims):
            if text.startswith(claim.subject) and (match := after_subject(claim, text, self.words)):
                self._start_tail(claim, "detail", offset, len(claim.subject) + match.end(), clause)
                return True
        return False

    def _start_tail(self, claim: Claim, column: str, offset: int, skip: int, clause: Clause) -> None:
        again = self.words.reason.match(self.paragraph.text[offset + skip : clause.end])
        skip += again.end() if again and again.group() and column == "reason" else 0
        rest = self.paragraph.text[offset + skip : clause.end]
        self.tail = (claim, column, offset + skip, clause.end, holds_amount(rest, self.words))
        if holds_amount(rest, self.words):
            self._read_statement(replace(clause, start=offset + skip), rest, inner=True)

    def _end_tail(self) -> None:
        if self.tail:
            claim, column, start, end, _ = self.tail
            text = re.sub("其中[:：]?$", "", self.paragraph.text[start:end].strip(_ENDING)).strip(_ENDING)
            if text and claim.values.get(column) is None:
                claim.values[column] = text
        self.tail = None

    def _changed(self) -> Claim | None:
        """The claim that a reason explains: the last one with a change, else the last one."""
        if self.current and self.current.has("change", "change_percent"):
            return self.current
        return next((c for c in reversed(self.claims) if c.has("change", "change_percent")), self.current)

    # -- figures ------------------------------------------------------------------------------------

    def _read_statement(self, clause: Clause, text: str, inner: bool) -> None:
        words = self.words
        kept = (self.current, self.thing)
        if match := words.compared.match(text):
            self._compare(clause, match)
            text = text[match.end() :].lstrip("，, ")
        if match := words.change.match(text):
            self._read_change(clause, match)
        elif match := words.amount.match(text):
            self._read_amount(clause, text, match)
        elif match := words.rate.match(text):
            self._set("change_percent", match)
        elif match := words.completion.match(text):
            self._set("completion", match)
        elif match := words.percent.match(text):
            self._set("change_percent", match, negative=not words.more.fullmatch(match.group("word")))
        elif match := words.share.match(text):
            self._set("share", match)
        elif not inner and (match := words.quantity.fullmatch(text)):
            self._read_quantity(clause, match)
        elif not inner and LEVEL_MARK.search(text):
            self.subject = self.namer.clean(text)
        if inner:
            self.current, self.thing = kept

    def _compare(self, clause: Clause, match: re.Match[str]) -> None:
        self.baseline = self.words.baseline(match.group("base"))
        subject = self.namer.clean(match.group("subject"))
        self.compared = True
        if subject:
            self.current = None
            self.subject = subject

    def _read_change(self, clause: Clause, match: re.Match[str]) -> None:
        if match.group("base"):
            self.baseline = self.words.baseline(match.group("base"))
        subject = self.namer.clean(match.group("subject")) or self.subject
        current = self.current
        if current and subject and core(subject) == core(current.subject) and not current.has("change"):
            subject = ""
        if self.compared and not subject and self.claims and (current is None or current is not self.claims[0]):
            current = self.claims[0]
        if subject or current is None or current.has("change"):
            current = self._new(clause, subject or (self.claims[0].subject if self.claims else ""))
        elif current.has("baseline_amount") and current.values.get("baseline") != (self.baseline or PREVIOUS):
            amount = current.values.get("amount")
            current = self._new(clause, current.subject)  # compared with the budget before, with another year now
            current.values |= {"amount": amount} if amount is not None else {}
        self.current = current
        self.subject = ""
        self.compared = False
        amount = amount_of(match)
        less = not self.words.more.fullmatch(match.group("word"))
        current.values["change"] = -amount if less and amount else amount
        current.values["baseline"] = self.baseline or PREVIOUS
        if based := match.group("based"):
            current.values["baseline_amount"] = Decimal(based.replace(",", ""))

    def _read_amount(self, clause: Clause, text: str, match: re.Match[str]) -> None:
        words = self.words
        led = match.group("subject")
        phrase = re.sub(r"^其中[:：]?|[:：]$", "", led)
        amount = amount_of(match)
        based = words.of_baseline.fullmatch(led)
        again = based and clause.bracketed and not self.namer.clean(based.group("subject"))
        if again and any(claim.values.get("baseline_amount") == amount for claim in self.claims):
            self.told_again.append(amount)
            return
        if words.outcome.fullmatch(phrase) and (spent := self._budgeted()):
            self._give(spent, clause, match, amount)
            self.current = spent
        elif based and self.current and self._tells_previous(self.current, based):
            self.current.values |= {"baseline": PREVIOUS, "baseline_amount": amount}
        elif based and (self._is_baseline(words.baseline(based.group("base")))):
            self._new_baseline(clause, based, amount)
        elif self.thing and not self.thing.has("amount") and words.involved.fullmatch(phrase):
            self._give(self.thing, clause, match, amount)
        elif words.generic.fullmatch(phrase) and self.current and self.current.has("baseline_amount"):
            self._give(self.current, clause, match, amount)
        else:
            subject = self.namer.clean(led)
            if words.generic.fullmatch(phrase) and self.thing:
                subject = self.thing.subject + re.sub("[为是]$", "", phrase)
            claim = self._new(clause, subject or self.subject)
            self.subject = ""
            self._give(claim, clause, match, amount)
            self.current = claim
            if not words.generic.fullmatch(phrase):
                self.thing = None

    def _budgeted(self) -> Claim | None:
        """The claim before, told as a budget (…支出预算10万元), now with that as its baseline; None for another."""
        claim = self.current
        told = self.words.budgeted.fullmatch(claim.subject) if claim else None
        if claim is None or told is None or not claim.has("amount") or claim.has("baseline_amount", "change"):
            return None
        claim.values |= {"baseline": self.words.baseline(claim.subject) or "full_year_budget"}
        claim.values["baseline_amount"] = claim.values.pop("amount")
        claim.subject = told["subject"]
        return claim

    def _tells_previous(self, claim: Claim, based: re.Match[str]) -> bool:
        """Whether an amount is last year's of ``claim``, whose own stands before it (…为5万元，上年决算数为4万元)."""
        base = based.group("base")
        own = str(self.namer.year) in base or self.namer.clean(based.group("subject"))
        previous = self.words.baseline(base) == PREVIOUS and not own
        return bool(previous) and claim.has("amount") and not claim.has("baseline_amount", "change")

    def _is_baseline(self, name: str) -> bool:
        """Whether an amount of that baseline is being compared with: told so before, or its result follows."""
        if self.compared or self.baseline == name:
            return True
        result = self.words.amount.match(self.following.text) if self.following else None
        return name != "previous_year" and bool(result and self.words.outcome.fullmatch(result.group("subject")))

    def _new_baseline(self, clause: Clause, based: re.Match[str], amount: Decimal) -> None:
        named = self.namer.clean(based.group("subject"))
        subject = named or self.subject or (self.claims[0].subject if self.claims else "")
        self.current = self._new(clause, subject)
        self.current.values |= {"baseline": self.words.baseline(based.group("base")), "baseline_amount": amount}
        self.compared, self.subject = False, ""

    def _give(self, claim: Claim, clause: Clause, match: re.Match[str], amount: Decimal) -> None:
        claim.values["amount"] = amount
        if match.group("unit") != "万元":
            printed = f"{match.group('number')}{match.group('unit')}"
            message = f"正文以“{match.group('unit')}”为单位，按原文换算为万元"
            line = self.paragraph.line_at(clause.start)
            self.notes.append(Note("claims", line, "amount", "amount", printed, f"{amount:f}", message))

    def _read_quantity(self, clause: Clause, match: re.Match[str]) -> None:
        subject = self.namer.clean(match.group("subject"))
        if not subject and self.thing:
            subject = self.thing.subject
        subject = next((name for name, word in self.words.short.items() if word.fullmatch(subject)), subject)
        if not subject or len(subject) > 40:
            return
        self.thing = self.current = self._new(clause, self._carried(subject) + subject)
        self.thing.values |= {"quantity": decimal_of(match), "measure": match.group("measure")}

    def _carried(self, subject: str) -> str:
        """The verb that the counted thing before, in the same sentence, bears for this one too."""
        carried = self.words.carried
        if not self.thing or not self.sentence_goes_on or carried.match(subject):
            return ""
        match = carried.match(self.thing.subject)
        return match.group() if match else ""

    def _set(self, column: str, match: re.Match[str], negative: bool = False) -> None:
        if self.current is None:
            return
        number = decimal_of(match)
        self.current.values[column] = -number if negative and number else number
        if column == "change_percent" and not self.current.has("baseline"):
            self.current.values["baseline"] = self.baseline or PREVIOUS

    def _new(self, clause: Clause, subject: str) -> Claim:
        at = max(0, clause.text.find(subject[:4])) if subject else 0
        claim = Claim(subject, self.paragraph.line_at(clause.end - len(clause.text) + at))
        self.claims.append(claim)
        return claim
