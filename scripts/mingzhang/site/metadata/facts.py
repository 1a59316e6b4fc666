"""What is known of a disclosure as a data set: dates, keywords, a description."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mingzhang.site.changes.versions import Version
from mingzhang.site.disclosure.overview import plain_overview
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.lists.home import UnitView
from mingzhang.site.packages import Package
from mingzhang.site.words import KIND_WORDS, year_span

SITE_NAME = "明账"
CATALOGUE = "明账：政府预算与决算公开数据"
STACKED_DESCRIPTION = (
    "各级机关和事业单位依法公开的预算、决算，逐表逐行转换为可计算的数据，全部材料合并为同样的表。"
    "每行注明出自哪份公开材料和原文行号；金额单位为万元，照原文印刷；空白与 0 不混同。"
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def published_on(package: Package) -> str:
    """The day on which the unit published it; blank when the data do not say."""
    return package.published if _DATE.fullmatch(package.published) else ""


def changed_on(package: Package, versions: Iterable[Version] = ()) -> str:
    """The last day on which its data changed, as far as the data know: when it was added, corrected or replaced."""
    corrected = (row.get("date", "") for row in package.rows("corrections"))
    days = [package.added, *corrected, *(version.date for version in versions)]
    return max((day for day in days if _DATE.fullmatch(day)), default="")


def first_and_last_day(package: Package) -> tuple[str, str]:
    """The fiscal year, which is the calendar year (Budget Law of the PRC, article 18)."""
    return f"{package.year}-01-01", f"{package.year}-12-31"


def keywords_of(package: Package) -> list[str]:
    """Words to find it by."""
    kind = KIND_WORDS[package.kind]
    return [f"{kind}公开", f"{package.year} 年{kind}", "政府财政", package.unit.name, *package.unit.region]


def describe_unit(unit: UnitView) -> str:
    """What the page of a unit shows."""
    years = year_span(view.package.year for view in unit.disclosures)
    found = {view.package.kind for view in unit.disclosures}
    kinds = "、".join(word for kind, word in KIND_WORDS.items() if kind in found)
    where = "".join(unit.unit.region)
    return f"{unit.unit.name}（{where}）公开的 {years} 年{kinds}：收支、项目、“三公”经费和人员，逐条核对，可下载数据。"


def describe(view: DisclosureView) -> str:
    """What the data set is, then what the disclosure says in figures."""
    package = view.package
    return (
        f"{package.unit.name}公开的《{package.title}》，由明账转换为可计算的数据：{view.file_count} 张表，"
        f"金额单位为万元，照原文印刷，每行注明原文行号。{plain_overview(view.overview)}"
    )
