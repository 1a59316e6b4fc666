"""The resources that the contract with users names."""

STATUTORY = [
    "summary",
    "revenue",
    "expenditure",
    "fiscal_summary",
    "general_expenditure",
    "basic_expenditure",
    "project_expenditure",
    "fund_expenditure",
    "state_capital_expenditure",
    "three_public",
    "carryover",
]
RESOURCES = [
    "tables",
    *STATUTORY,
    "projects",
    "project_allocations",
    "performance_forms",
    "performance_indicators",
    "funding_plan",
    "procurement",
    "procurement_items",
    "assets",
    "staffing",
    "offices",
    "duties",
    "claims",
    "glossary",
    "findings",
]
