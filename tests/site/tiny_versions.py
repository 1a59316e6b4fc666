"""An earlier version of a tiny package, its changes typed here."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from mingzhang.changes.table import FIELDS, to_csv
from mingzhang.project import Project

CHANGES = """
    number|resource|change|label|column|before|after|difference|source_line_before|source_line_after
    1|summary|changed|收入 收入总计|amount|1100.50|1200.50|100.00|16|18
    2|expenditure|changed|2013201 行政运行|total|100|200|100|31|33
    2|expenditure|changed|2013201 行政运行|basic||200||31|33
    3|expenditure|removed|2013202 一般行政管理事务|name|一般行政管理事务|||32|
    3|expenditure|removed|2013202 一般行政管理事务|total|1234.50|||32|
    4|project_expenditure|added|村干部报酬HOSTILE|project||村干部报酬HOSTILE|||41
    4|project_expenditure|added|村干部报酬HOSTILE|total||1000.50|||41
    5|explanation|changed|基本支出|text|=1+1HOSTILE|基本支出200万元。HOSTILE||85|87
    6|tables|changed|政府性基金预算支出情况表|status|missing|empty||5|50
    7|findings|added|三公HOSTILE|severity||error|||63
    7|findings|added|三公HOSTILE|message||合计不符HOSTILE|||63
    8|findings|removed|旧|severity|warning|||12|
    8|findings|removed|旧|message|不再有的疑问|||12|"""
SUMMARY = "改 3 行 4 格，增 1 行，减 1 行，新发现 1 处，不再有的发现 1 处"


def write_version(project: Project, package: str, hostile: str = "", number: int = 1, date: str = "2024-06-01") -> Path:
    """Keeps an earlier version of the package; what changed after it is the table above."""
    folder = project.versions / package / str(number)
    shutil.copytree(project.packages / package, folder)
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8")) | {"title": f"第 {number} 版"}
    path.write_text(json.dumps(descriptor, ensure_ascii=False), "utf-8")
    header, *lines = [line.strip().split("|") for line in CHANGES.strip().splitlines()]
    rows = [dict(zip(header, (cell.replace("HOSTILE", hostile) for cell in line), strict=True)) for line in lines]
    content = to_csv(rows)
    told = {
        **{"disclosure_id": package, "version": number, "cause": "replaced", "date": date},
        **{"reason": f"重新公布{hostile}", "counts": {}},
        **{"sources_before": [{"file": "旧.pdf"}], "sources_after": [{"file": "a.txt"}]},
    }
    resource = {
        **{"name": "changes", "path": "changes.csv", "schema": {"fields": list(FIELDS)}},
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    (folder / "changes").mkdir()
    (folder / "changes" / "changes.csv").write_bytes(content)
    text = json.dumps({"name": "x", "mingzhang": told, "resources": [resource]}, ensure_ascii=False)
    (folder / "changes" / "datapackage.json").write_text(text, "utf-8")
    return folder
