"""The classification that a document evidences: the codes its rows bear, with their parents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mingzhang.classifications import Classification, level_of
from mingzhang.records.model import Record
from mingzhang.schema import load_resources

_NO_NAME = "（未印名称）"  # a code that is not known and that no row names


def evidenced_classification(rows: Mapping[str, Sequence[Record]], known: Classification) -> list[Record]:
    """The codes of ``known``'s kind that any row bears, by code, with level and parent.

    The name is the official one where it is known, else the one first printed. A
    parent is added when its name is known or printed; where it is not, the
    parent stays blank: nothing is invented.
    """
    printed: dict[str, str] = {}
    for name, spec in load_resources().items():
        if spec.refers.get("code") == f"{known.kind}_classification":
            for row in rows[name]:
                if code := row.text("code"):
                    printed[code] = printed.get(code) or row.text("name") or row.text("item")
    names = {code: known.names.get(code) or name or _NO_NAME for code, name in printed.items()}
    for code in list(names):
        for length in range(3, len(code), 2):
            if code[:length] in known.names:
                names.setdefault(code[:length], known.names[code[:length]])
    return [_row(code, names) for code in sorted(names)]


def _row(code: str, names: Mapping[str, str]) -> Record:
    parent = code[:-2] if len(code) > 3 else ""
    values = {"code": code, "name": names[code], "level": level_of(code), "parent": parent if parent in names else None}
    return Record(0, {**values})
