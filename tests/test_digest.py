"""What a stage's results depend on is read from the code itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingzhang import digest

MODULES = {
    "__init__.py": "",
    "stage.py": "import os\nfrom mingzhang.near import value\n",
    "near.py": "def late():\n    from mingzhang.far import deep\n    return deep\n",
    "far/__init__.py": "",
    "far/deep.py": "from mingzhang import circle\n",
    "circle.py": "import mingzhang.stage\n",
    "other.py": "from mingzhang.near import value\n",
    "words/list.yml": "a: b\n",
    "words/list.txt": "a",
}


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of a few modules in the place of ours."""
    for name, text in MODULES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(digest, "__file__", str(tmp_path / "digest.py"))
    digest.imported.cache_clear()
    yield tmp_path
    digest.imported.cache_clear()


def of_stage() -> str:
    """The hash, as another process would find it."""
    digest.imported.cache_clear()
    return digest.code_of("mingzhang.stage")


@pytest.mark.parametrize("name", ["stage.py", "near.py", "far/deep.py", "far/__init__.py", "circle.py"])
def test_a_module_that_is_imported_at_any_depth_counts(code: Path, name: str) -> None:
    before = of_stage()
    assert of_stage() == before
    (code / name).write_text(f"{MODULES[name]}# changed\n")
    assert of_stage() != before


def test_a_word_list_counts_for_every_stage(code: Path) -> None:
    before = of_stage()
    (code / "words" / "list.yml").write_text("a: c\n")
    assert of_stage() != before


@pytest.mark.parametrize("name", ["other.py", "words/list.txt"])
def test_what_is_not_imported_does_not_count(code: Path, name: str) -> None:
    before = of_stage()
    (code / name).write_text("changed = 1\n")
    (code / "new.py").write_text("")
    assert of_stage() == before


def test_an_import_that_is_added_counts_with_its_module(code: Path) -> None:
    (code / "stage.py").write_text(f"{MODULES['stage.py']}import mingzhang.other\n")
    before = of_stage()
    (code / "other.py").write_text("changed = 1\n")
    assert of_stage() != before


def test_real_stages_do_not_depend_on_the_command_line() -> None:
    known, wanted = set[str](), ["mingzhang.site.parts.pages"]
    while wanted:
        name = wanted.pop()
        if name not in known:
            known.add(name)
            wanted += digest.imported(name)
    assert {"mingzhang.site.writer", "mingzhang.site.render", "mingzhang.labels"} <= known
    assert not known & {"mingzhang.cli", "mingzhang.site.build", "mingzhang.pipeline", "mingzhang.site.parts.across"}
