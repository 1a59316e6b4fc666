"""Queries that are ready to run on the page /query/: each an address, with the tables that it needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True)
class Example:
    """``words`` on the button; ``query`` is what stands after ``#`` in the address, not yet quoted."""

    words: str
    table: str
    query: tuple[tuple[str, str], ...]

    @property
    def address(self) -> str:
        """The query as the page's script writes it."""
        return "#" + "&".join(f"{key}={quote(value, safe=_SAFE)}" for key, value in self.query)


_SAFE = ",!'()*~"  # what the page's script leaves as it is
_HUNDRED = """\
SELECT unit_name AS 单位,
  count(*) AS 指标数,
  count(*) FILTER (target_value = 100 AND target_unit = '%') AS 目标值为百分之百,
  round(100.0 * count(*) FILTER (target_value = 100 AND target_unit = '%') / count(*), 1) AS "占比（%）"
FROM performance_indicators
GROUP BY unit_name
ORDER BY 4 DESC"""

EXAMPLES = (
    Example(
        "各单位按功能类的支出",
        "expenditure",
        (
            ("t", "expenditure"),
            ("w", "role.eq.detail"),
            ("g", "class_name"),
            ("p", "unit_name"),
            ("m", "sum.total"),
            ("v", "chart"),
        ),
    ),
    Example(
        "“三公”经费对比",
        "three_public",
        (
            ("t", "three_public"),
            ("w", "item_key.filled"),
            ("g", "unit_name,year,kind"),
            ("p", "item_key"),
            ("m", "max.total"),
        ),
    ),
    Example(
        "最大的项目",
        "projects",
        (("t", "projects"), ("c", "name,amount,unit_name,year"), ("o", "-amount"), ("n", "20"), ("v", "chart")),
    ),
    Example("目标值为 100% 的绩效指标占比", "performance_indicators", (("sql", _HUNDRED),)),
    Example(
        "哪些单位的发现最多",
        "findings",
        (("t", "findings"), ("g", "unit_name,severity"), ("m", "count"), ("v", "chart")),
    ),
    Example(
        "收入从哪里来",
        "amounts",
        (
            ("t", "amounts"),
            ("w", "table.eq.revenue"),
            ("w", "role.eq.total"),
            ("g", "measure"),
            ("p", "unit_name"),
            ("m", "sum.amount"),
        ),
    ),
)


def examples_of(tables: Collection[str]) -> list[Example]:
    """The examples whose table is there."""
    return [example for example in EXAMPLES if example.table in tables]
