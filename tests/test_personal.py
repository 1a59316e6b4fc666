"""Personal data: found by its labels and shapes, and in nothing that is published."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pyarrow import parquet

from mingzhang.cli import main
from mingzhang.personal import NAME_MASK, NUMBER_MASK, Personal, find_personal
from mingzhang.personal.breaks import find_in_document
from mingzhang.pipeline import build_packages
from mingzhang.project import Project
from mingzhang.reading import read_document
from mingzhang.recognise.forms.find import read_forms
from mingzhang.recognise.forms.words import load_form_words
from mingzhang.site import build_site
from planted_personal import planted, shown_in

ROOT = Path(__file__).resolve().parents[1]
TOLD = "张三丰13957913579"  # in a file's name


def collect(text: str) -> Personal:
    """What the reader finds in a source text, cells of forms included."""
    document = read_document(text)
    more = [known for form in read_forms(document, load_form_words()) for known in form.personal]
    return find_in_document(([cell.text for cell in row.cells] for row in document.rows), more)


def published(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below ``root``, every member of every zip file (workbooks are some), every cell of typed forms."""
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield from unpacked(str(path.relative_to(root)), path.read_bytes())


def unpacked(place: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield place, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from unpacked(f"{place}!{name}", archive.read(name))
    if content.startswith(b"PAR1"):  # compressed
        rows = parquet.read_table(io.BytesIO(content)).to_pylist()
        yield f"{place}!rows", "\n".join(str(cell) for row in rows for cell in row.values()).encode()
    if content.startswith(b"SQLite format 3"):  # where numbers are binary, and long texts cut by pages
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(content)
            yield f"{place}!rows", "\n".join(base.iterdump()).encode()


def test_nothing_published_holds_a_name_or_a_number_of_any_source(copy_project: Callable[..., Project]) -> None:
    """Every kind of personal data, planted in each document, is in no byte of packages, site, archives and logs."""
    project = copy_project()
    shutil.copytree(ROOT / "site_src", project.root / "site_src")
    shutil.copy(ROOT / "mkdocs.yml", project.root / "mkdocs.yml")
    if (ROOT / ".cache" / "charts").is_dir():  # drawings are known by all that is on them
        shutil.copytree(ROOT / ".cache" / "charts", project.cache / "charts")
    own = [collect(path.read_text("utf-8")) for path in sorted(project.sources.rglob("*.txt"))]
    for folder in sorted(project.sources.iterdir()):
        plant(folder)
    told: list[str] = []
    report = build_packages(project, told.append)
    assert report.errors == [] and report.converted == 5
    build_site(project, told.append)
    told += report.warnings
    secrets = {text.encode() for personal in own for text in personal.names | personal.numbers}
    assert len(secrets) >= 10
    seen: set[bytes] = set()
    kinds: Counter[str] = Counter()
    for root in (project.site, project.root / "data" / "packages", project.root / "data" / "tables"):
        for place, content in published(root):
            kinds[Path(place).suffix] += 1
            assert shown_in(place.encode()) == []
            if (digest := hashlib.sha256(content).digest()) not in seen:
                seen.add(digest)
                assert shown_in(content) == [], place
                assert [secret.decode() for secret in secrets if secret in content] == [], place
    assert shown_in("\n".join(told).encode()) == []
    assert all(
        kinds[kind] for kind in (".html", ".csv", ".json", ".txt", ".xml", ".svg", ".zip", ".xlsx", ".rels", ".sqlite")
    )
    assert kinds[".parquet!rows"] == kinds[".parquet"] > 100
    findings = (project.tables / "findings.csv").read_text("utf-8")
    for kind in ("手机号码", "身份证件号码", "银行账号", "电子邮箱", "固定电话", "姓名"):
        assert findings.count(f"印有{kind}") + findings.count(f"印有完整的{kind}") + findings.count(kind) >= 5


def test_the_report_of_check_shows_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (source,) = (ROOT / "data" / "sources" / "urumqi-zuzhibu-2024-final").glob("*.txt")
    file = tmp_path / f"{TOLD}.txt"
    file.write_text(planted(source.read_text("utf-8")), "utf-8")
    for options in ([], ["--json"]):
        assert main(["check", str(file), *options, "--output", str(tmp_path / "package")]) in (0, 1)
    out = capsys.readouterr()
    assert "手机号码" in out.out and shown_in((out.out + out.err).encode()) == []
    assert [place for place, content in published(tmp_path / "package") if shown_in(content)] == []
    assert main(["check", str(tmp_path / f"{TOLD}.pdf")]) == 2
    assert shown_in(capsys.readouterr().err.encode()) == []


def plant(folder: Path) -> None:
    """Puts personal data into a disclosure's text, its file's name and its ``disclosure.yml``."""
    (path,) = folder.glob("*.txt")
    text = planted(path.read_text("utf-8"))
    path.unlink()
    path = folder / f"{TOLD}.txt"
    path.write_text(text, "utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    settings = folder / "disclosure.yml"
    told = re.sub("(?m)^sha256:.*$", f"sha256: {digest}", settings.read_text("utf-8"))
    told = re.sub("(?m)^file:.*$", f"file: {path.name}", told)
    told = re.sub("(?m)^(title:.*)$", r"\1（联系人张三丰，13957913579）", told)
    told = re.sub("(?m)^(attribution:.*)$", r"\1 0998-5622233", told)
    settings.write_text(re.sub("(?m)^(  name:.*)$", r"\1（电话5622233）", told), "utf-8")


def test_the_cell_after_a_label_is_a_name_or_a_number() -> None:
    rows = [
        ["单位联系人", "", "杨 帆", "联系电话：", "139 0000 1111"],
        ["项目名称", "道路", "项目负责人", "努尔·买买提"],
        ["项目负责人", "", ""],
        ["项目负责人", "组织部", "项目资金", "5"],
        ["项目负责人", "李科"],
    ]
    personal = find_personal(rows)
    assert personal.names == {"杨帆", "努尔·买买提", "李科"}
    assert personal.numbers == {"13900001111"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("联系杨帆，13900001111", f"联系{NAME_MASK}，{NUMBER_MASK}"),
        ("杨 帆在岗", f"{NAME_MASK}在岗"),
        ("139 0000 1111 转", f"{NUMBER_MASK} 转"),
        ("1390000****", NUMBER_MASK),
        ("电话0998-1234567", f"电话{NUMBER_MASK}"),
        ("a.b@c.gov.cn", NUMBER_MASK),
        ("项目编码13063424P00ADB210005H，金额11508.22万元，2024年12月31日", None),
        ("13900001111.55", None),
    ],
)
def test_names_and_numbers_are_masked_and_figures_are_not(text: str, masked: str | None) -> None:
    personal = Personal(frozenset({"杨帆"}), frozenset())
    assert personal.mask(text) == (text if masked is None else masked)


def test_names_may_be_allowed_but_numbers_never() -> None:
    personal = Personal(frozenset({"杨帆"}), frozenset({"0998-1234567"}))
    assert personal.mask("杨帆 0998-1234567", allow_names=True) == f"杨帆 {NUMBER_MASK}"
