"""Web pages: the article without what surrounds it, in whatever encoding."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from made import shown

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.extract import extract_file

HEAD = '<html><head><meta charset="{}"><title>公开</title><style>p{{color:red}}</style></head><body>'


def page(path: Path, body: str, encoding: str = "utf-8", claimed: str = "") -> Path:
    path.write_bytes((HEAD.format(claimed or encoding) + body + "</body></html>").encode(encoding))
    return path


@pytest.mark.parametrize(
    ("encoding", "claimed", "found"),
    [
        ("gb18030", "gb2312", "gb18030"),
        ("gbk", "utf-8", "gb18030"),
        ("utf-8", "gb2312", "utf-8"),
        ("utf-8-sig", "utf-8", "utf-8"),
        ("utf-16", "utf-16", "utf-16-le"),
    ],
)
def test_the_bytes_tell_the_encoding_not_the_page(tmp_path: Path, encoding: str, claimed: str, found: str) -> None:
    path = page(tmp_path / "a.html", "<p>某局二〇二四年单位预算公开说明</p>", encoding, claimed)
    extraction = extract_file(path)
    assert (extraction.text, extraction.encoding) == ("某局二〇二四年单位预算公开说明\n", found)


def test_spans_and_layout(tmp_path: Path) -> None:
    body = (
        "<table width=980><tr><td><h1>收入总表</h1><p>单位：万元</p><table border=1><thead><tr>"
        "<th rowspan=2>科目</th><th colspan='2'>本年收入</th></tr><tr><th>小计</th><th>其中：<br>拨款</th></tr></thead>"
        "<tfoot><tr><td>合计<td>3<td>&nbsp;</tfoot><tbody><tr><td>&nbsp;&nbsp;甲<td>1<td>1<tr><td rowspan=0>乙</td>"
        "<td>2</td></tr></tbody></table><p>注：无。</p></td></tr></table>"
    )
    assert shown(page(tmp_path / "a.html", body)) == [
        "收入总表", "单位：万元", "科目|本年收入|", "|小计|其中： 拨款", "甲|1|1", "乙|2|", "合计|3|", "注：无。",
    ]  # fmt: skip


def test_what_surrounds_the_article_is_left_out(tmp_path: Path) -> None:
    menu = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(8))
    body = (
        f"<div class=head-nav><ul>{menu}</ul></div><script>write('写')</script><div style='display: none'>藏</div>"
        "<form><input value=搜><div class=article><h2>某局决算公开</h2><p>一、概况</p>"
        "<p>见<a href='/files/a.xls'>附件1：公开表</a></p><p><a href='#t1'>表1</a></p><p><a href='#t2'>表2</a></p>"
        "<p><a href='#t3'>表3</a></p><img src=a.png width=600></div></form>"
        f"<div class=related><p>相关链接</p><ul>{menu}</ul></div><iframe src=b.pdf></iframe>"
        "<footer>主办：某府</footer>"
    )
    path = page(tmp_path / "a.html", body)
    assert shown(path) == ["某局决算公开", "一、概况", "见附件1：公开表", "表1", "表2", "表3"]
    assert extract_file(path).remarks == (
        "a frame was not read: b.pdf", "attachment, not read: 附件1：公开表 (/files/a.xls)",
        "1 pictures left out; if they show tables, their figures are missing here",
    )  # fmt: skip


def test_paragraphs_lists_and_breaks(tmp_path: Path) -> None:
    body = (
        "前<span>言</span><br/>次行<p>　　一段\n  续<b>粗</b></p><ol start=2><li>甲<li>乙</ol><ul><li>丙</ul>"
        "<p>A&nbsp;&nbsp;B</p><pre>一\n二</pre><!-- 注 --><o:p>末</o:p>"
    )
    assert shown(page(tmp_path / "a.html", body)) == [
        "前言", "次行", "一段 续粗", "2. 甲", "3. 乙", "丙", "A B", "一", "二", "末",
    ]  # fmt: skip


def test_a_table_saved_as_a_workbook_is_html(tmp_path: Path) -> None:
    body = "<table><tr><td>项目<td>金额<tr style='display:none'><td>旧<td>0<tr><td>合计<td x:num='1.5'>1.50</table>"
    path = page(tmp_path / "a.xls", body, "gb18030", "gb2312")
    assert (extract_file(path).format, shown(path)) == ("html", ["项目|金额", "合计|1.50"])


def test_a_page_saved_as_one_file(tmp_path: Path) -> None:
    message = EmailMessage()
    message.add_related(HEAD.format("utf-8") + "<p>正文</p><table><tr><td>项目<td>金额</table>", subtype="html")
    message.add_related(b"GIF8", maintype="image", subtype="gif")
    (tmp_path / "a.doc").write_bytes(bytes(message))
    assert shown(tmp_path / "a.doc") == ["正文", "项目|金额"]


def test_endless_nesting_and_spans_are_refused_or_bounded(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError, match="too deep"):
        extract_file(page(tmp_path / "a.html", "<div>" * 5000 + "底"))
    path = page(tmp_path / "b.html", "<p>表</p><table><tr><td colspan=99999 rowspan=99999>甲<tr><td>乙</table>")
    assert shown(path) == ["表", "甲|", "|乙"]


def test_entities_are_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        '<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><p>正文&e;</p></html>', encoding="utf-8"
    )
    assert "root:" not in extract_file(path).text
