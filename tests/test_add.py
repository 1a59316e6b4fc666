"""``mingzhang add``: files become a disclosure of the project, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import mingzhang.pipeline
from mingzhang.add.ask import asking
from mingzhang.add.proposal import Proposal, order_files, unit_id_of
from mingzhang.add.run import NotAddedError
from mingzhang.cli import main
from mingzhang.divisions import are_alike, find_divisions, short_name
from mingzhang.errors import DisclosureError
from mingzhang.pipeline import folder_digest
from mingzhang.project import Project

SOURCES = Path(__file__).resolve().parents[1] / "data" / "sources"
FINAL = "urumqi-zuzhibu-2024-final"

TINY = """大悟县民政局
2023年度部门决算公开

目录

第一部分 部门概况
第二部分 2023年度部门决算表
第三部分 名词解释

发布时间：2024-09-20

第一部分 部门概况

贯彻执行民政工作的法律法规。

第二部分 2023年度部门决算表

支出决算表
公开03表
部门：大悟县民政局\t\t\t\t金额单位：元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t1234567.80\t1000000.00\t234567.80
208\t社会保障和就业支出\t1234567.80\t1000000.00\t234567.80
20802\t民政管理事务\t1234567.80\t1000000.00\t234567.80
2080201\t行政运行\t1234567.80\t1000000.00\t234567.80

第三部分 名词解释

