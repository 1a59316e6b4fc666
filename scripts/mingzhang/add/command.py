"""The verbs ``add`` and ``replace``: what they take, and what they tell."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date

from mingzhang.add.ask import asking, decide_alone
from mingzhang.add.metadata import Given
from mingzhang.add.proposal import given_by
from mingzhang.add.replace import replace_disclosure
from mingzhang.add.report import audit_line, identity_lines, reading_lines
from mingzhang.add.run import Added, add_disclosure
from mingzhang.errors import MingzhangError
from mingzhang.pipeline import Say
from mingzhang.project import Project
from mingzhang.workers import Bounds


def run_add(project: Project, options: argparse.Namespace, say: Say, bounds: Bounds) -> int:
    """Adds one disclosure; 0 when it is in place, 1 when nothing was added."""
    decide = asking(input, say) if sys.stdin.isatty() and not options.yes else decide_alone
    try:
        given = given_by(vars(options))
    except ValueError as error:
        return _wrong_date(error)
    added = _carried_out(lambda: add_disclosure(project, options.files, given, decide, say, bounds))
    return _tell(project, added, say, "added") if added else 1


def run_replace(project: Project, options: argparse.Namespace, say: Say, bounds: Bounds) -> int:
    """Replaces the files of one disclosure; 0 when they are in place, 1 when nothing changed."""
    try:
        published = date.fromisoformat(options.published) if options.published else None
    except ValueError as error:
        return _wrong_date(error)
    given = Given(options.title, published, options.drop_corrections)
    name, files, reason, is_sure = options.disclosure, options.files, options.reason, options.yes
    replaced = _carried_out(lambda: replace_disclosure(project, name, files, reason, given, say, bounds, is_sure))
    return _tell(project, replaced, say, "replaced") if replaced else 1


def _carried_out(act: Callable[[], Added]) -> Added | None:
    try:
        return act()
    except MingzhangError as error:
        print(f"mingzhang: {error}", file=sys.stderr)
    except (KeyboardInterrupt, EOFError):
        print("mingzhang: stopped; nothing was added", file=sys.stderr)
    return None


def _wrong_date(error: ValueError) -> int:
    print(f"mingzhang: --published: {error}; expected a date such as 2024-09-20", file=sys.stderr)
    return 2


def _tell(project: Project, added: Added, say: Callable[[str], None], done: str) -> int:
    disclosure = added.converted.disclosure
    say("\n".join([*identity_lines(disclosure), "", *reading_lines(added.converted)]))
    say(f"{audit_line(added.audit)}，逐条列在 data/packages/{disclosure.id}/findings.csv 和网站上")
    where = added.folder.relative_to(project.root)
    say(f"\n{where}: {done}; compare its tables with the document, then `make site`")
    return 0
