"""What the audit found, by family of rules and severity."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from mingzhang.site.charts.model import Chart, Datum
from mingzhang.site.charts.palette import SEVERITY
from mingzhang.site.charts.ranked import stacked_bars
from mingzhang.site.packages import Package
from mingzhang.site.provenance.marks import SEVERITIES, severity_of


def findings_chart(package: Package) -> Chart | None:
    """发现的问题在哪里: findings by family, the family with most first; none when there are none."""
    families = {row["rule"]: row.get("family", "") for row in package.rows("audit_rules")}
    counts: dict[str, Counter[str]] = {}
    for row in package.rows("findings"):
        family = families.get(row.get("rule", "")) or "其他"
        counts.setdefault(family, Counter())[severity_of(row.get("severity", "")).key] += 1
    if not counts:
        return None
    ranked = sorted(counts.items(), key=lambda item: -item[1].total())
    rows = tuple(
        Datum(family, Decimal(own[grade.key]), SEVERITY[grade.key], f"{grade.shape} {grade.word}", "处")
        for family, own in ranked
        for grade in SEVERITIES
        if own[grade.key]
    )
    ends = [
        "\u2002".join(f"{grade.shape}{own[grade.key]} {grade.word}" for grade in SEVERITIES if own[grade.key])
        for _, own in ranked
    ]
    used = [grade for grade in SEVERITIES if any(own[grade.key] for own in counts.values())]
    whole = [f"{sum(own[grade.key] for own in counts.values())} 处{grade.word}" for grade in used]
    top, most = ranked[0][0], ranked[0][1].total()
    answer = f"共 {sum(own.total() for own in counts.values())} 处：{'、'.join(whole)}；最多的是“{top}”，{most} 处"
    key = tuple((f"{grade.shape} {grade.word}", f"severity-{grade.key}") for grade in used)
    return Chart(
        "findings", "核对发现的问题在哪些方面", answer, "findings", stacked_bars(rows, ends), rows, "stacked", key
    )
