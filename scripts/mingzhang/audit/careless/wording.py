"""Family 8, words: leftovers of the template, slips of the pen, doubled words, other bodies' words, wrong years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mingzhang.audit.careless.passages import Passage, passages
from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold
from mingzhang.wordlists import read_words

FAMILY = "粗疏"
_DOUBLED = re.compile(r"(?P<words>[\u4e00-\u9fff]{2,24})(?P<gap>[:;,、。]?)(?P=words)")
_DOUBLED_PAIRS = re.compile("根据|按照|关于|进行|用于|主要|以及|通过|为了|由于|对于|开展|增加|减少|安排|包括|其中")
_DOUBLED_BY_GAP = re.compile(r"(?P<words>[\u4e00-\u9fff]{2,6})(?P<gap>度)(?P=words)")
_LONG_DOUBLED = re.compile(r"(?P<words>[\u4e00-\u9fff]{8,40})[;,、。](?P=words)")
_DOUBLED_CHAR = re.compile(r"(?P<words>[在的了为由与和按])(?P=words)")
_FINE_DOUBLES = re.compile(r"(?:方方面面|时时|刻刻|处处|一一|个个|家家户户|事事|多多|进进出出)")


@dataclass(frozen=True)
class Phrase:
    """A pattern, what a finding says about it, and how severe it is."""

    pattern: re.Pattern[str]
    says: str
    severity: str


@dataclass(frozen=True)
class Body:
    """The words by which one kind of body is known, and what such a body's name contains."""

    kind: str
    own: re.Pattern[str]
    itself: re.Pattern[str]
    words: re.Pattern[str]


@dataclass(frozen=True)
class CarelessWords:
    """The vocabulary of carelessness (``vocabulary/audit_careless.yml``)."""

    leftovers: tuple[Phrase, ...]
    slips: tuple[Phrase, ...]
    bodies: tuple[Body, ...]


@lru_cache(maxsize=1)
def load_careless_words() -> CarelessWords:
    """The vocabulary of carelessness that comes with the package."""
    data = read_words("audit_careless")
    return CarelessWords(
        tuple(Phrase(re.compile(p["pattern"]), p["says"], p.get("severity", "warning")) for p in data["leftovers"]),
        tuple(Phrase(re.compile(p["pattern"]), p["meant"], "note") for p in data["slips"]),
        tuple(
            Body(b["kind"], re.compile(b["own"]), re.compile(b["self"]), re.compile(b["words"])) for b in data["bodies"]
        ),
    )


def _found(rule_id: str, severity: str, message: str, passage: Passage, line: int) -> Finding:
    return Finding(rule_id, severity, message, passage.resource, passage.column, line, passage.label)


@rule(
    "careless.template",
    family=FAMILY,
    title="没有留下模板的填报要求",
    why="填报说明是给填表人看的，公开时应删去；留着说明没有逐项核对",
    example="（按部门单位预算公开表六……填写，多余科目应删除）",
    severity="warning",
    tolerance=EXACT,
)
def template(facts: Facts) -> Iterator[Check]:
    empty = {row.line for row in facts.rows("tables") if row.text("status") == "empty"}
    for passage in passages(facts):
        text = fold(passage.text)
        for phrase in load_careless_words().leftovers:
            match = phrase.pattern.search(text)
            if match is None:
                continue
            if passage.column == "note" and passage.line in empty:
                break  # an empty table without a note of its own: complete.note
            line = passage.line_of(facts, match.group())
            message = f"留有模板的{phrase.says}“{match.group()[:60]}”，公开时应删去或改写"
            yield _found("careless.template", phrase.severity, message, passage, line)
            break
        else:
            yield Passed()


@rule(
    "careless.slip",
    family=FAMILY,
    title="没有常见的笔误",
    why="各地公开文本中反复出现的错别字、漏字和套用标题的病句",
    example="“公有经费”应为“公用经费”；“2024支出预算”年份后漏“年”",
    severity="note",
    tolerance=EXACT,
)
def slips(facts: Facts) -> Iterator[Check]:
    texts = [(passage, fold(passage.text)) for passage in passages(facts)]
    for phrase in load_careless_words().slips:
        hits = [(passage, match) for passage, text in texts if (match := phrase.pattern.search(text))]
        if not hits:
            yield Passed()
            continue
        places = [(p.line if p.resource == "projects" else p.line_of(facts, _context(m)), p, m) for p, m in hits]
        places.sort(key=lambda place: place[0])
        line, passage, match = places[0]
        message = f"“{_context(match)[:30]}”：{phrase.says}{_also(list(dict.fromkeys(place[0] for place in places)))}"
        yield _found("careless.slip", "note", message, passage, line)


