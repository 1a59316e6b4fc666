"""Small PDFs for the tests, drawn with reportlab: text at a place, rules where a test wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from mingzhang.reading.formats.blocks import Block, Grid, Paragraph
from mingzhang.reading.formats.pdf import read_pdf

FONT, SIZE = "STSong-Light", 10
WIDTH, HEIGHT = 595, 842
Drawing = Callable[["Sheet"], None]


class Sheet:
    """A page with places counted from its top left."""

    def __init__(self, canvas: Canvas, height: float = HEIGHT) -> None:
        self.canvas, self.height = canvas, height
        canvas.setFont(FONT, SIZE)

    def text(self, x: float, y: float, text: str, size: float = SIZE, align: str = "l") -> None:
        """``y`` is the line that the text stands on; a right-aligned text ends at ``x``."""
        self.canvas.setFont(FONT, size)
        draw = {"l": self.canvas.drawString, "r": self.canvas.drawRightString, "c": self.canvas.drawCentredString}
        draw[align](x, self.height - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def rect(self, x0: float, y0: float, x1: float, y1: float, fill: int = 0, stroke: int = 1) -> None:
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, fill=fill, stroke=stroke)

    def rules(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """All rules of a table without merged cells."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)

    def cells(self, xs: Sequence[float], ys: Sequence[float], rows: Iterable[str]) -> None:
        """Texts of cells, parted by ``|``: numbers at the right of their cells, other texts at the left."""
        for bottom, row in zip(ys[1:], rows, strict=False):
            for left, right, text in zip(xs, xs[1:], row.split("|"), strict=False):
                number = text[-1:].isdigit()
                self.text(right - 3 if number else left + 3, bottom - 5, text, align="r" if number else "l")


def draw(path: Path, *pages: Drawing, width: float = WIDTH, height: float = HEIGHT, **options: object) -> Path:
    """A PDF at ``path`` with a page a drawing."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(width, height), **options)
    for page in pages:
        page(Sheet(canvas, height))
        canvas.showPage()
    canvas.save()
    return path


def read(path: Path, *pages: Drawing, **options: float) -> list[Block]:
    """The blocks of a PDF with these pages."""
    return list(read_pdf(draw(path / "a.pdf", *pages, **options)))


def grids(blocks: Iterable[Block]) -> list[list[str]]:
    """Every table as lines of cells parted by ``|``."""
    return [["|".join(row) for row in block.rows] for block in blocks if isinstance(block, Grid)]


def lines(blocks: Iterable[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]
