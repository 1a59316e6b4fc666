"""What was read of a disclosure, and what was not, for the terminal (in Chinese)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mingzhang.audit.model import SEVERITIES
from mingzhang.audit.run import Audit
from mingzhang.check import SEVERITY_TITLES
from mingzhang.convert import Converted
from mingzhang.recognise.vocabulary import load_vocabulary
from mingzhang.schema import load_resources
from mingzhang.sources import Disclosure

STATUS_WORDS = {"present": "已读", "empty": "空表", "attached": "仅列为附件", "missing": "没有"}
NOTE_WORDS = {"unread": "未采用", "ambiguous": "未能确定"}
_UNCOUNTED = ("statement", "reading", "classification", "rules")


def identity_lines(disclosure: Disclosure) -> Iterator[str]:
    """Who published it, for which year, as what: for the reader to confirm."""
    unit = disclosure.unit
    kind = "预算" if disclosure.kind == "budget" else "决算"
    yield f"\n单位：{unit.name}（{unit.id}，{unit.body_kind}）"
    yield f"地区：{''.join(unit.region)}（{unit.division_code}）"
    yield f"年度：{disclosure.year} 年{disclosure.scope}{kind}，公开日期：{disclosure.published or '未注明'}"
    yield f"标题：{disclosure.title}"


def reading_lines(converted: Converted) -> Iterator[str]:
    """The statutory tables with their rows and places, what else was read, and everything that was not."""
    resources = load_resources()
    statutory = load_vocabulary().tables
    yield "法定表"
    for row in converted.rows["tables"]:
        name, status = row.text("table"), row.text("status")
        if name in statutory:
            count = len(converted.rows[name])
            where = f"，{count} 行，{converted.place(row.line)}" if status == "present" else ""
            yield f"  {STATUS_WORDS[status]}  {row.text('title') or resources[name].title}{where}"
    others = [
        f"{spec.title} {len(converted.rows[name])} 行"
        for name, spec in resources.items()
        if spec.group not in _UNCOUNTED and not spec.shared and name != "unrecognised" and converted.rows[name]
    ]
    yield f"其他：{'、'.join(others) or '没有'}"
    warnings = converted.warnings
    yield f"未读或存疑：{len(warnings) or '没有'}{' 处' if warnings else ''}"
    yield from (f"  {warning}" for warning in warnings)
    kinds = Counter(row.text("kind") for row in converted.rows["reading_notes"])
    settled = sum(count for kind, count in kinds.items() if kind not in NOTE_WORDS)
    if settled:
        yield f"另有 {settled} 处补正或推断，逐条列在 reading/notes.csv"


def audit_line(audit: Audit) -> str:
    """How many findings of each severity the audit has."""
    counts = "、".join(f"{audit.count(s)} 处{SEVERITY_TITLES[s]}" for s in SEVERITIES if audit.count(s))
    return f"审核：{counts or '零处问题'}"
