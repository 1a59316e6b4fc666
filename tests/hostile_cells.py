"""Cells that spreadsheets run, break or change, and packages full of them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

RUN = (
    "=1+1",
    "=100%",
    "=9辆",
    ">=98%",
    " =1+1",
    "\u3000=1+1",
    "\u200b=1+1",
    "\x00=1+1",
    '"=1+1',
    "'=1+1",
    "''",
    "'",
    "=",
    "+1+1",
    "-1+1",
    "-3",
    "-4%",
    "@SUM(1,2)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "﹦1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.org","x")',
    '=WEBSERVICE("https://example.org")',
    "=DDE(1;2;3)",
    "#REF!",
    "#N/A",
    "#DIV/0!",
    "a;=1+1",
    "a; =1+1;b",
    'a;"=1+1',
    "a\t=1+1",
    "a|=1+1|b",
    "a,=1+1",
    "a\n=1+1;z",
    "a\r\n=1+1",
    "a;=cmd|' /C calc'!A0;b",
    "中文,=1+1,",
)
"""Run or made errors of, as a whole or from where another separator cuts them."""
CALM = (
    "-",
    "--",
    "－",
    "村干部报酬",
    "≥3次",
    "a;b|c",
    'say "hi"',
    "a, b",
    "https://example.org",
    "_x000D_",
    "<b>",
    "TRUEST",
)


def fill(folder: Path) -> dict[str, list[list[str]]]:
    """Makes every table of the package in ``folder`` hold all those texts in each text column, -3.50 in the others."""
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    written = {}
    for resource in descriptor["resources"]:
        fields = resource["schema"]["fields"]
        rows = [[field["name"] for field in fields]]
        rows += [[_cell(field, text) for field in fields] for text in (*RUN, *CALM)]
        with (folder / resource["path"]).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
        written[resource["path"]] = rows
    return written


def _cell(field: dict[str, Any], text: str) -> str:
    if field["type"] in ("number", "integer"):
        return "-3.50" if field["type"] == "number" else "7"
    return text
