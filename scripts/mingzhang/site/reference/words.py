"""What the groups of resources are called, and what the keys in their columns mean."""

from __future__ import annotations

from collections.abc import Mapping

from mingzhang.site.disclosure.corrections import KIND_SENTENCES
from mingzhang.site.disclosure.findings import COMPLETENESS
from mingzhang.site.labels import (
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
from mingzhang.site.provenance.marks import SEVERITIES
from mingzhang.site.provenance.notes import KIND_TITLES
from mingzhang.site.words import STATUS_WORDS

GROUPS = {
    "statement": ("法定收支表", "Statutory tables"),
    "projects": ("项目", "Projects"),
    "performance": ("绩效", "Performance"),
    "procurement_and_assets": ("政府采购与国有资产", "Procurement and assets"),
    "organisation": ("机构与人员", "Organisation and staff"),
    "text": ("文字说明", "Explanatory text"),
    "reading": ("读取与核对", "Reading and audit"),
    "classification": ("科目分类", "Classifications"),
    "rules": ("核对规则", "Rules of the audit"),
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
}
