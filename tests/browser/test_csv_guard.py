"""CSV that pages make follows the rule of the published files."""

from __future__ import annotations

import random
from typing import Any

from visits import Visit

from hostile_cells import CALM, RUN
from mingzhang.site.downloads.guard import Column, format_line, guard, guard_cell

MODULE = "/assets/js/csv.js"
SIGNS = "=+-@#'＝－﹢\"\t\r\n,;| \u3000\u200b\ufeff\x00\x85a1%.中😀"


def ask(visit: Visit, call: str, texts: list[str]) -> list[Any]:
    """What ``call`` of the pages' module gives for each of ``texts``, in the browser."""
    page = visit.open("/dictionary/")
    script = f"([address, texts]) => import(address).then(csv => texts.map(text => {call}))"
    answers: list[Any] = page.evaluate(script, [visit.address + MODULE, texts])
    return answers


def test_the_rule_in_the_browser_is_the_one_of_the_files(visit: Visit) -> None:
    chance = random.Random(7)
    made = ["".join(chance.choices(SIGNS, k=chance.randint(1, 6))) for _ in range(3000)]
    texts = [*RUN, *CALM, "-3.50", "12%", "-INF", *made]
    assert ask(visit, "csv.guarded(text)", texts) == [guard(text) for text in texts]
    number = Column("number")
    assert ask(visit, "csv.numberOrText(text)", texts) == [guard_cell(text, number) for text in texts]
    assert ask(visit, "csv.csvText([[text, 'b']])", texts) == [f"{format_line([text, 'b'])}\r\n" for text in texts]


def test_what_is_copied_for_a_spreadsheet_follows_it_too(visit: Visit) -> None:
    page = visit.open("/dictionary/")
    script = """address => import(address).then(copy => {
        const table = document.createElement("table");
        table.createTHead().insertRow();
        for (const name of ["项目", "金额"]) table.tHead.rows[0].insertCell().textContent = name;
        const row = table.createTBody().insertRow();
        for (const text of ["=9辆", "-1,200.50"]) row.insertCell().textContent = text;
        document.body.append(table);
        const { rows } = copy.readRows([table]);
        table.remove();
        return rows;
    })"""
    assert page.evaluate(script, f"{visit.address}/assets/js/copy.js") == [["'=9辆", "-1200.50"]]
