"""The page on scale and speed (``site_src/docs/scale/index.md``): ``bench_page.md`` filled with committed results."""

from __future__ import annotations

import html
import re
from pathlib import Path
from string import Template
from typing import Any

from bench_curves import fit, value
from bench_drawings import AHEAD, OURS, PLAIN, figure, growth, shares
from bench_measure import ROOT
from bench_prospect import (
    FAR,
    LEAST,
    PROVINCES,
    STEPS,
    Prices,
    needs,
    our_curves,
    plain_at,
    plain_memory,
    step_at,
    whole_runs,
)
from mingzhang.site.charts.palette import CLASSES, GREYS

PAGE = ROOT / "site_src" / "docs" / "scale" / "index.md"
TEMPLATE = Path(__file__).with_suffix(".md")
AIM = 1000
"""The size at which the two ways are compared."""
BASE = 100
"""The size that others are compared with, or the next one that was measured."""
STEP_NAMES = {
    "convert": "转换与核对",
    "validate": "校验",
    "charts": "画图",
    "downloads": "下载文件",
    "pages": "写 Markdown",
    "mkdocs": "生成网页",
}
_FIGURE = re.compile(r"<figure.*?</figure>", re.DOTALL)
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)
_BLANKS = re.compile(r"\n{3,}")
Results = dict[str, Any]
Cells = list[str]
Values = dict[str, str]


def write_page(results: Results, prices: Prices) -> Path:
    """Writes the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page_text(results, prices), encoding="utf-8")
    return PAGE


def without_figures(page: str) -> str:
    """The page but for its drawings, whose letters are measured with the machine's own fonts."""
    return _FIGURE.sub("", page)


def page_text(results: Results, prices: Prices) -> str:
    """The page as Markdown; a section whose numbers were not measured is left out."""
    values = _about(results) | _cold(results) | _stages(results) | _changes(results) | _compared(results)
    values |= _visits(results) | _far(results, prices)
    kept = []
    for section in _SECTION.split(TEMPLATE.read_text("utf-8")):
        template = Template(section)
        if set(template.get_identifiers()) <= set(values):
            kept.append(template.substitute(values))
    return _BLANKS.sub("\n\n", "".join(kept))


STAGES = {
    "read and convert": "读取、转换",
    "audit": "核对",
    "write and validate": "写出、校验",
    "stack": "合并各表",
    "charts": "画图",
    "downloads": "下载文件",
    "pages": "页面",
    "units": "单位页",
    "lists": "列表",
    "whole/downloads": "全部下载",
    "whole/charts": "总图",
    "whole/pages": "总页面、搜索",
    "publish": "发布",
}
"""What the stages of a build are called on the page, in their order."""


def _table(head: Cells, rows: list[Cells]) -> str:
    """A table in the look of the site, that a keyboard can scroll."""
    first, *others = [html.escape(cell, quote=False) for cell in head]
    top = f'<th scope="col">{first}</th>' + "".join(f'<th scope="col" class="mz-number">{cell}</th>' for cell in others)
    lines = "".join(f"<tr>{_row(row)}</tr>\n" for row in rows)
    frame = f'<div class="mz-frame" tabindex="0" role="region" aria-label="{html.escape("、".join(head))}">'
    table = f'<table class="mz-table mz-table--list">\n<thead><tr>{top}</tr></thead>\n<tbody>\n{lines}</tbody></table>'
    return f"{frame}\n{table}</div>"


def _row(row: Cells) -> str:
    name, *cells = [html.escape(cell, quote=False) for cell in row]
    return f'<th scope="row">{name}</th>' + "".join(f'<td class="mz-number">{cell}</td>' for cell in cells)


def _number(amount: float) -> str:
    """Three digits that mean something."""
    if amount >= 100:
        return f"{amount:,.0f}"
    return f"{amount:.1f}" if amount >= 10 else f"{amount:.2f}" if amount >= 0.1 else f"{amount:.4f}"


def _about(results: Results) -> Values:
    told = results["machine"]
    return {
        "largest": f"{results['ours'][-1]['size']:,}",
        "processor": told["processor"],
        "cores": str(told["cores"]),
        "memory_gb": f"{told['memory_gb']:.0f}",
        "kernel": told["kernel"],
        "python": told["python"],
        "tools": "、".join(f"{name} {number}" for name, number in told["tools"].items()),
        "jobs": str(results["jobs"]),
        "seed": str(results["seed"]),
        "aim": f"{AIM:,}",
        "busy_machine": _busy(results),
    }


