"""Comments what a pull request changes in the data: one comment, brought up to date with every push.

Runs with the right to comment, from the default branch, after the workflow ``changes``. What that workflow left
comes from a pull request that anybody may open: it is read in bounds, never run or unpacked, its number must be that
of an open pull request at the very commit that was compared, and its text is made harmless.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile

MARK = "<!-- mingzhang-changes -->"
"""How the comment is known again."""
BOT = "github-actions[bot]"
ARTIFACT, MOST_BYTES, LONGEST = "changes", 1_000_000, 60_000
_TAG = re.compile(r"<(?!/?(?:details|summary)>)")
_HARMLESS = (
    (_TAG, "&lt;"),
    (re.compile("@"), "＠"),
    (re.compile(r"#(?=[0-9])"), "＃"),
    (re.compile("://"), "：//"),
    (re.compile(r"www\."), "www．"),
    (re.compile(r"\](?=[(:\[])"), "] "),
)


def clean(text: str) -> str:
    """``text`` without anything that GitHub would make a mention, a link, an image or HTML of; bounded."""
    plain = "".join(char for char in text if char == "\n" or char.isprintable())
    for pattern, harmless in _HARMLESS:
        plain = pattern.sub(harmless, plain)
    if len(plain) > LONGEST:
        plain = plain[: plain.rfind("\n", 0, LONGEST) + 1 or LONGEST] + "\n…\n"
    return plain + "\n</details>" * (plain.count("<details>") - plain.count("</details>"))


def read_artifact(content: bytes) -> tuple[str, str]:
    """The number and the text that the archive holds; raises ``ValueError`` when it holds anything else."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        number, text = (_read(archive, name) for name in ("number", "changes.md"))
    if not re.fullmatch(r"[1-9][0-9]{0,8}\n?", number):
        raise ValueError("the number is none")
    return number.strip(), text


def _read(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"{name} is larger than {MOST_BYTES} bytes")
    return content.decode("utf-8", "replace")


def gh(*arguments: str, given: bytes | None = None) -> bytes:
    """What the GitHub command-line program answers."""
    return subprocess.run(["gh", "api", *arguments], input=given, capture_output=True, check=True).stdout


def download(repository: str, run: str) -> bytes:
    """The archive that the run left; raises ``ValueError`` when there is none, or it is too large."""
    told = json.loads(gh(f"repos/{repository}/actions/runs/{run}/artifacts?name={ARTIFACT}"))
    found = [item for item in told["artifacts"] if item["name"] == ARTIFACT and not item["expired"]]
    if not found or found[0]["size_in_bytes"] > MOST_BYTES:
        raise ValueError("no artifact, or too large a one")
    return gh(f"repos/{repository}/actions/artifacts/{int(found[0]['id'])}/zip")


def comment(repository: str, number: str, text: str) -> str:
    """Writes the comment, or brings the one that is there up to date; returns which."""
    chosen = f'.[] | select(.user.login == "{BOT}") | select(.body | startswith("{MARK}")) | .id'
    listed = gh("--paginate", f"repos/{repository}/issues/{number}/comments?per_page=100", "--jq", chosen)
    body = json.dumps({"body": f"{MARK}\n{text}"}).encode()
    if own := listed.split():
        gh("--method", "PATCH", f"repos/{repository}/issues/comments/{int(own[0])}", "--input", "-", given=body)
        return "updated"
    gh("--method", "POST", f"repos/{repository}/issues/{number}/comments", "--input", "-", given=body)
    return "written"


def main() -> int:
    """Comments; 0 also when there is nothing to say it about any more, 1 when something is not as it should be."""
    repository, run, head = (os.environ[name] for name in ("REPOSITORY", "RUN", "HEAD_SHA"))
    try:
        if not re.fullmatch(r"[0-9]+", run):
            raise ValueError("the run's number is none")
        number, text = read_artifact(download(repository, run))
        pull = json.loads(gh(f"repos/{repository}/pulls/{number}"))
        if pull["state"] != "open" or pull["head"]["sha"] != head:
            print(f"pull request {number} is closed, or further on: nothing to comment")
            return 0
        print(f"comment on {number}: {comment(repository, number, clean(text))}")
    except (ValueError, KeyError, zipfile.BadZipFile) as error:
        print(f"the artifact is not as the workflow leaves it ({type(error).__name__}: {error})", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"gh failed: {error.stderr.decode('utf-8', 'replace')[:500]}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
