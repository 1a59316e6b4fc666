"""The page /query/ in a real Chromium, on one page that starts the engine once."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route
from visits import READY, Visit, as_rows, wait_until

from mingzhang.project import Project

DONE = "document.querySelector('.mz-query__result').getAttribute('aria-busy') === 'false'"
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


class Desk:
    """The page /query/, and what it asked the server for."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.page: Page = visit.open("/query/", permissions=["clipboard-read", "clipboard-write"])
        self.page.route("**/query/catalogue.json", self.make_large)
        self.page.reload(wait_until="networkidle")

    @staticmethod
    def make_large(route: Route) -> None:
        """Says of one table that it is large."""
        catalogue = route.fetch().json()
        catalogue["tables"]["glossary"]["pieces"][0]["bytes"] = 25 * 1024 * 1024
        route.fulfill(json=catalogue)

    def ask(self, hash: str) -> Page:
        """The page once it shows the answer to the address ``hash``."""
        self.page.evaluate("document.querySelector('.mz-query__result').setAttribute('aria-busy', 'test')")
        self.page.evaluate("hash => { location.hash = hash }", hash)
        wait_until(self.page, DONE)
        return self.page

    def sql(self, text: str) -> Page:
        return self.ask("#sql=" + quote(text))

    def run(self) -> Page:
        """The page once it shows the answer to what the form says."""
        self.page.evaluate("document.querySelector('.mz-query__result').setAttribute('aria-busy', 'test')")
        self.page.get_by_role("button", name="运行", exact=True).click()
        wait_until(self.page, DONE)
        return self.page

    def table(self) -> list[list[str]]:
        rows: list[list[str]] = self.page.locator(".mz-query__table tr").evaluate_all(
            "rows => rows.map(row => [...row.cells].map(cell => (cell.firstChild?.textContent ?? '')))"
        )
        return rows

    def error(self) -> str:
        return self.page.locator(".mz-query__error").inner_text()

    def csv(self) -> list[list[str]]:
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="下载 CSV").click()
        return as_rows(Path(download.value.path()).read_bytes())


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str, contexts: dict[str, BrowserContext]) -> Iterator[Desk]:
    visit = Visit(browser, address, contexts)
    yield Desk(visit)
    visit.leave()


@pytest.fixture(autouse=True)
def nothing_wrong(desk: Desk) -> Iterator[None]:
    """No error on the console, no failed and no foreign request."""
    yield
    assert desk.visit.wrong == []


def read(project: Project, table: str) -> pandas.DataFrame:
    """A stacked table of the repository with its unit, all as text."""
    rows = pandas.read_csv(project.root / "data" / "tables" / f"{table}.csv", dtype=str, keep_default_na=False)
    register = pandas.read_csv(project.root / "data" / "registry" / "disclosures.csv", dtype=str)
    return rows.merge(register[["disclosure_id", "unit_name", "year", "kind"]], on="disclosure_id", suffixes=("", "_"))


def amount(text: str) -> Decimal | None:
    return Decimal(text.replace(",", "")) if text else None