def _busy(results: Results) -> str:
    """A warning where only small sizes were measured, or other work took the processors meanwhile."""
    small = results["ours"][-1]["size"] < LEAST
    told = "目前只量了很小的规模，下面推算的数还没有意义。" if small else ""
    load = max(run["load"] for run in (*results["ours"], *results["plain"], *results["whole"]))
    if load <= results["machine"]["cores"]:
        return told
    return f"{told}量的时候机器还忙着别的事（负载最高 {load:.0f}），用时偏长，请看处理器时间。"


def _ours_at(results: Results, size: int, clock: str) -> float:
    """Ours as measured at ``size``, or else by its curve."""
    points = [(run["size"], run["cold"][clock]) for run in results["ours"]]
    return float(dict(points).get(size) or value(fit(points, (0, 1)), size))


def _cold(results: Results) -> Values:
    runs = results["ours"]
    base = next((run for run in runs if run["size"] >= BASE), runs[-1])
    each = base["cold"]["cpu"] / base["size"]
    rows, sizes = [], []
    for run in runs:
        cold, site, size = run["cold"], run["site"], run["size"]
        row = [cold["wall"], cold["cpu"], cold["cpu"] / size, cold["cpu"] / size / each, size / cold["wall"] * 60]
        rows.append([f"{size:,}", *map(_number, row), f"{cold['memory']:,.0f}", f"{2048 + 0.5 * size:,.0f}"])
        megabytes = _number(site["bytes"] / 1024**2)
        each_site = _number(site["bytes"] / 1024 / size)
        sizes.append([f"{size:,}", f"{site['pages']:,}", f"{site['files']:,}", megabytes, each_site])
    ratio = f"每份与 {base['size']:,} 份时之比"
    head = ["份数", "用时（秒）", "处理器秒", "每份处理器秒", ratio, "每分钟份数", "内存（MB）", "限度（MB）"]
    return {
        "cold": _table(head, rows),
        "growth": _growth_chart(results) if len(runs) > 1 else "",
        "sizes": _table(["份数", "网页", "文件", "站点（MB）", "每份（KB）"], sizes),
    }


def _growth_chart(results: Results) -> str:
    rows = [(OURS, run["size"], run["cold"]["wall"]) for run in results["ours"]]
    plain = whole_runs(results["plain"])
    rows += [(PLAIN, run["size"], _sum(run, "wall")) for run in plain]
    answer = "两轴都是对数，斜率为一就是线性"
    if plain_at(results, AIM, "wall"):
        first, last = plain[-1]["size"], max(AIM, results["ours"][-1]["size"])
        sizes = [size for size in (first, 100, 200, 300, 500, 700, 1000, 1500, 2000, 3000) if first <= size <= last]
        rows += [(AHEAD, size, plain_at(results, size, "wall") or 0) for size in sizes]
        answer += "；虚线是推算"
    return figure("份数多了，从头构建要多久", answer, growth(rows, "秒"))


def _sum(run: Results, clock: str) -> float:
    return float(sum(run["steps"][step][clock] for step in STEPS))


def _stages(results: Results) -> Values:
    runs = [run for run in results["ours"] if run["stages"]]
    if not runs:
        return {}
    found = {name for run in runs for name in run["stages"]}
    names = [*(name for name in STAGES if name in found), *sorted(found - STAGES.keys())]
    rows = []
    for run in runs:
        whole = sum(run["stages"].values()) or 1
        rows.append([f"{run['size']:,}", *(f"{run['stages'].get(name, 0) / whole:.0%}" for name in names)])
    parts = [
        (f"{run['size']:,} 份", STAGES.get(name, name), run["stages"].get(name, 0)) for run in runs for name in names
    ]
    colours = (*CLASSES.values(), *GREYS)
    chart = figure("时间花在哪一步", "各步骤占的份额", shares(parts, colours)) if len(names) <= len(colours) else ""
    return {"stages": _table(["份数", *(STAGES.get(name, name) for name in names)], rows), "shares": chart}


def _changes(results: Results) -> Values:
    same, change, files = [], [], []
    for run in results["ours"]:
        size, cold, inputs = f"{run['size']:,}", run["cold"]["wall"], run["floor"]["inputs"]
        took, start = min(item["wall"] for item in run["same"]), min(item["wall"] for item in run["start"])
        known = [inputs, inputs + run["floor"]["outputs"], start, took, took / inputs]
        same.append([size, *map(_number, known), f"{took / cold:.2%}"])
        took, floor = min(item["wall"] for item in run["changes"]), inputs + run["floor"]["write"]
        change.append([size, *map(_number, (floor, took, took / floor)), f"{took / cold:.2%}"])
        first = run["changes"][0]
        counts = [first["files"], first["of_it"], first["files"] - first["of_it"]]
        files.append([size, *(f"{count:,}" for count in counts), _number(first["bytes"] / 1024**2)])
    head = ["份数", "底线", "再加读一遍站点", "程序启动", "构建", "是底线的几倍", "占从头构建"]
    return {
        "same": _table(head, same),
        "change": _table(["份数", "底线", "构建", "是底线的几倍", "占从头构建"], change),
        "files": _table(["份数", "变了的文件", "这份材料自己的", "汇总的", "大小（MB）"], files),
    }


