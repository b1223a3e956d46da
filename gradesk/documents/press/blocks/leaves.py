"""A document of any number of sides: its head, its blocks one below another, and the line that says whose a later side is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gradesk.documents.press.blocks.flow import Block, paginate
from gradesk.documents.press.blocks.portrait import draw_portrait
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, PINE, QUIET, RULE, Look
from gradesk.documents.press.paper import Paper, draw_logo
from gradesk.documents.press.tags import Node, heading
from gradesk.documents.press.text import SafeParagraph
from gradesk.services.paper.sheets import Sheet
from gradesk.system.refusal import Refused

CONTINUED = 26.0  # points at the top of the second and later sides
HOPELESS = 3  # times the usual sides, which no smaller type makes up for
SLACK = 12.0  # points of blank under the last block that may run into the space above the footer
PORTRAIT = 62.0  # points across
LOGO = 40.0  # points high
GROW, SHRINK, LEAST = 1.0, 2.5, 9.5  # points that type may grow or shrink to keep to the usual sides; and never below

Groups = Sequence[Sequence[Block]]


def sizes(size: float) -> tuple[float, ...]:
    """The sizes of type tried for a chosen one, largest first, in half points."""
    least = max(LEAST, size - SHRINK)
    return tuple(size - step / 2 for step in range(int((size - least) * 2) + 1))


@dataclass(frozen=True, slots=True)
class Head:
    """The top of the first side: kind of document, the name, and lines about both; photo and logo where there are any."""

    sheet: Sheet
    look: Look
    title: str
    name: str
    about: tuple[str, ...] = ()
    room: float = 0.0
    big: float = 27.0

    @property
    def _indent(self) -> float:
        return PORTRAIT + 16 if self.sheet.heading.photo else 0.0

    def _lines(self) -> list[tuple[SafeParagraph, tuple[float, ...], Node]]:
        look, big = self.look, self.big
        lines = [
            (self.title, look.style(Face.BOLD, PINE), (13.0, 12.0, 11.0), Node("P", language=look.tongue)),
            (self.name, look.style(Face.BOLD, INK, 1.15), (big, big * 0.88, big * 0.78, big * 0.66), heading(1)),
        ]
        for place, text in enumerate(self.about):
            style = look.body if place == 0 else look.style(Face.REGULAR, QUIET)
            lines.append((text, style, (11.5, 10.5) if place == 0 else (11.0, 10.0), Node("P")))
        return [(SafeParagraph(text, style), fit, node) for text, style, fit, node in lines if text.strip()]

    @property
    def _width(self) -> float:
        return self.room - self._indent - (LOGO * 2.6 + 12 if self.sheet.logo else 0.0)

    @property
    def height(self) -> float:
        """In points, with the gap below."""
        words = sum(words.fitted(self._width, fit).height for words, fit, _ in self._lines())
        return max(words, PORTRAIT if self.sheet.heading.photo else 0.0, LOGO if self.sheet.logo else 0.0) + 14

    def draw(self, paper: Paper) -> None:
        """At the top of the page in hand."""
        who, canvas, top = self.sheet.heading, paper.canvas, paper.top
        if self.sheet.logo:
            draw_logo(canvas, self.sheet.logo, paper.margin + self.room, top, LOGO)
        for words, fit, node in self._lines():
            line = words.fitted(self._width, fit)
            line.draw(canvas, paper.margin + self._indent, top, node)
            top -= line.height
        if who.photo:
            draw_portrait(canvas, who.photo, who.preferred_name, paper.margin, paper.top - 6, PORTRAIT)


def for_hands(look: Look, title: str, variant: str) -> str:
    """The title, on a staff copy with the words that keep it from going home, on every side."""
    return f"{title} · {look.say('Staff copy')}" if variant == "staff" else title


def pages(paper: Paper, head: Head, groups: Groups) -> list[list[Block]]:
    """The blocks of each side."""
    first = paper.top - head.height - paper.bottom + SLACK
    return paginate(groups, first, paper.top - paper.bottom - CONTINUED + SLACK)


def fitted(
    paper: Paper, head: Head, groups: Callable[[float], Groups], chosen: float, usual: int
) -> tuple[list[list[Block]], float]:
    """The sides in the largest type, from the chosen size down, that keeps to the `usual` number of them.

    When none does, the chosen size stays and the text takes the sides it needs.
    """
    if head.height > (paper.top - paper.bottom) / 2:
        raise Refused(
            f"The name and class at the top of “{head.title}” take half a page, so nothing was printed and every word is "
            "kept: please shorten the name and class."
        )
    whole = pages(paper, head, groups(chosen))
    if len(whole) <= usual or len(whole) > usual * HOPELESS:
        return whole, chosen
    for size in sizes(chosen)[1:]:
        trial = pages(paper, head, groups(size))
        if len(trial) <= usual:
            return trial, size
    return whole, chosen


def draw(paper: Paper, sheet: Sheet, head: Head, sides: Sequence[Sequence[Block]], *, counted: bool = True) -> None:
    """All sides of one sheet, each with its furniture; not `counted` where the file they go into counts its pages."""
    for number, blocks in enumerate(sides, start=1):
        if number == 1:
            head.draw(paper)
            top = paper.top - head.height
        else:
            draw_continued(paper, f"{head.name} · {head.title}")
            top = paper.top - CONTINUED
        for block in blocks:
            block.draw(paper.canvas, top)
            top -= block.height
        paper.end_page(sheet, number, len(sides) if counted else 0)


def draw_continued(paper: Paper, words: str) -> None:
    """The top of a later side, so that a sheet that comes loose is put back with the right pupil."""
    with paper.canvas.furniture():
        said = SafeParagraph(words, paper.look.bold).fitted(paper.room, (10.5, 9, 8, 7))
        said.draw(paper.canvas, paper.margin, paper.top)
        paper.canvas.setStrokeColor(RULE)
        paper.canvas.setLineWidth(0.6)
        paper.canvas.line(paper.margin, paper.top - 17, paper.width - paper.margin, paper.top - 17)