def test_nothing_of_the_engine_is_loaded_before_somebody_asks(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/dictionary/", "/query/"):
        page.goto(address + path, wait_until="networkidle")
        wait_until(page, READY)
    page.close()
    assert sum("query.js" in url for url in asked) == 1
    assert not any("duckdb" in url or "arrow" in url or "query_worker" in url for url in asked)


def test_the_first_example_is_what_pandas_computes(project: Project, desk: Desk) -> None:
    page = desk.page
    page.get_by_role("link", name="各单位按功能类的支出").click()
    page.locator(".mz-query__chart svg").wait_for()
    page.get_by_role("button", name="表", exact=True).click()
    page.locator(".mz-query__table").wait_for()
    table = desk.table()
    rows = read(project, "expenditure")
    names = pandas.read_csv(project.root / "data/classifications/functional.csv", dtype=str).set_index("code")["name"]
    rows = rows[rows.role == "detail"].assign(
        name=lambda frame: frame.code.str[:3].map(names), total=lambda frame: frame.total.map(amount)
    )
    expected = {
        (row.name, row.unit_name): row.total
        for row in rows.groupby(["name", "unit_name"], as_index=False).total.sum().itertuples(index=False)
    }
    found = {
        (row[0], unit): amount(cell) for row in table[1:] for unit, cell in zip(table[0][1:], row[1:], strict=True)
    }
    assert {key: value for key, value in found.items() if value is not None} == expected
    assert found[("一般公共服务支出", "中共阿克陶县委员会组织部")] == Decimal("11282.77"), "as printed in its summary"


def test_every_example_gives_rows(desk: Desk) -> None:
    links = desk.page.locator(".mz-query__examples a")
    addresses = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert len(addresses) == 6
    for address in addresses:
        page = desk.ask(address)
        assert re.match(r"(前 )?[1-9]", page.locator(".mz-query__count").inner_text()), address
        drawn = ".mz-query__chart svg" if "v=chart" in address else ".mz-query__table"
        assert page.locator(drawn).count() == 1, address
        told = page.evaluate(
            "([base, hash]) => Promise.all(['query_state.js', 'query_sql.js'].map(name => import(base + name)))"
            ".then(async ([state]) => { const catalogue = await (await fetch('catalogue.json')).json();"
            " return state.hashOf(state.readState(hash, catalogue, 'expenditure')) })",
            [f"{desk.visit.address}/assets/js/", address],
        )
        assert told.replace("%20", "+") == address.replace("%20", "+"), "an address stays as it is"


def test_a_whole_table_goes_through_the_browser_unchanged(project: Project, desk: Desk) -> None:
    fields = ["disclosure_id", "code", "name", "role", "total", "basic", "project", "source_line"]
    desk.sql(f"SELECT {', '.join(fields)} FROM expenditure")
    rows = read(project, "expenditure")
    numbers = {"total", "basic", "project"}
    lines = [
        [amount(row[name]) if name in numbers else row[name] for name in fields] for row in rows.to_dict("records")
    ]
    found = [
        [amount(cell) if name in numbers else cell for name, cell in zip(fields, line, strict=True)]
        for line in desk.csv()[1:]
    ]
    assert found == lines


def test_sums_are_exact_decimals(desk: Desk) -> None:
    desk.sql("SELECT sum(x) AS s, sum(x) = 0.3 AS exact FROM (VALUES (0.1::DECIMAL(18,2)), (0.2)) v(x)")
    assert desk.table()[1] == ["0.30", "true"]
    desk.sql("SELECT 123456789012345678901234567.89::DECIMAL(38,2) a, -0.05::DECIMAL(9,4) b, 0::DECIMAL(9,2) c, NULL d")
    assert desk.table()[1] == ["123,456,789,012,345,678,901,234,567.89", "-0.05", "0", ""]


def test_a_query_is_put_together_by_choosing(project: Project, desk: Desk) -> None:
    page = desk.page
    page.get_by_role("button", name="选着查").click()
    page.locator("[data-place=table]").select_option("projects")
    page.get_by_role("button", name="＋ 条件").click()
    page.get_by_label("条件 1 的列").select_option("amount")
    page.get_by_label("条件 1 怎样比").select_option("ge")
    page.get_by_label("条件 1 的值").fill("100")
    page.get_by_label("按哪一列分组").select_option("unit_name")
    page.get_by_role("button", name="＋ 计算").click()
    page.get_by_role("button", name="＋ 计算").click()
    page.get_by_label("计算 2", exact=True).select_option("count")
    desk.run()
    assert page.evaluate("location.hash") == "#t=projects&w=amount.ge.100&g=unit_name&m=sum.amount,count"
    rows = read(project, "projects")
    rows = rows[rows.amount != ""].assign(amount=lambda frame: frame.amount.map(amount))
    rows = rows[rows.amount >= 100].groupby("unit_name").amount.agg(["sum", "count"])
    expected = [
        [unit, total, str(count)] for unit, total, count in rows.sort_values("sum", ascending=False).itertuples()
    ]
    assert [[unit, amount(total), count] for unit, total, count in desk.table()[1:]] == expected
    sql = page.locator(".mz-query__made code").text_content() or ""
    assert sql.split("\n") == [
        "SELECT unit_name, sum(amount) AS sum_amount, count(*) AS row_count",
        "FROM projects",
        "WHERE amount >= 100",
        "GROUP BY unit_name",
        "ORDER BY sum_amount DESC",
        "LIMIT 200",
    ]


def test_adding_up_a_table_with_subtotals_counts_nothing_twice(project: Project, desk: Desk) -> None:
    page = desk.page
    page.locator("[data-place=table]").select_option("expenditure")
    page.get_by_role("button", name="＋ 计算").click()
    desk.run()
    assert "w=role.eq.detail" in page.evaluate("location.hash")
    rows = read(project, "expenditure")
    assert amount(desk.table()[1][0]) == sum(map(Decimal, filter(None, rows[rows.role == "detail"].total)))
    page.get_by_role("button", name=re.compile("去掉条件 1")).click()
    assert "直接相加会重复" in page.locator(".mz-query__warning").inner_text()


def test_back_and_forward_run_what_the_address_says(desk: Desk) -> None:
    desk.ask("#t=staffing&c=item,count&n=3")
    first = desk.table()
    assert len(first) == 4
    desk.ask("#t=offices&c=name&n=2")
    page = desk.page
    page.go_back()
    wait_until(page, "document.querySelectorAll('.mz-query__table tr').length === 4")
    assert desk.table() == first
    assert page.locator("[data-place=table]").input_value() == "staffing"
    page.go_forward()
    wait_until(page, "document.querySelectorAll('.mz-query__table tr').length === 3")
    page.get_by_role("button", name="复制链接").click()
    page.get_by_text("链接已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/query/#t=offices&c=name&n=2")


def test_rows_lead_to_their_source(desk: Desk) -> None:
    page = desk.ask("#t=claims&w=unit_name.has.阿克陶&n=1")
    links = page.locator(".mz-query__table a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links[0] == "../units/akto-zuzhibu/2024-budget/"
    assert re.fullmatch(r"\.\./units/akto-zuzhibu/2024-budget/source/#L\d+", links[1])


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM 'https://example.org/x.csv'", "不能取别的网站"),
        ("LOAD parquet", "不能取别的网站"),
        ("SET enable_external_access = true", "锁住"),
        ("SELECT * FROM nowhere", "没有叫 nowhere 的表"),
        ("SELECT nothing FROM claims", "没有叫 nothing 的列"),
        ("SELEC 1", "DuckDB 读不懂"),
        ("-- nothing", "先写一条 SQL"),
    ],
)
def test_what_goes_wrong_is_told_in_plain_words(desk: Desk, sql: str, said: str) -> None:
    desk.sql(sql)
    assert said in desk.error()


