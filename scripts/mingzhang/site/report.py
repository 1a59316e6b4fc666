"""What one run of the site stage made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass
class SiteReport:
    """What was published: ``address`` is the site's first page, the rest are counts.

    ``rebuilt`` is false when nothing had changed and the standing site was kept.
    """

    address: Path
    disclosures: int = 0
    tables: int = 0
    rows: int = 0
    charts: int = 0
    pages: int = 0
    rebuilt: bool = True
