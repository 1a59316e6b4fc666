"""What exists is documented, and what is documented exists."""

from __future__ import annotations

import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml

from mingzhang.cli import main

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.zh-CN.md")
GUIDES = (
    *READMES,
    "CONTRIBUTING.md",
    "SECURITY.md",
    *(f"docs/{n}.md" for n in ("architecture", "dependencies", "scale")),
)


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
    assert set(re.findall(r"`make ([\w-]+)`", text(name))) == targets()


@pytest.mark.parametrize("name", READMES)
def test_every_verb_is_in_the_readme(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = verbs(capsys)
    told = {"add", "build", "check", "convert", "corpus", "diff", "extract", "replace", "serve", "site", "validate"}
    assert told == found
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
    for path in sorted((ROOT / ".github/workflows").glob("*.yml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        steps = [step for job in told["jobs"].values() for step in job["steps"]]
        uses = [step["uses"] for step in steps if "uses" in step]
        assert uses and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", use) for use in uses), path.name
        assert told["permissions"] == {"contents": "read"}, path.name
    workflow = yaml.safe_load(text(".github/workflows/site.yml"))
    assert workflow["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert any(step.get("run") == "make test" for step in workflow["jobs"]["test"]["steps"])


def test_every_dependency_has_its_reason() -> None:
    asked = {
        re.split(r"[<>=\s#]", line)[0]
        for name in ("site", "cluster", "test", "fuzz", "audit")
        for line in text(f"requirements/{name}.in").splitlines()
        if line and not line.startswith("-")
    }
    rows = re.findall(r"^\| ([a-zA-Z][\w, -]*) \|", text("docs/dependencies.md"), re.MULTILINE)
    told = {package for row in rows for package in row.split(", ")} - {"package"}
    assert told == asked


# What may be shipped with or run beside MIT code without asking anything of it but a notice.
FREE = re.compile(
    r"MIT|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|Mozilla Public License 2\.0|MPL-2\.0|Artistic|Zlib|CC0|"
    r"Public Domain"
)
UNTOLD = {"axe-playwright-python"}  # MIT by its licence file, not by its metadata


def test_every_locked_dependency_is_free() -> None:
    names = {
        match[1]
        for name in ("site", "cluster", "test")
        for match in re.finditer(r"^([a-z0-9.-]+)==", text(f"requirements/{name}.txt"), re.MULTILINE)
    }
    assert len(names) > 80
    for name in sorted(names - UNTOLD):
        metadata = distribution(name).metadata
        told = [
            metadata.get("License-Expression") or "",
            metadata.get("License") or "",
            *(metadata.get_all("Classifier") or []),
        ]
        licences = [text for text in told[:2] if text] + [text for text in told[2:] if text.startswith("License ::")]
        assert any(FREE.search(licence[:200]) for licence in licences), (name, licences)
