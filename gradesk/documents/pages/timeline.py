"""A pupil's story on one landscape page: the river with its key, and what changed its course in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from gradesk.documents.pages.river import PaperRiver, ink, picture_foot, svg
from gradesk.documents.press.blocks.cards import Body
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, PINE, QUIET, Look
from gradesk.documents.press.paper import Format, Paper
from gradesk.documents.press.tags import Node, heading
from gradesk.documents.press.text import SafeParagraph
from gradesk.model.rules.river.index import Index
from gradesk.model.rules.river.laying import Picture, gutter, lay
from gradesk.model.rules.river.shapes import Glyph, Rect, Shape, Words
from gradesk.model.rules.river.story import KINDS, SHAPES, Mark, Story
from gradesk.model.rules.river.window import LONGEST_DAYS, Window
from gradesk.services.paper.sheets import TimelineSheet

TITLE = "Timeline"
FORM = Format(wide=True)
SIZE = 8.5  # points, of the river's words
BODY_SIZE = 9.0
FLOOR = 56.0  # points above the page's foot, where the footer begins
GAP = 14.0
SVG_WIDTH, SVG_SIZE = 1200.0, 13.0


def texts(sheet: TimelineSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "Name", f"{sheet.heading.preferred_name} {sheet.heading.surname}"
    yield "About", sheet.about
    for bar in sheet.story.bars:
        yield "Support", bar.label
    for point in sheet.story.turning_points():
        yield point.label, f"{point.label} {point.detail}"


def draw(paper: Paper, sheet: TimelineSheet, _variant: str) -> None:
    """One page."""
    _draw_page(paper, sheet)
    paper.end_page(sheet, 1, 1)


def picture(sheet: TimelineSheet, look: Look) -> str:
    """The river alone, as SVG."""
    written = ink(SVG_SIZE)
    laid, window = _laid(sheet.story, SVG_WIDTH, SVG_SIZE)
    key = _key(sheet.story, SVG_WIDTH, SVG_SIZE, laid.height + 8)
    height = laid.height + 16 + written.line * 3
    title = f"Timeline of {look.who(sheet.heading)}"
    captions = [*laid.captions, *key]
    return svg(laid.shapes, captions, SVG_WIDTH, round(height), window.left, SVG_SIZE, title, picture_foot(sheet, look))


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
    canvas, room, left = paper.canvas, paper.room, paper.margin
    top = _draw_head(paper, sheet)
    laid, window = _laid(sheet.story, room, SIZE)
    key = _key(sheet.story, room, SIZE, 0)
    lines = max((shape.y + shape.height for shape in key if isinstance(shape, Words)), default=0.0)
    river = Node("Figure", alt=_in_words(sheet.story, paper.look))
    with canvas.figure(river, left, top - laid.height - 6 - lines, left + room, top):
        pen = PaperRiver(canvas, left, top, SIZE)
        pen.draw(laid.shapes, (window.left, 0, window.width, laid.height))
        pen.draw(laid.captions)
        top -= laid.height + 6
        PaperRiver(canvas, left, top, SIZE).draw(key)
    _draw_points(paper, sheet.story.turning_points(), top - lines - GAP)


def _in_words(story: Story, look: Look) -> str:
    """The picture for those who do not see it: how much there is, from when to when."""
    days = [mark.day for mark in story.marks]
    span = f" from {look.language.date(min(days))} to {look.language.date(max(days))}" if days else ""
    return (
        f"Line of time{span}: {len(story.stages)} stages of cycles, {len(story.bars)} times of support and "
        f"{len(story.marks)} events. What changed the course is written below."
    )


def _draw_head(paper: Paper, sheet: TimelineSheet) -> float:
    who, look, top = sheet.heading, paper.look, paper.top
    for text, style, sizes, gap, node in (
        (look.say(TITLE), look.style(Face.BOLD, PINE), (10.0,), 0.0, Node("P", language=look.tongue)),
        (look.who(who), look.style(Face.BOLD, INK, 1.1), (24.0, 20.0, 16.0), 2.0, heading(1)),
        (
            " · ".join(filter(None, (who.class_name, who.year_label, sheet.about))),
            look.style(Face.REGULAR, QUIET),
            (10.5, 9.5),
            8.0,
            Node("P"),
        ),
    ):
        if text.strip():
            made = SafeParagraph(text, style).fitted(paper.room, sizes)
            made.draw(paper.canvas, paper.margin, top, node)
            top -= made.height + gap
    return top


def _draw_points(paper: Paper, points: Sequence[Mark], top: float) -> None:
    """What changed the course, in two columns, newest first; what has no room any more is counted."""
    if not points:
        return
    canvas, look, left = paper.canvas, paper.look, paper.margin
    head = SafeParagraph(look.say("What changed the course, newest first"), look.label).set(paper.room, 10.5)
    head.draw(canvas, left, top, heading(2, look.tongue))
    top -= head.height + 4
    column = (paper.room - GAP * 2) / 2
    note = SafeParagraph("and more", look.small).set(column, BODY_SIZE).height
    x, y = left, top
    for place, point in enumerate(points):
        line = SafeParagraph(f"{look.language.date(point.day)}: {point.label}", look.bold).set(column, BODY_SIZE)
        body = Body(point.detail, look.body).set(column, BODY_SIZE)
        needed = line.height + body.height + 4
        if y - needed < FLOOR + note and x == left:
            x, y = left + column + GAP * 2, top
        if y - needed < FLOOR + note:
            more = len(points) - place
            words = f"and {more} earlier, which this page has no room for; they stand in the list on the screen"
            SafeParagraph(words, look.small).set(column, BODY_SIZE).draw(canvas, x, y)
            return
        line.draw(canvas, x, y)
        body.draw(canvas, x, y - line.height)
        y -= needed
