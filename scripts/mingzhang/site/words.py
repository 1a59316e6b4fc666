"""The Chinese words that pages share, and text made safe for Markdown headings."""

from __future__ import annotations

import re
from collections.abc import Iterable

KIND_WORDS = {"budget": "预算", "final": "决算"}
STATUS_WORDS = {"present": "有数据", "empty": "空表", "missing": "缺失", "attached": "附件"}
STATUS_SENTENCES = {
    "missing": "目录列出但正文缺失",
    "attached": "仅以附件列出，尚未取得",
    "empty": "空表：公开时即无数据",
    "present": "",
}
LEVEL_BY_CODE_LENGTH = {3: "类", 5: "款", 7: "项"}
DEPTHS = {"类": 0, "款": 1, "项": 2}

_WIDE = str.maketrans({"<": "＜", ">": "＞", "&": "＆", '"': "＂"})
_MARKDOWN = re.compile(r"[!-/:-@\[-`{-~]")


def plain_title(text: str) -> str:
    """``text`` on one line without characters that mean something in HTML.

    MkDocs themes print a page's title unescaped; the full-width twins of the
    four characters look alike and do nothing.
    """
    return " ".join(text.split()).translate(_WIDE)


def markdown_text(text: str) -> str:
    """``text`` as literal text in Markdown: every ASCII mark becomes an entity."""
    return _MARKDOWN.sub(lambda mark: f"&#{ord(mark[0])};", plain_title(text))


def level_of(code: str, level: str = "") -> str:
    """类, 款 or 项: as given, else by the length of ``code``; blank when neither says."""
    return level if level in DEPTHS else LEVEL_BY_CODE_LENGTH.get(len(code), "")


def short_item(text: str) -> str:
    """An item without its printed ordinal and 其中： (``1. 一般公共预算拨款`` → ``一般公共预算拨款``)."""
    return re.sub(r"^(其中[:：]|[一二三四五六七八九十]+、|\d+[.．、]|（[一二三四五六七八九十]+）)\s*", "", text.strip())


def year_span(years: Iterable[int]) -> str:
    """``2024``, or ``2022—2024`` from the first to the last."""
    known = sorted(set(years))
    return str(known[0]) if len(known) == 1 else f"{known[0]}—{known[-1]}"