def test_a_crafted_address_does_no_harm(desk: Desk) -> None:
    evil = "<img src=x onerror=alert(1)>"
    page = desk.sql(f"SELECT '{evil}' AS \"<b>x</b>\"")
    assert desk.table() == [["<b>x</b>"], [evil]]
    page = desk.ask(
        f"#t=claims&g=__proto__,constructor,unit_name&m=sum.nothing,steal.amount,count&w=a.eq.1&w=role&n=-5&o=x&q={quote(evil)}&x=%ZZ"
    )
    assert "列 __proto__" in page.locator(".mz-query__count").inner_text()
    assert desk.table()[0] == ["单位", "行数"]
    desk.ask("#t=__proto__")
    assert page.locator("[data-place=table]").input_value() == "expenditure"
    desk.ask("#t=claims&c=reason&w=" + quote("reason.eq.'; DROP TABLE claims; --"))
    assert "没有符合条件的行" in page.locator(".mz-query__count").inner_text()
    assert page.locator("img[src='x'], [onerror], article b").count() == 0


def test_text_in_the_csv_is_guarded_and_numbers_are_not(desk: Desk) -> None:
    desk.sql("SELECT '=1+1' AS a, -3.5::DECIMAL(9,2) AS b, 'x' AS c, NULL AS d")
    assert desk.csv() == [["a", "b", "c", "d"], ["'=1+1", "-3.50", "x", ""]]


def test_a_long_result_is_drawn_in_part_and_a_long_query_can_be_stopped(desk: Desk) -> None:
    page = desk.sql("SELECT * FROM range(1500)")
    assert page.locator(".mz-query__table tbody tr").count() == 1000
    assert len(desk.csv()) == 1501
    page.evaluate("location.hash = '#sql=' + encodeURIComponent('SELECT count(*) FROM range(1000000000000)')")
    page.get_by_role("button", name="停止").click()
    page.get_by_text("已停止。").wait_for()
    desk.sql("SELECT count(*) AS n FROM offices")
    assert desk.table()[1] == ["39"], "it starts again"


def test_much_data_is_only_loaded_when_the_reader_says_so(desk: Desk) -> None:
    page = desk.ask("#t=glossary&m=count")
    assert "25.0 MB 数据、48 行" in page.locator(".mz-query__ask").inner_text()
    assert page.locator(".mz-query__table").count() == 0
    page.get_by_role("button", name="载入 25.0 MB 并运行").click()
    page.locator(".mz-query__table").wait_for()
    assert desk.table()[1] == ["48"]


def test_it_can_be_used_by_everybody(desk: Desk) -> None:
    page = desk.ask("#t=three_public&w=item_key.filled&g=unit_name&p=item_key&m=sum.total")
    page.evaluate("scrollTo(0, 0)")
    for way in ("build", "sql"):
        page.locator(f"[data-mode={way}]").click()
        page.evaluate(AXE)
        result = page.evaluate("axe.run('article', {resultTypes: ['violations']})")
        assert [f"{item['id']}: {item['nodes'][0]['html'][:120]}" for item in result["violations"]] == []
    page.set_viewport_size({"width": 390, "height": 800})
    for view in ("表", "图"):
        page.get_by_role("button", name=view, exact=True).click()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})


