"""One row a pupil: what helps, what to avoid, health to know about, who to go to; for the staff room, or for the wall.

Which columns there are, and which may hang where visitors read them, is the school's to say (`services/paper/layouts.py`).
Cells hold the first points of the passport and count the rest. What is said of health is never shortened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import NOT_WRITTEN
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import Bit, Cell, after_table, grid
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, Look
from gradesk.documents.press.paper import Format, Paper
from gradesk.documents.press.points import first_points
from gradesk.services.paper.class_sheets import ClassGridSheet, Column
from gradesk.services.paper.sheets import PupilHeading

TITLE = "Class grid"
FORM = Format(wide=True)
STAFF, WALL = "staff", "wall"
HEALTH = "health"
SIDES = 2
SHARES = {"helps": 5.0, "does_not_help": 4.0, HEALTH: 3.2, "go_to": 2.6}
NAME_SHARE, USUAL_SHARE = 2.6, 3.5


def draw(paper: Paper, sheet: ClassGridSheet, variant: str) -> None:
    """As many sides as the class needs, the head of the table on each."""
    look = paper.look
    counted = look.say("{count} pupils", count=len(sheet.rows) + sheet.others)
    about = "" if sheet.heading.preferred_name == counted else counted
    head = leaves.Head(sheet, look, look.say(TITLE), look.who(sheet.heading), (about,), paper.room, 22.0)

    def groups(size: float) -> list[list[Block]]:
        return _groups(sheet, Bricks(look, paper.room, size), wall=variant == WALL)

    sides, _ = leaves.fitted(paper, head, groups, look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: ClassGridSheet, bricks: Bricks, *, wall: bool) -> list[list[Block]]:
    look = bricks.look
    places = [place for place, one in enumerate(sheet.columns) if one.is_outside or not wall]
    columns = [sheet.columns[place] for place in places]
    names = short_names([row.heading for row in sheet.rows], look, whole=not wall)
    rows = [
        [_name(row.heading, name, look, wall=wall), *(_cell(sheet.columns[at], row.texts[at], look) for at in places)]
        for row, name in zip(sheet.rows, names, strict=True)
    ]
    titles = [look.say("Name"), *(look.say(column.title) for column in columns)]
    shares = [NAME_SHARE, *(SHARES.get(column.code, USUAL_SHARE) for column in columns)]
    blocks = grid(bricks, titles, rows, shares) if rows else bricks.said(look.say("Nothing is recorded here yet."))
    if sheet.others and rows:
        others = look.say("Others on this list with nothing recorded here: {count}", count=sheet.others)
        return [blocks, after_table(bricks, bricks.said(others, quiet=True, grow=0.9))]
    return [blocks]


def short_names(headings: Sequence[PupilHeading], look: Look, *, whole: bool) -> list[str]:
    """The names as the print has them; unless `whole`, first names, told apart by the surname's first letter."""
    if whole or look.name != "full":
        return [look.who(one) for one in headings]
    known = Counter(one.preferred_name for one in headings)
    return [
        f"{one.preferred_name} {one.surname[:1]}."
        if known[one.preferred_name] > 1 and one.surname
        else one.preferred_name
        for one in headings
    ]


def _name(heading: PupilHeading, name: str, look: Look, *, wall: bool) -> Cell:
    bits = [Bit(name, look.style(Face.BOLD, INK), 1.08)]
    if not wall:
        bits.append(Bit(heading.class_name, look.small, 0.92))
    return bits


def _cell(column: Column, text: str, look: Look) -> Cell:
    if not text.strip():
        return [Bit(look.say(NOT_WRITTEN), look.aside, 0.92, look.tongue)]
    if column.code == HEALTH:
        return [Bit(text, look.body)]
    return first_bits(text, look)


def first_bits(text: str, look: Look, most: int = 3, letters: int = 240) -> list[Bit]:
    """The first points of a text, and a line that counts what is left out."""
    first = first_points(text, most, letters)
    bits = [Bit(first.text, look.body)]
    if first.cut:
        bits.append(Bit(look.say("There is more on the whole passport."), look.small, 0.9, look.tongue))
    elif first.more:
        more = look.say("and {count} more on the passport", count=first.more)
        bits.append(Bit(more, look.small, 0.9, look.tongue))
    return bits


def texts(sheet: ClassGridSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the class", f"{sheet.heading.preferred_name} {sheet.school_name} {sheet.pupil_word}"
    yield "the headings", " ".join(column.title for column in sheet.columns)
    for row in sheet.rows:
        who = row.heading
        yield "a name", f"{who.preferred_name} {who.surname} {who.class_name} {who.key_adult}"
        for column, text in zip(sheet.columns, row.texts, strict=True):
            yield column.title, text
