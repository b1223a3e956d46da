"""The paper all documents share: page, furniture, practice mark, panels, and the making of the file in memory.

ReportLab is set here for the whole program: it fetches nothing and evaluates nothing. Documents never call its markup;
text goes through `SafeParagraph` and pictures through `portrait`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader

from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import RULE, SUN, WHITE, Look, Style
from gradesk.documents.press.tags import Node
from gradesk.documents.press.text import SafeParagraph, SetText
from gradesk.services.paper.sheets import Sheet

rl_config.trustedHosts = []
rl_config.trustedSchemes = []
rl_config.toColorCanUse = None
rl_config.useA85 = 0  # plain binary streams: a fifth smaller and quicker
ImageReader.set_max_image_size(100_000_000)

WIDTH, HEIGHT = A4  # points
MARGIN = 42.0  # points at both sides, 15 mm: no printer cuts it, and a hole punch has room
TOP_EDGE = 40.0  # points above the first line
BOTTOM = 60.0  # above the footer
TOP = HEIGHT - TOP_EDGE
LONG = 8  # sides: a file with more has bookmarks
LANGUAGE = "en-GB"  # of what people type; fixed phrases in another language say so themselves

PRACTICE = "PRACTICE SCHOOL – invented people"
CONFIDENTIAL = "Confidential"
_FOOT_SIZES = (8.5, 8.0, 7.5, 7.0)


def version_label(sheet: Sheet, look: Look) -> str:
    """ "Version 2", or "Draft"; "As on" where there are no versions."""
    if not sheet.is_versioned:
        return look.say("As on")
    return look.say("Draft") if sheet.version is None else look.say("Version {number}", number=sheet.version)


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded panel: its fill and its edge, which carries the shape where the page is printed in black."""

    fill: Color
    edge: Color
    radius: float = 7.0
    edge_width: float = 0.8

    def draw(self, canvas: TaggedCanvas, x: float, top: float, width: float, height: float) -> None:
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
        canvas.addLiteral(
            f"q {_rgb(canvas.paint(self.fill))} rg {_rgb(canvas.paint(self.edge))} RG {self.edge_width} w {start} {path} h B Q"
        )


def draw_dots(canvas: TaggedCanvas, places: Sequence[tuple[float, float]], across: float, colour: Color) -> None:
    """Round dots at places, `across` points wide: lines of no length with round ends, the shortest way to say it."""
    dots = " ".join(f"{x:.2f} {y:.2f} m {x:.2f} {y:.2f} l" for x, y in places)
    canvas.addLiteral(f"q 1 J {across:.2f} w {_rgb(canvas.paint(colour))} RG {dots} S Q")


def _rgb(colour: Color) -> str:
    return f"{colour.red:.4f} {colour.green:.4f} {colour.blue:.4f}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished PDF; `pages` says of each page which of the sheets it belongs to, counted from nought."""

    pdf: bytes
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """The size of a page in points, how wide its edges are, and whether it lies on its long side."""

    size: tuple[float, float] = A4
    margin: float = MARGIN
    wide: bool = False


