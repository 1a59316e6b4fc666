"""Chinese words for the keys that packages use: no page shows a key itself."""

from __future__ import annotations

STAFFING = {
    "establishment": "编制",
    "establishment_administrative": "行政编制",
    "establishment_institution": "事业编制",
    "actual": "实有",
    "serving": "在职",
    "retired": "退休",
    "retired_veteran": "离休",
}
PROCUREMENT = {
    "total": "合计",
    "goods": "货物",
    "works": "工程",
    "services": "服务",
    "sme_reserved": "面向中小企业预留",
    "micro_reserved": "小微企业预留",
    "sme_awarded": "授予中小企业",
    "micro_awarded": "授予小微企业",
}
SIDES = {"revenue": "收入", "expenditure": "支出"}
ROLES = {"detail": "明细", "subtotal": "小计", "total": "合计、总计"}
THREE_PUBLIC = {
    "total": "合计",
    "overseas": "因公出国（境）费",
    "reception": "公务接待费",
    "vehicles": "公务用车购置及运行费",
    "vehicle_purchase": "公务用车购置费",
    "vehicle_operation": "公务用车运行费",
}
BASELINES = {"previous_year": "上年", "initial_budget": "年初预算", "full_year_budget": "全年预算"}
FORM_KINDS = {"target": "绩效目标", "self_evaluation": "绩效自评"}
FORM_SCOPES = {"overall": "整体", "project": "项目"}
SOURCE_KEYS = {
    "total": "总额",
    "fiscal": "财政拨款",
    "central": "中央",
    "province": "省（自治区）",
    "prefecture": "地（州、市）",
    "superior": "上级",
    "local": "本级",
    "other": "其他资金",
}


def label_of(labels: dict[str, str], key: str) -> str:
    """The word for ``key``; 其他 for a key that this page does not know yet."""
    return labels.get(key, "其他" if key else "")
