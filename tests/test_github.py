"""What runs on GitHub: workflows name what exists, the comment is one and harmless, the forms are forms."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
GITHUB = ROOT / ".github"
SCRIPTS = GITHUB / "scripts"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
MARK = "<!-- mingzhang-changes -->"
REPOSITORY = "Owner/Mingzhang-Data"
sys.path.insert(0, str(SCRIPTS))

from comment_changes import LONGEST, clean, read_artifact  # noqa: E402


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in load(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_run_what_exists(path: Path) -> None:
    targets = set(re.findall(r"^([\w.$()/-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for step in steps(path):
        command = step.get("run", "")
        assert "${{" not in command, "values come through env, never into the shell's text"
        for target in re.findall(r"\bmake ([\w./-]+)", command):
            assert target.replace(".venv", "$(VENV)") in targets, target
        for script in re.findall(r"(?:^|\s)(\.github/scripts/[\w.-]+)", command):
            assert (ROOT / script).is_file(), script
            assert script.endswith(".py") or os.access(ROOT / script, os.X_OK), script


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_only_the_workflow_that_runs_no_foreign_code_may_write(path: Path) -> None:
    told = load(path)
    triggers = told.get("on") or told[True]  # YAML 1.1 reads `on` as true
    names = [triggers] if isinstance(triggers, str) else list(triggers)
    assert "pull_request_target" not in names
    writing = [job for job in told["jobs"].values() if "write" in job.get("permissions", {}).values()]
    if writing and path.stem != "site":  # which publishes what stands on main
        assert names == ["workflow_run"] and path.stem == "comment"
        (job,) = writing
        assert job["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}
        (checkout,) = [step for step in job["steps"] if "checkout" in step.get("uses", "")]
        assert "ref" not in checkout["with"] and checkout["with"]["persist-credentials"] is False
        assert triggers["workflow_run"]["workflows"] == [load(GITHUB / "workflows" / "changes.yml")["name"]]


def test_the_comparing_workflow_leaves_what_the_commenting_one_reads() -> None:
    told = steps(GITHUB / "workflows" / "changes.yml")
    (left,) = [step["with"] for step in told if "upload-artifact" in step.get("uses", "")]
    (run,) = [step for step in told if "compare" in step.get("run", "")]
    assert left["name"] == "changes" and run["run"].endswith(left["path"].rstrip("/"))
    (checkout,) = [step["with"] for step in told if step.get("with", {}).get("path") == "build/base"]
    assert checkout["ref"] == "${{ github.event.pull_request.base.sha }}"


@pytest.mark.parametrize(
    ("repository", "told", "address"),
    [
        ("Owner/Mingzhang-Data", "", "https://owner.github.io/Mingzhang-Data/"),
        ("Owner/owner.github.io", "", "https://owner.github.io/"),
        ("Owner/Mingzhang-Data", "https://data.example.org/", "https://data.example.org/"),
    ],
)
def test_the_address_of_the_site_is_that_of_the_repository(repository: str, told: str, address: str) -> None:
    given = {"PATH": os.environ["PATH"], "GITHUB_REPOSITORY": repository, "SITE_URL": told}
    said = subprocess.run([SCRIPTS / "site-url"], env=given, capture_output=True, text=True, check=True).stdout
    assert said == f"SITE_URL={address}\n"


@pytest.mark.parametrize(("status", "ends"), [(0, 0), (1, 0), (2, 2)])
def test_comparing_leaves_the_text_and_the_number(tmp_path: Path, status: int, ends: int) -> None:
    program = tmp_path / "mingzhang"
    program.write_text(f'#!/bin/sh\necho "## $1 $2 $3 $4"\nexit {status}\n', "utf-8")
    program.chmod(0o755)
    summary = tmp_path / "summary.md"
    given = {"PATH": os.environ["PATH"], "MINGZHANG": str(program), "NUMBER": "17", "GITHUB_STEP_SUMMARY": str(summary)}
    made = subprocess.run([SCRIPTS / "compare", "old", "new", tmp_path / "out"], env=given, check=False)
    assert made.returncode == ends
    if not ends:
        assert (tmp_path / "out" / "number").read_text("utf-8") == "17\n"
        assert (tmp_path / "out" / "changes.md").read_text("utf-8") == "## diff old new --markdown\n"
        assert summary.read_text("utf-8") == "## diff old new --markdown\n"


# A stand-in for GitHub's program: answers from a file, and writes down what it was asked.
FAKE = """#!{python}
import json, pathlib, sys
here = pathlib.Path(__file__).parent
arguments = sys.argv[2:]
given = sys.stdin.read() if "--input" in arguments else ""
with (here / "asked").open("a") as file:
    file.write(json.dumps([arguments, given]) + "\\n")
paths = [text for text in arguments if text.startswith("repos/")]
if paths[0].endswith("/zip"):
    sys.stdout.buffer.write((here / "zip").read_bytes())
else:
    answers = json.loads((here / "answers").read_text())
    print(next((answer for part, answer in answers.items() if part in paths[0]), ""))
