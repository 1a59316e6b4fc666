"""Word documents: what their XML prints, in order, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import DOCM_TYPE, make_docx, p, shown, tbl, tc

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.extract import extract_file

SPAN2, SPAN3 = '<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="3"/>'
FIRST, REST = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_are_printed_once_at_their_top_left(tmp_path: Path) -> None:
    body = tbl(
        tc("科目", SPAN2) + tc("合计", FIRST) + tc("本年支出", SPAN2),
        tc("编码") + tc("名称") + tc("", REST) + tc("基本支出") + tc("项目支出"),
        tc("201") + tc("一般公共服务支出") + tc("3.00") + tc("1.00") + tc("2.00"),
    )
    assert shown(make_docx(tmp_path / "a.docx", body)) == [
        "科目||合计|本年支出|",
        "编码|名称||基本支出|项目支出",
        "201|一般公共服务支出|3.00|1.00|2.00",
    ]


def test_full_width_rows_above_and_below_a_table_are_paragraphs(tmp_path: Path) -> None:
    body = tbl(
        tc("收入决算表", SPAN3), tc("部门：某局", SPAN2) + tc("单位：万元"), tc("项目") + tc("") + tc("金额"),
        tc("合计") + tc("") + tc("1"), tc("注：本表反映收入。", SPAN3),
    )  # fmt: skip
    assert shown(make_docx(tmp_path / "a.docx", body)) == [
        "收入决算表", "部门：某局||单位：万元", "项目||金额", "合计||1", "注：本表反映收入。",
    ]  # fmt: skip


def test_rows_that_begin_or_end_short_keep_their_columns(tmp_path: Path) -> None:
    before = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    body = tbl(tc("甲") + tc("乙") + tc("丙"), before + tc("1") + tc("2"), tc("3"))
    assert shown(make_docx(tmp_path / "a.docx", body)) == ["甲|乙|丙", "|1|2", "3||"]


def test_edges_a_hair_apart_are_one_edge(tmp_path: Path) -> None:
    body = tbl(tc("甲") + tc("乙", SPAN2) + tc("丙"), tc("1", SPAN2) + tc("2") + tc("3"), widths=(2000, 12, 2000, 2000))
    assert shown(make_docx(tmp_path / "a.docx", body)) == ["甲|乙|丙", "1|2|3"]


def test_a_table_inside_a_cell_comes_below_its_row(tmp_path: Path) -> None:
    inner = tbl(tc("子甲") + tc("子乙"), tc("1") + tc("2"))
    body = tbl(tc("名称") + tc("内容"), tc("项目") + tc(p("见下") + inner + p("")), tc("合计") + tc("3"))
    assert shown(make_docx(tmp_path / "a.docx", body)) == ["名称|内容", "项目|见下", "子甲|子乙", "1|2", "合计|3"]


def test_a_table_that_only_holds_the_page_is_unwrapped(tmp_path: Path) -> None:
    inner = tbl(tc("项目") + tc("金额"), tc("合计") + tc("3"))
    body = tbl(tc(p("一、收入总表") + inner + p("注：无。")))
    assert shown(make_docx(tmp_path / "a.docx", body)) == ["一、收入总表", "项目|金额", "合计|3", "注：无。"]


def level(number: int, form: str, text: str, more: str = "") -> str:
    inner = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{number}">{inner}</w:lvl>'


def numbered(text: str, at: int, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_printed(tmp_path: Path) -> None:
    levels = level(0, "chineseCountingThousand", "%1、") + level(1, "decimal", "%2.") + level(2, "decimal", "（%3）")
    bullets = f'<w:abstractNum w:abstractNumId="8">{level(0, "bullet", "·")}</w:abstractNum>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{bullets}'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        p("本年收入", '<w:pStyle w:val="h"/>') + numbered("财政拨款", 1) + numbered("其他", 1) + numbered("细项", 2)
        + p("本年支出", '<w:pStyle w:val="h"/>') + numbered("基本支出", 1) + numbered("要点", 0, 2)
        + "".join(numbered("续", 0) for _ in range(9)) + numbered("重来", 0, 3)
        + tbl(tc(numbered("", 0)) + tc("甲"), tc(numbered("", 0)) + tc("乙"))
    )  # fmt: skip
    assert shown(make_docx(tmp_path / "a.docx", body, numbering=numbering, styles=styles)) == [
        "一、本年收入", "1. 财政拨款", "2. 其他", "（1）细项", "二、本年支出", "1. 基本支出", "要点",
        "三、续", "四、续", "五、续", "六、续", "七、续", "八、续", "九、续", "十、续", "十一、续", "一、重来",
        "二、|甲", "三、|乙",
    ]  # fmt: skip


def test_changes_hidden_text_fields_and_breaks(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>收入</w:t></w:r><w:ins><w:r><w:t>1.50</w:t></w:r></w:ins><w:del><w:r><w:delText>9</w:delText>"
        "</w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r><w:t>万元</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent>" + p("控件内") + "</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r></w:p>"
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>新页</w:t></w:r></w:p>'
    )
    path = make_docx(tmp_path / "a.docx", body)
    assert shown(path) == ["收入1.50万元", "控件内", "上", "下", "<<新页"]
    assert extract_file(path).remarks == ("1 tracked deletions left out, tracked insertions kept",)


def test_text_boxes_are_read_once_and_footnotes_at_the_end(tmp_path: Path) -> None:
    box = "<w:txbxContent>" + p("框内标题") + "</w:txbxContent>"
    body = (
        '<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        '</mc:AlternateContent></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("末段")
    )
    notes = (
        f'<w:footnote w:id="0" w:type="separator">{p("线")}</w:footnote><w:footnote w:id="2">{p("脚注")}</w:footnote>'
    )
    assert shown(make_docx(tmp_path / "a.docx", body, footnotes=notes)) == ["正文", "框内标题", "末段", "脚注"]


def test_a_page_break_inside_a_row_cuts_nothing(tmp_path: Path) -> None:
    cell = "<w:p><w:r><w:t>公务用车</w:t><w:lastRenderedPageBreak/><w:t>运行费</w:t></w:r></w:p>"
    body = p("上") + tbl(tc("项目") + tc("金额"), tc(cell) + tc("2.00")) + p("下")
    assert shown(make_docx(tmp_path / "a.docx", body)) == ["上", "项目|金额", "公务用车运行费|2.00", "<<下"]


def test_macros_are_ignored_with_a_remark(tmp_path: Path) -> None:
    import zipfile

    path = make_docx(tmp_path / "a.docm", p("正文"), kind=DOCM_TYPE)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\x00")
    assert extract_file(path).remarks == ("macros ignored",)


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    with pytest.raises(ExtractionError, match="document type"):
        extract_file(make_docx(tmp_path / "a.docx", p("&b;"), before=bomb))
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    with pytest.raises(ExtractionError, match="document type"):
        extract_file(make_docx(tmp_path / "b.docx", p("&a;"), before=outside))


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    body = p("最里")
    for _ in range(400):
        body = tbl(tc(body))
    with pytest.raises(ExtractionError, match="damaged"):
        extract_file(make_docx(tmp_path / "a.docx", body))
