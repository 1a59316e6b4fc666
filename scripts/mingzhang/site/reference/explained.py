"""The terms that one document explains."""

from __future__ import annotations

from dataclasses import dataclass

from mingzhang.site.packages import Package
from mingzhang.site.reference.terms import normalise_term


@dataclass(frozen=True)
class Explained:
    """A term as the document writes it, its definition, and the source line."""

    term: str
    definition: str
    line: str


def explained_terms(package: Package) -> tuple[Explained, ...]:
    """The terms that ``package`` explains, in its order."""
    return tuple(
        Explained(row["term"].strip(), row["definition"].strip(), row.get("source_line", ""))
        for row in package.rows("glossary")
        if normalise_term(row.get("term", "")) and row.get("definition")
    )
