"""Who published a document: the captions of its tables, and the cover."""

from __future__ import annotations

import pytest

from mingzhang.reading import read_document
from mingzhang.recognise.identify import identify


@pytest.mark.parametrize(
    "caption",
    [
        "部门：测试区城市管理委员会 2023年度 金额单位：万元",
        "公开部门：测试区城市管理委员会",
        "单位名称：测试区城市管理委员会 单位：元",
        "编制单位：测试区城市管理委员会\t\t金额单位：万元",
        "部门名称（公章）：测试区城市管理委员会\t2023年度\t单位：万元",
    ],
)
def test_the_caption_of_a_table_names_the_unit(caption: str) -> None:
    said = identify(read_document(f"2023年度部门决算公开\n目录\n收入支出决算总表\n{caption}\n", "tabbed"))
    assert (said.unit, said.year, said.kind) == ("测试区城市管理委员会", 2023, "final")


@pytest.mark.parametrize("cover", ["2023年度部门决算公开\n测试县水利局\n", "测试县水利局\n2023年度\n部门决算公开\n"])
def test_a_name_alone_on_the_cover_names_the_unit(cover: str) -> None:
    said = identify(read_document(cover + "目录\n第一部分 部门概况\n一、部门职责\n", "tabbed"))
    assert said.unit == "测试县水利局"
