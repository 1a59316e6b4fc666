"""The name of a row's classification item, where the document lets it slip."""

from __future__ import annotations

from mingzhang.classifications import Classification
from mingzhang.recognise.model import RawRecord
from mingzhang.text import fold


def find_name(record: RawRecord) -> str:
    """The classification name that a row prints, also where it stands in the project column."""
    name = record.texts.get("name", "")
    return name or record.texts.get("project", "")


def move_slipped_name(
    record: RawRecord, code: str, role: str, classification: Classification
) -> tuple[dict[str, str], str]:
    """The row's texts with its name in the name column; also the name that had to be moved (empty: none).

    Two slips are mended: the name stands in the project column, and (in flowed
    text) name and project are run together. What the code is called elsewhere
    tells the name from the project.
    """
    texts = dict(record.texts)
    name, project = texts.get("name", ""), texts.get("project", "")
    known = classification.names.get(code, "")
    if role == "total":
        return {"name": name or project, "project": project if name else ""}, ""
    if not name and project and known and fold(project) == fold(known):
        return {"name": project}, project
    if name and not project and known and fold(name) != fold(known) and fold(name).startswith(fold(known)):
        cut = next(end for end in range(1, len(name) + 1) if fold(name[:end]) == fold(known))
        return {"name": name[:cut], "project": name[cut:]}, ""
    return texts, ""
