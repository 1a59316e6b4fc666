"""Family 8, personal data: that a document shows some, of which kind and where; never the data."""

from __future__ import annotations

from collections.abc import Iterator

from mingzhang.audit.careless.wording import FAMILY
from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.registry import EXACT, rule

_MOST_LINES = 10
# By kind (``personal.places``): severity, what it is called, and what should be done about it. An office's telephone
# is what a guide to disclosures must print (条例 art. 12); a bank account is sensitive (个人信息保护法 art. 28).
_SAYS = {
    "mobile": ("warning", "完整的手机号码", "应隐去"),
    "identity": ("warning", "身份证件号码", "应隐去"),
    "account": ("warning", "银行账号或个人网络账号", "属于个人的应隐去（金融账户是敏感个人信息）"),
    "email": ("note", "电子邮箱地址", "属于个人的宜隐去"),
    "starred": ("note", "部分遮盖的号码", "宜全部隐去"),
    "telephone": ("note", "固定电话号码", "办公电话可以公布，个人的宜隐去"),
    "name": ("note", "项目负责人、联系人一类人员的姓名", "可隐去"),
}

_WITH_NAMES = ("mobile", "identity", "account", "starred")  # what a name beside it is told with


@rule(
    "careless.personal",
    family=FAMILY,
    title="个人信息已隐去",
    why="《个人信息保护法》第六条：处理个人信息应与目的直接相关，采取对个人权益影响最小的方式（金融账户属第二十八条的敏感个人信息）；"
    "《政府信息公开条例》第十五条：涉及个人隐私等公开会损害第三方合法权益的政府信息不得公开，但第三方同意或不公开会对公共利益造成重大影响的除外。"
    "读懂预算、决算不需要个人的号码；办公电话是应公布的联系方式（《条例》第十二条），只作说明",
    example="整体绩效目标表印出联系人的完整手机号码（审核结果只说种类和行号，不复述）",
    severity="warning",
    tolerance=EXACT,
)
def personal(facts: Facts) -> Iterator[Check]:
    if not facts.lines:
        yield NotChecked("没有原文，无从查看")
        return
    if not facts.shown:
        yield Passed()
    lines = {kind: list(dict.fromkeys(s.line for s in facts.shown if s.kind == kind)) for kind in _SAYS}
    beside = {line for kind in _WITH_NAMES for line in lines[kind]}
    for kind, (severity, says, advice) in _SAYS.items():
        alone = [line for line in lines[kind] if kind != "name" or line not in beside]
        if alone:
            also = "和姓名" if kind in _WITH_NAMES and alone[0] in lines["name"] else ""
            yield _finding(facts, severity, f"印有{says}{also}，{_places(alone)}，{advice}（此处不复述）", alone[0])
    slip = next((shown for shown in facts.shown if shown.likely), None)
    if slip:
        message = f"此处的姓名与第 {slip.likely} 行的只差一字，应是同一人的笔误（不复述）"
        yield _finding(facts, "note", message, slip.line)


def _places(lines: list[int]) -> str:
    more = "等" if len(lines) > _MOST_LINES else ""
    return f"共 {len(lines)} 行（第 {'、'.join(map(str, lines[:_MOST_LINES]))} 行{more}）"


def _finding(facts: Facts, severity: str, message: str, line: int) -> Finding:
    """A finding in the forms where the line stands among them, else in the text."""
    first = min((row.line for row in facts.rows("performance_forms")), default=0)
    resource = "performance_forms" if 0 < first <= line else "explanation"
    return Finding("careless.personal", severity, message, resource, "text", line)
