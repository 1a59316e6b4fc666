"""A build in parts, one a province, and their joining (docs/scale.md).

``parts.py plan`` prints the provinces that have disclosures, as JSON; ``parts.py take CODE`` leaves one province's
disclosures in this checkout; ``parts.py pack FILE`` keeps what was built of them; ``parts.py join FOLDER`` puts
all such files below FOLDER into this checkout.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tarfile
from pathlib import Path, PurePosixPath

SOURCES, PACKAGES, VERSIONS, CACHE = Path("data/sources"), Path("data/packages"), Path("data/versions"), Path(".cache")
_CODE = re.compile(r"""^\s*division_code:\s*["']?(\d{2})\d{4}""", re.MULTILINE)


def province_of(folder: Path) -> str:
    """The first two digits of its place (GB/T 2260); ``00`` when its metadata do not tell (the build will say so)."""
    try:
        found = _CODE.search((folder / "disclosure.yml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        found = None
    return found[1] if found else "00"


def disclosures() -> dict[str, str]:
    """The province of every disclosure."""
    return {path.name: province_of(path) for path in sorted(SOURCES.iterdir()) if path.is_dir()}


def plan() -> None:
    """Prints the provinces."""
    print(json.dumps(sorted(set(disclosures().values()))))


def take(code: str) -> None:
    """Removes every other province's disclosures, with what was built of them."""
    for name, province in disclosures().items():
        if province != code:
            for folder in (SOURCES, PACKAGES, VERSIONS):
                shutil.rmtree(folder / name, ignore_errors=True)


def pack(file: str) -> None:
    """Packages, their versions and the cache, in one file."""
    with tarfile.open(file, "w:gz", compresslevel=1) as archive:
        for folder in (PACKAGES, VERSIONS, CACHE):
            if folder.is_dir():
                archive.add(folder)


def join(folder: str) -> None:
    """What the parts built stands in place of what is here; a part that is not there is built by who joins."""
    for path in sorted(Path(folder).rglob("*.tar.gz")):
        with tarfile.open(path) as archive:
            for name in sorted({_disclosure(member) for member in archive.getnames()} - {None}):
                shutil.rmtree(str(name), ignore_errors=True)
            archive.extractall(filter="data")


def _disclosure(member: str) -> str | None:
    """The folder of the disclosure that a packed file belongs to."""
    parts = PurePosixPath(member).parts
    return "/".join(parts[:3]) if len(parts) >= 3 and parts[:2] in (PACKAGES.parts, VERSIONS.parts) else None


if __name__ == "__main__":
    verb, *arguments = sys.argv[1:]
    {"plan": plan, "take": take, "pack": pack, "join": join}[verb](*arguments)