"""


def archive(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name.replace("_", "."), text)
    return buffer.getvalue()


def run_comment(
    folder: Path, content: bytes, own: str = "", state: str = "open", head: str = "abc", size: int = 500
) -> tuple[int, list[tuple[list[str], str]], str]:
    """The script's status, what it asked of GitHub, and what it said."""
    program = folder / "gh"
    program.write_text(FAKE.replace("{python}", sys.executable), "utf-8")
    program.chmod(0o755)
    left = {"artifacts": [{"name": "changes", "id": 7, "expired": False, "size_in_bytes": size}]}
    pull = {"state": state, "head": {"sha": head}}
    answers = {"/artifacts?": json.dumps(left), "/pulls/": json.dumps(pull), "/comments?": own}
    (folder / "answers").write_text(json.dumps(answers), "utf-8")
    (folder / "zip").write_bytes(content)
    given = {"PATH": f"{folder}:{os.environ['PATH']}", "REPOSITORY": REPOSITORY, "RUN": "99", "HEAD_SHA": "abc"}
    command = [sys.executable, SCRIPTS / "comment_changes.py"]
    made = subprocess.run(command, env=given, capture_output=True, text=True, check=False, timeout=60)
    asked = folder / "asked"
    lines = asked.read_text("utf-8").splitlines() if asked.exists() else []
    return made.returncode, [tuple(json.loads(line)) for line in lines], made.stdout + made.stderr


def written(asked: list[tuple[list[str], str]]) -> list[tuple[str, str, str]]:
    """What was written: method, path, body."""
    return [
        (arguments[1], arguments[2], json.loads(given)["body"]) for arguments, given in asked if "--input" in arguments
    ]


def test_one_comment_is_written_and_then_brought_up_to_date(tmp_path: Path) -> None:
    content = archive(number="17\n", changes_md="## 数据变动\n")
    status, asked, said = run_comment(tmp_path, content)
    assert status == 0, said
    body = f"{MARK}\n## 数据变动\n"
    assert written(asked) == [("POST", f"repos/{REPOSITORY}/issues/17/comments", body)]
    (tmp_path / "asked").unlink()
    status, asked, said = run_comment(tmp_path, content, own="1234\n5678\n")
    assert status == 0 and written(asked) == [("PATCH", f"repos/{REPOSITORY}/issues/comments/1234", body)], said


@pytest.mark.parametrize(
    ("files", "options", "status", "told"),
    [
        ({"number": "17", "changes_md": "x"}, {"state": "closed"}, 0, "nothing to comment"),
        ({"number": "17", "changes_md": "x"}, {"head": "other"}, 0, "nothing to comment"),
        ({"number": "17/../../issues/1", "changes_md": "x"}, {}, 1, "not as the workflow leaves it"),
        ({"number": "17", "changes_md": "x" * 1_000_001}, {}, 1, "larger than"),
        ({"number": "17", "changes_md": "x"}, {"size": 1_000_001}, 1, "too large"),
        ({"number": "17"}, {}, 1, "not as the workflow leaves it"),
    ],
)
def test_what_is_not_as_it_should_be_is_not_commented(
    tmp_path: Path, files: dict[str, str], options: dict[str, Any], status: int, told: str
) -> None:
    ended, asked, said = run_comment(tmp_path, archive(**files), **options)
    assert (ended, written(asked)) == (status, []) and told in said


def test_an_archive_that_is_none_is_not_commented(tmp_path: Path) -> None:
    assert run_comment(tmp_path, b"PK no")[0] == 1
    with pytest.raises(KeyError):
        read_artifact(archive(other="x"))


def test_a_foreign_text_becomes_harmless() -> None:
    hostile = "@all #12 https://a.org www.a.org ![x](//a) [y](/z)\n[r]: /q\n<img src=x onerror=y>"
    hostile += "<details><summary>s</summary>\x1b[31m"
    told = clean(hostile)
    assert not re.search(r"@|#[0-9]|://|www\.|\]\(|\]:|<img|\x1b", told)
    assert told.count("<details>") == told.count("</details>") == 1 and "<summary>s</summary>" in told
    assert len(clean("行\n" * LONGEST)) <= LONGEST + 10


def test_our_own_text_passes_as_it_is(tmp_path: Path) -> None:
    from mingzhang.changes.markdown import to_markdown
    from mingzhang.changes.repositories import compare_folders

    packages = ROOT / "data" / "packages"
    old, new = packages / "akqi-zhengfuban-2024-budget", packages / "korla-kaifaqu-dangqun-2024-budget"
    told = to_markdown(compare_folders({"a": old, "b": old}, {"a": new, "c": new}))
    assert clean(told) == told and "<details>" in told and "### 新增 new" in told and "### 删去 gone" in told


@pytest.mark.parametrize("path", sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda path: path.stem)
def test_issue_forms_are_forms(path: Path) -> None:
    told = load(path)
    if path.stem == "config":
        assert isinstance(told["blank_issues_enabled"], bool)
        return
    assert {"name", "description", "title", "labels", "body"} == set(told)
    ids = [item["id"] for item in told["body"] if item["type"] != "markdown"]
    assert ids and len(set(ids)) == len(ids)
    for item in told["body"]:
        assert item["type"] in ("markdown", "input", "textarea", "dropdown", "checkboxes")
        assert ("value" if item["type"] == "markdown" else "label") in item["attributes"]


def test_there_is_a_form_for_each_way_to_help() -> None:
    found = {path.stem for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml")}
    assert {"error", "disclosure", "layout", "feature"} <= found
    assert (GITHUB / "PULL_REQUEST_TEMPLATE.md").read_text("utf-8").count("- [ ]") >= 5
