"""The shape of the code: imports point one way, and no document's own facts are in it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "scripts" / "mingzhang"

# Each stage may import from itself, from those before it, and from the common modules.
STAGES = [
    "reading",
    "source_text",
    "recognise",
    "records",
    "convert",
    "audit",
    "package",
    "pipeline",
    "check",
    "add",
    "corpus",
    "site",
    "cli",
]


def stage_of(module: str) -> str | None:
    part = module.split(".")[1] if module.startswith("mingzhang.") else ""
    return part if part in STAGES else None


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return found | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


def own_stage(path: Path) -> str | None:
    return stage_of("mingzhang." + ".".join(path.relative_to(CODE).with_suffix("").parts))


def test_imports_point_one_way() -> None:
    for path in CODE.rglob("*.py"):
        stage = own_stage(path)
        for module in imports(path):
            other = stage_of(module)
            if stage and other:
                assert STAGES.index(other) <= STAGES.index(stage), f"{path.relative_to(ROOT)} imports {module}"
            elif other and path.name != "__main__.py":
                raise AssertionError(f"{path.relative_to(ROOT)} is common to all stages, yet imports {module}")


def test_the_site_reads_packages_and_nothing_before_them() -> None:
    for path in (CODE / "site").rglob("*.py"):
        for module in imports(path):
            assert stage_of(module) in (None, "site"), f"{path.relative_to(ROOT)} imports {module}"


def test_the_readers_hold_no_chinese_heading() -> None:
    for path in (CODE / "reading").rglob("*.py"):
        assert not re.search("[一-鿿]", path.read_text(encoding="utf-8")), path.name


def test_no_document_has_its_own_facts_in_the_code() -> None:
    facts: set[str] = set()
    for path in ROOT.glob("data/sources/*/disclosure.yml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        facts |= {
            data["unit"]["name"],
            data["unit"]["id"],
            data["unit"]["division_code"],
            data["file"],
            data["unit"]["region"][-1],
        }
    for path in [*CODE.rglob("*.py"), *CODE.rglob("*.yml")]:
        text = path.read_text(encoding="utf-8")
        assert not [fact for fact in facts if fact in text], path.relative_to(ROOT)
        values = constants(text) if path.suffix == ".py" else text
        assert not re.findall(r"\b\d{2,}[,.]\d{2}\b", values), path.relative_to(ROOT)


def constants(text: str) -> str:
    """The constants of a module, its docstrings left out (they may show an example)."""
    tree = ast.parse(text)
    bodies = [node.body for node in ast.walk(tree) if hasattr(node, "body") and isinstance(node.body, list)]
    docstrings = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    return "\n".join(str(node.value) for node in nodes)


def test_modules_stay_small() -> None:
    for path in CODE.rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path.relative_to(ROOT)


def test_no_registry_and_no_machine_path_is_named() -> None:
    for name in ("site.txt", "cluster.txt", "test.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"index-url|find-links|https?://|/opt/", text)
