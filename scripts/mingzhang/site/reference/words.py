"""What the groups of resources are called, and what the keys in their columns mean."""

from __future__ import annotations

from collections.abc import Mapping

from mingzhang.labels import (
    BASELINES,
    FORM_KINDS,
    FORM_SCOPES,
    PROCUREMENT,
    ROLES,
    SIDES,
    SOURCE_KEYS,
    STAFFING,
    THREE_PUBLIC,
)
from mingzhang.site.disclosure.corrections import KIND_SENTENCES
from mingzhang.site.disclosure.findings import COMPLETENESS
from mingzhang.site.provenance.marks import SEVERITIES
from mingzhang.site.provenance.notes import KIND_TITLES
from mingzhang.site.words import KIND_WORDS, STATUS_WORDS

GROUPS = {
    "statement": ("法定收支表", "Statutory tables"),
    "long": ("金额长表", "Amounts in long form"),
    "projects": ("项目", "Projects"),
    "performance": ("绩效", "Performance"),
    "procurement_and_assets": ("政府采购与国有资产", "Procurement and assets"),
    "organisation": ("机构与人员", "Organisation and staff"),
    "text": ("文字说明", "Explanatory text"),
    "reading": ("读取与核对", "Reading and audit"),
    "classification": ("科目分类", "Classifications"),
    "rules": ("核对规则", "Rules of the audit"),
    "registry": ("登记", "Registry"),
}
# What the keys of a column mean; by resource where one name means several things.
VALUES: Mapping[str, Mapping[str, str]] = {
    "status": STATUS_WORDS,
    "side": SIDES,
    "role": ROLES,
    "item_key": THREE_PUBLIC,
    "form_kind": FORM_KINDS,
    "scope": FORM_SCOPES,
    "source_key": SOURCE_KEYS,
    "procurement.item": PROCUREMENT,
    "staffing.item": STAFFING,
    "baseline": BASELINES,
    "severity": {item.key: item.word for item in SEVERITIES},
    "reading_notes.kind": KIND_TITLES,
    "corrections.kind": KIND_SENTENCES,
    "completeness.part": COMPLETENESS,
    "amounts.classification": {"functional": "功能分类", "economic": "经济分类"},
    "measures.nature": {"flow": "当年发生", "balance": "某日的结余"},
    "measures.phase": {
        "approved": "年初批准的预算",
        "adjusted": "调整后的全年预算",
        "executed": "执行结果（决算）",
        "previous": "上年数",
    },
    "measures.fund": {
        "fiscal": "财政拨款",
        "general_public_budget": "一般公共预算",
        "government_fund": "政府性基金预算",
        "state_capital": "国有资本经营预算",
        "special_account": "财政专户",
        "unit_funds": "单位资金",
        "nonfiscal": "非财政拨款",
    },
    "measures.character": {
        "basic": "基本支出",
        "basic_personnel": "基本支出中的人员经费",
        "basic_public": "基本支出中的公用经费",
        "project": "项目支出",
        "operating": "经营支出",
        "remitted_up": "上解上级支出",
        "affiliate_subsidy": "对附属单位补助支出",
    },
    "disclosures.kind": KIND_WORDS,
    "divisions.level": {"province": "省级", "prefecture": "地级", "county": "县级"},
}
