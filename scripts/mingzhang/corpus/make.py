"""Writes a corpus: a whole project whose disclosures are derived from those of another."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingzhang.corpus.plant import SHARE, Planted, plant
from mingzhang.corpus.template import Template, make_template
from mingzhang.corpus.units import Member, member_of
from mingzhang.errors import MingzhangError
from mingzhang.project import Project
from mingzhang.sources import KINDS, METADATA, Disclosure, find_disclosures, load_disclosure
from mingzhang.swap import swap_in

MARK = "corpus.json"
"""The file that tells a corpus from a project of real disclosures."""
PLANTED = "planted.csv"
_COPIED = ("mkdocs.yml", "site_src", "data/LICENSE.md", "CITATION.cff")
_EVERY = 2  # seconds between lines of progress
_NOTE = "# Corpus\n\nMade by `mingzhang corpus` for measuring: no unit, amount or finding here is real.\n"


@dataclass
class Made:
    """What a corpus holds."""

    disclosures: int = 0
    bytes: int = 0
    units: int = 0
    counties: int = 0
    with_errors: int = 0
    errors: int = 0


@dataclass(frozen=True)
class Templates:
    """The documents that a corpus follows: budgets, budgets whose unit has a name of its own, final accounts."""

    plain: Sequence[Template]
    own: Sequence[Template]
    final: Sequence[Template]

    def of(self, member: Member) -> Template:
        """The document that ``member`` follows: a unit's budgets all follow the same."""
        if member.kind == "final":
            kinds = self.final
        else:
            kinds = (self.own if member.has_own_name else self.plain) or self.own or self.plain
        return kinds[member.layout % len(kinds)]


def make_corpus(
    project: Project, templates: Templates, count: int, seed: int, output: Path, say: Callable[[str], None]
) -> Made:
    """Writes ``count`` disclosures that follow ``templates`` into ``output``, whole or not at all.

    What makes the site comes from ``project``.

    Raises:
        MingzhangError: ``output`` holds something else.
    """
    check_output(project, output)
    staging = output.with_name(f".{output.name}-new")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        _copy_project(project, staging)
        made = _write_all(templates, count, seed, staging, say)
        told = {"disclosures": count, "seed": seed, "share_with_errors": SHARE}
        (staging / MARK).write_text(json.dumps(told) + "\n", encoding="utf-8")
        swap_in(staging, output)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return made


def check_output(project: Project, output: Path) -> None:
    """Refuses to write where something else stands.

    Raises:
        MingzhangError: ``output`` holds something that is no corpus, or ``project`` is one.
    """
    if (project.root / MARK).is_file():
        raise MingzhangError(
            f"{project.root} is a corpus itself; run `mingzhang corpus` in the project it was made from"
        )
    if output.is_dir() and any(output.iterdir()) and not (output / MARK).is_file():
        raise MingzhangError(f"{output} is not empty and no corpus ({MARK} is missing); give an empty or a new folder")
    if output.exists() and not output.is_dir():
        raise MingzhangError(f"{output} is no folder; give an empty or a new one")
    if output.resolve() in (project.root.resolve(), *project.root.resolve().parents):
        raise MingzhangError(f"{output} holds the project itself; give another folder")


def read_templates(project: Project, say: Callable[[str], None]) -> Templates:
    """The project's disclosures as documents to follow; those that are no single text are left out.

    Raises:
        MingzhangError: there is no budget, or there are no final accounts, or one cannot be read.
    """
    followed = []
    for disclosure in map(load_disclosure, find_disclosures(project.sources)):
        if _can_be_followed(disclosure):
            followed.append(disclosure)
        else:
            say(f"{disclosure.id}: left out (several files, a binary one, or corrected)")
    if {disclosure.kind for disclosure in followed} != set(KINDS):
        raise MingzhangError(f"{project.sources} needs a budget and final accounts as text to derive a corpus from")
    read = []
    for disclosure in followed:
        read.append(make_template(disclosure))
        say(f"{disclosure.id}: {len(read[-1].pieces)} amounts, names, years and percentages")
    budgets = [template for template in read if template.disclosure.kind == "budget"]
    final = [template for template in read if template.disclosure.kind == "final"]
    own = [template for template in budgets if template.has_own_name]
    return Templates([template for template in budgets if not template.has_own_name], own, final)


def _can_be_followed(disclosure: Disclosure) -> bool:
    return not (disclosure.attachments or disclosure.extracted or disclosure.corrections)


def _copy_project(project: Project, target: Path) -> None:
    for name in _COPIED:
        source = project.root / name
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target / name)
        elif source.is_file():
            shutil.copy(source, target / name)
    (target / "README.md").write_text(_NOTE, encoding="utf-8")
    Project(target).sources.mkdir(parents=True)


def _write_all(templates: Templates, count: int, seed: int, target: Path, say: Callable[[str], None]) -> Made:
    made = Made()
    units: set[str] = set()
    began = told = time.monotonic()
    with (target / PLANTED).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("disclosure_id", "line", "kind", "from", "to"))
        for number in range(count):
            member = member_of(seed, number)
            size, errors = write_disclosure(templates.of(member), member, seed, Project(target).sources)
            name = f"{member.unit.id}-{member.year}-{member.kind}"
            rows.writerows((name, error.line, error.kind, error.right, error.wrong) for error in errors)
            made.disclosures, made.bytes = number + 1, made.bytes + size
            made.errors, made.with_errors = made.errors + len(errors), made.with_errors + bool(errors)
            units.add(member.unit.id)
            if (now := time.monotonic()) - told > _EVERY:
                told = now
                rate = made.disclosures / (now - began)
                say(f"[{made.disclosures}/{count}] {rate:.0f} a second, {(count - number) / rate:.0f} s left")
    made.units, made.counties = len(units), len({unit.split("-")[0] for unit in units})
    return made


def write_disclosure(template: Template, member: Member, seed: int, sources: Path) -> tuple[int, list[Planted]]:
    """Writes the disclosure that ``member`` tells of; returns how many bytes its text has and its planted errors."""
    prints, errors = plant(seed, template, member)
    text = template.render(member, prints).encode("utf-8")
    digest = hashlib.sha256(text).hexdigest()
    folder = sources / f"{member.unit.id}-{member.year}-{member.kind}"
    folder.mkdir()
    file = f"{member.number:06}_{digest[:16]}.txt"
    (folder / file).write_bytes(text)
    (folder / METADATA).write_text(_describe(template, member, file, digest), encoding="utf-8")
    return len(text), errors


def _describe(template: Template, member: Member, file: str, digest: str) -> str:
    """``disclosure.yml`` as ``mingzhang add`` writes it."""
    seed, unit = template.disclosure, member.unit
    day = seed.published
    published = f"published: {day.replace(year=day.year + member.year - seed.year)}\n" if day else ""
    added = f"added: {seed.added}\n" if seed.added else ""
    return (
        f"unit:\n  id: {unit.id}\n  name: {unit.name}\n"
        f'  division_code: "{unit.division_code}"\n  region: [{", ".join(unit.region)}]\n'
        f"  body_kind: {unit.body_kind}\n"
        f"year: {member.year}\nkind: {member.kind}\n"
        f"title: {json.dumps(template.title(member), ensure_ascii=False)}\n"
        f"scope: {seed.scope}\n{published}{added}file: {file}\nsha256: {digest}\n"
        f"licence: {json.dumps(seed.licence)}\nattribution: {unit.name}\n"
    )
