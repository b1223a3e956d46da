"""The paper all documents share: page, colours, footer, practice mark, and the making of the file in memory.

ReportLab is set here for the whole program: it fetches nothing and evaluates nothing. Documents never call its markup;
text goes through `SafeParagraph` and pictures through `portrait`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.fonts import Face, body_font
from gradesk.documents.text import SafeParagraph, Style
from gradesk.services.sheets import Sheet

rl_config.trustedHosts = []
rl_config.trustedSchemes = []
rl_config.toColorCanUse = None
rl_config.useA85 = 0  # plain binary streams: a fifth smaller and quicker
ImageReader.set_max_image_size(100_000_000)

WIDTH, HEIGHT = A4  # points
MARGIN = 42.0  # points at both sides, 15 mm: no printer cuts it, and a hole punch has room
TOP = HEIGHT - 40.0
BOTTOM = 60.0  # above the footer

INK = HexColor("#1d2629")
QUIET = HexColor("#556367")  # 6:1 on white
RULE = HexColor("#c3d0d2")
PINE = HexColor("#17525c")
PINE_TINT = HexColor("#e6f1f1")
PINE_EDGE = HexColor("#8fb8bc")
SUN = HexColor("#7a4a00")
SUN_TINT = HexColor("#fdf3dd")
SUN_EDGE = HexColor("#e3c588")
WHITE = HexColor("#ffffff")

PRACTICE = "PRACTICE SCHOOL – invented people"
CONFIDENTIAL = "Confidential"

BODY = Style(Face.REGULAR, INK)
BOLD = Style(Face.BOLD, INK)
LABEL = Style(Face.BOLD, PINE)
SMALL = Style(Face.REGULAR, QUIET)
ASIDE = Style(Face.ITALIC, QUIET)
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_FOOT_SIZES = (8.5, 8.0, 7.5, 7.0)


def long_date(day: date) -> str:
    """A date as people write it, "3 September 2026"; not by the system's locale, which differs between laptops."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def version_label(sheet: Sheet) -> str:
    """ "Version 2", or "Draft"; "As on" where there are no versions."""
    if not sheet.is_versioned:
        return "As on"
    return "Draft" if sheet.version is None else f"Version {sheet.version}"


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded panel: its fill and its edge, which carries the shape where the page is printed in black."""

    fill: Color
    edge: Color
    radius: float = 7.0
    edge_width: float = 0.8

    def draw(self, canvas: Canvas, x: float, top: float, width: float, height: float) -> None:
        """In points, from its upper left corner."""
        # Written as PDF says it: ReportLab's own roundRect takes longer than all the text of the panel.
        left, right, bottom = x, x + width, top - height
        r, k = self.radius, self.radius * 0.4477  # of a circle's arc as a curve, what is left of the corner
        corners = (
            (right - r, bottom, right - k, bottom, right, bottom + k, right, bottom + r),
            (right, top - r, right, top - k, right - k, top, right - r, top),
            (left + r, top, left + k, top, left, top - k, left, top - r),
            (left, bottom + r, left, bottom + k, left + k, bottom, left + r, bottom),
        )
        side = "{:.2f} {:.2f} l {:.2f} {:.2f} {:.2f} {:.2f} {:.2f} {:.2f} c"
        path = " ".join(side.format(*corner) for corner in corners)
        start = f"{left + r:.2f} {bottom:.2f} m"
        canvas.addLiteral(f"q {_rgb(self.fill)} rg {_rgb(self.edge)} RG {self.edge_width} w {start} {path} h B Q")


def draw_dots(canvas: Canvas, places: Sequence[tuple[float, float]], across: float, colour: Color) -> None:
    """Round dots at places, `across` points wide: lines of no length with round ends, the shortest way to say it."""
    dots = " ".join(f"{x:.2f} {y:.2f} m {x:.2f} {y:.2f} l" for x, y in places)
    canvas.addLiteral(f"q 1 J {across:.2f} w {_rgb(colour)} RG {dots} S Q")


def _rgb(colour: Color) -> str:
    return f"{colour.red:.4f} {colour.green:.4f} {colour.blue:.4f}"


class Paper:
    """One PDF in the making, in memory. The same calls always give the same bytes."""

    def __init__(self, kind: str, school_name: str, *, wide: bool = False) -> None:
        """`kind` names the document, never a pupil; it and the school are all the file says about itself.

        A `wide` page lies on its long side.
        """
        self._buffer = BytesIO()
        self.width, self.height = landscape(A4) if wide else A4
        self.canvas = Canvas(
            self._buffer,
            pagesize=(self.width, self.height),
            invariant=1,
            pageCompression=1,
            lang="en-GB",
            initialFontName=body_font(),
        )
        self.canvas.setTitle(kind)
        self.canvas.setAuthor(" ".join(school_name.split()))
        self.canvas.setSubject(kind)
        self.canvas.setCreator("Gradesk")
        self.canvas.setProducer("Gradesk")

    def end_page(self, sheet: Sheet, number: int, count: int) -> None:
        """Put the furniture on the page in hand and begin the next; pages are counted for each pupil."""
        draw_footer(self.canvas, sheet, f"Page {number} of {count}", self.width)
        if sheet.practice:
            _draw_practice_mark(self.canvas, self.width, self.height)
        self.canvas.showPage()

    def finish(self) -> bytes:
        """The finished file."""
        self.canvas.save()
        return self._buffer.getvalue()


def draw_footer(canvas: Canvas, sheet: Sheet, page: str, width: float = WIDTH) -> None:
    """Date, version, review, "Confidential", page and school: what tells a stray sheet's age and whose it is."""
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, 47, width - MARGIN, 47)
    made = f"{version_label(sheet)}{' · ' if sheet.is_versioned else ' '}{long_date(sheet.made_on)}"
    review = f"Review by {long_date(sheet.review_on)}" if sheet.review_on else ""
    _across(canvas, 44, SafeParagraph(sheet.school_name, SMALL), SafeParagraph(page, SMALL), width)
    _across(canvas, 32, SafeParagraph(made, SMALL), SafeParagraph(review, SMALL), width)
    mark = SafeParagraph(CONFIDENTIAL, BOLD).set(width, 8.5)
    mark.draw(canvas, (width - mark.width) / 2, 32)


def _across(canvas: Canvas, top: float, left: SafeParagraph, right: SafeParagraph, width: float) -> None:
    end = right.set(width, _FOOT_SIZES[0])
    end.draw(canvas, width - MARGIN - end.width, top)
    left.fitted(width - 2 * MARGIN - end.width - 12, _FOOT_SIZES).draw(canvas, MARGIN, top)


def _draw_practice_mark(canvas: Canvas, width: float, height: float) -> None:
    canvas.setFillColor(SUN)
    canvas.rect(MARGIN, height - 31, width - 2 * MARGIN, 16, stroke=0, fill=1)
    words = SafeParagraph(PRACTICE, Style(Face.BOLD, WHITE)).set(width, 9.5)
    words.draw(canvas, (width - words.width) / 2, height - 17.2)