class Paper:
    """One PDF in the making, in memory. The same calls always give the same bytes.

    The page's frame is `room` points wide, from `top` down to `bottom`; several kinds of page may follow one another.
    """

    def __init__(self, look: Look, kind: str, form: Format) -> None:
        """`kind` names the document, never a pupil; it is all the file says about itself."""
        self.look = look
        self._form = form
        self._measure(form)
        self.canvas = TaggedCanvas((self.width, self.height), look.language.say(kind), LANGUAGE, look.page_theme)
        self.canvas.left = self.margin
        self._sections = 0
        self._section: Node | None = None
        self._pages: list[int] = []
        self._marks: list[tuple[str, str]] = []

    def _measure(self, form: Format) -> None:
        across, up = landscape(form.size) if form.wide else form.size
        self.width, self.height = float(across), float(up)
        self.margin = form.margin
        self.room = self.width - 2 * form.margin
        self.top = self.height - TOP_EDGE
        self.bottom = BOTTOM

    @property
    def page_count(self) -> int:
        """Pages that are finished."""
        return len(self._pages)

    def turn_to(self, form: Format) -> None:
        """Take paper of another format for what follows; the page in hand must be a fresh one."""
        if form != self._form:
            self._form = form
            self._measure(form)
            self.canvas.left = self.margin
            self.canvas.take_size(self.width, self.height)

    def begin(self, sheet: Sheet) -> None:
        """What follows is about this sheet, until the next."""
        self._close()
        self._section = Node("Sect")
        self.canvas.section(self._section)
        key = f"sheet-{self._sections}"
        self._sections += 1
        self.canvas.bookmarkPage(key)
        self._marks.append((self.look.who(sheet.heading), key))

    def end_page(self, sheet: Sheet, number: int, count: int) -> None:
        """Put the furniture on the page in hand and begin the next; pages are counted for each pupil.

        A `count` of nought leaves the number out.
        """
        page = self.look.say("Page {number} of {count}", number=number, count=count) if count else ""
        with self.canvas.furniture():
            self._draw_footer(sheet, page)
            if sheet.practice:
                self._draw_practice_mark()
        self._pages.append(self._sections - 1)
        self.canvas.showPage()

    def end_card(self) -> None:
        """End a page that brings furniture of its own."""
        self._pages.append(self._sections - 1)
        self.canvas.showPage()

    def finish(self) -> Drawn:
        """The finished file; one of several pupils, or a long one, with bookmarks."""
        self._close()
        if len(self._marks) > 1 or len(self._pages) > LONG:
            for words, key in self._marks:
                self.canvas.addOutlineEntry(words or "–", key, 0)
        return Drawn(self.canvas.finish(), tuple(self._pages))

    def _close(self) -> None:
        if self._section is not None:
            self.canvas.tree.flush(self._section)

    def _draw_footer(self, sheet: Sheet, page: str) -> None:
        """School, page, name, version, day, "Confidential": what tells a stray sheet's age and whose it is."""
        look, canvas = self.look, self.canvas
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.6)
        canvas.line(self.margin, 47, self.width - self.margin, 47)
        day, who = look.language.date(sheet.made_on), look.who(sheet.heading)
        label = version_label(sheet, look)
        parts = [who, label, day, sheet.seal] if sheet.is_versioned else [who, f"{label} {day}"]
        if sheet.review_on:
            parts.append(look.say("Review by {date}", date=look.language.date(sheet.review_on)))
        made = " · ".join(filter(None, parts))
        confidential = SafeParagraph(look.say(CONFIDENTIAL), look.bold).set(self.width, 8.5)
        self._across(
            44, SafeParagraph(sheet.school_name, look.small), SafeParagraph(page, look.small).set(self.room, 8.5)
        )
        self._across(32, SafeParagraph(made, look.small), confidential)

    def _across(self, top: float, left: SafeParagraph, end: SetText) -> None:
        end.tight().draw(self.canvas, self.width - self.margin - end.width, top)
        room = self.room - end.width - 12
        line = left.fitted(room, _FOOT_SIZES)
        if len(line.lines) > 1:  # a name of several lines: one line of very small type, which is furniture after all
            line = left.set(room, room / left.width(1.0) * 0.999)
        line.tight().draw(self.canvas, self.margin, top)

    def _draw_practice_mark(self) -> None:
        canvas = self.canvas
        canvas.setFillColor(SUN)
        canvas.rect(self.margin, self.height - 31, self.room, 16, stroke=0, fill=1)
        words = SafeParagraph(PRACTICE, Style(Face.BOLD, WHITE)).fitted(self.room, (9.5, 8, 6.5))
        words.draw(canvas, (self.width - words.width) / 2, self.height - 17.2)


def draw_logo(canvas: TaggedCanvas, logo: bytes, right: float, top: float, height: float) -> None:
    """The school's logo, its upper right corner at a place; the page says the school's name in words elsewhere."""
    picture = ImageReader(BytesIO(logo))
    wide, high = picture.getSize()
    scale = min(height / high, height * 2.6 / wide)
    with canvas.furniture():
        canvas.drawImage(picture, right - wide * scale, top - high * scale, wide * scale, high * scale, mask="auto")
