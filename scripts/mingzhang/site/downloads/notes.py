"""The files that go with the data: README, licence, citation, caveats."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from mingzhang.site.downloads.about import LICENCES, About
from mingzhang.site.downloads.guard import UNDO
from mingzhang.site.downloads.tables import Table

README, LICENCE, CITATION, CAVEATS = "README.md", "LICENSE.md", "CITATION.cff", "CAVEATS.txt"
NOTES = (README, LICENCE, CITATION, CAVEATS)
_OTHERS = {
    "disclosure": (
        "同样的数据另有 Excel、JSON、Parquet：在网站上把地址的 `.csv` 换成 `.xlsx`、`.json`、`.parquet`"
        "（没有行的表只有 CSV；各份材料共用的表见网站 data/ 下）。",
        "The same data as Excel, JSON and Parquet: on the site put `.xlsx`, `.json` or `.parquet` for `.csv` in an\n"
        "  address (a table without rows has its CSV only; what all disclosures share is below data/).",
    ),
    "all": (
        "同样的数据另有 JSON、Parquet：在网站上把地址的 `.csv` 换成 `.json`、`.parquet`；全部表在一个文件里："
        "`mingzhang.sqlite`、`mingzhang.xlsx`。",
        "The same data as JSON and Parquet: on the site put `.json` or `.parquet` for `.csv` in an address; all\n"
        "  tables in one file: `mingzhang.sqlite`, `mingzhang.xlsx`.",
    ),
}
"""What README says of the other forms."""


def notes(about: About, tables: Sequence[Table], licence: str) -> dict[str, str]:
    """The four files by name; ``licence`` is the text of the data's licence (blank: it is told by name)."""
    return {
        README: readme(about, tables),
        LICENCE: licence or _licence(about),
        CITATION: citation_file(about),
        CAVEATS: caveats_file(about),
    }


def readme(about: About, tables: Sequence[Table]) -> str:
    """What the files are and how to read them, in Chinese, then in English; ``tables`` are listed with their rows."""
    others, others_en = _OTHERS["disclosure" if any(table.disclosure_id for table in tables) else "all"]
    return f"""# {_line(about.title)}

{_line(about.title_en)}

来源：{_line(about.source)}
网页：{about.page}
数据：{about.data}
版本：{about.version}

## 怎样读

- `datapackage.json` 说明每个文件、每一列（Frictionless 数据包）；各文件的大小、行数、校验值见 {about.data}index.json
- CSV 是 UTF-8，第一行是列名；编码列按文本读入，金额单位为万元，空白不是零。
- CSV 的文字里，会被电子表格当作公式的，前面多一个撇号；把 `{UNDO}` 匹配之处换成第 1 组即得原文。
- {others}
- 用之前请看 `CAVEATS.txt`。许可见 `LICENSE.md`，引用格式见 `CITATION.cff`：

> {_line(about.citation)}

## How to read

- `datapackage.json` describes every file and column (Frictionless Data Package); sizes, rows and checksums are in
  {about.data}index.json
- CSV is UTF-8 with a header row. Read codes as text; amounts are in 10,000 yuan (万元); blank is not zero.
- In the CSVs an apostrophe stands before text that a spreadsheet would run: replace what `{UNDO}` matches by its
  group 1 to have the printed text.
- {others_en}
- Read `CAVEATS.txt` before use. Licence: `LICENSE.md`. To cite: `CITATION.cff`.

## 各表 Tables

| 表 Table | 名称 Title | 行 Rows |
| --- | --- | --- |
{"".join(_row(table) for table in tables)}"""


def caveats_file(about: About) -> str:
    """The caveats, in Chinese, then in English."""
    chinese = "".join(f"- {_line(item.text)}\n" for item in about.caveats)
    english = "".join(f"- {_line(item.text_en)}\n" for item in about.caveats)
    return f"# 使用前须知：{_line(about.title)}\n\n{chinese}\n# Known caveats\n\n{english}"


def citation_file(about: About) -> str:
    """How to cite it, in the Citation File Format 1.2.0 (a data set)."""
    lines = [
        "cff-version: 1.2.0",
        "message: 引用时请写明公开单位、材料名称和年度。 Please cite the publishing unit and this data package.",
        "type: dataset",
        f"title: {_quoted(about.title)}",
        "authors:",
        *(f"  - name: {_quoted(name)}" for name in dict.fromkeys((*about.authors, "明账 Mingzhang"))),
        *([f"version: {_quoted(about.version)}"] if about.version else []),
        *([f"license: {about.licence}"] if about.licence in LICENCES else []),
        *([f"date-released: {_quoted(about.published)}"] if about.published else []),
        f"url: {_quoted(about.page)}",
    ]
    return "\n".join(lines) + "\n"


def _licence(about: About) -> str:
    title, english, address = LICENCES.get(about.licence, (about.licence, about.licence, ""))
    parts = filter(None, (title, english, address))
    return "# 许可 Licence\n\n" + "\n\n".join(parts) + f"\n\n署名 Attribution: {'、'.join(map(_line, about.authors))}\n"


def _row(table: Table) -> str:
    name = Path(table.base).name
    title = " ".join(filter(None, (table.resource.title, table.resource.title_en)))
    return f"| `{name}` | {_line(title).replace('|', '／')} | {table.count} |\n"


def _line(text: str) -> str:
    """``text`` on one line, without what no page prints."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _quoted(text: str) -> str:
    """``text`` as YAML writes a string: as JSON does."""
    return json.dumps(_line(text), ensure_ascii=False)
