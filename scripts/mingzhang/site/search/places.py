"""Where the entries of a disclosure lead."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field

from mingzhang.site.packages import Package
from mingzhang.site.provenance.places import form_pages, links_of_parts


@dataclass(frozen=True)
class Places:
    """Addresses on from the disclosure's page; ``anchors`` are the tables and parts that it shows."""

    package: Package
    anchors: Set[str]
    _links: dict[str, str] = field(init=False)
    _pages: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_links", links_of_parts(self.package))
        object.__setattr__(self, "_pages", form_pages(self.package))

    def of(self, anchor: str, line: str = "", row: str = "") -> str:
        """The part or table ``anchor``, or its ``row``; the source line where the page shows no such."""
        return f"#{row or anchor}" if anchor in self.anchors else self.source(line)

    def source(self, line: str) -> str:
        """A line of the source; the page itself when there is none."""
        return f"source/#L{line}" if line else ""

    def project(self, project: str) -> str:
        """The page of a project."""
        return self._links.get(project, "")

    def form(self, form: str) -> str:
        """A performance form: on its project's page or on the disclosure's."""
        return f"{self._pages.get(form, '')}#{form}"
