"""The source text of a disclosure line by line, with what came from each line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from mingzhang.personal import NAME_MASK, NUMBER_MASK
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.numbers.amounts import format_share
from mingzhang.site.packages import PageStart
from mingzhang.site.provenance.findings import Finding
from mingzhang.site.provenance.line_origins import Origin, find_origins
from mingzhang.site.provenance.marks import SEVERITIES

BLOCK = 100
"""How many lines the browser may leave unrendered together."""


@dataclass(frozen=True)
class Line:
    """One line as printed, personal data masked, with what came from it and what the audit says of it.

    ``page`` names the page or file that begins here, blank elsewhere.
    """

    number: int
    text: str
    origins: tuple[Origin, ...]
    findings: tuple[Finding, ...]
    page: str = ""

    @property
    def groups(self) -> list[tuple[str, list[Origin]]]:
        """What came from it, what is of one resource together under its title."""
        return [(title, list(items)) for title, items in groupby(self.origins, key=lambda origin: origin.title)]

    @property
    def gravest(self) -> str:
        """The key of the gravest severity of its findings; blank without one."""
        return self.findings[0].severity.key if self.findings else ""


@dataclass(frozen=True)
class SourceView:
    """All lines in blocks; the counts are of lines that are not blank, hold data, hold findings."""

    view: DisclosureView
    blocks: tuple[tuple[Line, ...], ...]
    count: int
    filled: int
    with_data: int
    with_findings: int
    names: int
    numbers: int

    @property
    def address(self) -> str:
        """The page's address from the site's top."""
        return f"{self.view.address}source/"

    @property
    def share(self) -> str:
        """How many of the lines that are not blank begin a row of the data, in percent."""
        return format_share(Decimal(self.with_data), Decimal(self.filled))


def build_source(view: DisclosureView) -> SourceView:
    """The source of ``view``; no lines where its package has no source text."""
    package = view.package
    origins, findings = find_origins(package, _sections(view)), _findings(view)
    files = len({start.file for start in package.pages})
    pages = {start.line: _page_words(start, files) for start in package.pages}
    lines = [
        Line(number, text, tuple(origins.get(number, ())), tuple(findings[number]), pages.get(number, ""))
        for number, text in enumerate(package.source_text, 1)
    ]
    text = "\n".join(package.source_text)
    return SourceView(
        view=view,
        blocks=tuple(tuple(lines[start : start + BLOCK]) for start in range(0, len(lines), BLOCK)),
        count=len(lines),
        filled=sum(bool(line.text.strip()) for line in lines),
        with_data=sum(bool(line.origins) for line in lines),
        with_findings=sum(bool(line.findings) for line in lines),
        names=text.count(NAME_MASK),
        numbers=text.count(NUMBER_MASK),
    )


def _page_words(start: PageStart, files: int) -> str:
    """How a page is called; with its file where there are several."""
    page = f"第 {start.page} {'张工作表' if start.is_sheet else '页'}" if start.page else ""
    return " · ".join(part for part in (start.file if files > 1 else "", page) if part)


def _sections(view: DisclosureView) -> dict[str, str]:
    """Where the disclosure's page shows each resource."""
    places = {section.name: f"#{section.name}" for section in (*view.statements, *view.details)}
    return places | {item.name: f"#{part.anchor}" for part in reversed(view.parts) for item in part.resources}


def _findings(view: DisclosureView) -> defaultdict[int, list[Finding]]:
    """The findings by line, the gravest first."""
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in sorted(view.notes.findings.listed, key=lambda item: SEVERITIES.index(item.severity)):
        if finding.line:
            found[int(finding.line)].append(finding)
    return found
