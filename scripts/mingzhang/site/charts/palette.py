"""Colours that mean something, the same in every chart.

Each colour is its own token: a chart is drawn with the light theme's hex, and
the inline SVG gets the custom property instead, so that the dark theme can
change it. The saved SVG file keeps the hex.
"""

from __future__ import annotations

INK = "#1c2024"
MUTED = "#656d73"
RULE = "#e2e4e0"
ON_FILL = "#fffffe"
BASIC = "#0e5a5b"
PROJECT = "#86bdb9"
BAR = "#2f8583"

CLASSES = {
    "201": "#3b6fb6",
    "205": "#c75c7a",
    "206": "#2a9fb0",
    "208": "#d98e2b",
    "210": "#4c9f70",
    "213": "#7a9a3a",
    "221": "#8e6bbf",
}
GREYS = ("#7f878c", "#9aa1a5", "#b1b7ba", "#c5cacc")

SOURCES = {
    "fiscal_appropriation": "#0f6e6e",
    "general_public_budget": "#0f6f6f",
    "general_public_budget_transfer": "#5aa6a3",
    "government_fund": "#8a5a2b",
    "government_fund_transfer": "#b98a5a",
    "state_capital": "#6b4c9a",
    "state_capital_transfer": "#a38cc6",
    "special_account": "#a8446a",
    "unit_funds": "#c9822a",
    "business_income": "#c98229",
    "operating_income": "#b06f1f",
    "superior_subsidy": "#3f72b0",
    "affiliate_remittance": "#5f8ac0",
    "other_income": "#d3a04f",
    "carryover": "#8d969b",
    "fiscal_carryover": "#8d969a",
    "nonfiscal_carryover": "#b4bbbf",
    "unlisted": "#cdd2d4",
}
ECONOMIC = {"301": "#0e5a5c", "302": "#3f8f8c", "303": "#7fb9b5"}


def _names() -> dict[str, str]:
    named = {INK: "ink", MUTED: "muted", RULE: "rule", ON_FILL: "on-fill"}
    named |= {BASIC: "basic", PROJECT: "project", BAR: "bar"}
    named |= {colour: f"class-{code}" for code, colour in CLASSES.items()}
    named |= {colour: f"grey-{place}" for place, colour in enumerate(GREYS, start=1)}
    named |= {colour: f"source-{name.replace('_', '-')}" for name, colour in SOURCES.items()}
    named |= {colour: f"economic-{code}" for code, colour in ECONOMIC.items()}
    return named


PROPERTIES = _names()
"""Custom property (without ``--mz-``) by hex; every hex occurs once."""


def class_colours(codes: list[str]) -> dict[str, str]:
    """A colour for each 类 code: its own, or the greys in order."""
    others = [code for code in codes if code not in CLASSES]
    greys = {code: GREYS[min(place, len(GREYS) - 1)] for place, code in enumerate(others)}
    return {code: CLASSES.get(code) or greys[code] for code in codes}