基本支出：指为保障机构正常运转而发生的支出。
"""
ID = "dawu-minzhengju-2023-final"


@pytest.fixture
def empty(tmp_path: Path) -> Project:
    """A project without any disclosure."""
    project = Project(tmp_path / "empty")
    project.sources.mkdir(parents=True)
    (project.root / "mkdocs.yml").write_text(
        "site_name: test\nsite_url: https://mingzhang.example/\n", encoding="utf-8"
    )
    return project


def add(project: Project, *arguments: object) -> int:
    return main(["--root", str(project.root), "add", *map(str, arguments)])


def write(folder: Path, name: str = "公开.txt", text: str = TINY, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def metadata(project: Project, name: str = ID) -> dict[str, object]:
    data = yaml.safe_load((project.sources / name / "disclosure.yml").read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def test_the_document_tells_everything(empty: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path)
    assert add(empty, path) == 0
    said = metadata(empty)
    assert said["unit"] == {
        "id": "dawu-minzhengju",
        "name": "大悟县民政局",
        "division_code": "420922",
        "region": ["湖北省", "孝感市", "大悟县"],
        "body_kind": "政府",
    }
    assert (said["year"], said["kind"], said["scope"], str(said["published"])) == (2023, "final", "部门", "2024-09-20")
    assert said["title"] == "大悟县民政局2023年度部门决算公开"
    assert said["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (empty.sources / ID / "公开.txt").read_bytes() == path.read_bytes()
    rows = (empty.packages / ID / "expenditure.csv").read_text("utf-8").splitlines()
    assert rows[-1].startswith("2080201,") and "123.456780,100.000000,23.456780" in rows[-1]
    report = capsys.readouterr().out
    assert "单位：大悟县民政局（dawu-minzhengju，政府）" in report and "地区：湖北省孝感市大悟县（420922）" in report
    assert "已读  支出决算表，4 行" in report and "没有  收支总体情况表" in report and "审核：" in report


def test_a_file_in_gb18030_gives_the_same_rows(empty: Project, tmp_path: Path) -> None:
    assert add(empty, write(tmp_path, encoding="gb18030")) == 0
    assert "民政管理事务" in (empty.packages / ID / "expenditure.csv").read_text("utf-8")


def test_options_go_before_what_the_document_says(empty: Project, tmp_path: Path) -> None:
    options = ["--unit-id", "mzj", "--year", "2022", "--scope", "单位", "--division-code", "420106", "--title", "决算"]
    assert add(empty, write(tmp_path), *options) == 0
    said = metadata(empty, "mzj-2022-final")
    assert said["unit"]["region"] == ["湖北省", "武汉市", "武昌区"]  # type: ignore[index]
    assert (said["year"], said["scope"], said["title"]) == (2022, "单位", "决算")


def test_what_is_there_is_never_overwritten(empty: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(empty, write(tmp_path)) == 0
    before = folder_digest(empty.sources / ID), folder_digest(empty.packages / ID)
    assert add(empty, write(tmp_path, text=TINY.replace("指为", "指的是为"))) == 1
    assert "there is such a disclosure already" in capsys.readouterr().err
    assert add(empty, tmp_path / "公开.txt", "--unit-id", "other") == 0
    assert add(empty, write(tmp_path, "again.txt", TINY)) == 1
    assert f"is in {ID} already" in capsys.readouterr().err
    assert (folder_digest(empty.sources / ID), folder_digest(empty.packages / ID)) == before


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--unit-id", "民政局", "ASCII words joined by hyphens"),
        ("--division-code", "42", "six digits"),
        ("--division-code", "999999", "is not in GB/T 2260: give --region too"),
        ("--body-kind", "公司", "expected one of 党委"),
        ("--year", "24", "expected a year"),
    ],
)
def test_values_that_cannot_be_right_are_refused(
    empty: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str, told: str
) -> None:
    assert add(empty, write(tmp_path), option, value) == 1
    assert told in capsys.readouterr().err
    assert not list(empty.sources.iterdir())


def test_a_unit_that_is_known_keeps_its_id(empty: Project, tmp_path: Path) -> None:
    options = ["--unit-id", "mzj", "--division-code", "420106"]
    assert add(empty, write(tmp_path), *options) == 0
    assert add(empty, write(tmp_path, "next.txt", TINY.replace("2023年", "2024年"))) == 0
    assert metadata(empty, "mzj-2024-final")["unit"] == metadata(empty, "mzj-2023-final")["unit"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("没有表的文件\n", "does not tell"),
        (TINY.replace("支出决算表", "其他").replace("科目编码\t", "甲\t"), "name no statutory table"),
        (TINY.replace("大悟县民政局", "某局"), "--division-code"),
        (TINY.replace("大悟县", "鼓楼区"), "320106 江苏省南京市鼓楼区"),
        (TINY.replace("大悟县", "大悟区"), "it may be 420922 湖北省孝感市大悟县"),
    ],
)
def test_a_failure_leaves_nothing_behind(
    empty: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    assert add(empty, write(tmp_path, text=text)) == 1
    assert message in capsys.readouterr().err
    assert not list(empty.sources.iterdir()) and not list((empty.build / "add").glob("*"))


def test_a_package_that_cannot_be_built_is_taken_back(
    copy_project: Callable[..., Project], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = copy_project(FINAL)
    assert main(["--root", str(project.root), "convert"]) == 0
    before = folder_digest(project.root / "data")
    stage_package = mingzhang.pipeline.stage_package

    def fail(converted, *arguments):  # type: ignore[no-untyped-def]
        if converted.disclosure.id == ID:
            raise DisclosureError(ID, "package", "not valid", "mend it")
        return stage_package(converted, *arguments)

    monkeypatch.setattr(mingzhang.pipeline, "stage_package", fail)
    assert add(project, write(tmp_path)) == 1
    assert folder_digest(project.root / "data") == before


def test_several_files_make_one_disclosure(empty: Project, tmp_path: Path) -> None:
    head, tail = TINY.split("支出决算表\n")
    folder = tmp_path / "received"
    folder.mkdir()
    write(folder, "1 说明.txt", head)
    write(folder, "2 表.txt", f"支出决算表\n{tail}")
    assert add(empty, folder) == 0
    said = metadata(empty)
    lines = (empty.sources / ID / "extracted.txt").read_text("utf-8").split("\n")
    assert said["file"] == "1 说明.txt" and [item["file"] for item in said["attachments"]] == ["2 表.txt"]  # type: ignore[attr-defined]
    parts = said["extracted"]["parts"]  # type: ignore[index]
    starts = {part["file"]: part["line"] for part in parts}
    assert starts["1 说明.txt"] == 1 and lines[starts["2 表.txt"] - 1] == "支出决算表"
    rows = (empty.packages / ID / "expenditure.csv").read_text("utf-8").splitlines()
    line = int(rows[-1].rsplit(",", 1)[1])
    assert lines[line - 1].startswith("2080201\t")


def test_the_kept_text_is_what_is_read(empty: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head, tail = TINY.split("支出决算表\n")
    assert add(empty, write(tmp_path, "a.txt", head), write(tmp_path, "b.txt", f"支出决算表\n{tail}")) == 0
    kept = empty.sources / ID / "extracted.txt"
    good = kept.read_bytes()
    kept.write_bytes(good + b"x\n")
    assert main(["--root", str(empty.root), "convert"]) == 1
    assert f"run `mingzhang extract {ID}`" in capsys.readouterr().out
    assert main(["--root", str(empty.root), "extract", ID]) == 0
    assert kept.read_bytes() == good
    assert main(["--root", str(empty.root), "convert"]) == 0
    assert main(["--root", str(empty.root), "extract", "nobody-2023-final"]) == 1


def decide(proposal: Proposal, *answers: str) -> tuple[Proposal, str]:
    """What comes of a proposal that is answered so, and what was told."""
    left, told = list(answers), []
    settled = asking(lambda question: told.append(question) or left.pop(0), told.append)(proposal, [], "")  # type: ignore[func-returns-value]
    assert left == []
    return settled, "\n".join(told)


def lacking() -> Proposal:
    return Proposal(unit="鼓楼区民政局", year=2023, kind="final", scope="部门", title="决算")


def test_asked_for_a_place_a_name_will_do() -> None:
    settled, told = decide(
        lacking(),
        "abc",
        "鼓楼区",
        "福州市鼓楼区",
        "unit_id=民政",
        "unit_id=gulou-mzj",
        "colour=1",
        "kind=预算",
        "嗯",
        "",
    )
    assert (settled.division_code, settled.unit_id) == ("350102", "gulou-mzj")
    assert settled.kind == "budget" and "阶段：预算" in told
    assert settled.region == ("福建省", "福州市", "鼓楼区")
    assert "没有找到叫 abc 的地方" in told and "有几个地方叫这个名字：320106 江苏省南京市鼓楼区" in told
    assert "ASCII words joined by hyphens" in told and "没有 colour 这一项" in told


@pytest.mark.parametrize("answers", [("",), ("350102", "n")])
def test_asking_can_be_left(answers: tuple[str, ...]) -> None:
    with pytest.raises(NotAddedError, match="stopped; nothing was added"):
        decide(lacking(), *answers)


def test_on_a_terminal_it_asks_for_what_is_missing(empty: Project, tmp_path: Path) -> None:
    path = write(tmp_path, text=TINY.replace("大悟县", "鼓楼区"))
    main_end, other_end = pty.openpty()
    command = [sys.executable, "-m", "mingzhang", "--root", str(empty.root), "add", str(path)]
    with subprocess.Popen(command, stdin=other_end, stdout=subprocess.PIPE, text=True) as process:
        os.write(main_end, b"350102\n\n")
        output, _ = process.communicate(timeout=240)
    os.close(main_end)
    os.close(other_end)
    assert process.returncode == 0, output
    assert "可能的区划：320106 江苏省南京市鼓楼区" in output and "写入？" in output
    assert metadata(empty, "gulou-minzhengju-2023-final")["unit"]["region"] == ["福建省", "福州市", "鼓楼区"]  # type: ignore[index]


def test_a_unit_belongs_to_the_smallest_place_that_its_name_holds() -> None:
    assert find_divisions("武汉市江岸区民政局")[0].code == "420102"
    assert find_divisions("湖北省民政厅")[0].code == "420000"
    assert find_divisions("仙桃市财政局")[0].names == ("湖北省", "仙桃市")
    assert find_divisions("实验小学") == []
    several = find_divisions("鼓楼区教育局")
    assert are_alike(several, "鼓楼区教育局", "") and len(several) == 4
    named = find_divisions("鼓楼区教育局", "福州市人民政府")
    assert named[0].code == "350102" and not are_alike(named, "鼓楼区教育局", "福州市人民政府")


def test_ids_are_pinyin_without_what_all_units_share() -> None:
    assert unit_id_of("中国共产党曲阳县委员会组织部", ("河北省", "保定市", "曲阳县"), set()) == "quyang-zuzhibu"
    assert unit_id_of("曲阳县财政局", ("河北省", "保定市", "曲阳县"), {"quyang-caizhengju"}) == (
        "baoding-quyang-caizhengju"
    )
    assert short_name("恩施土家族苗族自治州") == "恩施" and short_name("城区") == "城区"


def test_a_folder_gives_its_files_workbooks_last(tmp_path: Path) -> None:
    for name in ("b.docx", "a.xlsx", "c.html", ".hidden"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in order_files([tmp_path])] == ["b.docx", "c.html", "a.xlsx"]
