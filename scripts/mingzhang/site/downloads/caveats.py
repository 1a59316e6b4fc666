"""The known caveats of what is downloaded: what every reader of the numbers should know before computing with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mingzhang.site.packages import Package, Row
from mingzhang.site.provenance.marks import SEVERITIES
from mingzhang.site.provenance.notes import KIND_TITLES

_MOST = 40
"""Places that one download lists one by one; the tables hold all of them."""
_STATUS = {
    "empty": ("空表，公开时即无数据", "printed without data"),
    "missing": ("目录列出但正文缺失", "listed in the contents, not in the text"),
    "attached": ("仅以附件列出，尚未取得", "only named as an attachment, not obtained"),
}
_KINDS_EN = {
    "code": "codes repaired",
    "inferred": "values inferred",
    "arithmetic": "amounts given their column by arithmetic",
    "ambiguous": "readings left open",
    "unread": "left unread",
    "joined": "broken text joined",
    "moved": "cells moved to their column",
    "header": "headers repaired",
    "dash": "dashes read as nothing",
    "amount": "broken numbers joined",
}
_SEVERITIES_EN = {"error": "errors", "warning": "warnings", "rounding": "rounding differences", "note": "notes"}
_LEFT_OPEN = ("unread", "ambiguous")
OF_ONE_TABLE = ("tables", "left_open")
"""Kinds of caveats that are about the table that they name, and nothing else."""


@dataclass(frozen=True)
class Caveat:
    """One thing to know, in both languages; ``kind`` groups them, ``resource`` names the table that it is about."""

    kind: str
    text: str
    text_en: str
    resource: str = ""


GENERAL = (
    Caveat(
        "unit",
        "金额单位为万元，照原文的小数位数；原文以元等为单位的表已折成万元，不四舍五入。",
        "Amounts are in 10,000 yuan (万元) with the printed decimals; other units are converted exactly.",
    ),
    Caveat(
        "blank",
        "空白（null）是原文未填，0 是原文写了零，两者不同。",
        "Blank (null) was blank in the document, 0 was printed: not the same.",
    ),
    Caveat(
        "as_printed",
        "数字照原文：文件自身的错误没有改动，核对发现记在 findings；印错的科目编码在 code 补正，"
        "原样留在 code_printed。",
        "Figures are as printed: the document's own errors stand, what the audit found is in `findings`; "
        "misprinted codes are repaired in `code` and kept in `code_printed`.",
    ),
    Caveat(
        "code",
        "科目编码等编号是文本，读入时不要变成数。",
        "Codes are text; do not let software turn them into numbers.",
    ),
    Caveat(
        "personal",
        "电话、联系人姓名等个人信息已略去。",
        "Telephone numbers and the names of contacts are left out.",
    ),
    Caveat(
        "guard",
        "只有 CSV：会被电子表格当作公式的文字前多一个撇号（还原办法见 datapackage.json 的 mingzhang.guard）；"
        "其他格式照原文。",
        "CSV only: text that a spreadsheet would run has an apostrophe in front (mingzhang.guard in datapackage.json "
        "tells how to undo it); every other format holds the text as printed.",
    ),
)


def package_caveats(package: Package) -> list[Caveat]:
    """What holds of ``package``: tables that are not there, what reading left open, what the audit found."""
    return [
        *_tables(package.rows("tables"), package),
        *_left_open(package.rows("reading_notes")),
        *_unrecognised(package.rows("unrecognised")),
        *_counted(Counter(row.get("kind", "") for row in package.rows("reading_notes")), "reading"),
        *_counted(Counter(row.get("severity", "") for row in package.rows("findings")), "findings"),
        *_extracted(package),
        *GENERAL,
    ]


COUNTED = {"tables": "status", "reading_notes": "kind", "findings": "severity"}
"""Tables whose rows are told by how many there are of each value of a column."""


def all_caveats(disclosures: int, counts: Mapping[str, Counter[str]]) -> list[Caveat]:
    """What holds of so many ``disclosures`` together; each lists its own.

    ``counts`` are the rows of the tables of ``COUNTED`` by the value of that column.
    """
    none: Counter[str] = Counter()
    states = counts.get("tables", none)
    told = [(word, states[key]) for key, (word, _) in _STATUS.items() if states[key]]
    told_en = [f"{states[key]} {english}" for key, (_, english) in _STATUS.items() if states[key]]
    listed = "；".join(f"{word} {number} 张" for word, number in told)
    missing = [
        Caveat(
            "tables",
            f"{disclosures} 份材料的法定表中，没有数据的：{listed}。",
            f"Statutory tables of {disclosures} disclosures without data: {'; '.join(told_en)}.",
            "tables",
        )
    ]
    return [
        *(missing if told else []),
        *_counted(counts.get("reading_notes", none), "reading"),
        *_counted(counts.get("findings", none), "findings"),
        *GENERAL,
    ]


def _tables(rows: Iterable[Row], package: Package) -> Iterable[Caveat]:
    for row in rows:
        if words := _STATUS.get(row.get("status", "")):
            name = row.get("table", "")
            resource = package.resources.get(name)
            title = row.get("title") or (resource.title if resource else name)
            english = (resource.title_en if resource else "") or name
            yield Caveat("tables", f"{title}：{words[0]}。", f"{english}: {words[1]}.", name)


def _left_open(rows: Iterable[Row]) -> Iterable[Caveat]:
    """Where reading took nothing in or could not decide, place by place."""
    open_rows = [row for row in rows if row.get("kind") in _LEFT_OPEN]
    for row in open_rows[:_MOST]:
        kind, table, line = row["kind"], row.get("table", ""), row.get("source_line", "")
        yield Caveat(
            "left_open",
            f"{KIND_TITLES[kind]}（{table}，原文第 {line} 行）：{row.get('message', '')}",
            f"{_KINDS_EN[kind].capitalize()}: {table}, source line {line}.",
            table,
        )
    if len(open_rows) > _MOST:
        more = len(open_rows) - _MOST
        yield Caveat(
            "left_open", f"另有 {more} 处，见 reading_notes。", f"{more} more in `reading_notes`.", "reading_notes"
        )


def _unrecognised(rows: Sequence[Row]) -> Iterable[Caveat]:
    grids = len({row.get("grid") for row in rows})
    if grids:
        yield Caveat(
            "left_open",
            f"有 {grids} 张表格未能识别，照原样收在 unrecognised。",
            f"{grids} tables could not be recognised; their cells are in `unrecognised`.",
            "unrecognised",
        )


def _counted(counts: Counter[str], kind: str) -> Iterable[Caveat]:
    """How many notes of the reader or findings of the audit there are of each sort."""
    words = KIND_TITLES if kind == "reading" else {item.key: item.word for item in SEVERITIES}
    english = _KINDS_EN if kind == "reading" else _SEVERITIES_EN
    known = [key for key in words if counts[key]]
    if not known:
        return
    told = "、".join(f"{words[key]} {counts[key]} 处" for key in known)
    told_en = ", ".join(f"{english.get(key, key)} {counts[key]}" for key in known)
    if kind == "reading":
        yield Caveat(
            kind,
            f"读取时的处理：{told}；逐处记在 reading_notes。",
            f"Reading: {told_en} (`reading_notes`).",
            "reading_notes",
        )
    else:
        yield Caveat(
            kind, f"核对发现：{told}；逐条记在 findings。", f"The audit found: {told_en} (`findings`).", "findings"
        )


def _extracted(package: Package) -> Iterable[Caveat]:
    if package.extracted:
        names = "、".join(file.name for file in package.files)
        yield Caveat(
            "source",
            f"文字取自 {names}，行号指取出的文字。",
            "The text was extracted from files of other formats; source lines count in it.",
        )
    if package.rows("corrections"):
        number = len(package.rows("corrections"))
        yield Caveat(
            "corrections",
            f"有 {number} 处更正，见 corrections。",
            f"{number} corrections, see `corrections`.",
            "corrections",
        )
