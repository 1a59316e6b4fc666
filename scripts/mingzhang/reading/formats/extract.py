"""From a file of any known format to its text. The one entry; nothing else calls a format's reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.bounded import run_reader
from mingzhang.reading.formats.detect import find_format
from mingzhang.reading.formats.limits import MAX_FILE, MAX_LINES, MAX_TEXT, MEGABYTE
from mingzhang.reading.formats.plain import read_text_bytes

_CHINESE = re.compile("[\u4e00-\u9fff]")
_ODD = re.compile("[\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u024f\u2e80-\u2fdf\ue000-\uf8ff\ufffd]")
_FEW = 0.01  # of the Chinese characters: names of foreign places, marks of a list


@dataclass(frozen=True)
class Extraction:
    """What a file prints.

    ``text`` has a line a printed line, ``\\n`` after each; of a plain text it is that text itself. ``format`` is
    ``text``, ``pdf``, ``docx``, ``xlsx``, ``xls`` or ``html``; ``encoding`` is told for text and HTML alone.
    ``remarks`` say, in English, what was left out or looks odd.
    """

    text: str
    format: str
    remarks: tuple[str, ...] = ()
    encoding: str = ""


def extract_file(path: Path) -> Extraction:
    """The text of ``path``, whose format is told from its content, never from its name alone.

    Every format but plain text is read in a process of its own, with bounded memory and time.

    Raises:
        ExtractionError: no file, none that can be read, too large, or a reader that failed.
    """
    name = path.name
    try:
        _check_file(path)
        form = find_format(path)
        if form == "text":
            return _plain(path)
        answer = run_reader(form, path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ExtractionError(name, f"the file cannot be read ({reason})", "mend its name or its rights") from error
    if not answer.text.strip():
        why = f" ({'; '.join(answer.remarks[:3])})" if answer.remarks else ""
        action = "if its pages are pictures, recognise their text (OCR) first; if it shows other files, give those"
        raise ExtractionError(name, f"the {form.upper()} holds no text{why}", action)
    return Extraction(answer.text, form, (*answer.remarks, *_garbled(answer.text)), answer.encoding)


def _check_file(path: Path) -> None:
    name = path.name
    if any(not char.isprintable() and not char.isspace() for char in name) or len(name.splitlines()) > 1:
        raise ExtractionError(name, "a name with characters that cannot be shown", "rename the file")
    if not path.is_file():
        found = "is no file" if path.exists() else "the file is missing"
        raise ExtractionError(name, found, "name a file that is there")
    size = path.stat().st_size
    if size > MAX_FILE:
        found = f"{size // MEGABYTE} MB, more than the {MAX_FILE // MEGABYTE} MB that are read"
        raise ExtractionError(name, found, "leave out its pictures or split it")


def _plain(path: Path) -> Extraction:
    with path.open("rb") as file:
        raw = file.read(4 * MAX_TEXT + 1)  # four bytes a character at most
    text, encoding = read_text_bytes(raw, path.name) if len(raw) <= 4 * MAX_TEXT else ("", "")
    lines = text.count("\n")
    if not encoding or len(text) > MAX_TEXT or lines > MAX_LINES:
        found = f"more than {MAX_LINES} lines" if lines > MAX_LINES else f"more than {MAX_TEXT} characters"
        raise ExtractionError(path.name, found, "split it or leave out what is no disclosure")
    return Extraction(text, "text", (), encoding)


def _garbled(text: str) -> list[str]:
    """A remark when letters of other scripts stand where Chinese characters should: the font's map is wrong."""
    odd, chinese = len(_ODD.findall(text)), len(_CHINESE.findall(text))
    if odd <= _FEW * chinese:
        return []
    return [f"{odd} characters are garbled (the file's fonts say wrongly which they are): get another copy of the file"]
