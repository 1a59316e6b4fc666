"""One file through the readers, inside this process: text, or one sentence that says what to do."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats import worker
from mingzhang.reading.formats.detect import find_format
from mingzhang.reading.formats.extract import extract_file
from mingzhang.reading.formats.limits import allow, opening_seconds, unwatch, watch
from mingzhang.reading.formats.plain import read_text_bytes

_LONGEST = 600
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class File:
    """A file's content and what it was made from; ``name`` is what it is called."""

    raw: bytes
    origin: str
    name: str = "a.bin"


def read_inside(file: File) -> str:
    """Reads without the child process, so that whatever a reader raises is seen: the format, or ``refused``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_bytes(file.raw)
        watch()
        try:
            form = find_format(path)
            allow(opening_seconds(len(file.raw)))
            if form == "text":
                text, _ = read_text_bytes(file.raw, file.name)
                check_text(text, plain=True)
            else:
                check_text(worker.read_within(form, path)["text"])
        except ExtractionError as error:
            check_sentence(error)
            return "refused"
        finally:
            unwatch()
    return form


def read_outside(file: File) -> str:
    """Reads as the program does, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_bytes(file.raw)
        try:
            found = extract_file(path)
        except ExtractionError as error:
            check_sentence(error)
            return "refused"
    check_text(found.text, plain=found.format == "text")
    return found.format


def check_sentence(error: ExtractionError) -> None:
    """An error that a maintainer can act on: three parts, one line, nothing that a terminal would obey."""
    said = str(error)
    assert error.place.strip() and error.found.strip() and error.action.strip(), "an error that tells too little"
    assert len(said) <= _LONGEST, "an error that tells too much"
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in said), "an error of several lines"


def check_text(text: str, plain: bool = False) -> None:
    """Text that can be kept: UTF-8, and lines that end as lines do."""
    text.encode("utf-8")
    assert plain or not _CONTROL.search(text), "control characters in extracted text"
    assert plain or "\r" not in text, "a line end that is none"
