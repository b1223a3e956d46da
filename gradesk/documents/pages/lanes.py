"""The cycles of a class or a list on landscape pages: a lane for each pupil, who is late said in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from gradesk.documents.pages.river import PaperRiver, ink, picture_foot, svg
from gradesk.documents.press.document import FULL
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, PINE, QUIET, Look
from gradesk.documents.press.paper import Format, Paper
from gradesk.documents.press.tags import Node, heading
from gradesk.documents.press.text import SafeParagraph
from gradesk.model.rules.river.lanes import Line, lay_head, lay_line, lines
from gradesk.model.rules.river.laying import Picture
from gradesk.model.rules.river.rows import Ink
from gradesk.model.rules.river.window import Window
from gradesk.services.paper.sheets import LanesSheet

TITLE = "Cycles of a class"
FORM = Format(wide=True)
SIZE = 8.5  # points
FLOOR = 60.0  # points above the page's foot
HEAD = 2.4  # lines of the axis and the half-terms
BEFORE, AFTER = timedelta(days=420), timedelta(days=130)  # shown before and after today
LATE = " Review 188 days late"
SVG_WIDTH, SVG_SIZE = 1200.0, 13.0


def texts(sheet: LanesSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "Name", sheet.heading.preferred_name
    for lane in sheet.school.lanes:
        yield "Name", f"{lane.name} {lane.group}"


def draw(paper: Paper, sheet: LanesSheet, _variant: str) -> None:
    """As many pages as the lanes need."""
    written = ink(SIZE)
    sheet = _named(sheet, paper.look)
    room = paper.height - 96 - FLOOR - HEAD * written.line - written.line * 1.2
    pages = _pages(lines(sheet.school.lanes, written), room)
    for number, page in enumerate(pages, start=1):
        _draw_page(paper, sheet, page, written)
        paper.end_page(sheet, number, len(pages))


def picture(sheet: LanesSheet, look: Look) -> str:
    """All lanes below one another, as SVG."""
    sheet = _named(sheet, look)
    written = ink(SVG_SIZE)
    found = lines(sheet.school.lanes, written)
    height = HEAD * written.line + (found[-1].top + found[-1].height if found else 0) + written.line * 1.4
    laid, window = _laid(sheet, found, SVG_WIDTH, height, written)
    return svg(
        laid.shapes, laid.captions, SVG_WIDTH, round(height), window.left, SVG_SIZE,
        f"Cycles: {sheet.heading.preferred_name}", picture_foot(sheet, look),
    )  # fmt: skip


def _named(sheet: LanesSheet, look: Look) -> LanesSheet:
    """With the pupils as the print names them."""
    if look.name == FULL:
        return sheet
    lanes = [replace(lane, name=look.who(sheet.headings[lane.key])) for lane in sheet.school.lanes]
    return replace(sheet, school=replace(sheet.school, lanes=lanes))


def _pages(found: Sequence[Line], room: float) -> list[list[Line]]:
    """Lines cut into pages; a heading never stands alone at a page's foot."""
    pages: list[list[Line]] = [[]]
    for line in found:
        start = pages[-1][0].top if pages[-1] else line.top
        needed = line.height * (2.3 if line.heading else 1)
        if pages[-1] and line.top + needed - start > room:
            pages.append([])
        pages[-1].append(line)
    return pages


def _laid(
    sheet: LanesSheet, found: Sequence[Line], width: float, height: float, written: Ink
) -> tuple[Picture, Window]:
    school = sheet.school
    names = max((written.measure(lane.name) for lane in school.lanes), default=0.0) + written.measure(LATE) + 24
    left = min(names, width * 0.3)
    window = Window(0.0, 1.0).placed(left, width - left).over(school.today - BEFORE, school.today + AFTER)
    laid = lay_head(school, window, written, height)
    first = found[0].top if found else 0.0
    for line in found:
        lay_line(laid, school, line, window, written, HEAD * written.line + line.top - first)
    return laid, window


def _draw_page(paper: Paper, sheet: LanesSheet, found: Sequence[Line], written: Ink) -> None:
    canvas, room, left, top, look = paper.canvas, paper.room, paper.margin, paper.top, paper.look
    day = look.language.date(sheet.school.today)
    about = f"As on {day}. A assess, P plan, D do, R review; an outline is only planned."
    for text, style, size, node in (
        (look.say("Cycles"), look.style(Face.BOLD, PINE), 10.0, Node("P", language=look.tongue)),
        (sheet.heading.preferred_name, look.style(Face.BOLD, INK, 1.1), 18.0, heading(1)),
        (about, look.style(Face.REGULAR, QUIET), 9.0, Node("P")),
    ):
        made = SafeParagraph(text, style).fitted(room, (size, size * 0.8))
        made.draw(canvas, left, top, node)
        top -= made.height
    height = HEAD * written.line + sum(line.height for line in found) + written.line * 1.2
    laid, window = _laid(sheet, found, room, height, written)
    told = "; ".join(
        f"{lane.name}: {' '.join(filter(None, (lane.words, lane.late_words)))}"
        for lane in (sheet.school.lanes[line.lane] for line in found if line.lane >= 0)
    )
    lanes = Node("Figure", alt=f"A lane for each of these, with the stages of their cycles. {told}")
    with canvas.figure(lanes, left, top - 6 - laid.height, left + room, top - 6):
        pen = PaperRiver(canvas, left, top - 6, SIZE)
        pen.draw(laid.shapes, (window.left, 0, window.width, laid.height))
        pen.draw(laid.captions)
