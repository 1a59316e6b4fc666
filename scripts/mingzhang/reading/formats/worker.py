"""The child process that reads one file: its format, place and seconds in, one JSON object out."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.blocks import Block, Page, text_of
from mingzhang.reading.formats.limits import MAX_PAGES, MAX_TEXT, MEMORY

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
Remark = Callable[[str], None]
_READERS = {
    "docx": ("word", "read_docx"),
    "xlsx": ("sheets", "read_xlsx"),
    "xls": ("sheets", "read_xls"),
    "html": ("web", "read_html"),
    "pdf": ("pdf", "read_pdf"),
}


def main(form: str, name: str, seconds: str) -> None:
    """Reads the file and writes its text, remarks and encoding, or why it cannot be read, to standard output."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not mix with the answer
    _limit(int(seconds))
    try:
        answer = _read(form, Path(name))
    except ExtractionError as error:
        answer = {"place": error.place, "found": error.found, "action": error.action}
    except MemoryError:
        found = f"reading it takes more than {MEMORY // 1024**3} GB of memory"
        answer = {"place": Path(name).name, "found": found, "action": "split it or leave out what is no disclosure"}
    except Exception as error:  # any library's fault is the file's here: told in one sentence
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        found = f"not readable as {form.upper()} ({reason})"
        answer = {"place": Path(name).name, "found": found, "action": "open it in its program and save it anew"}
    json.dump(answer, answers, ensure_ascii=True)
    answers.close()


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system; the parent's clock still holds
        return
    for kind, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        if hard == resource.RLIM_INFINITY or hard > value:
            resource.setrlimit(kind, (value, hard))


def _read(form: str, path: Path) -> dict[str, Any]:
    module, function = _READERS[form]
    reader = getattr(import_module(f"mingzhang.reading.formats.{module}"), function)
    remarks: list[str] = []
    encodings: list[str] = []
    takes = reader.__code__.co_varnames[: reader.__code__.co_argcount + reader.__code__.co_kwonlyargcount]
    extras: dict[str, Remark] = {"remark": remarks.append, "tell_encoding": encodings.append}
    blocks = reader(path, **{name: extra for name, extra in extras.items() if name in takes})
    text = _CONTROL.sub("", text_of(_bounded(blocks, path.name, form, remarks)))
    text = text.encode("utf-8", "replace").decode("utf-8")  # halves of characters, which no file could hold
    return {"text": text, "remarks": list(dict.fromkeys(remarks)), "encoding": "".join(encodings[:1])}


def _bounded(blocks: Iterable[Block], place: str, form: str, remarks: list[str]) -> Iterator[Block]:
    """``blocks`` as they come, counted; pages without any text are remarked on."""
    pages = size = 0
    blank: list[int] = []
    filled = True
    for block in blocks:
        if isinstance(block, Page):
            blank += [] if filled or not pages else [pages]
            pages, filled = pages + 1, False
        else:
            length = len(block.text) if hasattr(block, "text") else sum(len(c) + 1 for row in block.rows for c in row)
            size, filled = size + length, filled or length > 0
        if pages > MAX_PAGES or size > MAX_TEXT:
            found = f"more than {MAX_PAGES} pages" if pages > MAX_PAGES else f"more than {MAX_TEXT} characters"
            raise ExtractionError(place, found, "split it or leave out what is no disclosure")
        yield block
    blank += [] if filled or not pages else [pages]
    if blank and form == "pdf":
        remarks.append(f"{len(blank)} of {pages} pages hold no text (pictures?): {_some(blank)}")


def _some(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")


if __name__ == "__main__":
    main(*sys.argv[1:4])
