"""Colours that mean something, the same in every chart.

Each colour is its own token: a chart is drawn with the light theme's hex, and
the inline SVG gets the custom property instead, so that the dark theme can
change it. The saved SVG file keeps the hex.
"""

from __future__ import annotations

PAPER = "#fdfdfb"
INK = "#1c2024"
MUTED = "#656d73"
RULE = "#e2e4e0"
ON_FILL = "#fffffe"
BASIC = "#0e5a5b"
PROJECT = "#86bdb9"
BAR = "#2f8583"
LOST = "#c3c9c9"
UP, DOWN = "#2f8584", "#6f3f69"

CLASSES = {
    "201": "#33609e",
    "205": "#c75c7a",
    "206": "#2a9fb0",
    "208": "#d98e2b",
    "210": "#5dc088",
    "213": "#6a8532",
    "221": "#997dd3",
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
    "carryover": "#b5bcbf",
    "fiscal_carryover": "#b5bcbe",
    "nonfiscal_carryover": "#d3d8da",
    "unlisted": "#6b7378",
}
ECONOMIC = {"301": "#0e5a5c", "302": "#3f8f8c", "303": "#7fb9b5"}
THREE_PUBLIC = {
    "overseas": "#c3a02a",
    "reception": "#b3543f",
    "vehicles": "#46698e",
    "vehicle_operation": "#46698f",
    "vehicle_purchase": "#8fb0d1",
}
WEIGHTS = ("#3b4a6b", "#62749c", "#8fa0c4", "#b3c0da", "#d0d8e8")
SEVERITY = {"error": "#c2410d", "warning": "#dca545", "rounding": "#828b90", "note": "#b7bfc2"}


def _names() -> dict[str, str]:
    named = {PAPER: "paper", INK: "ink", MUTED: "muted", RULE: "rule", ON_FILL: "on-fill"}
    named |= {BASIC: "basic", PROJECT: "project", BAR: "bar", LOST: "lost", UP: "up", DOWN: "down"}
    named |= {colour: f"class-{code}" for code, colour in CLASSES.items()}
    named |= {colour: f"grey-{place}" for place, colour in enumerate(GREYS, start=1)}
    named |= {colour: f"source-{name.replace('_', '-')}" for name, colour in SOURCES.items()}
    named |= {colour: f"economic-{code}" for code, colour in ECONOMIC.items()}
    named |= {colour: f"three-{name.replace('_', '-')}" for name, colour in THREE_PUBLIC.items()}
    named |= {colour: f"weight-{place}" for place, colour in enumerate(WEIGHTS, start=1)}
    named |= {colour: f"severity-{key}" for key, colour in SEVERITY.items()}
    return named


PROPERTIES = _names()
"""Custom property (without ``--mz-``) by hex; every hex occurs once."""


def class_colours(codes: list[str]) -> dict[str, str]:
    """A colour for each 类 code: its own, or the greys in order."""
    others = [code for code in codes if code not in CLASSES]
    greys = {code: GREYS[min(place, len(GREYS) - 1)] for place, code in enumerate(others)}
    return {code: CLASSES.get(code) or greys[code] for code in codes}
