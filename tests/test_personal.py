"""Personal data: found by its labels and shapes, and in nothing that is published."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mingzhang.personal import NAME_MASK, NUMBER_MASK, Personal, find_personal
from mingzhang.personal_breaks import find_in_document
from mingzhang.pipeline import build_packages
from mingzhang.project import Project
from mingzhang.reading import read_document
from mingzhang.recognise.forms.find import read_forms
from mingzhang.recognise.forms.words import load_form_words
from mingzhang.site import build_site

ROOT = Path(__file__).resolve().parents[1]
PLANTED = "本单位联系人：张三丰，联系电话：0908-7654321，邮箱：zsf@example.gov.cn，身份证号：653022199001011234。"
# Cut by line breaks, after labels on other lines, several on a line; and whose secrets they are.
CUT = """
监督联系人：
李四光
监督电话：0996-765
4321。李四光、李四
光，手机1390000
1111、18800002222，0996 7778899。
项目负责人 阿依古丽·
吐尔逊 联系人：欧阳修远，电话：
2233445
"""
CUT_SECRETS = (
    *("李四光", "阿依古丽", "吐尔逊", "欧阳修远", "0996-7654321", "7654321", "13900001111", "18800002222"),
    *("7778899", "2233445"),
)


def collect(text: str) -> Personal:
    """What the reader finds in a source text, cells of forms included."""
    document = read_document(text)
    more = [known for form in read_forms(document, load_form_words()) for known in form.personal]
    return find_in_document(([cell.text for cell in row.cells] for row in document.rows), more)


def joined(content: bytes) -> str:
    """The text of a file without tags, spaces and line breaks, so that nothing hides in pieces."""
    return re.sub(r"<[^>]*>|\s", "", content.decode("utf-8", "ignore"))


def published(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file below ``root`` and every member of every zip file."""
    for path in sorted(root.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            yield str(path), content
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    yield from ((f"{path}!{name}", archive.read(name)) for name in archive.namelist())


def test_nothing_published_holds_a_name_or_a_number_of_any_source(copy_project: Callable[..., Project]) -> None:
    project = copy_project()
    shutil.copytree(ROOT / "site_src", project.root / "site_src")
    shutil.copy(ROOT / "mkdocs.yml", project.root / "mkdocs.yml")
    plant(project, "akto-zuzhibu-2024-budget")
    plant_cut(project, "korla-kaifaqu-dangqun-2024-budget")
    report = build_packages(project, lambda _: None)
    assert report.errors == [] and report.converted == 5
    build_site(project, lambda _: None)
    found = [collect(path.read_text("utf-8")) for path in sorted(project.sources.rglob("*.txt"))]
    names = {name for personal in found for name in personal.names}
    numbers = {number for personal in found for number in personal.numbers}
    assert len(names) >= 10 and {"张三丰"} <= names
    assert len(numbers) >= 6 and "0908-7654321" in numbers and "653022199001011234" in numbers
    assert {"李四光", "阿依古丽·吐尔逊", "欧阳修远"} <= names and {"0996-7654321", "2233445"} <= numbers
    secrets = {text.encode() for text in names | numbers}
    files, lines = 0, 0
    for root in (project.site, project.root / "data" / "packages", project.root / "data" / "tables"):
        for place, content in published(root):
            files += 1
            leaked = [secret.decode() for secret in secrets if secret in content]
            assert leaked == [], place
            if place.endswith((".txt", ".csv", ".html", ".json")):
                text = joined(content)
                assert [secret for secret in CUT_SECRETS if secret in text] == [], place
            lines += "/source.txt" in place or "/source/index.html" in place
    assert files > 300 and lines >= 5 * 4, "the text in every package, its copy and zip on the site, and the page of it"
    assert b"zsf@example" not in b"".join(content for _, content in published(project.tables))


def plant(project: Project, disclosure: str) -> None:
    """Puts a sentence with every kind of personal data, and a name alone, into a source's running text."""
    folder = project.sources / disclosure
    (path,) = folder.glob("*.txt")
    text = path.read_text("utf-8")
    changed = text.replace("按照全口径预算的原则，", f"{PLANTED}张三丰同志负责。按照全口径预算的原则，")
    assert changed != text
    receive(folder, path, changed)


def plant_cut(project: Project, disclosure: str) -> None:
    """Puts names and numbers that line breaks cut at the end of a source."""
    folder = project.sources / disclosure
    (path,) = folder.glob("*.txt")
    receive(folder, path, path.read_text("utf-8") + CUT)


def receive(folder: Path, path: Path, text: str) -> None:
    """Makes ``text`` the source of the disclosure in ``folder``."""
    path.write_text(text, "utf-8")
    settings = folder / "disclosure.yml"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    settings.write_text(re.sub("(?m)^sha256:.*$", f"sha256: {digest}", settings.read_text("utf-8")), "utf-8")


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
