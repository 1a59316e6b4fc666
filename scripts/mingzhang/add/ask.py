"""Settling a proposal: on a terminal by asking, elsewhere by refusing what is incomplete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from mingzhang.add.proposal import Proposal, complete, problems_of
from mingzhang.add.run import Decide, NotAddedError, check_given
from mingzhang.divisions import are_alike, find_divisions
from mingzhang.recognise.identify import body_kind_of
from mingzhang.sources import Disclosure

LABELS = {
    "unit": "单位名称",
    "year": "年度",
    "kind": "阶段（预算 / 决算）",
    "scope": "范围（单位 / 部门）",
    "title": "文件标题",
    "published": "公开日期（如 2024-09-20，可空）",
    "division_code": "区划代码（GB/T 2260 六位，也可以写地名，如 武昌区）",
    "unit_id": "单位编号（拼音）",
    "body_kind": "机构类别",
}
_KINDS = {"预算": "budget", "决算": "final"}
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
    """Decides by asking: first for what is missing, then whether all is right; any field can be changed.

    An answer that cannot be right is told at once and asked again; an empty one, where something is missing, stops.
    """

    def decide(proposal: Proposal, standing: list[Disclosure], text: str) -> Proposal:
        known = [disclosure.unit for disclosure in standing]
        if proposal.missing:
            tell(show(proposal))
            tell("有的信息文件里没有写明，请补上（直接回车则放弃）。")
        while missing := proposal.missing:
            if missing[0] == "division_code" and proposal.options:
                tell("可能的区划：" + "；".join(proposal.options))
            answer = ask(f"{LABELS[missing[0]]}：").strip()
            if not answer:
                raise NotAddedError("stopped; nothing was added")
            proposal = complete(_changed(proposal, missing[0], answer, tell), known, text)
        while True:
            tell(show(proposal))
            answer = ask("写入？[Y/n，或 字段=值 修改，如 unit_id=wuchang-minzhengju] ").strip()
            if answer.lower() in ("", "y", "yes", "是"):
                check_given(proposal)
                return proposal
            if answer.lower() in ("n", "no", "q", "否"):
                raise NotAddedError("stopped; nothing was added")
            name, _, value = answer.partition("=")
            if name.strip() not in LABELS:
                tell(f"没有 {name.strip()} 这一项；可改的有 {'、'.join(LABELS)}")
                continue
            proposal = complete(_changed(proposal, name.strip(), value.strip(), tell), known, text)

    return decide


def show(proposal: Proposal) -> str:
    """The proposal for a reader, a line a field, the fields' names in front."""
    values = {**vars(proposal), "division_code": f"{proposal.division_code} {''.join(proposal.region)}".strip()}
    values["kind"] = next((word for word, kind in _KINDS.items() if kind == proposal.kind), "")
    lines = [f"  {name:13} {label.split('（')[0]}：{values[name] or '（未注明）'}" for name, label in LABELS.items()]
    return "\n".join([f"\n{proposal.id}", *lines])


def _changed(proposal: Proposal, name: str, value: str, tell: Callable[[str], None]) -> Proposal:
    """``proposal`` with one field as somebody typed it, or as it was where that cannot be right.

    What follows from the field is worked out anew.
    """
    typed: dict[str, Any] = {name: _KINDS.get(value, value)}
    try:
        if name == "year":
            typed = {name: int(value)}
        elif name == "published":
            typed = {name: date.fromisoformat(value) if value else None}
    except ValueError:
        tell(f"{LABELS[name]}：{value} 不能识别")
        return proposal
    if name == "division_code" and not value.isdigit():
        return _placed(proposal, value, tell)
    if name == "unit":
        typed["body_kind"] = body_kind_of(value)
    empty: dict[str, Any] = {other: () if other == "region" else "" for other in _FOLLOWING.get(name, ())}
    changed = replace(proposal, **{**empty, **typed})
    before = problems_of(proposal)
    if problems := [p for p in problems_of(complete(changed, [])) if p not in before]:
        tell("；".join(problems))
        return proposal
    return changed


def _placed(proposal: Proposal, name: str, tell: Callable[[str], None]) -> Proposal:
    """``proposal`` in the place that ``name`` tells, when it tells one."""
    found = [division for division in find_divisions(name) if division.names[-1] in name]
    if found and not are_alike(found, name, ""):
        return replace(proposal, division_code=found[0].code, region=found[0].names, unit_id="")
    several = "；".join(f"{division.code} {''.join(division.names)}" for division in found[:9])
    tell(f"有几个地方叫这个名字：{several}" if found else f"没有找到叫 {name} 的地方，请写六位区划代码或全名")
    return proposal
