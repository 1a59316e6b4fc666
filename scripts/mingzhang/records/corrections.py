"""The resource of what was corrected: a row a correction, the newest first."""

from __future__ import annotations

from mingzhang.corrections import PUBLISHED, SOURCE_TEXT, Correction, in_order
from mingzhang.records.model import Record
from mingzhang.sources import Disclosure

_SOURCE_LINE = "来源文本的一行"


def build_corrections(disclosure: Disclosure) -> list[Record]:
    """The rows of ``corrections``; ``kind`` is ``source_text`` or ``published``."""
    records = []
    for item in in_order(disclosure.corrections, disclosure.errata):
        if isinstance(item, Correction):
            told = {"kind": SOURCE_TEXT, "what": _SOURCE_LINE, "before": item.old, "after": item.new}
        else:
            told = {"kind": PUBLISHED, "what": item.what, "before": item.before, "after": item.after}
        values = {"date": item.date.isoformat(), **told, "reason": item.reason}
        records.append(Record(item.line, {column: text or None for column, text in values.items()}))
    return records
