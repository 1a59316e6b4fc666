"""Search in a real browser: what the documents hold is found, nothing else, and little is loaded for it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from visits import Visit, wait_until

from mingzhang.project import Project
from mingzhang.site.search.normalise import grams, hash_gram, normalise, sign_of

AKTO, AKQI, QUYANG, URUMQI, KORLA = (
    "中共阿克陶县委员会组织部",
    "阿合奇县人民政府办公室",
    "中国共产党曲阳县委员会组织部",
    "中共乌鲁木齐市委员会组织部",
    "库尔勒经济技术开发区党群事务中心",
)
SITE = {"核对规则", "数据字典", "名词"}
LIMIT = 1_000_000

# Which documents have the words, as read in them; some stand apart over two lines or within quotation marks there.
READ = {
    "三公": {AKTO, AKQI, QUYANG, URUMQI, KORLA},
    "三公经费": {AKTO, AKQI, QUYANG, URUMQI, KORLA},
    "公务接待费": {AKTO, AKQI, QUYANG, URUMQI, KORLA},
    "援疆": {AKTO, URUMQI, KORLA},
    "村干部报酬": {AKTO},
    "四清": {QUYANG},
    "访惠聚": {AKQI, KORLA},
    "9748.99": {AKTO},
    "11,508.22万元": {AKTO},
    "2013201": {AKTO, QUYANG, URUMQI},
    "阿合奇 公务接待": {AKQI},
    "华能 接待": {AKQI},
    "决算 援疆": {URUMQI},
}


def results(page: Page) -> dict[str, list[str]]:
    """The hits shown, by document."""
    wait_until(page, "document.querySelector('[data-mz-search-status]').textContent.includes('找到')")
    found = page.locator(".mz-hits__document").all()
    return {
        item.locator("h2 a").inner_text(): [hit.inner_text() for hit in item.locator(".mz-hit").all()] for item in found
    }


@pytest.mark.parametrize("query", READ)
def test_finds_what_the_documents_hold(visit: Visit, query: str) -> None:
    page = visit.open(f"/search/?q={query}")
    found = results(page)
    assert set(found) - SITE == READ[query]
    assert not set(list(found)[: len(READ[query])]) & SITE  # the site's own pages come last
    told = page.locator("[data-mz-search-status]").inner_text()
    assert told.startswith(f"在 {len(READ[query])} 份材料里找到 ")
    marked = {normalise(mark.inner_text()) for mark in page.locator(".mz-hits mark").all()}
    assert marked <= {normalise(word) for word in query.split()} | {"11508.22"} and marked


def test_hits_have_section_snippet_and_amount_and_lead_there(visit: Visit) -> None:
    page = visit.open("/search/?q=村干部报酬")
    item = page.locator(".mz-hits__document")
    assert item.locator(".mz-chip").inner_text() == "2024 预算"
    first = item.locator(".mz-hit").first
    assert first.locator(".mz-hit__section").inner_text() == "项目"
    assert first.locator(".mz-hit__amount").inner_text() == "5,933.50万元"
    assert first.locator("mark").first.inner_text() == "村干部报酬"
    first.click()
    page.wait_for_url("**/units/akto-zuzhibu/2024-budget/projects/p04/")
    assert "村干部报酬" in page.locator("h1").inner_text()


def test_final_accounts_are_told_from_budgets(visit: Visit) -> None:
    page = visit.open("/search/?q=乌鲁木齐")
    assert page.locator(".mz-hits__document .mz-chip--final").first.inner_text() == "2024 决算"


def test_a_statement_stands_for_its_paragraph(visit: Visit) -> None:
    found = results(visit.open("/search/?q=增加华能接待经费"))
    assert [hit.split("\n")[0] for hit in found[AKQI]].count("文字说明") == 0
    assert any("79.4" in hit and "公务接待费" in hit for hit in found[AKQI])


@pytest.mark.parametrize("query", ["鬼画符乱码", "疆援", "99887766", "“”", "<img src=x onerror=alert(1)>"])
def test_finds_nothing_where_nothing_is(visit: Visit, query: str) -> None:
    page = visit.open("/search/")
    page.locator("#mz-searchbox").fill(query)
    page.keyboard.press("Enter")
    if normalise(query):
        assert results(page) == {}
        page.locator("[data-mz-search-none]").wait_for()
    else:
        page.locator("[data-mz-search-empty]").wait_for()
    assert page.locator(".mz-hits *").count() == 0 and page.locator("article img").count() == 0


def test_documents_are_those_of_a_plain_scan(visit: Visit, project: Project) -> None:
    texts = read_texts(project.site / "search" / "documents")
    queries = draw([text for found in texts.values() for text in found], 40)
    page = visit.open("/search/")
    found = page.evaluate(
        """async (queries) => {
          const { Store, Finder, words } = await import(new URL("../assets/js/search.js", location.href).href);
          const store = new Store(new URL("./", location.href));
          const all = [];
          for (const query of queries) {
            const finder = new Finder(store, words(query));
            const ids = [];
            do ids.push(...(await finder.next()).map((result) => result.about.id)); while (finder.left);
            ids.push(...(await finder.pages()).map((result) => result.about.id));
            all.push(ids.sort());
          }
          return all;
        }""",
        queries,
    )
    expected = [sorted(name for name, own in texts.items() if any(query in text for text in own)) for query in queries]
    assert dict(zip(queries, found, strict=True)) == dict(zip(queries, expected, strict=True))


def read_texts(folder: Path) -> dict[str, list[str]]:
    """All that is searched, normalised, by document."""
    return {
        path.stem: [
            normalise(text) for entry in json.loads(path.read_text("utf-8"))["entries"] for text in searched(entry)
        ]
        for path in sorted(folder.glob("*.json"))
    }


def searched(entry: list[Any]) -> list[str]:
    label, amount = [*entry, "", ""][3:5]
    return [label, *entry[7::2], f"{amount}万元" if amount else ""]


def draw(texts: list[str], count: int) -> list[str]:
    """Substrings of one to eight characters, and some with a character exchanged."""
    chance = random.Random(20240101)
    long = [text for text in texts if len(text) > 8]
    queries = []
    for number in range(count):
        text = chance.choice(long)
        length = chance.randint(1, 8)
        start = chance.randrange(len(text) - length)
        query = text[start : start + length]
        queries.append(query if number % 4 else query[::-1])
    return [query for query in queries if not query.startswith(",") and not query.endswith(",")]


def test_python_and_the_browser_compare_alike(visit: Visit, project: Project) -> None:
    packages = sorted(project.packages.rglob("*.csv"))
    texts = [line for path in packages for line in path.read_text("utf-8").splitlines()[1:400:7]]
    texts += [
        "９，７５１．８７",
        "“三公” 经费",
        "𠮷野家２０２４",
        "1,2,3",
        ",1,",
        "〔2024〕",
        "ＡＢc",
        "é\u00a0\u3000x",
        "",
    ]
    page = visit.open("/search/")
    found = page.evaluate(
        """async (texts) => {
          const { hash, normalise } = await import(new URL("../assets/js/search.js", location.href).href);
          return texts.map((text) => [normalise(text), hash(text)]);
        }""",
        texts,
    )
    assert found == [[normalise(text), hash_gram(text)] for text in texts]


def test_the_browser_asks_only_for_what_the_index_holds(visit: Visit) -> None:
    words = [
        "三公",
        "疆",
        "村干部报酬",
        "11508.22万元",
        "2013201",
        "a1",
        "新党发[2019]9号",
        "201一般",
        "计1234",
        "12,34.5",
    ]
    page = visit.open("/search/")
    asked = page.evaluate(
        """async (words) => {
          const { grams, signOf } = await import(new URL("../assets/js/search.js", location.href).href);
          return words.map((word) => [grams(word), signOf(word)]);
        }""",
        words,
    )
    for word, (found, sign) in zip(words, asked, strict=True):
        assert found and {*found, sign} <= {*grams(word), ""}, word
    assert set(asked[3][0]) == {"1150", "1508", "508.", "08.2", "8.22", "2万", "万元"}
    assert asked[3][1] == sign_of("11508.22") and asked[0][1] == ""


COUNT = """
new MutationObserver(() => {
  if (window.cost || !document.querySelector(".mz-hits__document")) return;
  const found = [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")];
  window.cost = found.filter((one) => one.responseEnd > 0).map((one) => [one.name, one.encodedBodySize]);
}).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.parametrize("query", ["公务接待费", "三公", "11508.22"])
def test_a_first_hit_costs_less_than_a_megabyte(visit: Visit, query: str) -> None:
    page = visit.browser.new_page()
    page.add_init_script(COUNT)
    page.goto(f"{visit.address}/search/?q={query}")
    assert results(page)
    cost = dict(page.evaluate("window.cost"))
    assert sum(cost.values()) < LIMIT
    index = {name: size for name, size in cost.items() if "/search/" in name and ".json" in name}
    assert sum(index.values()) < LIMIT / 2
    assert sum("/shards/" in name for name in index) <= max(1, len(query) - 1)


def test_nothing_of_the_index_is_loaded_before_it_is_asked(visit: Visit) -> None:
    page = visit.browser.new_page()
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    for path in ("/", "/search/"):
        page.goto(visit.address + path, wait_until="networkidle")
    assert [url for url in urls if ".json" in url and "/search/" in url] == []


def test_the_query_stands_in_the_address_and_back_goes_back(visit: Visit) -> None:
    page = visit.open("/search/")
    box = page.locator("#mz-searchbox")
    box.press_sequentially("援疆", delay=30)
    page.wait_for_url("**/search/?q=%E6%8F%B4%E7%96%86")
    assert AKTO in results(page)
    page.keyboard.press("Enter")
    box.fill("四清")
    page.wait_for_url("**/search/?q=%E5%9B%9B%E6%B8%85")
    page.locator(".mz-hits__document", has_text=QUYANG).wait_for()
    page.go_back()
    assert box.input_value() == "援疆"
    page.locator(".mz-hits__document", has_text=AKTO).wait_for()
    page.go_back()
    assert box.input_value() == ""
    page.locator("[data-mz-search-empty]").wait_for()
    page.locator("[data-mz-search-empty] a", has_text="村干部报酬").click()
    page.locator("mark", has_text="村干部报酬").first.wait_for()
    assert "?q=" in page.url and box.input_value() == "村干部报酬"


def test_nothing_is_searched_while_an_input_method_composes(visit: Visit) -> None:
    page = visit.open("/search/")
    box = page.locator("#mz-searchbox")
    client = page.context.new_cdp_session(page)
    box.focus()
    for letters in ("s", "si", "si q", "si qing"):
        client.send(
            "Input.imeSetComposition", {"text": letters, "selectionStart": len(letters), "selectionEnd": len(letters)}
        )
    page.wait_for_timeout(500)
    assert box.input_value() == "si qing" and "q=" not in page.url
    client.send("Input.insertText", {"text": "四清"})
    page.locator(".mz-hits__document", has_text=QUYANG).wait_for()
    assert box.input_value() == "四清"


def test_more_hits_and_the_keyboard(visit: Visit) -> None:
    page = visit.open("/about/")
    page.keyboard.press("/")
    page.keyboard.type("援疆")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    item = page.locator(".mz-hits__document", has_text=AKTO)
    item.wait_for()
    count = int(item.locator(".mz-hits__count").inner_text().split()[0])
    assert count > 4 and item.locator(".mz-hit").count() == 4
    for _ in range(1 + count // 20):
        if item.locator("button").count():
            item.locator("button").focus()
            page.keyboard.press("Enter")
    assert item.locator(".mz-hit").count() == count
    assert page.evaluate("document.activeElement.classList.contains('mz-hit')")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") in ("mz-searchbox", "mz-search-box")


def test_a_lost_index_is_told_and_can_be_asked_for_again(visit: Visit) -> None:
    page = visit.browser.new_page()
    page.route("**/search/shards/*", lambda route: route.abort())
    page.goto(f"{visit.address}/search/?q=援疆", wait_until="networkidle")
    page.locator("[data-mz-search-failed]").wait_for()
    page.unroute("**/search/shards/*")
    page.locator("[data-mz-search-failed] button").click()
    assert AKTO in results(page)
    assert page.locator("[data-mz-search-failed]").is_hidden()


@pytest.mark.parametrize("width", [1280, 768, 719, 320])
def test_the_header_box_overlaps_nothing_and_does_not_move(visit: Visit, width: int) -> None:
    page = visit.open("/about/", width)
    box, title = page.locator(".mz-search").bounding_box(), page.locator(".md-header__title").bounding_box()
    toggle = page.locator(".md-header__option label:visible").bounding_box()
    assert box and title and toggle
    assert title["x"] + title["width"] <= box["x"] and box["x"] + box["width"] <= toggle["x"]
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(200)
    assert page.locator(".mz-search").bounding_box() == box
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 720:
        assert min(box["width"], box["height"]) >= 44
        page.locator(".mz-search__go").click()
        page.wait_for_url("**/search/**")
        wait_until(page, "document.activeElement.id === 'mz-searchbox'")


def test_without_scripts_the_page_leads_to_the_lists(visit: Visit) -> None:
    page = visit.open("/search/", java_script_enabled=False)
    assert page.locator("noscript a").first.is_visible()
    assert "脚本" in page.locator("noscript p").first.inner_text()
