"""What ``disclosure.yml`` shall say: told by the caller, by the document, or by what the repository knows already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin

from mingzhang.divisions import are_alike, division_of, find_divisions, short_name
from mingzhang.personal import NUMBER_MASK, mask_text
from mingzhang.recognise.identify import body_kind_of, identify
from mingzhang.source_text import SourceText
from mingzhang.sources import BODY_KINDS, KINDS, SCOPES, Unit

_PARTY = re.compile(r"^(?:中国共产党|中共)")
_FILLER = re.compile(r"委员会(?=.)|(?<=.)人民政府|人民政府(?=.)")
_OTHER_PLACE = re.compile(r"^[^省市县区旗州盟]{2,6}?[省市县区旗州盟](?=..)")
_LONGEST_BODY = 32
LICENCE = "CC-BY-4.0"
_WORKBOOKS = (".xls", ".xlsx", ".xlsm")


@dataclass(frozen=True)
class Proposal:
    """The metadata of a disclosure; what is empty (0, None) is not known. ``options`` are other places it may be of."""

    unit: str = ""
    unit_id: str = ""
    year: int = 0
    kind: str = ""
    scope: str = ""
    title: str = ""
    published: date | None = None
    division_code: str = ""
    region: tuple[str, ...] = ()
    body_kind: str = ""
    options: tuple[str, ...] = field(default=(), compare=False)

    @property
    def id(self) -> str:
        return f"{self.unit_id}-{self.year}-{self.kind}"

    @property
    def missing(self) -> list[str]:
        """The names of the fields that must be told and are not."""
        needed = ("unit", "year", "kind", "scope", "division_code", "unit_id")
        return [name for name in needed if not getattr(self, name)]


def given_by(options: Mapping[str, Any]) -> Proposal:
    """What the command's options tell.

    Raises:
        ValueError: a date that is none.
    """
    names = ("unit", "unit_id", "year", "kind", "scope", "title", "division_code", "body_kind")
    region = tuple(part for part in options["region"].split("/") if part)
    published = date.fromisoformat(options["published"]) if options["published"] else None
    return Proposal(**{name: options[name] for name in names}, region=region, published=published)


def propose(source: SourceText, given: Proposal, known: Iterable[Unit]) -> Proposal:
    """All that can be told: ``given`` goes before what the document says; ``known`` units keep their identity."""
    said = identify(source.document)
    unit, title = (mask_text(text).replace(NUMBER_MASK, "").strip() for text in (said.unit, said.title))
    told = Proposal(unit, "", said.year, said.kind, said.scope, title, said.published)
    proposal = _fill(given, told)
    return complete(proposal, list(known), source.text)


def complete(proposal: Proposal, known: list[Unit], text: str = "") -> Proposal:
    """``proposal`` with what follows from its unit: place, kind of body, id and title."""
    if not proposal.unit:
        return proposal
    same = next((unit for unit in known if unit.name == proposal.unit), None)
    if same:
        own = Proposal(unit_id=same.id, division_code=same.division_code, region=same.region, body_kind=same.body_kind)
        proposal = _fill(proposal, own)
    proposal = _fill(_placed(proposal, text), Proposal(body_kind=body_kind_of(proposal.unit)))
    if proposal.division_code and not proposal.unit_id:
        proposal = replace(proposal, unit_id=unit_id_of(proposal.unit, proposal.region, {unit.id for unit in known}))
    if not proposal.title and proposal.year:
        what = f"{proposal.scope}{'预算' if proposal.kind == KINDS[0] else '决算'}公开"
        proposal = replace(proposal, title=f"{proposal.unit}{proposal.year}年度{what}")
    return proposal


def _placed(proposal: Proposal, text: str) -> Proposal:
    """With its place, unless several are equally likely or nobody names it in full: those become ``options``."""
    if proposal.division_code:
        division = division_of(proposal.division_code)
        return proposal if proposal.region or not division else replace(proposal, region=division.names)
    divisions = find_divisions(proposal.unit, text)
    if not divisions:
        return proposal
    is_named = divisions[0].names[-1] in proposal.unit + text
    if not is_named or are_alike(divisions, proposal.unit, text):
        return replace(proposal, options=tuple(f"{d.code} {''.join(d.names)}" for d in divisions[:9]))
    return replace(proposal, division_code=divisions[0].code, region=divisions[0].names, options=())


def _fill(first: Proposal, second: Proposal) -> Proposal:
    """``first``, with what it lacks from ``second``."""
    lacking = {f.name: getattr(second, f.name) for f in fields(Proposal) if not getattr(first, f.name)}
    return replace(first, **lacking)


def unit_id_of(unit: str, region: tuple[str, ...], taken: set[str]) -> str:
    """An id in pinyin: the place's short name, then the body's; the place above goes before where it is taken."""
    body = _PARTY.sub("", unit)
    for name in region:
        body = body.replace(name, "")
    if body == _PARTY.sub("", unit):
        body = _OTHER_PLACE.sub("", body)
    places = [_pinyin(short_name(name)) for name in region] or [""]
    body = _pinyin(_FILLER.sub("", body) or body, _LONGEST_BODY)
    ids = ["-".join(part for part in (*places[-count:], body) if part) for count in range(1, len(places) + 1)]
    return next((unit_id for unit_id in ids if unit_id not in taken), ids[-1])


def _pinyin(text: str, longest: int = 0) -> str:
    """``text`` in letters and digits; whole syllables up to ``longest`` of them (0: all)."""
    letters = ""
    for syllable in lazy_pinyin(text, errors="default"):
        plain = re.sub(r"[^a-z0-9]+", "", syllable.lower().replace("ü", "v"))
        if longest and len(letters) + len(plain) > longest:
            break
        letters += plain
    return letters


def problems_of(proposal: Proposal) -> list[str]:
    """What is wrong with values that somebody typed."""
    found = []
    if proposal.unit_id and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", proposal.unit_id):
        found.append(f"unit id {proposal.unit_id!r}: expected ASCII words joined by hyphens")
    if proposal.division_code and not re.fullmatch(r"\d{6}", proposal.division_code):
        found.append(f"division code {proposal.division_code!r}: expected six digits (GB/T 2260)")
    elif proposal.division_code and not proposal.region:
        found.append(f"division code {proposal.division_code} is not in GB/T 2260: give --region too")
    if proposal.kind and proposal.kind not in KINDS:
        found.append(f"kind {proposal.kind!r}: expected {' or '.join(KINDS)}")
    if proposal.scope and proposal.scope not in SCOPES:
        found.append(f"scope {proposal.scope!r}: expected {' or '.join(SCOPES)}")
    if proposal.body_kind and proposal.body_kind not in BODY_KINDS:
        found.append(f"body kind {proposal.body_kind!r}: expected one of {', '.join(BODY_KINDS)}")
    if proposal.year and not 1990 <= proposal.year <= 2100:
        found.append(f"year {proposal.year}: expected a year such as 2024")
    return found


def order_files(paths: Iterable[Path]) -> list[Path]:
    """The files to add, a folder's own in the order of their names, workbooks after texts."""
    ordered: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
            ordered += sorted(inside, key=lambda p: (p.suffix.lower() in _WORKBOOKS, p.name))
        else:
            ordered.append(path)
    return ordered
