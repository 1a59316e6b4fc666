"""Invented personal data of every kind and spelling, planted in documents of every layout."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from itertools import cycle
from urllib.parse import unquote

NAMES = ("张三丰", "李四光", "欧阳修远", "阿依古丽", "吐尔逊", "王小二")
"""What may be in no byte that is published, and neither may the digits below."""
DIGITS = (
    *("13957913579", "15824682468", "18813571357", "17724680135", "19913579135"),
    *("7654321", "5622233", "5622244", "4008642", "62348765", "2233445"),
    *("653022199001011234", "65302219851224123", "653022850607123", "6222000011112222333", "30050120092001234"),
    *("87654321", "E12345678", "zsf2024", "lsg_88", "zsf.work"),
)
SENTENCES = (
    "联系人：张三丰，手机：13957913579。",
    "请联系李四光 +86 158-2468-2468，或发邮件到zsf.work@example.gov.cn；",
    "经办人欧阳修远（188 1357 1357），传真（0998）5622233、5622244转801；",
    "联系人及电话：阿依古丽·吐尔逊，0998－5622233；",
    "身份证号：653022199001011234，另一人６５３０２２１９８５１２２４１２３Ｘ；",
    "旧身份证653022850607123，护照号码E12345678；",
    "账号：6222 0000 1111 2222 333，开户行：农行某支行 30050120092001234；",
    "QQ：87654321，微信号lsg_88，邮箱zsf2024(at)example.cn；",
    "热线400-864-2000，咨询电话：010-62348765，177\u200b2468\u200b0135；",
    "负责人（签字）：王 小 二 联系电话：7654321。",
    "手机199.1357.9135，0998—7654321，电话2233445。",
)
CELLS = ("联系电话13957913579", "张三丰 15824682468", "653022199001011234", "0998-5622233", "zsf.work@example.gov.cn")
ROSTER = """
补助人员花名册

序号\t姓名\t身份证号\t银行账号\t联系电话
1\t张三丰\t653022199001011234\t6222000011112222333\t13957913579
2\t欧阳修远\t65302219851224123X\t6222000011112222333\t5622233
3\t王小二\t653022850607123\t30050120092001234\t2233445
"""
CUT = """
监督联系人：
李四光
监督电话：0998-562
2233。李四光、李四
光，手机1395791
3579、15824682468，0998 7654321。
项目负责人 阿依古丽·
吐尔逊 联系人：欧阳修远，电话：
2233445
"""
_AMOUNT = re.compile(r"(?<![\d.,〔-])\d{1,3}(?:,\d{3})*\.\d{2}(?!\d)")
_LONG = 10  # characters of a number that nothing shows by chance
_NAMED = re.compile(r"行政运行|一般公共服务支出|工资福利支出")


def planted(text: str) -> str:
    """``text`` with personal data in its first line, in sentences, cells of words and of amounts, and at its end."""
    lines = text.split("\n")
    sentences, cells = cycle(SENTENCES), cycle(CELLS)
    prose = [n for n, line in enumerate(lines) if "\t" not in line and re.search(r"[\u4e00-\u9fff]{12}.*。$", line)]
    for number in prose[:: max(1, len(prose) // 24)]:
        lines[number] += next(sentences)
    named = [n for n, line in enumerate(lines) if _NAMED.search(line)]
    for number in named[:: max(1, len(named) // 6)]:
        found = _NAMED.search(lines[number])
        assert found
        lines[number] = lines[number][: found.end()] + next(cells) + " " + lines[number][found.end() :]
    amounts = [n for n, line in enumerate(lines) if _AMOUNT.search(line) and n not in named and n not in prose]
    for number in amounts[5 :: max(1, len(amounts) // 4)]:
        lines[number] = _AMOUNT.sub("19913579135", lines[number], count=1)
    for label in ("预算单位", "设立的政策依据", "项目名称", "名词解释"):
        for number in [n for n, line in enumerate(lines) if label in line][-1:]:
            lines[number] += "\n" + next(sentences)
    return f"联系人：张三丰，手机：13957913579\n{chr(10).join(lines)}{CUT}{ROSTER}"


def shown_in(content: bytes) -> list[str]:
    """Which of the planted names and numbers a file shows, whatever parts or encodes their characters."""
    text = content.decode("utf-8", "ignore")
    if "\\u" in text:
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    if re.search("%E[4-9]%", text):
        text = unquote(text)
    text = unicodedata.normalize("NFKC", unescape(re.sub("<[^>]*>", "", text)))
    close = re.sub(r"[\s\u200b]", "", text)
    digits = re.sub(r"[().\u200b—–-]", "", close)
    short = [number for number in DIGITS if len(number) < _LONG and number in text]
    long = [number for number in DIGITS if len(number) >= _LONG and (number in close or number in digits)]
    return [*(name for name in NAMES if name in close), *short, *long]
