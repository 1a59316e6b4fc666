"""Every example of the page 用工具读取 runs as it is printed there, against the served site, and answers rightly.

The answers are typed from the documents' own tables (the line of the source beside each) or counted in the answer keys,
which were typed by eye; none is taken from what the site says.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from mingzhang.lock import locked
from mingzhang.project import Project
from mingzhang.site import build_site
from mingzhang.site.address import read_address
from mingzhang.site.downloads.guard import unguard
from served import Served, serve

KEYS = Path(__file__).parent / "answer_keys"
LIMIT = 60  # seconds
AKQI, AKTO, KORLA, QUYANG, URUMQI = (
    *("akqi-zhengfuban-2024-budget", "akto-zuzhibu-2024-budget", "korla-kaifaqu-dangqun-2024-budget"),
    *("quyang-zuzhibu-2024-budget", "urumqi-zuzhibu-2024-final"),
)


class Blocks(HTMLParser):
    """The code blocks of a page as (heading's id, language, code)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.heading, self.language, self.inside = "", "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "h2":
            self.heading = values.get("id") or ""
        if tag == "code" and (values.get("class") or "").startswith("language-"):
            self.found.append((self.heading, str(values["class"]).removeprefix("language-"), ""))
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "code"

    def handle_data(self, data: str) -> None:
        if self.inside:
            heading, language, code = self.found[-1]
            self.found[-1] = (heading, language, code + data)


@pytest.fixture(scope="module")
def site(project: Project) -> Iterator[Served]:
    with locked(project):  # several workers may want it at once
        build_site(project, lambda _: None)
    with serve(project.site) as served:
        yield served


@pytest.fixture(scope="module")
def recipes(project: Project, site: Served) -> list[tuple[str, str, str]]:
    """The code of the built page, its address that of the served site."""
    blocks = Blocks((project.site / "recipes" / "index.html").read_text(encoding="utf-8")).found
    published = read_address(project)
    assert all(published in code for heading, language, code in blocks if (heading, language) != ("datasette", "sql"))
    return [(heading, language, code.replace(published, site.address)) for heading, language, code in blocks]


def code_of(recipes: list[tuple[str, str, str]], heading: str, language: str) -> list[str]:
    return [code for place, kind, code in recipes if (place, kind) == (heading, language)]


def run_python(recipes: list[tuple[str, str, str]], heading: str) -> Any:
    (code,) = code_of(recipes, heading, "python")
    names: dict[str, Any] = {}
    exec(compile(code, f"<{heading}>", "exec"), names)
    return names["answer"]


def run_shell(script: str, folder: Path) -> str:
    """What the commands print; programs of the virtual environment are found, nothing is installed."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    lines = [line for line in script.splitlines() if not line.startswith("pip install ")]
    done = subprocess.run(
        ["bash", "-euc", "\n".join(lines)],
        **{"cwd": folder, "env": os.environ | {"PATH": path}, "timeout": LIMIT, "check": False},
        **{"capture_output": True, "text": True},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


def count_at_least(disclosure: str) -> int:
    """Targets with ≥ in the answer key."""
    with (KEYS / disclosure / "performance_indicators.csv").open(encoding="utf-8", newline="") as file:
        return sum(row["target_operator"] == ">=" for row in csv.DictReader(file))


def test_the_page_has_an_example_for_every_tool(recipes: list[tuple[str, str, str]]) -> None:
    assert {(heading, language) for heading, language, _ in recipes} == {
        *(("shell", "sh"), ("pandas", "python"), ("polars", "python"), ("duckdb", "sql"), ("r", "r")),
        *(("excel", "powerquery"), ("datasette", "sh"), ("datasette", "sql")),
        *(("frictionless", "sh"), ("frictionless", "python")),
    }
    assert not [code for _, _, code in recipes if "@site@" in code or "@example@" in code]


def test_shell(recipes: list[tuple[str, str, str]], tmp_path: Path) -> None:
    (script,) = code_of(recipes, "shell", "sh")
    assert run_shell(script, tmp_path).splitlines() == ["mingzhang.zip: OK"]
    with (tmp_path / "mingzhang.zip").open("ab") as file:
        file.write(b"x")
    with pytest.raises(AssertionError, match=r"mingzhang\.zip: FAILED"):
        run_shell(script.splitlines()[-1], tmp_path)


def test_pandas(recipes: list[tuple[str, str, str]]) -> None:
    answer = run_python(recipes, "pandas")
    told = {(code, name): value for name, column in answer.items() for code, value in column.dropna().items()}
    assert told[("210", AKTO)] == Decimal("31.30")  # line 257: 210 卫生健康支出
    assert told[("208", AKTO)] == Decimal("133.21")  # line 251
    assert told[("206", QUYANG)] == Decimal("40.62")  # line 1410: 206 科学技术支出
    assert told[("201", KORLA)] == Decimal("330.39") + Decimal("162.20")  # lines 532 and 534, which have no 类 row
    assert ("206", AKTO) not in told and not answer.columns.str.contains("final").any()  # attached, not printed
    assert all(isinstance(value, Decimal) for value in told.values())


def test_polars(recipes: list[tuple[str, str, str]]) -> None:
    answer = run_python(recipes, "polars")
    told = {row["disclosure_id"]: row for row in answer.to_dicts()}
    # The rows 合计 of 一般公共预算支出情况表: total, project and their share by hand.
    for name, total, project, share in (
        (AKTO, "9974.44", "9180.46", "92.0"),
        (KORLA, "518.80", "162.20", "31.3"),
    ):
        row = told[name]
        assert (row["total"], row["project"]) == (Decimal(total), Decimal(project)), name
        assert row["share"] == Decimal(share), name
    assert next(iter(told)) == AKTO and len(told) == 4


@pytest.fixture(scope="module")
def duck() -> Any:
    """DuckDB that reads addresses without its extension, and fetches nothing."""
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("fsspec", reason="DuckDB reads addresses through it where httpfs cannot be installed")
    from ranges import Addresses

    never = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    with duckdb.connect(config=never) as connection:
        connection.register_filesystem(Addresses())
        yield connection


def test_duckdb_counts_targets_in_parquet_over_http(
    recipes: list[tuple[str, str, str]], site: Served, duck: Any
) -> None:
    query = code_of(recipes, "duckdb", "sql")[0]
    told = dict(duck.sql(query).fetchall())
    assert told == {name: count_at_least(name) for name in (AKQI, AKTO, KORLA, QUYANG, URUMQI)}
    assert list(told.values()) == sorted(told.values(), reverse=True)
    assert site.parts["/data/tables/performance_indicators.parquet"], "it came over HTTP"


def test_duckdb_adds_exactly(recipes: list[tuple[str, str, str]], duck: Any) -> None:
    # 收入总体情况表, the rows 合计 (lines 158, 175, 392); the fourth budget's table has no column of it.
    assert duck.sql(code_of(recipes, "duckdb", "sql")[1]).fetchall() == [
        ("中共阿克陶县委员会组织部", 2024, Decimal("9951.64")),
        ("阿合奇县人民政府办公室", 2024, Decimal("854.58")),
        ("库尔勒经济技术开发区党群事务中心", 2024, Decimal("518.80")),
    ]


def test_r(recipes: list[tuple[str, str, str]], tmp_path: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("no Rscript: scripts/install-programs installs it")
    (code,) = code_of(recipes, "r", "r")
    script = tmp_path / "recipe.R"
    script.write_text(code + 'cat("\\n@", toJSON(answer, digits = 10), "\\n")\n', encoding="utf-8")
    printed = run_shell(f"LC_ALL=C.UTF-8 Rscript --vanilla {script}", tmp_path)
    told = {row["disclosure_id"]: row for row in json.loads(printed.rpartition("@")[2])}
    told = {name: (row["total_wages"], row["total_whole"], row["percent"]) for name, row in told.items()}
    assert told[AKTO] == (711.4, 793.98, 89.6)  # lines 277 and 297
    assert told[KORLA] == (150.8, 356.6, 42.3)  # lines 571 and 613
    assert len(told) == 4


def test_power_query_names_what_is_there(recipes: list[tuple[str, str, str]], site: Served) -> None:
    (code,) = code_of(recipes, "excel", "powerquery")
    address = re.findall(r'"(http[^"]+)"', code)[0] + re.findall(r'Site & "([^"]+)"', code)[0]
    with urllib.request.urlopen(address, timeout=LIMIT) as answer:
        rows = list(csv.DictReader(answer.read().decode("utf-8").splitlines()))
    with urllib.request.urlopen(f"{site.address}data/datapackage.json", timeout=LIMIT) as answer:
        package = json.load(answer)
    (fields,) = (item["schema"]["fields"] for item in package["resources"] if item["name"] == "three_public")
    texts, numbers = (re.findall(r'"(\w+)"', names) for names in re.findall(r"List\.Transform\(\s*\{([^}]+)\}", code))
    assert texts == [field["name"] for field in fields if field["type"] == "string"]
    assert numbers == [field["name"] for field in fields if field["type"] in ("number", "integer")]
    assert list(rows[0]) == [field["name"] for field in fields]
    assert set(re.findall(r"\[(\w+)\]", code)) <= set(rows[0])


def test_power_query_undoes_the_guard_as_we_do(recipes: list[tuple[str, str, str]], project: Project) -> None:
    (code,) = code_of(recipes, "excel", "powerquery")
    (listed,) = re.findall(r"Separators = \{([^}]+)\}", code)
    signs = {"#(tab)": "\t", "#(cr)": "\r", "#(lf)": "\n"}
    separators = [signs.get(sign, sign) for sign in re.findall(r'"([^"]+)"', listed)]
    seen = 0
    for path in (project.site / "data" / "tables").glob("*.csv"):
        for row in csv.reader(path.open(encoding="utf-8", newline="")):
            for cell in row:
                undone = cell
                for separator in separators:
                    undone = undone.replace(separator + "'", separator)
                undone = undone[1:] if undone.startswith("'") else undone
                assert undone == unguard(cell), (path.name, cell)
                seen += undone != cell
    assert seen > 50


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def test_datasette(recipes: list[tuple[str, str, str]], tmp_path: Path) -> None:
    (script,), (query,) = code_of(recipes, "datasette", "sh"), code_of(recipes, "datasette", "sql")
    *fetch, serving = script.splitlines()
    run_shell("\n".join(fetch), tmp_path)
    port = free_port()
    assert serving.endswith(" --port 8001")
    command = [sys.executable, "-m", *serving.replace("8001", str(port)).split()]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            asked = urllib.parse.urlencode({"_shape": "array", "sql": query})
            told = ask(f"http://127.0.0.1:{port}/mingzhang.json?{asked}")
            about = ask(f"http://127.0.0.1:{port}/-/metadata.json")
        finally:
            process.terminate()
    # “三公”经费支出情况表, the rows 合计.
    assert [(row["unit_name"], str(row["three_public"])) for row in told] == [
        ("阿合奇县人民政府办公室", "106.4"),
        ("中共阿克陶县委员会组织部", "9"),
        ("库尔勒经济技术开发区党群事务中心", "1.22"),
        ("中国共产党曲阳县委员会组织部", "1.2"),
    ]
    assert about["license"] == "CC-BY-4.0"


def ask(address: str) -> Any:
    """The JSON at ``address``, once the server is there."""
    until = time.monotonic() + LIMIT
    while True:
        try:
            with urllib.request.urlopen(address, timeout=LIMIT) as answer:
                return json.load(answer)
        except ConnectionError:
            assert time.monotonic() < until
        except urllib.error.URLError as error:
            assert isinstance(error.reason, ConnectionError) and time.monotonic() < until, error
        time.sleep(0.1)


def test_frictionless(recipes: list[tuple[str, str, str]], tmp_path: Path) -> None:
    (script,) = code_of(recipes, "frictionless", "sh")
    printed = run_shell(script, tmp_path)
    assert "VALID" in printed.upper() and "INVALID" not in printed.upper()
    answer = run_python(recipes, "frictionless")
    with (KEYS / AKQI / "tables.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["table"]: row["status"] for row in csv.DictReader(file)}
    assert {name: answer[name] for name in expected} == expected
