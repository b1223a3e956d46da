"""A class on a day, for an adult who has never met it: ninety seconds on one side.

What every adult does here comes first; then the pupils with two lines of what works; then who is away with whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import KEY, NOT_WRITTEN
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import Bit, Cell, after_table, grid
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, Look
from gradesk.documents.press.often import said_often
from gradesk.documents.press.paper import Paper
from gradesk.documents.press.points import first_points
from gradesk.services.paper.class_sheets import SupplyRow, SupplySheet

TITLE = "Supply sheet"
EVERY_DAY = 5  # lines of what all adults do; more than these are counted
ADJUSTMENTS = 2  # of one pupil; more than these are counted
SIDES = 1


def draw(paper: Paper, sheet: SupplySheet, _variant: str) -> None:
    """One side for a usual class; the type shrinks a little to keep to it."""
    look = paper.look
    about = (
        f"{look.language.date(sheet.made_on)} · {look.say('There is more on the whole passport.')}",
        look.say("Please keep this page safe and hand it back at the end of the day"),
    )
    title = look.say("For the adult who takes this class today")
    head = leaves.Head(sheet, look, title, look.who(sheet.heading), about, paper.room, 24.0)
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: SupplySheet, bricks: Bricks) -> list[list[Block]]:
    look, say = bricks.look, bricks.look.say
    groups: list[list[Block]] = []
    if sheet.every_day:
        lines = [f"- {words}" for words in sheet.every_day[:EVERY_DAY]]
        groups.append(bricks.panels([(say("Every day in this class"), "\n".join(lines))], KEY))
        left = len(sheet.every_day) - EVERY_DAY
        if left > 0:
            groups[-1] += bricks.said(say("and {count} more", count=left), quiet=True, grow=0.9)
    if sheet.rows:
        groups.append(rows(sheet.rows, bricks))
    if sheet.others:
        others = say("Others on this list with nothing recorded here: {count}", count=sheet.others)
        groups.append(after_table(bricks, bricks.said(others, quiet=True, grow=0.9)))
    if sheet.away:
        away = [
            [
                [Bit(look.who(row.heading), look.bold)],
                [Bit(row.what, look.body)],
                [Bit(row.led_by, look.body)],
                [Bit(said_often(row.often, look), look.body, tongue=look.tongue)],
            ]
            for row in sheet.away
        ]
        titles = [say("Name"), say("Support"), say("Led by"), say("How often")]
        table = grid(bricks, titles, away, (2.6, 3.4, 2.4, 3.4))
        groups.append(after_table(bricks, [bricks.heading(say("Away from class")), *table]))
    return groups or [bricks.said(say("Nothing is recorded here yet."))]


def rows(found: Iterable[SupplyRow], bricks: Bricks, *, whole: bool = False) -> list[Block]:
    """A table of pupils: what works, what to avoid, health to know about, two points of each; all of them where it is
    `whole`.
    """
    say = bricks.look.say
    titles = [say("Name"), say("What works"), say("What to avoid"), say("Health to know about")]
    return grid(bricks, titles, [_row(row, bricks.look, whole=whole) for row in found], (2.6, 5.0, 3.2, 2.8))


def _row(row: SupplyRow, look: Look, *, whole: bool) -> list[Cell]:
    name = [Bit(look.who(row.heading), look.style(Face.BOLD, INK), 1.08)]
    if row.go_to.strip():
        name += [Bit(look.say("Who to go to"), look.label, 0.85, look.tongue), Bit(row.go_to, look.body, 0.92)]
    most = len(row.adjustments) if whole else ADJUSTMENTS
    works = [Bit(_points(row.helps, whole=whole), look.body)] if row.helps.strip() else []
    works += [Bit(f"- {words}", look.body) for words in row.adjustments[:most]]
    if len(row.adjustments) > most:
        works.append(Bit(look.say("and {count} more", count=len(row.adjustments) - most), look.small, 0.9, look.tongue))
    if not works:
        works = _written("", look)
    # An empty cell would read as "nothing to know"; nobody may have written it down.
    return [name, works, _written(_points(row.avoid, whole=whole), look), _written(row.health, look)]


def _written(text: str, look: Look) -> list[Bit]:
    return [Bit(text, look.body)] if text.strip() else [Bit(look.say(NOT_WRITTEN), look.aside, 0.92, look.tongue)]


def _points(text: str, *, whole: bool) -> str:
    """Two points, unless all are wanted; the head of the page says that there is more."""
    return text if whole else first_points(text, 2, 130).text


def texts(sheet: SupplySheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the class", f"{sheet.heading.preferred_name} {sheet.school_name} {sheet.pupil_word}"
    yield "Every day in this class", " ".join(sheet.every_day)
    for row in sheet.rows:
        yield from texts_of(row)
    for away in sheet.away:
        yield "Away from class", f"{away.what} {away.led_by}"


def texts_of(row: SupplyRow) -> Iterator[tuple[str, str]]:
    """The same of one pupil."""
    who = row.heading
    yield "a name", f"{who.preferred_name} {who.surname} {row.go_to}"
    yield "What works", " ".join((row.helps, *row.adjustments))
    yield "What to avoid", row.avoid
    yield "Health to know about", row.health
