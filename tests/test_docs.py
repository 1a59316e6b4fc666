"""What exists is documented, and what is documented exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from mingzhang.cli import main

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")
GUIDES = (*READMES, "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md", "docs/dependencies.md")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)
    assert phony
    return set(phony.group(1).split())


def verbs(capsys: pytest.CaptureFixture[str]) -> set[str]:
    with pytest.raises(SystemExit):
        main(["--help"])
    return set(re.findall(r"^    (\w+)  ", capsys.readouterr().out, re.MULTILINE))


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_is_in_the_readme_and_the_other_way_round(name: str) -> None:
    assert set(re.findall(r"`make (\w+)`", text(name))) == targets()


@pytest.mark.parametrize("name", READMES)
def test_every_verb_is_in_the_readme(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = verbs(capsys)
    assert {"add", "build", "check", "convert", "extract", "validate", "site", "serve"} == found
    for verb in found:
        assert f"`{verb}`" in text(name) or f"mingzhang {verb} " in text(name), verb


@pytest.mark.parametrize("name", GUIDES)
def test_every_file_that_a_guide_names_exists(name: str) -> None:
    folder = (ROOT / name).parent
    for target in re.findall(r"\]\(([^)#:]+)\)", text(name)):
        assert (folder / target).exists(), target
    for path in re.findall(r"`((?:scripts|tests|site_src|data|docs)/[\w./-]+)`", text(name)):
        assert (ROOT / path).exists(), path


def test_the_architecture_names_every_stage() -> None:
    stages = {p.stem for p in (ROOT / "scripts/mingzhang").iterdir() if (p / "__init__.py").exists()}
    for stage in stages - {"schema"}:
        assert f"| `{stage}` |" in text("docs/architecture.md"), stage


def test_the_workflow_pins_its_actions_and_asks_for_little() -> None:
    workflow = yaml.safe_load(text(".github/workflows/site.yml"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    uses = [step["uses"] for step in steps if "uses" in step]
    assert uses and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", use) for use in uses)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert any(step.get("run") == "make test" for step in workflow["jobs"]["test"]["steps"])


def test_every_dependency_has_its_reason() -> None:
    asked = {
        re.split(r"[<>=\s#]", line)[0]
        for name in ("site", "test")
        for line in text(f"requirements/{name}.in").splitlines()
        if line and not line.startswith("-")
    }
    rows = re.findall(r"^\| ([a-zA-Z][\w, -]*) \|", text("docs/dependencies.md"), re.MULTILINE)
    told = {package for row in rows for package in row.split(", ")} - {"package"}
    assert told == asked
