"""No stale output: after any change of sources, code, templates, words or schemas a build equals a clean one.

The program itself is a copy, so that it can be changed. ``STEPS`` enlarges the test; ``SEED`` draws other changes.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from mingzhang.digest import folder_digest
from mingzhang.project import Project
from tiny_source import make_project, plant

ROOT = Path(__file__).resolve().parents[1]
STEPS = int(os.environ.get("STEPS", "2"))
SEED = int(os.environ.get("SEED", "20261122"))
MADE = ("data/packages", "data/tables", "data/registry", "datapackage.json", "site")


@dataclass
class World:
    """A project with a copy of the program; ``units`` are those that have a source."""

    root: Path
    chance: random.Random
    units: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def project(self) -> Project:
        return Project(self.root / "project")

    def fresh(self) -> str:
        """A name that no unit had before."""
        self.count += 1
        return f"unit{self.count}"

    def edit(self, path: str, before: str, after: str) -> None:
        """Changes the copy of the program, or of what the site is made with."""
        place = self.root / path
        text = place.read_text(encoding="utf-8")
        assert before in text, f"{path}: no {before!r} to change"
        place.write_text(text.replace(before, after, 1), encoding="utf-8")


def add_source(world: World) -> None:
    world.units.append(world.fresh())
    plant(world.project, world.units[-1])


def change_source(world: World) -> None:
    plant(world.project, world.chance.choice(world.units), f"\n补充说明{world.fresh()}。\n")


def rename_source(world: World) -> None:
    world.units.remove(old := world.chance.choice(world.units))
    shutil.rmtree(world.project.sources / f"{old}-2023-final")
    add_source(world)


def remove_source(world: World) -> None:
    if len(world.units) > 1:
        world.units.remove(old := world.chance.choice(world.units))
        shutil.rmtree(world.project.sources / f"{old}-2023-final")


def change_reading(world: World) -> None:
    """Code of the conversion: every table gets another title in the schema."""
    world.edit("scripts/mingzhang/schema/resources.yml", "支出", f"支出{world.fresh()}")


def change_template(world: World) -> None:
    world.edit("project/site_src/templates/disclosure_head.html.j2", "<div", f"<!-- {world.fresh()} --><div")


def change_style(world: World) -> None:
    world.edit("project/site_src/css/95-print.css", "", f"/* {world.fresh()} */\n")


def change_words(world: World) -> None:
    """A word that pages across units print."""
    world.edit("scripts/mingzhang/site/pages/data.py", "# 数据下载", f"# 数据下载{world.fresh()}")


def change_charts(world: World) -> None:
    world.edit("scripts/mingzhang/site/charts/palette.py", '"""', f'"""{world.fresh()} ')


def change_downloads(world: World) -> None:
    world.edit("scripts/mingzhang/site/downloads/notes.py", "CAVEATS.txt", "CAVEATS.txt")
    world.edit("scripts/mingzhang/site/downloads/notes.py", '"""', f'"""{world.fresh()} ')


def change_settings(world: World) -> None:
    world.edit("project/mkdocs.yml", "copyright: ", f"copyright: {world.fresh()} ")


def spoil_output(world: World) -> None:
    """What a hand does to results: a page changed, another removed, one too many."""
    pages = sorted((world.project.site / "units").rglob("index.html"))
    world.chance.choice(pages).write_text("spoilt", encoding="utf-8")
    world.chance.choice(pages).unlink(missing_ok=True)
    (world.project.site / "units" / "more.html").write_text("more", encoding="utf-8")


SOURCES = (add_source, change_source, rename_source, remove_source)
OTHERS = (
    *(change_reading, change_template, change_style, change_words),
    *(change_charts, change_downloads, change_settings, spoil_output),
)


def build(root: Path, project: Project) -> None:
    command = [sys.executable, "-m", "mingzhang", "--root", str(project.root), "build", "--jobs", "1"]
    settings = {**os.environ, "PYTHONPATH": str(root / "scripts")}
    done = subprocess.run(command, capture_output=True, text=True, env=settings, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def result(project: Project) -> dict[str, str]:
    """The hash of everything that a build leaves, by place."""
    found = {}
    for name in MADE:
        path = project.root / name
        found[name] = folder_digest(path) if path.is_dir() else path.read_text(encoding="utf-8")
    return found


def make_world(root: Path) -> World:
    world = World(root, random.Random(SEED))
    shutil.copytree(ROOT / "scripts" / "mingzhang", root / "scripts" / "mingzhang")
    make_project(world.project.root)
    for _ in range(2):
        add_source(world)
    shutil.copytree(ROOT / "site_src", world.project.root / "site_src")
    shutil.copy(ROOT / "mkdocs.yml", world.project.root / "mkdocs.yml")
    return world


def clean_copy(world: World, place: Path) -> Project:
    """The same inputs, with nothing remembered; earlier versions are inputs too."""
    for name in ("mkdocs.yml", "site_src", "data/sources", "data/versions"):
        source, target = world.project.root / name, place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        elif source.is_file():
            shutil.copyfile(source, target)
    return Project(place)


def steps(chance: random.Random) -> list[list[Callable[[World], None]]]:
    """What is done before each comparison: two changes of sources, and four others, each kind in its turn."""
    others = chance.sample(OTHERS, len(OTHERS)) * STEPS
    return [[*chance.sample(SOURCES, 2), *others[4 * step : 4 * step + 4]] for step in range(STEPS)]


def test_builds_after_changes_make_what_changed_and_equal_clean_ones(tmp_path: Path) -> None:
    world = make_world(tmp_path / "world")
    build(world.root, world.project)
    one, other = world.units
    before = stamps(world.project.site)
    plant(world.project, one, "\n补充说明。\n")
    build(world.root, world.project)
    after = stamps(world.project.site)
    own = [path for path in before if f"/{other}-2023-final" in path or path.startswith(f"units/{other}")]
    assert len(own) > 20
    assert {path for path in own if before[path] != after.get(path)} == set()
    assert any(before[path] != after[path] for path in before if path.startswith(f"units/{one}/"))
    for number, changes in enumerate(steps(world.chance)):
        for change in changes:
            change(world)
        build(world.root, world.project)
        told = ", ".join(change.__name__ for change in changes)
        clean = clean_copy(world, tmp_path / f"clean-{number}")
        build(world.root, clean)
        assert result(world.project) == result(clean), f"step {number}: {told}"


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its inode and the time of its last change: what was not touched has the same."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            state = path.stat()
            found[path.relative_to(folder).as_posix()] = (state.st_ino, state.st_mtime_ns)
    return found
