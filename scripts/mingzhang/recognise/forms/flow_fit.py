"""How badly a text fits a column of the indicator table: 0 fits, ``NEVER`` cannot stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mingzhang.recognise.forms.flow_words import FlowFormWords
from mingzhang.recognise.forms.words import FormWords
from mingzhang.recognise.patterns import matches

NEVER = 99.0
WORST = 10.0  # a text that fits worse than this is no cell of the column
_SIGN = re.compile(r"[<>=≤≥≦≧~～]")
_AMOUNT = re.compile(r"([<>=≤≥≦≧~～]{0,2})(\d[\d,]*(?:\.\d+)?)((?:[-~～—至]\d[\d,]*(?:\.\d+)?)?)(.*)")
_SCORE = re.compile(r"(?:0|[1-9]\d{0,2})(?:\.\d{1,2})?(?:分|%)?")
_GROUP_END = re.compile(r".{2,8}指标$")
_GROUP_START = re.compile(r"(?:.{2}|.{4})指标.")
_DIGIT = re.compile(r"\d")
_DASH = re.compile(r"[-—/]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_BAD_START = tuple(",。、;:)）》”%.;，；：")
_BRACKET = re.compile(r"[()《》]")
_UNIT_LIMIT = 6
# The most characters that a cell of a column can have.
LIMITS = {
    "label": 14, "category": 12, "subcategory": 14, "indicator": 60, "description": 120, "target": 22, "basis": 60,
    "previous": 22, "weight": 7, "scoring_rule": 60, "evidence": 40, "actual": 30, "score": 7, "deviation": 240,
}  # fmt: skip


@dataclass
class Fitting:
    """The costs of texts in columns; every text is judged once a column."""

    words: FormWords
    flow: FlowFormWords
    known: dict[tuple[str, str], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._effects, self._results = self.flow.effects.either, self.flow.results.either
        self._measures, self._names = self.flow.measures.either, self.flow.names.either
        self._labels = self.words.label_columns.either

    def cost(self, column: str, text: str) -> float:
        """What ``text`` (folded) costs as a cell of ``column``."""
        key = (column, text)
        cost = self.known.get(key)
        if cost is None:
            cost = _JUDGES[column](self, text) + (_shape(text) if column not in _NUMBERS else 0)
            self.known[key] = cost
        return cost

    def is_value(self, column: str, text: str) -> bool:
        """Whether a text is one of the words that fill a column, or like them."""
        values = self.words.values.get(column)
        return values is not None and matches(values, text)

    def is_whole(self, column: str, text: str) -> bool:
        """Whether a text is a whole cell that a column is known to hold."""
        whole = self.flow.whole.get(column)
        return whole is not None and matches(whole, text)

    def completed(self, column: str, text: str) -> str:
        """``text`` with the end that it lost, ``text`` itself where it is whole or no known end completes it."""
        if self.is_value(column, text):
            return text
        ends = self.flow.lost_ends.get(column, ())
        return next((text + end for end in ends if self.is_value(column, text + end)), text)

    def _known(self, column: str, text: str) -> float:
        if self.is_value(column, text):
            return 0.0
        if len(text) > 2 and self.completed(column, text) != text:
            return 2.0
        if len(text) < 2 or _SIGN.search(text):
            return NEVER
        return 3.0 if text.endswith("指标") and 3 < len(text) < 9 else 6.0

    def _group(self, text: str, column: str) -> float:
        cost = self._known(column, text)
        return cost if cost < 3 else cost + 0.5 * max(0, len(text) - 8) + (6 if _DIGIT.search(text) else 0)

    def _label(self, text: str) -> float:
        return 0.0 if self._labels.fullmatch(text) else NEVER

    def _indicator(self, text: str) -> float:
        if not _CHINESE.search(text):
            return NEVER
        cost = 1.0 + 0.02 * len(text) + (5 if _SIGN.search(text) else 0) + (3 if len(text) < 3 else 0)
        if self._is_other(text):
            cost += 6
        if "指标" in text and self.words.values["subcategory"].either.search(text):
            cost += 3
        if _GROUP_END.fullmatch(text) or _GROUP_START.match(text):
            cost += 2
        if self._effects.fullmatch(text):
            cost += 3
        return cost + (1 if text[0].isdigit() else 0) - (0.8 if self._names.fullmatch(text) else 0)

    def _is_other(self, text: str) -> bool:
        groups = any(self.is_value(column, text) for column in ("category", "subcategory"))
        return groups or any(self.is_whole(column, text) for column in ("scoring_rule", "evidence"))

    def _description(self, text: str) -> float:
        return 1.5 + 0.02 * len(text) if _CHINESE.search(text) else NEVER

    def _target(self, text: str) -> float:
        match = _AMOUNT.fullmatch(text)
        if match:
            sign, number, _, unit = match.groups()
            return (0.0 if sign else 0.8) + self._number(number) + self._unit(unit, bool(sign))
        if _SIGN.search(text):
            return 9.0
        if self._effects.fullmatch(text):
            return 0.3
        if not _CHINESE.search(text):
            return 8.0
        return (
            2.5
            + 0.3 * len(text)
            + (3 if len(text) < 2 else 0)
            + (4 if _DIGIT.search(text) else 0)
            + (3 if self._is_other(text) else 0)
        )

    def _number(self, number: str) -> float:
        return 3.0 if number[0] == "0" and len(number) > 1 and number[1] != "." else 0.0

    def _unit(self, unit: str, signed: bool) -> float:
        if not unit:
            return 0.6 if signed else 1.2
        parts = unit.removeprefix("%/").split("/")
        if all(self._measures.fullmatch(part) for part in parts):
            return 0.0
        if len(unit) > _UNIT_LIMIT or _SIGN.search(unit) or _DIGIT.search(unit) or "" in parts:
            return 9.0
        return 0.8 + 0.9 * len(unit)

    def _actual(self, text: str) -> float:
        return 0.0 if self._results.fullmatch(text) else self._target(text)

    def _previous(self, text: str) -> float:
        return 0.3 if text in ("无", "/") or _DASH.fullmatch(text) else self._target(text)

    def _free(self, text: str, column: str) -> float:
        if self.is_whole(column, text):
            return 0.0
        if not _CHINESE.search(text) or _SIGN.search(text):
            return NEVER if not _DASH.fullmatch(text) else 1.0
        if _GROUP_END.search(text):
            return 8.0
        like = self.is_value(column, text)
        return (0.8 if like else 3.0) + 0.12 * len(text) + (2 if len(text) < 2 else 0)

    def _deviation(self, text: str) -> float:
        if self.is_whole("deviation", text):
            return 0.5
        return 4.0 + 0.05 * len(text) if _CHINESE.search(text) else NEVER

    def _weight(self, text: str) -> float:
        if _DASH.fullmatch(text):
            return 1.0
        return 0.0 if _SCORE.fullmatch(text) and float(text.rstrip("分%")) <= 100 else NEVER


def _shape(text: str) -> float:
    """What no cell should be: brackets that do not close, closing marks at its front."""
    bad_start = 4.0 if text.startswith(_BAD_START) else 0.0
    if not _BRACKET.search(text):
        return bad_start
    depth = lowest = 0
    for character in text:
        depth += (character in "(《") - (character in ")》")
        lowest = min(lowest, depth)
    return (3.0 if depth or lowest else 0.0) + bad_start


_NUMBERS = ("weight", "score")
_JUDGES: Mapping[str, Callable[[Fitting, str], float]] = {
    "label": Fitting._label,
    "category": lambda fitting, text: fitting._group(text, "category"),
    "subcategory": lambda fitting, text: fitting._group(text, "subcategory"),
    "indicator": Fitting._indicator,
    "description": Fitting._description,
    "target": Fitting._target,
    "actual": Fitting._actual,
    "previous": Fitting._previous,
    "basis": lambda fitting, text: fitting._free(text, "basis"),
    "scoring_rule": lambda fitting, text: fitting._free(text, "scoring_rule"),
    "evidence": lambda fitting, text: fitting._free(text, "evidence"),
    "deviation": Fitting._deviation,
    "weight": Fitting._weight,
    "score": Fitting._weight,
}