def _context(match: re.Match[str]) -> str:
    """What was found with a few characters after it, enough to find it again in the source."""
    return match.string[match.start() : match.end() + 8]


def _also(lines: Sequence[int]) -> str:
    """Where else the same stands."""
    if len(lines) < 2:
        return ""
    shown = "、".join(str(line) for line in lines[1:9])
    return f"（另见第 {shown} 行{'等' if len(lines) > 9 else ''}）"


@rule(
    "careless.doubled",
    family=FAMILY,
    title="词语没有重复",
    why="同一词语或短语连写两遍是录入、粘贴之误",
    example="主要原因是：主要原因是项目资金增加",
    severity="note",
    tolerance=EXACT,
)
def doubled(facts: Facts) -> Iterator[Check]:
    told: dict[str, list[tuple[Passage, int]]] = {}
    for passage in passages(facts):
        text = fold(passage.text)
        match = next((m for p in (_DOUBLED, _DOUBLED_BY_GAP, _LONG_DOUBLED, _DOUBLED_CHAR) for m in p.finditer(text)
                      if _is_slip(m, text)), None)  # fmt: skip
        if match is None:
            yield Passed()
            continue
        words = match.group()
        own = passage.resource == "projects"  # each project's description is told by itself
        told.setdefault(f"{words}{passage.line if own else ''}", []).append((passage, passage.line_of(facts, words)))
    for key, places in told.items():
        passage, line = places[0]
        words = re.sub(r"\d+$", "", key)
        line = passage.line if passage.resource == "projects" else line
        message = f"“{words[:60]}”词语重复{_also(list(dict.fromkeys([line, *(at for _, at in places[1:])])))}"
        yield _found("careless.doubled", "note", message, passage, line)


def _is_slip(match: re.Match[str], text: str) -> bool:
    around = text[max(0, match.start() - 2) : match.end() + 2]
    if _FINE_DOUBLES.search(match.group()) or re.search("目的的|为的的|一个个", around):
        return False
    if match.re is _DOUBLED and len(match.group("words")) == 2 and not match.group("gap"):
        return bool(_DOUBLED_PAIRS.fullmatch(match.group("words")))
    if "gap" in match.groupdict() and match.group("gap") in "、。,;" and match.group("gap"):
        return len(match.group("words")) >= 6
    return True


@rule(
    "careless.other-body",
    family=FAMILY,
    title="没有别的机关的文字",
    why="目标和说明应写本单位的事；只有乡镇、人大、学校等才说的话，是照抄了别处的文本",
    example="县政府办公室的绩效目标写“加强镇党委自身建设”",
)
def other_body(facts: Facts) -> Iterator[Check]:
    for body in load_careless_words().bodies:
        if body.own.search(facts.unit):
            yield Passed()
            continue
        hits = []
        for passage in passages(facts):
            if passage.resource not in ("explanation", "performance_forms") or passage.column == "name":
                continue
            text = fold(passage.text)
            found = [m.group() for pattern in (body.itself, body.words) for m in pattern.finditer(text)]
            if found:
                hits.append((passage, found, bool(body.itself.search(text) and body.words.search(text))))
        if not hits:
            yield Passed()
            continue
        passage, found, sure = hits[0]
        lines = list(dict.fromkeys(p.line_of(facts, words[0]) for p, words, _ in hits))
        quoted = "”“".join(dict.fromkeys(words for _, each, _ in hits for words in each))
        message = f"“{quoted}”是{body.kind}的话，本单位是{facts.unit}，照抄了别的单位的文本{_also(lines)}"
        sure = sure and passage.resource == "performance_forms"  # a department's text may speak of its units
        yield _found("careless.other-body", "error" if sure else "warning", message, passage, lines[0])


@rule(
    "careless.half-year",
    family=FAMILY,
    title="“上年”没有写成“上半年”",
    why="结转结余是上年的；“上半年结转结余”在预算里没有意义",
    example="十一、2024年上半年结转结余预算情况说明",
    severity="warning",
    tolerance=EXACT,
)
def half_year(facts: Facts) -> Iterator[Check]:
    seen = False
    for row in facts.rows("explanation"):
        for text in (row.text("section"), row.text("subsection"), row.text("text")):
            if "上半年结转" in fold(text) and not seen:
                seen = True
                start = max((r.line for r in facts.rows("explanation") if r.line < row.line), default=row.line)
                line = Passage("", "", start, text, "").line_of(facts, text)
                line = line if line > start else row.line
                message = "“上半年结转结余”应为“上年结转结余”"
                yield Finding("careless.half-year", "warning", message, "explanation", "title", line, text[:40])
    if not facts.rows("explanation"):
        yield NotChecked("没有文字说明")
    elif not seen:
        yield Passed()
