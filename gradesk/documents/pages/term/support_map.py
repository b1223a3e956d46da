"""The map of support: what is given beyond the class, by whom, how often, until when; by area of need.

Of one pupil it names the targets it works towards and what came of what has ended; of many, who gets it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reportlab.lib.pagesizes import A3

from gradesk.documents.pages.term import provision_map
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import Bit, Cell, after_table, grid
from gradesk.documents.press.look import Look
from gradesk.documents.press.often import said_often
from gradesk.documents.press.paper import Format, Paper
from gradesk.services.paper.class_sheets import SupportMapSheet, SupportPart, SupportRow
from gradesk.system.refusal import Refused

TITLE = "Support map"
MAP, MAP_WITH_COSTS = "Provision map", "Provision map with costs"
FORM, LARGE = Format(wide=True), Format(A3, wide=True)
NAMES, NUMBERS = "names", "numbers"
NAMES_LARGE, NUMBERS_LARGE = "names-a3", "numbers-a3"
# Of many pupils: with their names or without, and for the wall of an office on twice the paper.
VARIANTS = (
    (NAMES, "With names"),
    (NUMBERS, "With numbers alone"),
    (NAMES_LARGE, "With names, A3"),
    (NUMBERS_LARGE, "With numbers alone, A3"),
)
FORMS = {"": FORM, NAMES_LARGE: LARGE, NUMBERS_LARGE: LARGE}
NAMELESS = frozenset({NUMBERS, NUMBERS_LARGE})
SIDES = 1


def draw(paper: Paper, sheet: SupportMapSheet, variant: str) -> None:
    """One side for a pupil; as many as they need for a class."""
    look = paper.look
    names = variant not in NAMELESS
    about = (look.in_class(sheet.heading), look.say("As on {date}", date=look.language.date(sheet.made_on)))
    title = TITLE if sheet.map is None else MAP_WITH_COSTS if sheet.map.costed else MAP
    head = leaves.Head(sheet, look, look.say(title), look.who(sheet.heading), about, paper.room, 22.0)

    def groups(size: float) -> list[list[Block]]:
        bricks = Bricks(look, paper.room, size)
        if sheet.map is not None:
            return provision_map.groups(sheet.map, bricks, names=names)
        return _groups(sheet, bricks, names=names)

    sides, _ = leaves.fitted(paper, head, groups, look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def table(sheet: SupportMapSheet, look: Look, variant: str) -> list[list[str]]:
    """A provision map as lines for a workbook; refuses what is no map in columns."""
    if sheet.map is None:
        raise Refused(
            "Only a map of the school year has columns; nothing was saved. Choose one under “Which map”, or with --which."
        )
    return provision_map.lines(sheet.map, look, names=variant not in NAMELESS)


def _groups(sheet: SupportMapSheet, bricks: Bricks, *, names: bool) -> list[list[Block]]:
    look = bricks.look
    groups = [_part(part, bricks, names=names, many=sheet.heading.is_group) for part in sheet.parts]
    if not sheet.parts:
        groups.append(bricks.said(look.say("No support beyond the class is recorded.")))
    # Of many it would be neither the adults' minutes nor any one pupil's.
    alone = () if sheet.heading.is_group else sheet.parts
    minutes = sum(row.often.minutes_a_week or 0 for part in alone for row in part.rows)
    if minutes:
        groups.append(bricks.said(f"{look.say('Minutes a week')}: {minutes:g}"))
    if sheet.ended:
        titles = [look.say(one) for one in ("Support", "From", "Until", "What came of it")]
        rows = [
            [
                [Bit(row.what, look.bold)],
                _day(row.starts_on, look),
                _day(row.until, look),
                [Bit(row.outcome, look.body)],
            ]
            for row in sheet.ended
        ]
        table = grid(bricks, titles, rows, (3.0, 1.8, 1.8, 5.0))
        groups.append(after_table(bricks, [bricks.heading(look.say("Ended this school year")), *table]))
    return groups


def _part(part: SupportPart, bricks: Bricks, *, names: bool, many: bool) -> list[Block]:
    look = bricks.look
    titles = [look.say(one) for one in ("Support", "How", "Led by", "How often", "From", "Until")]
    shares = [3.0, 1.5, 2.0, 2.4, 1.8, 1.8]
    if many:
        titles.append(look.say("Who gets it"))
        shares.append(3.0 if names else 1.2)
    rows = [_row(row, look, names=names, many=many) for row in part.rows]
    blocks = [bricks.heading(look.say(part.area)), *grid(bricks, titles, rows, shares)]
    if part.targets:
        points = "\n".join(f"- {target}" for target in part.targets)
        blocks += after_table(bricks, bricks.labelled([(look.say("What it is for"), points)]))
    return after_table(bricks, blocks)


def _row(row: SupportRow, look: Look, *, names: bool, many: bool) -> list[Cell]:
    cells: list[Cell] = [
        [Bit(row.what, look.bold)],
        [Bit(look.say(row.form) if row.form else "", look.body, tongue=look.tongue)],
        [Bit(row.led_by, look.body)],
        _often(row, look),
        _day(row.starts_on, look),
        _day(row.until, look),
    ]
    if many:
        who = ", ".join(look.who(one) for one in row.pupils) if names else str(len(row.pupils))
        cells.append([Bit(who, look.body)])
    return cells


def _often(row: SupportRow, look: Look) -> Cell:
    if row.dose:
        return [Bit(row.dose, look.body)]
    return [Bit(said_often(row.often, look), look.body, tongue=look.tongue)]


def _day(day: date | None, look: Look) -> Cell:
    return [Bit(look.language.date(day) if day else "–", look.body if day else look.small)]


def texts(sheet: SupportMapSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {sheet.school_name} {sheet.pupil_word}"
    for part in sheet.parts:
        yield "What it is for", " ".join(part.targets)
        for row in part.rows:
            yield "Support", f"{row.what} {row.led_by} {row.dose}"
            yield "Who gets it", " ".join(f"{one.preferred_name} {one.surname}" for one in row.pupils)
    if sheet.map is not None:
        yield from provision_map.texts(sheet.map)
    for row in sheet.ended:
        yield "Ended this school year", f"{row.what} {row.outcome}"
