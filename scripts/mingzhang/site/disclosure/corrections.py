"""What was corrected in a disclosure, as its page and the list of all show it."""

from __future__ import annotations

from dataclasses import dataclass

from mingzhang.site.packages import Package

KIND_SENTENCES = {"source_text": "改动来源文本", "published": "更正已发布的数据"}


@dataclass(frozen=True)
class CorrectionView:
    """One correction: when, what, from what to what, why, and the source line."""

    date: str
    kind: str
    what: str
    before: str
    after: str
    reason: str
    line: str


def build_corrections(package: Package) -> list[CorrectionView]:
    """The rows of the resource ``corrections``, the newest first as they stand."""
    return [
        CorrectionView(
            date=row["date"],
            kind=KIND_SENTENCES[row["kind"]],
            what=row["what"],
            before=row.get("before", ""),
            after=row.get("after", ""),
            reason=row["reason"],
            line=row["source_line"],
        )
        for row in package.rows("corrections")
    ]
