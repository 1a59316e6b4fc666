"""Coverage-guided fuzzing of texts with atheris, which ``make fuzz`` installs.

``python tests/fuzz/atheris_text.py FOLDER [options of libFuzzer]`` keeps what it tries in FOLDER, begins with windows
of the real documents and joins words of the vocabulary. ``-max_total_time=900 -timeout=20 -rss_limit_mb=2000`` are
sensible bounds. The first byte of an input tells how the text is read.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mingzhang"]):
    from text_cases import Case, examine
    from text_mutators import NUMBERS, PIECES, documents, terms

_WINDOW = 60  # lines of a seed


def try_text(raw: bytes) -> None:
    """One input: raises where the text is neither read nor refused."""
    if raw:
        text = raw[1:].decode("utf-8", "ignore")
        examine(Case(text, "final" if raw[0] & 1 else "budget", bool(raw[0] & 2)))


def write_seeds(folder: Path) -> None:
    """Windows of the real documents, as inputs."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (kind, text) in enumerate(documents()):
        lines = text.split("\n")
        for start in range(0, len(lines), _WINDOW // 2):
            window = "\n".join(lines[start : start + _WINDOW])
            head = bytes([(kind == "final") + 48])
            (folder / f"seed-{number}-{start}").write_bytes(head + window.encode("utf-8"))


def write_words(path: Path) -> None:
    """The dictionary: words of the vocabulary, numbers and signs."""
    words = dict.fromkeys((*terms(), *NUMBERS, *PIECES))
    escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode("utf-8")) for word in words if word)
    path.write_text("".join(f'"{word}"\n' for word in escaped), encoding="ascii")


def main() -> None:
    """Hands over to libFuzzer."""
    folder = Path(sys.argv[1])
    write_seeds(folder / "inputs")
    write_words(folder / "words.dict")
    options = [f"-dict={folder / 'words.dict'}", f"-artifact_prefix={folder}/find-", "-max_len=12000", *sys.argv[2:]]
    atheris.Setup([sys.argv[0], str(folder / "inputs"), *options], try_text)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
