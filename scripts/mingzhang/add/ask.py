"""Settling a proposal: on a terminal by asking, elsewhere by refusing what is incomplete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from mingzhang.add.proposal import Proposal, complete
from mingzhang.add.run import Decide, NotAddedError, check_given
from mingzhang.recognise.identify import body_kind_of
from mingzhang.sources import Disclosure

LABELS = {
    "unit": "单位名称",
    "year": "年度",
    "kind": "阶段（budget 预算 / final 决算）",
    "scope": "范围（单位 / 部门）",
    "title": "文件标题",
    "published": "公开日期（如 2024-09-20，可空）",
    "division_code": "区划代码（GB/T 2260 六位）",
    "unit_id": "单位编号（拼音）",
    "body_kind": "机构类别",
}
_FOLLOWING = {
    "unit": ("unit_id", "division_code", "region", "body_kind", "title"),
    "division_code": ("unit_id", "region"),
}


def decide_alone(proposal: Proposal, _: list[Disclosure], __: str) -> Proposal:
    """Takes a complete proposal as it is.

    Raises:
        NotAddedError: something must be told by an option.
    """
    check_given(proposal)
    return proposal


def asking(ask: Callable[[str], str], tell: Callable[[str], None]) -> Decide:
    """Decides by asking: first for what is missing, then whether all is right; any field can be changed."""

    def decide(proposal: Proposal, standing: list[Disclosure], text: str) -> Proposal:
        known = [disclosure.unit for disclosure in standing]
        while missing := proposal.missing:
            if proposal.options and missing[0] == "division_code":
                tell("可能的区划：" + "；".join(proposal.options))
            answer = ask(f"{LABELS[missing[0]]}：").strip()
            if answer:
                proposal = _changed(proposal, missing[0], answer, tell)
                proposal = complete(proposal, known, text)
        while True:
            tell(show(proposal))
            answer = ask("写入？[Y/n，或 字段=值 修改，如 unit_id=wuchang-minzhengju] ").strip()
            if answer.lower() in ("", "y", "yes", "是"):
                check_given(proposal)
                return proposal
            name, equals, value = answer.partition("=")
            if not equals or name.strip() not in LABELS:
                raise NotAddedError("stopped; nothing was added")
            proposal = complete(_changed(proposal, name.strip(), value.strip(), tell), known, text)

    return decide


def show(proposal: Proposal) -> str:
    """The proposal for a reader, a line a field, the fields' names in front."""
    values = {**vars(proposal), "division_code": f"{proposal.division_code} {''.join(proposal.region)}"}
    lines = [f"  {name:13} {label.split('（')[0]}：{values[name] or '（未注明）'}" for name, label in LABELS.items()]
    return "\n".join([f"\n{proposal.id}", *lines])


def _changed(proposal: Proposal, name: str, value: str, tell: Callable[[str], None]) -> Proposal:
    """``proposal`` with one field as somebody typed it; what follows from it is worked out anew."""
    typed: dict[str, Any] = {name: value}
    try:
        if name == "year":
            typed = {name: int(value)}
        elif name == "published":
            typed = {name: date.fromisoformat(value) if value else None}
    except ValueError:
        tell(f"{LABELS[name]}：{value} 不能识别")
        return proposal
    if name == "unit":
        typed["body_kind"] = body_kind_of(value)
    empty: dict[str, Any] = {other: () if other == "region" else "" for other in _FOLLOWING.get(name, ())}
    return replace(proposal, **{**empty, **typed})