def _compared(results: Results) -> Values:
    runs = whole_runs(results["plain"])
    if plain_at(results, AIM, "wall") is None:
        return {}
    rows = []
    for run in runs:
        told = [*(run["steps"][step]["cpu"] for step in STEPS), _sum(run, "cpu"), _sum(run, "wall")]
        rows.append([f"{run['size']:,}", *map(_number, told), f"{run['all']['memory']:,.0f}"])
    far = [step_at(results["plain"], step, AIM, "cpu") for step in STEPS]
    wall, memory = plain_at(results, AIM, "wall") or 0, plain_memory(results, AIM) or 0
    rows.append([f"{AIM:,}（推算）", *map(_number, [*far, sum(far), wall]), f"{memory * 1024:,.0f}"])
    measured = any(run["size"] == AIM for run in results["ours"])
    ended = [f"{run['size']:,}" for run in results["plain"] if run["all"]["ended"]]
    head = ["份数", *(STEP_NAMES[step] for step in STEPS), "处理器秒合计", "用时（秒）", "内存（MB）"]
    ours = _ours_at(results, AIM, "wall")
    return {
        "plain": _table(head, rows),
        "plain_ended": f"{'、'.join(ended)} 份时超过了限度，没有跑完。" if ended else "",
        "ours_how": "实测" if measured else "也是推算",
        "ours_wall": _number(ours),
        "ratio_wall": f"{wall / ours:.0f}",
        "ratio_cpu": f"{sum(far) / _ours_at(results, AIM, 'cpu'):.0f}",
        "whole": _whole(results),
        **{f"plain_{name}": f"{runs[-1]['counts'][name]:,}" for name in ("disclosures", "pages", "charts", "rows")},
    }


def _whole(results: Results) -> str:
    """The lighter plain way, where it was measured."""
    rows = []
    for run in whole_runs(results["whole"]):
        ratio = _sum(run, "wall") / _ours_at(results, run["size"], "wall")
        told = [_sum(run, "wall"), _sum(run, "cpu"), run["all"]["memory"], ratio]
        rows.append([f"{run['size']:,}", *map(_number, told)])
    head = ["份数", "用时（秒）", "处理器秒", "内存（MB）", "用时是本站的几倍"]
    words = "轻一些的普通做法：一份材料只做一页，导航短得多，可以跑完（实测）："
    return f"{words}\n\n{_table(head, rows)}" if rows else ""


def _visits(results: Results) -> Values:
    runs = [run for run in results["ours"] if run["visit"]]
    rows = []
    for run in runs:
        visit = run["visit"]
        told = [visit["page"] / 1024, visit["page"] / runs[0]["visit"]["page"], visit["home"]["bytes"] / 1024]
        told.append(visit["search"]["bytes"] / 1024)
        rows.append([f"{run['size']:,}", *map(_number, told), str(visit["search"]["requests"])])
    ratio = f"与 {runs[0]['size']:,} 份时之比" if runs else ""
    head = ["份数", "材料页（KB）", ratio, "首页（KB）", "搜索到第一条（KB）", "搜索的请求数"]
    return {"visits": _table(head, rows)} if rows else {}


def _far(results: Results, prices: Prices) -> Values:
    curves, rows = our_curves(results), []
    if curves.largest < LEAST:
        return {}
    for words, size in ((f"一个省（{FAR // PROVINCES:,} 份）", FAR // PROVINCES), (f"{FAR:,} 份", FAR)):
        told = needs(curves, prices, size)
        names = ("hours", "rented", "memory", "site", "storage", "price", "month")
        rows.append([words, *(_number(told[name]) for name in names)])
    head = [
        "规模",
        "处理器小时",
        "用时（小时）",
        "内存（GB）",
        "站点（GB）",
        "连同留存（GB）",
        "建一次（美元）",
        "存一月（美元）",
    ]
    return {
        "far": _table(head, rows),
        "rent_cores": str(prices.cores),
        "rent_price": f"{prices.hour:g}",
        "rent_storage": f"{prices.storage:g}",
        "busy": f"{curves.busy:.0%}",
    }
