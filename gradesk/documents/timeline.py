"""A pupil's story on one landscape page: the river with its key, and what changed its course in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.cards import Body
from gradesk.documents.checks import missing_glyphs, refuse_missing, require_sheets
from gradesk.documents.fonts import Face
from gradesk.documents.paper import BOLD, INK, LABEL, MARGIN, PINE, QUIET, SMALL, Paper, long_date
from gradesk.documents.river import PaperRiver, ink, svg
from gradesk.documents.text import SafeParagraph, Style
from gradesk.model.rules.river.index import Index
from gradesk.model.rules.river.laying import Picture, gutter, lay
from gradesk.model.rules.river.shapes import Glyph, Rect, Shape, Words
from gradesk.model.rules.river.story import KINDS, SHAPES, Mark, Story
from gradesk.model.rules.river.window import LONGEST_DAYS, Window
from gradesk.services.sheets import TimelineSheet

TITLE = "Timeline"
SIZE = 8.5  # points, of the river's words
BODY_SIZE = 9.0
FLOOR = 56.0  # points above the page's foot, where the footer begins
GAP = 14.0
SVG_WIDTH, SVG_SIZE = 1200.0, 13.0


def problem(sheet: TimelineSheet) -> str:
    """Why the page cannot be printed, or nothing."""
    found = missing_glyphs(texts(sheet))
    return f"No font of Gradesk can print {' '.join(found[0].characters)}." if found else ""


def texts(sheet: TimelineSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "Name", f"{sheet.heading.preferred_name} {sheet.heading.surname}"
    yield "About", sheet.about
    for bar in sheet.story.bars:
        yield "Support", bar.label
    for point in sheet.story.turning_points():
        yield point.label, f"{point.label} {point.detail}"


def draw(sheets: Sequence[TimelineSheet]) -> bytes:
    """One page for each pupil."""
    require_sheets(sheets)
    paper = Paper(TITLE, sheets[0].school_name, wide=True)
    for sheet in sheets:
        refuse_missing(sheet, texts(sheet))
        _draw_page(paper, sheet)
        paper.end_page(sheet, 1, 1)
    return paper.finish()


def picture(sheet: TimelineSheet) -> str:
    """The river alone, as SVG."""
    refuse_missing(sheet, texts(sheet))
    written = ink(SVG_SIZE)
    laid, window = _laid(sheet.story, SVG_WIDTH, SVG_SIZE)
    key = _key(sheet.story, SVG_WIDTH, SVG_SIZE, laid.height + 8)
    height = laid.height + 16 + written.line * 3
    title = f"Timeline of {sheet.heading.preferred_name} {sheet.heading.surname}".strip()
    return svg(laid.shapes, [*laid.captions, *key], SVG_WIDTH, round(height), window.left, SVG_SIZE, title)


def _laid(story: Story, width: float, size: float) -> tuple[Picture, Window]:
    """The whole story in a width; of one longer than ten years the last ten."""
    index, written = Index(story), ink(size)
    days = [day for day, _ in index.items]
    ends = [turn.end for turn in index.turns] + index.bar_ends
    today = story.today.toordinal()
    last = date.fromordinal(int(max([*ends, *days, today]))) + timedelta(days=14)
    first = date.fromordinal(int(min([*days, today - 120])))
    first -= timedelta(days=7 + (last - first).days // 50)
    first = max(first, last - timedelta(days=int(LONGEST_DAYS) - 1))
    left = gutter(index, written)
    window = Window(0.0, 1.0).placed(left, width - left).over(first, last)
    return lay(index, window, written), window


def _key(story: Story, width: float, size: float, top: float) -> list[Shape]:
    """What each mark means, in a line or two."""
    written = ink(size)
    shapes: list[Shape] = []
    x, y = 0.0, top
    for kind in story.kinds():
        words = "A assess, P plan, D do, R review; below: as planned" if kind == "cycle" else KINDS.label(kind)
        needed = written.line + written.measure(words) + 14
        if x + needed > width:
            x, y = 0.0, y + written.line * 1.15
        middle = y + written.line / 2
        if kind in SHAPES:
            shapes.append(Glyph(SHAPES[kind], x + written.line / 2, middle, written.mark, "text"))
        else:
            fill = "do" if kind == "cycle" else "accent_soft"
            side = written.line
            shapes.append(Rect(x, middle - side * 0.25, side * 0.9, side * 0.5, fill, "solid", "accent", 2))
        shapes.append(Words(x + written.line * 1.15, y, needed, written.line, words, "text"))
        x += needed + written.line * 0.4
    return shapes


def _draw_page(paper: Paper, sheet: TimelineSheet) -> None:
    canvas, room = paper.canvas, paper.width - 2 * MARGIN
    top = _draw_head(canvas, sheet, paper.height - 40, room)
    laid, window = _laid(sheet.story, room, SIZE)
    pen = PaperRiver(canvas, MARGIN, top, SIZE)
    pen.draw(laid.shapes, (window.left, 0, window.width, laid.height))
    pen.draw(laid.captions)
    top -= laid.height + 6
    key = _key(sheet.story, room, SIZE, 0)
    PaperRiver(canvas, MARGIN, top, SIZE).draw(key)
    lines = max((shape.y + shape.height for shape in key if isinstance(shape, Words)), default=0.0)
    _draw_points(canvas, sheet.story.turning_points(), top - lines - GAP, room)


def _draw_head(canvas: Canvas, sheet: TimelineSheet, top: float, room: float) -> float:
    who = sheet.heading
    name = f"{who.preferred_name} {who.surname}".strip()
    for text, style, sizes, gap in (
        (TITLE, Style(Face.BOLD, PINE), (10.0,), 0.0),
        (name, Style(Face.BOLD, INK, 1.1), (24.0, 20.0, 16.0), 2.0),
        (
            " · ".join(filter(None, (who.class_name, who.year_label, sheet.about))),
            Style(Face.REGULAR, QUIET),
            (10.5, 9.5),
            8.0,
        ),
    ):
        if text.strip():
            made = SafeParagraph(text, style).fitted(room, sizes)
            made.draw(canvas, MARGIN, top)
            top -= made.height + gap
    return top


def _draw_points(canvas: Canvas, points: Sequence[Mark], top: float, room: float) -> None:
    """What changed the course, in two columns, newest first; what has no room any more is counted."""
    if not points:
        return
    head = SafeParagraph("What changed the course, newest first", LABEL).set(room, 10.5)
    head.draw(canvas, MARGIN, top)
    top -= head.height + 4
    column = (room - GAP * 2) / 2
    note = SafeParagraph("and more", SMALL).set(column, BODY_SIZE).height
    x, y = MARGIN, top
    for place, point in enumerate(points):
        line = SafeParagraph(f"{long_date(point.day)}: {point.label}", BOLD).set(column, BODY_SIZE)
        body = Body(point.detail).set(column, BODY_SIZE)
        needed = line.height + body.height + 4
        if y - needed < FLOOR + note and x == MARGIN:
            x, y = MARGIN + column + GAP * 2, top
        if y - needed < FLOOR + note:
            left = len(points) - place
            words = f"and {left} earlier, which this page has no room for; they stand in the list on the screen"
            SafeParagraph(words, SMALL).set(column, BODY_SIZE).draw(canvas, x, y)
            return
        line.draw(canvas, x, y)
        body.draw(canvas, x, y - line.height)
        y -= needed
