"""What the comparison compares, and the words of its page; the page's script reads the same."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """A row: ``unit`` of its numbers, ``depth`` below the row it is part of, ``code`` of a classification."""

    key: str
    label: str
    unit: str
    depth: int = 0
    code: str = ""
    bars: bool = True


@dataclass(frozen=True)
class Section:
    """A way to compare. Without ``measures`` its rows are the codes that the disclosures have.

    ``shares``: its cells can be shown as shares; ``composed``: its rows make a whole, drawn as one bar.
    """

    key: str
    title: str
    lead: str
    measures: tuple[Measure, ...] = ()
    shares: bool = False
    composed: bool = False


KIND_HEADINGS = {"budget": "预算（年初计划）", "final": "决算（实际执行）"}
ABSENT_WORDS = {"missing": "未公开", "attached": "附件"}

SECTIONS = (
    Section(
        "overview",
        "总览",
        "占比是占收支总额的比例；增减是材料自己写的与上年相比。",
        (
            Measure("total", "收支总额", "万元"),
            Measure("basic", "基本支出", "万元"),
            Measure("project", "项目支出", "万元"),
            Measure("three", "“三公”经费", "万元"),
            Measure("staff", "在职人员", "人"),
            Measure("projects", "项目数", "个"),
            Measure("indicators", "绩效指标数", "条"),
            Measure("completeness", "完整度", "分，满分 100", bars=False),
            Measure("errors", "核对出的错误", "处"),
            Measure("warnings", "核对出的提示", "处"),
        ),
    ),
    Section(
        "person",
        "人均",
        "明账算出的数：金额 ÷ 在职人员，四舍五入到两位小数。在职人员按材料“机构设置及人员情况”所写，"
        "材料多未写明截至哪一天；经费也可能用于离退休人员和编外人员，只可粗略比较。",
        (
            Measure("staff", "在职人员", "人"),
            Measure("basic", "基本支出", "万元/人"),
            Measure("wages", "工资福利支出", "万元/人", 1, "301"),
            Measure("goods", "商品和服务支出", "万元/人", 1, "302"),
            Measure("public", "公用经费", "万元/人"),
            Measure("three", "“三公”经费", "万元/人"),
        ),
    ),
    Section("function", "按功能", "支出按功能分类的“类”：钱用来办什么事。占比是占各类合计的比例。", (), True, True),
    Section(
        "economic",
        "按经济分类",
        "一般公共预算基本支出按经济分类的“类”“款”：钱花在什么上。占比是占基本支出的比例。",
        (),
        True,
    ),
    Section(
        "three",
        "“三公”",
        "财政拨款“三公”经费各项；占比是占“三公”经费合计的比例。",
        (
            Measure("total", "合计", "万元"),
            Measure("overseas", "因公出国（境）费", "万元"),
            Measure("vehicles", "公务用车购置及运行费", "万元"),
            Measure("vehicle_purchase", "其中：购置费", "万元", 1),
            Measure("vehicle_operation", "运行费", "万元", 1),
            Measure("reception", "公务接待费", "万元"),
        ),
    ),
)

TEXTS = {
    "kinds": "预算是年初的计划，决算是全年的实际执行，不是同一件事。两组分开排列，格内横条只在同一组里比长短。",
    "years": "年份不同（{years} 年），物价、人员和口径可能有变。",
    "scopes": "公开范围不同（{scopes}）：部门公开一般含所属单位，单位公开只含本单位。",
    "legend": "空白：原文没有填这个数；0：原文写的就是 0；未公开：这张表没有公开；附件：这张表仅以附件列出，尚未取得。",
    "links": "数字点开是原文那一行；相加或相除得出的数，点开是所用的表。",
    "none": "还没有选材料。",
    "composition": "构成",
    "measure": "项目",
}
