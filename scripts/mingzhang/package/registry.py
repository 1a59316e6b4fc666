"""The registry of what is published: disclosures, units, and the places that they belong to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mingzhang.divisions import division_of
from mingzhang.package.rows import write_csv
from mingzhang.schema import ResourceSpec, load_registry

Descriptor = Mapping[str, Any]
Row = dict[str, Any]
_LEVELS = ("province", "prefecture", "county")


def registry_files(packages: Sequence[Descriptor], counts: Mapping[str, int]) -> Iterator[tuple[ResourceSpec, bytes]]:
    """Every resource of the registry as CSV, from the descriptors of all packages.

    ``counts`` are the rows of each package. Of a unit's disclosures the last year's tells its name and place.
    """
    rows: dict[str, list[Row]] = {
        "disclosures": [_disclosure(package, counts[package["name"]]) for package in packages],
        "publishers": _publishers(packages),
        "divisions": _divisions(packages),
    }
    for name, spec in load_registry().items():
        cells = ([_cell(row.get(column)) for column in spec.columns] for row in rows[name])
        yield spec, write_csv(spec.columns, cells)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _disclosure(package: Descriptor, rows: int) -> Row:
    about, source = package["mingzhang"], package["sources"][0]
    return {
        "disclosure_id": package["name"],
        "unit_id": about["unit_id"],
        "unit_name": about["unit"]["name"],
        "division_code": about["unit"]["division_code"],
        **{key: about.get(key) for key in ("year", "kind", "scope", "title", "published", "added", "source_file")},
        "source_sha256": source["hash"].removeprefix("sha256:"),
        "licence": package["licenses"][0]["name"],
        "rows": rows,
        "made_by": about["made_by"]["version"],
    }


def _publishers(packages: Sequence[Descriptor]) -> list[Row]:
    newest = {
        package["mingzhang"]["unit_id"]: package["mingzhang"]
        for package in sorted(packages, key=lambda package: (package["mingzhang"]["year"], package["name"]))
    }
    owners = Counter(package["mingzhang"]["unit_id"] for package in packages)
    return [
        {
            "unit_id": unit_id,
            "unit_name": about["unit"]["name"],
            "body_kind": about["unit"]["body_kind"],
            "division_code": about["unit"]["division_code"],
            **{place["level"]: place["name"] for place in _places(about["unit"])},
            "disclosures": owners[unit_id],
        }
        for unit_id, about in sorted(newest.items())
    ]


def _divisions(packages: Sequence[Descriptor]) -> list[Row]:
    places = {place["code"]: place for package in packages for place in _places(package["mingzhang"]["unit"])}
    return [places[code] for code in sorted(places)]


def _places(unit: Mapping[str, Any]) -> list[Row]:
    """The unit's division and those above it (GB/T 2260: two digits a level), from the province down.

    A code that the standard's list does not hold (a development zone's) has the last name that the disclosure tells.
    """
    code = unit["division_code"]
    codes = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    names = {own: _name_of(own) for own in codes}
    names[code] = names[code] or unit["region"][-1]
    known = [own for own in codes if names[own]]
    return [
        {"code": own, "name": names[own], "level": _level(own), "parent": known[number - 1] if number else None}
        for number, own in enumerate(known)
    ]


def _name_of(code: str) -> str:
    division = division_of(code)
    return division.names[-1] if division else ""


def _level(code: str) -> str:
    return _LEVELS[0] if code.endswith("0000") else _LEVELS[1] if code.endswith("00") else _LEVELS[2]
