"""Same input, same bytes: whatever the time zone, locale, hash seed, workers, rights, folder, order of files, user.

With ``MINGZHANG_ALL=1`` of every disclosure there is (some minutes); else of a tiny one.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from mingzhang.project import Project
from tiny_source import make_project

ROOT = Path(__file__).resolve().parents[1]
MADE = ("data/packages", "data/tables", "data/classifications", "data/audit", "datapackage.json", "site")
SHARED = ("PATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
# As another file system: names come in another order.
REVERSED = """
import os
_listdir, _scandir = os.listdir, os.scandir
class _Reversed:
    def __init__(self, place):
        with _scandir(place) as found:
            self.entries = iter(sorted(found, key=lambda entry: entry.name, reverse=True))
    def __iter__(self): return self.entries
    def __next__(self): return next(self.entries)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
os.listdir = lambda place=".": sorted(_listdir(place), reverse=True)
os.scandir = lambda place=".": _Reversed(place)
"""


def make(root: Path, rights: int, time: int) -> Project:
    """The same inputs, as another checkout may have them."""
    project = make_project(root, "one")
    for folder in (ROOT / "data" / "sources").iterdir():
        if os.environ.get("MINGZHANG_ALL"):
            shutil.copytree(folder, project.sources / folder.name)
    shutil.copytree(ROOT / "site_src", root / "site_src")
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    for path in root.rglob("*"):
        path.chmod(rights | (0o100 if path.is_dir() else 0))
        os.utime(path, (time, time))
    return project


def build(project: Project, jobs: int, mask: int, place: Path, environment: Mapping[str, str]) -> str:
    command = [sys.executable, "-m", "mingzhang", "--root", str(project.root), "build", "--jobs", str(jobs)]
    settings = {name: os.environ[name] for name in SHARED if name in os.environ} | environment
    done = subprocess.run(command, capture_output=True, cwd=place, env=settings, umask=mask, timeout=900, check=False)
    assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
    return done.stdout.decode().replace(str(project.root), "")


def everything(project: Project) -> dict[str, tuple[str, bytes]]:
    """Every file and folder that was made, with its rights and bytes."""
    tops = [project.root / name for name in MADE]
    paths = [path for top in tops for path in (top, *top.rglob("*"))]
    return {
        path.relative_to(project.root).as_posix(): (
            stat.filemode(path.stat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in paths
    }


def without_rates(told: str) -> str:
    """What a build said, but how fast it went."""
    return re.sub(r" \(\d[\d.]*/s(, [^)]* left)?\)", "", told)


def test_builds_in_different_settings_are_the_same_in_every_byte_and_right(tmp_path: Path) -> None:
    here = make(tmp_path / "here", 0o644, 1_700_000_000)
    there = make(tmp_path / "另 一处" / "a 'b", 0o600, 86_400)
    (tmp_path / "order").mkdir()
    (tmp_path / "order" / "sitecustomize.py").write_text(REVERSED, encoding="utf-8")
    scripts = str(ROOT / "scripts")
    first = build(
        here, 1, 0o022, tmp_path, {"PYTHONPATH": scripts, "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
    )
    other = {
        "PYTHONPATH": f"{tmp_path / 'order'}{os.pathsep}{scripts}",
        "PYTHONHASHSEED": "4711",
        "PYTHONOPTIMIZE": "1",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "LC_ALL": "C",
        "LANG": "C",
        "TZ": "Asia/Kathmandu",
        "SOURCE_DATE_EPOCH": "1",
        "HOME": "/nonexistent",
        "USER": "somebody",
        "COLUMNS": "20",
    }
    second = build(there, 3, 0o077, there.root, other)
    one, two = everything(here), everything(there)
    assert one.keys() == two.keys() and len(one) > 200
    assert [name for name in one if one[name] != two[name]] == []
    assert {rights for rights, _ in one.values()} == {"-rw-r--r--", "drwxr-xr-x"}
    assert without_rates(first) == without_rates(second), "what is said does not depend on them either"
    for name, (_, content) in one.items():
        assert str(tmp_path).encode() not in content, name