def test_only_the_pieces_that_conditions_need_are_loaded(desk: Desk) -> None:
    script = """async base => {
        const { Engine } = await import(base + 'query_engine.js');
        const piece = (file, province, year, kind) => ({ file, bytes: 1, rows: 1, province, year, kind });
        const budget = [piece('b', '甲省', 2024, 'budget'), piece('c', '', 2024, 'budget')];
        const big = { pieces: [piece('a', '甲省', 2023, 'final'), ...budget] };
        const tables = { big, small: { pieces: [{ file: 's' }] } };
        const engine = new Engine(new URL(base), { tables }, () => {});
        const found = [['甲省', '2024', 'budget'], ['', '2024', 'budget']];
        engine.run = async sql => ({ rows: sql.includes('none') ? [] : found });
        const files = async (asked, where) => (await engine.needed(asked, where)).map(({ file }) => file).join();
        const year = 'year = 2024';
        const first = [await files(['big'], ''), await files(['big', 'small'], year), await files(['big'], 'none')];
        engine.loaded.set('big', new Set(['b']));
        return [...first, await files(['big'], year)];
    }"""
    assert desk.page.evaluate(script, f"{desk.visit.address}/assets/js/") == ["a,b,c", "b,c,s", "a", "c"]


def test_sql_is_quoted_where_it_must_be(desk: Desk) -> None:
    script = """async base => {
        const { conditionOf, nameOf, tablesIn } = await import(base + 'query_sql.js');
        const text = { name: 'table', title: '表', type: 'string' };
        const number = { name: 'total', title: '合计', type: 'number' };
        const told = act => { try { return act() } catch (error) { return error.message } };
        const failed = told(() => conditionOf(number, { op: 'gt', value: '1 OR 1=1' }));
        const catalogue = { tables: { claims: {}, projects: {}, revenue: {} } };
        const sql = `SELECT revenue FROM "claims" -- FROM revenue\\n JOIN Projects USING (x) WHERE a = ' FROM revenue'`;
        return [nameOf('role'), nameOf('order'), nameOf('a"b'), conditionOf(text, { op: 'eq', value: "it's" }),
            conditionOf(text, { op: 'in', value: '甲, 乙' }), conditionOf(number, { op: 'le', value: '1,200.5' }),
            conditionOf(text, { op: 'blank', value: '' }), failed,
            tablesIn(catalogue, sql).join()];
    }"""
    assert desk.page.evaluate(script, f"{desk.visit.address}/assets/js/") == [
        "role",
        '"order"',
        '"a""b"',
        "\"table\" = 'it''s'",
        "\"table\" IN ('甲', '乙')",
        "total <= 1200.5",
        '"table" IS NULL',
        "“合计”要和数字比较，读到的是“1 OR 1=1”。",
        "claims,projects",
    ]


def test_a_worker_of_the_page_reaches_no_other_host(browser: Browser, address: str) -> None:
    asked: list[str] = []

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    page = browser.new_page()
    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"{address}/query/")
        code = "onmessage = ({data}) => fetch(data).then(() => postMessage('reached'), () => postMessage('refused'))"
        script = """([code, url]) => new Promise(done => {
            const worker = new Worker(URL.createObjectURL(new Blob([code])));
            worker.onmessage = ({ data }) => done(data);
            worker.postMessage(url);
        })"""
        reached = [
            page.evaluate(script, [code, url])
            for url in (f"http://127.0.0.1:{server.server_address[1]}/x", f"{address}/query/catalogue.json")
        ]
        server.shutdown()
    page.close()
    assert reached == ["refused", "reached"] and asked == []


def test_without_scripts_or_webassembly_the_page_says_so(desk: Desk) -> None:
    plain = desk.visit.open("/query/", java_script_enabled=False)
    assert plain.locator("#tables ~ .mz-query__tables a[href$='expenditure.csv']").first.is_visible()
    assert not plain.locator(".mz-query__desk").is_visible()
    assert "要用 JavaScript" in plain.locator(".mz-query").inner_text()
    old = desk.visit.browser.new_page()
    old.add_init_script("delete globalThis.WebAssembly")
    old.goto(desk.visit.address + "/query/")
    old.get_by_text("这个浏览器没有 WebAssembly").wait_for()
    old.close()
