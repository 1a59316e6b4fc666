"""PDF: pages of text and rules. Knows geometry only; a page without text is told, never guessed at."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pdfplumber
from pdfminer.layout import LTChar, LTCurve, LTImage, LTPage
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage
from pdfplumber.page import Page as PlumberPage
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.blocks import Block, Page
from mingzhang.reading.formats.limits import MAX_PAGES, allow
from mingzhang.reading.formats.pdf_columns import Span
from mingzhang.reading.formats.pdf_page import leaves, page_blocks
from mingzhang.reading.formats.pdf_split import join_split_rows
from mingzhang.reading.formats.pdf_words import PageWords, read_words

_OCR = "give the Word or Excel version, or recognise its text (OCR) into a PDF with text first"
_SAVE_ANEW = "open it in a PDF program, print it into a new PDF and try again"
_MOST_UNKNOWN = 0.2  # of a page's characters
_LARGE, _FEW = 0.4, 40  # of the page's area; characters: no more than a page's head and foot
_PAGES_KEPT = 20
_MOST_CHARACTERS = 50_000  # of a page; a page of nine-point text holds five thousand
_MOST_DRAWN = 3_000_000  # bytes of drawing of a page; a page of tables takes a thirtieth
_OPENING, _A_PAGE, _ALL_PAGES = 4.0, 5.0, 3.0  # seconds of the processor: opening, one page, pages on average

Remark = Callable[[str], None]


def _silent(_: str) -> None:
    """Takes a remark and does nothing."""


def read_pdf(path: Path, remark: Remark = _silent) -> Iterator[Block]:
    """The pages of a PDF: a ``Page`` each, then its tables and lines from the top.

    A printed line is a ``Paragraph``; see ``pdf_page.page_blocks`` for what of a table is one. ``remark`` is told, in
    English, of pages that hold pictures instead of text or a font that does not say which characters it prints.

    Raises:
        ExtractionError: no PDF, a broken or locked one, more than ``MAX_PAGES`` pages, or one without readable text.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings tell of nothing that a maintainer can mend
    place = path.name
    try:
        with pdfplumber.open(path) as pdf:
            count = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), MAX_PAGES + 1))
            if count > MAX_PAGES:
                found = f"more than {MAX_PAGES} pages"
                raise ExtractionError(place, found, "split it or leave out what is no disclosure")
            yield from join_split_rows(_Reading(place, remark).blocks(pdf))
    except (ExtractionError, MemoryError):
        raise
    except Exception as error:
        raise _refusal(place, error) from error


def _refusal(place: str, error: Exception) -> ExtractionError:
    cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
    if isinstance(cause, MemoryError):
        raise cause
    if isinstance(cause, PDFPasswordIncorrect):
        return ExtractionError(place, "the PDF is locked with a password", "save it without a password")
    if isinstance(cause, PDFEncryptionError):
        return ExtractionError(place, "the PDF is encrypted in a way that is not known", "save it without protection")
    reason = " ".join(f"{type(cause).__name__}: {cause}".split())[:200]
    return ExtractionError(place, f"the PDF is broken ({reason})", _SAVE_ANEW)


class _Reading:
    """What was met on the pages so far."""

    def __init__(self, place: str, remark: Remark) -> None:
        self.place, self.remark = place, remark
        self.pages = self.characters = self.unknown = self.pictures = 0
        self.carried: list[Span] = []  # columns that a table without rules may take over to the next page

    def blocks(self, pdf: PDF) -> Iterator[Block]:
        pages = pdf.pages
        ends = time.process_time() + _OPENING + _ALL_PAGES * len(pages)
        for number, page in enumerate(pages, 1):
            yield Page()
            allow(min(_A_PAGE, ends - time.process_time()))
            yield from self._page(page, number)
            page.close()
            if number % _PAGES_KEPT == 0:
                pdf.doc._cached_objs.clear()  # else every page's content stays in memory to the end
        if not self.characters or (2 * self.pictures > self.pages and self.characters < _FEW * self.pages):
            found = "its pages are pictures without text" if self.pictures else "it holds no text"
            raise ExtractionError(self.place, found, _OCR)
        if self.unknown > _MOST_UNKNOWN * self.characters:
            found = f"its fonts do not say which characters they print ({self.unknown} of {self.characters})"
            raise ExtractionError(self.place, found, _OCR)

    def _page(self, page: PlumberPage, number: int) -> list[Block]:
        if sum(len(stream.get_data()) for stream in page.page_obj.contents) > _MOST_DRAWN:
            self.remark(f"page {number} draws more than any page of tables does; it is not read")
            self.pages, self.pictures = self.pages + 1, self.pictures + 1
            return []
        layout = page.layout
        shown = _shown(page, layout)
        chars, curves = [], []
        picture = 0.0
        for item in leaves(layout):
            if isinstance(item, LTImage):
                picture = max(picture, item.width * item.height / max(layout.width * layout.height, 1))
            elif not shown((item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2):
                continue
            elif isinstance(item, LTChar):
                chars.append(item)
            elif isinstance(item, LTCurve):
                curves.append(item)
        if len(chars) > _MOST_CHARACTERS:
            found = f"{len(chars)} characters on one page, as no disclosure has"
            raise ExtractionError(f"{self.place} page {number}", found, _SAVE_ANEW)
        words = read_words(chars, layout.width, layout.height)
        self._count(words, number, picture > _LARGE)
        return page_blocks(words, curves, self.carried)

    def _count(self, words: PageWords, number: int, pictured: bool) -> None:
        self.pages += 1
        self.pictures += pictured
        self.characters += words.characters
        self.unknown += words.unknown
        if words.unknown > _MOST_UNKNOWN * max(words.characters, 1):
            self.remark(f"page {number}: a font does not say which characters it prints; its text is not readable")
        if pictured and 0 < words.characters < _FEW:
            self.remark(f"page {number} is a picture; what it shows is not read")


def _shown(page: PlumberPage, layout: LTPage) -> Callable[[float, float], bool]:
    """Whether a point lies in the part of the page that is shown (CropBox)."""
    boxes = [box for box in (page.page_obj.mediabox, page.page_obj.cropbox) if box]
    (left, bottom, right, top), crop = boxes[0], boxes[-1]

    def turn(x: float, y: float) -> tuple[float, float]:
        match page.rotation:
            case 90:
                return y - bottom, right - x
            case 180:
                return right - x, top - y
            case 270:
                return top - y, x - left
            case _:
                return x - left, y - bottom

    (ax, ay), (bx, by) = turn(crop[0], crop[1]), turn(crop[2], crop[3])
    x0, x1, y0, y1 = min(ax, bx) - 1, max(ax, bx) + 1, min(ay, by) - 1, max(ay, by) + 1
    if x1 - x0 < 10 or y1 - y0 < 10:
        return lambda x, y: True
    return lambda x, y: x0 <= x <= x1 and y0 <= y <= y1
