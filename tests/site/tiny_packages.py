"""Small packages written inline: tables as text, one row a line, cells apart by ``|``."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

from mingzhang.project import Project
from mingzhang.site.packages import Package, read_package

HOSTILE = '</title><script>alert(1)</script> {{ 7*7 }} [x](javascript:alert) **b** "q" <!--mz-fragment a b--> {#top}'

TABLES = {
    "tables": """
        table|title|status|note|source_line
        summary|单位收支总体情况表|present||10
        revenue|单位收入总体情况表|present||20
        expenditure|单位支出总体情况表|present||30
        project_expenditure|一般公共预算项目支出情况表|present||40
        fund_expenditure|政府性基金预算支出情况表|empty|本表为空表。|50
        state_capital_expenditure|国有资本经营预算支出情况表|missing||5
        three_public|“三公”经费支出情况表|present||60""",
    "summary": """
        side|code|item|amount|role|source_line
        revenue||一、本年收入|1200.50|subtotal|11
        revenue||收入总计|1200.50|total|18
        expenditure|201|一般公共服务支出|1200.50|detail|11
        expenditure|202|外交支出||detail|12
        expenditure|203|国防支出||detail|13
        expenditure|204|公共安全支出|0|detail|14
        expenditure|205|教育支出||detail|15
        expenditure|206|科学技术支出||detail|16
        expenditure||支出总计|1200.50|total|18""",
    "revenue": """
        code|name|role|total|fiscal_appropriation|general_public_budget|government_fund|source_line
        |合计|total|1200.50|1200.50|1200.50||21""",
    "expenditure": """
        code|code_printed|name|level|role|total|basic|project|source_line
        201|20|一般公共服务支出|类|subtotal|1200.50|200|1000.50|31
        20132|20132|组织事务|款|subtotal|1200.50|200|1000.50|32
        2013201|2013201|行政运行|项|detail|200|200||33
        2013299|2013299|其他组织事务支出|项|detail|1000.50||1000.50|34
        ||合计||total|1200.50|200|1000.50|35""",
    "project_expenditure": """
        code|name|project|role|total|source_line
        2013299|其他组织事务支出|村干部报酬HOSTILE|detail|1000.50|41
        |合计||total|1000.50|42""",
    "fund_expenditure": "code|name|role|total|source_line",
    "state_capital_expenditure": "code|name|role|total|source_line",
    "three_public": """
        item|item_key|total|source_line
        合计|total|9.00|61
        公务接待费|reception|0|62
        公务用车运行费|vehicle_operation|9.00|63""",
    "reading_notes": """
        table|column|kind|printed|value|message|source_line
        expenditure|code|code|20|201|科目编码印作 20，补正为 201|31
        expenditure|total|amount|1 200.50|1200.50|数字断开 HOSTILE|35""",
}
STATEMENTS = set(TABLES) - {"tables", "reading_notes"}

# What a disclosure holds besides its statutory tables.
PARTS = {
    "staffing": """
        item|count|change|source_line
        establishment|49||80
        serving|34|-3|80
        retired_veteran|0|0|80""",
    "units": "name|nature|rank|funding|source_line\n        某办公室|行政|正科级|财政拨款|81",
    "offices": "number|name|source_line\n        1|办公室|82\n        2|干部室HOSTILE|82",
    "duties": "number|text|source_line\n        1|负责组织建设。|83\n        2|完成其他任务。HOSTILE|84",
    "projects": """
        project_id|name|project_code|code|amount|policy_basis|period|allocation|source_line
        p01|小项目|||25.00||||90
        p02|村干部报酬HOSTILE|X1|2013299|1000.50|根据某文件HOSTILE|全年|工资900万元、培训50万元|100""",
    "project_allocations": """
        project_id|number|item|amount|source_line
        p01|1|印刷费|25.00|91
        p02|1|工资HOSTILE|900|101
        p02|2|培训|50|101""",
    "performance_forms": """
        form_id|form_kind|scope|project_id|name|unit|goal|achievement|total_score|total_weight|source_line
        f01|target|overall||某办|某办|完成全年工作HOSTILE||||200
        f02|self_evaluation|project|p02|村干部报酬|某办|发放报酬|已发放|95.00|100|210""",
    "performance_funding": """
        form_id|number|source|source_key|budget|initial_budget|executed|execution_rate|source_line
        f01|1|上级安排|superior|10.00||||201
        f01|2|其中：财政拨款(万元)|fiscal|0||||202
        f02|1|年度总资金|total||1200.00|1000.50|83.38|211""",
    "performance_indicators": """
        form_id|number|category|subcategory|indicator|target|basis|previous|weight|actual|score|deviation|source_line
        f01|1|履职效能|数量指标|保障人数HOSTILE|>=34人|部门职责||5||||203
        f01|2|履职效能|数量指标|培训次数|≥3次|部门职责||5||||204
        f01|3|社会效益|质量指标|保障履职|保障|部门职责||7||||205
        f02|1|产出指标|数量指标|发放人数|=863人|||20|=860人|15|人员变动|212""",
    "funding_plan": "form_id|deadline|amount|source_line\n        f02|6月底||213\n        f02|12月底|1000.50|213",
    "claims": """
        claim_id|section|subsection|subject|code|amount|share|baseline|baseline_amount|change|change_percent|reason|source_line
        c001|支出说明||基本支出||200|16.7|previous_year||-30.12|-3.94|人员减少HOSTILE|88
        c002|支出说明|具体情况|行政运行|2013201|200||previous_year||39.27|-43.12|调整|89
        c003|支出说明|具体情况|支出总体||1200.50||initial_budget|1300||-7.65||89""",
    "procurement": "item|amount|source_line\n        total|255.15|300\n        sme_reserved|231.71|301",
    "assets": "item|quantity|measure|value|source_line\n        车辆|5|辆|78.88|310\n        家具|||0|311",
    "explanation": """
        number|part|section|subsection|text|source_line
        1|预算说明|支出说明||基本支出200万元。HOSTILE|87
        2|预算说明|支出说明|具体情况|行政运行200万元。|89""",
    "unrecognised": """
        grid|title|grid_row|grid_column|text|reason|source_line
        g01|公务用车表HOSTILE|1|1|车型|不认识HOSTILE|320
        g01|公务用车表HOSTILE|1|3|数量|不认识HOSTILE|320
        g01|公务用车表HOSTILE|2|1|轿车HOSTILE|不认识HOSTILE|321
        g01|公务用车表HOSTILE|2|3|3|不认识HOSTILE|321
        g02||1|2|甲|不认识|330""",
    "glossary": "term|definition|source_line\n        基本支出|指人员经费和公用经费。HOSTILE|400",
    "corrections": """
        date|kind|what|before|after|reason|source_line
        2024-03-05|published|收入合计HOSTILE|12HOSTILE|21|版式不认识HOSTILE|30
        2024-03-01|source_text|来源文本的一行|HOSTILE||HOSTILE|66""",
}
# What an audit says of the above.
AUDIT = {
    "audit_rules": """
        rule|family|severity|title|why|tolerance|example
        sum.row|表内|error|一行各列之和等于合计|合计 = 基本 + 项目HOSTILE|四舍五入|1 + 1 = 2
        text.percent|文内|warning|百分比等于增减额除以上年数HOSTILE|比例的定义|不设容差|39.27 ÷ 160.73""",
    "audit_checks": """
        rule|passed|failed|not_checked|reasons|source_line
        sum.row|1234|3|0||1
        text.percent|0|0|2|fund_expenditure：没有数据HOSTILE|1""",
    "findings": """
        rule|severity|message|resource|column|label|actual|expected|confirms|source_line
        sum.row|rounding|尾差|three_public|total|公务用车运行费|9.00|9.01|sum.row|63
        sum.row|warning|此处有疑|expenditure|total|201 一般公共服务支出|1200.50||sum.row|31
        sum.row|error|200 + 1000.50 ≠ 印数HOSTILE。另有 1 处：乙|expenditure|total|201 一般公共服务支出|1200.50|9||31
        text.percent|error|方向相反|claims|change_percent|2013201 行政运行|-43.12|24.43|text.percent|89
        sum.row|note|总计|summary|amount|支出总计|1200.50|||18
        sum.row|error|应有金额|summary|amount|202 外交支出||||12
        gone.rule|warning|得分不符|performance_indicators|score|发放人数|15|20||212
        sum.row|warning|不是一项|project_allocations|amount|培训|50|100||101
        sum.row|note|空表|fund_expenditure|total|||||50
        sum.row|note|空表应说明|tables|note|政府性基金预算支出情况表||||50
        text.percent|note|不知何处HOSTILE|||||||
        text.percent|warning|错字HOSTILE|explanation|text|||||88
        sum.row|note|采购|procurement|amount||231.71|||301
        sum.row|note|名词|glossary|definition|||||400""",
}
# The text that the rows say they stand in: plain lines, but for these.
LINES = {
    31: "201\t\t一般公共服务支出\t1200.50\t200\t1000.50",
    32: "",
    88: "基本支出200万元，占16.7%，比上年减少30.12万元。HOSTILE",
    89: " 联系人：〔姓名略〕，联系电话：〔号码略〕。",
}
LAST_LINE = 420
TEXT = {"table", "title", "status", "note", "side", "code", "code_printed", "item", "item_key", "role", "name", "level"}
TEXT |= {"column", "kind", "printed", "value", "message"}
MONEY = {"amount", "budget", "executed", "initial_budget", "value"}


def write_package(
    project: Project, unit: str, name: str, with_source: bool = True, origin: object = None, **tables: str
) -> Package:
    """Write a budget package of ``unit``; ``tables`` replace those of ``TABLES``; ``origin``: its ``source_pages``."""
    folder = project.packages / f"{unit}-2024-budget"
    folder.mkdir(parents=True)
    hostile = name if "<" in name else ""
    resources = [_write(folder, key, text, hostile) for key, text in (TABLES | tables).items()]
    meta = {
        "disclosure_id": folder.name,
        "unit_id": unit,
        "unit": {"name": name, "division_code": "653022", "region": ["某省", "某县"], "body_kind": "党委"},
        **{"year": 2024, "kind": "budget", "title": f"{name}预算公开", "scope": "单位", "published": None},
        **{"source_file": "a.txt", "source_lines": LAST_LINE},
    }
    if with_source:
        meta["source_text"] = "source.txt"
        lines = [LINES.get(number, f"第{number}行") for number in range(1, LAST_LINE + 1)]
        text = "".join(f"{line}\n" for line in lines).replace("HOSTILE", hostile)
        (folder / "source.txt").write_text(text, encoding="utf-8")
    if origin:
        meta |= {"source_pages": origin, "source_extracted": True}
    descriptor = {"name": folder.name, "resources": resources, "mingzhang": meta, "sources": [{"hash": "sha256:ab"}]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    return read_package(folder)


def _write(folder: Path, name: str, text: str, hostile: str) -> dict[str, object]:
    rows = [line.strip().split("|") for line in text.strip().splitlines()]
    rows = [[cell.replace("HOSTILE", hostile) for cell in row] for row in rows]
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    (folder / f"{name}.csv").write_text(out.getvalue(), encoding="utf-8")
    fields = [_field(name, column) for column in rows[0]]
    group = "statement" if name in STATEMENTS else "reading" if name in ("tables", "reading_notes") else "other"
    return {"name": name, "title": f"表 {name}", "group": group, "path": f"{name}.csv", "schema": {"fields": fields}}


def _field(resource: str, column: str) -> dict[str, str]:
    if resource in PARTS or resource in AUDIT:
        unit = "万元" if column in MONEY else ""
        return {"name": column, "title": f"列 {column}", "type": "number" if unit else "string", "unit": unit}
    text = column in TEXT or (resource, column) == ("project_expenditure", "project")
    kind = "string" if text else "integer" if column == "source_line" else "number"
    return {"name": column, "title": f"列 {column}", "type": kind, "unit": "万元" if kind == "number" else ""}


def write_classifications(project: Project) -> None:
    """The functional classes that the packages use."""
    project.classifications.mkdir(parents=True)
    text = "code,name,level,parent\n201,一般公共服务支出,类,\n"
    (project.classifications / "functional.csv").write_text(text, encoding="utf-8")
