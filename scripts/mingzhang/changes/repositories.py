"""All disclosures of two repositories: which are new, gone, changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mingzhang.changes.compare import compare_packages
from mingzhang.changes.model import Comparison, PackageTables
from mingzhang.changes.read import find_packages, read_package


@dataclass(frozen=True)
class Difference:
    """What differs between two sets of packages; packages that are the same are only counted."""

    added: tuple[PackageTables, ...]
    removed: tuple[PackageTables, ...]
    changed: tuple[Comparison, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        """Whether no disclosure is new, gone or changed."""
        return not (self.added or self.removed or self.changed)


def compare_places(old: Path, new: Path) -> Difference:
    """What differs between the packages at two places, each a package, a folder of them or a repository.

    Two packages are compared whatever their names. A package whose files are the same is not read.

    Raises:
        UnreadablePackageError: a place holds none, or one that cannot be read.
    """
    return compare_folders(find_packages(old), find_packages(new))


def compare_folders(old: Mapping[str, Path], new: Mapping[str, Path]) -> Difference:
    """As :func:`compare_places`, from the folders by disclosure id."""
    if len(old) == len(new) == 1:
        new = {next(iter(old)): next(iter(new.values()))}
    both = [name for name in old if name in new]
    differing = [name for name in both if _resources(old[name]) != _resources(new[name])]
    compared = [compare_packages(read_package(old[name]), read_package(new[name])) for name in differing]
    changed = tuple(comparison for comparison in compared if comparison.changes or comparison.columns)
    return Difference(
        added=tuple(read_package(new[name]) for name in new if name not in old),
        removed=tuple(read_package(old[name]) for name in old if name not in new),
        changed=changed,
        same=len(both) - len(changed),
    )


def _resources(folder: Path) -> dict[str, bytes]:
    """The bytes of every CSV, by path."""
    paths = sorted(path for path in folder.rglob("*.csv") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
