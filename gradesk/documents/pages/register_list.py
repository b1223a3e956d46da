"""The register as a table: the columns and their order are the school's, the head of the table stands on each side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import CELL_PAD, Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import LESS as IN_TABLES
from gradesk.documents.press.blocks.grid import Bit, Cell, grid
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, Look
from gradesk.documents.press.paper import Format, Paper
from gradesk.documents.press.text import SafeParagraph
from gradesk.services.paper.class_sheets import RegisterLine, RegisterSheet

TITLE = "SEN register"
FORM = Format(wide=True)
FULL, INITIALS = "full", "initials"
LESS = 1.5  # points smaller than running text: a list is looked up, not read
SHARES = {"class": 1.5, "year": 1.8, "status": 1.7, "needs": 3.2, "lead": 2.1, "review": 2.6, "contacts": 1.4}
NAME_SHARE, USUAL_SHARE = 3.0, 1.7
SMALLEST = 11.0  # points: so small may the type be made so that no word of a column is broken
UNBROKEN = 18  # letters; a longer word may be broken, the whole list is not made smaller for it
MEASURED = 20  # words of most letters in a column, of which the widest is sought


def draw(paper: Paper, sheet: RegisterSheet, variant: str) -> None:
    """As many sides as the list needs."""
    look = replace(paper.look, name="initials") if variant == INITIALS else paper.look
    day = look.say("As on {date}", date=look.language.date(sheet.made_on))
    about = (f"{look.say('{count} pupils', count=len(sheet.lines))} · {day}",)
    head = leaves.Head(sheet, look, look.say(TITLE), look.who(sheet.heading), about, paper.room, 20.0)

    rows = [_row(line, sheet, look) for line in sheet.lines]
    titles = [look.say("Name"), *(look.say(column.title) for column in sheet.columns)]
    shares = [NAME_SHARE, *(SHARES.get(column.code, USUAL_SHARE) for column in sheet.columns)]
    least = _longest_words(titles, rows, look)

    def groups(size: float) -> list[list[Block]]:
        bricks = Bricks(look, paper.room, size - LESS)
        if not sheet.lines:
            return [bricks.said(look.say("Nothing is recorded here yet."))]
        return [grid(bricks, titles, rows, _widths(least, shares, paper.room, size))]

    sizes = (look.size - step / 2 for step in range(int((look.size - SMALLEST) * 2) + 1))
    chosen = next((size for size in sizes if sum(_least(least, size)) <= paper.room), SMALLEST)
    sides, _ = leaves.fitted(paper, head, groups, chosen, 1)
    leaves.draw(paper, sheet, head, sides)


def _longest_words(titles: Sequence[str], rows: Sequence[Sequence[Cell]], look: Look) -> list[float]:
    """The widest word of each column, in sizes of its type."""
    bold = look.style(Face.BOLD, INK)
    found: list[float] = []
    for place, title in enumerate(titles):
        words = {(word, bold) for word in title.split()}
        words |= {(word, bit.style) for row in rows for bit in row[place] for word in bit.text.split()}
        common = [one for one in words if len(one[0]) <= UNBROKEN]
        long = sorted(common, key=lambda one: len(one[0]), reverse=True)[:MEASURED]
        found.append(max((SafeParagraph(word, style).width(100.0) / 100 for word, style in long), default=0.0))
    return found


def _least(longest: Sequence[float], size: float) -> list[float]:
    """The width in points that each column needs so that no word is broken."""
    return [one * (size - LESS) * IN_TABLES + 2 * CELL_PAD + 1 for one in longest]


def _widths(longest: Sequence[float], shares: Sequence[float], room: float, size: float) -> list[float]:
    """What is left beside the longest words goes by share; where they do not fit, all goes by share."""
    least = _least(longest, size)
    spare = room - sum(least)
    return (
        [one + spare * share / sum(shares) for one, share in zip(least, shares, strict=True)]
        if spare >= 0
        else [*shares]
    )


def _row(line: RegisterLine, sheet: RegisterSheet, look: Look) -> list[Cell]:
    name = [Bit(look.who(line.heading), look.style(Face.BOLD, INK))]
    return [name, *(_cell(line, column.code, sheet, look) for column in sheet.columns)]


def _cell(line: RegisterLine, code: str, sheet: RegisterSheet, look: Look) -> Cell:
    who, tongue = line.heading, look.tongue
    if code == "needs":
        return [Bit(need, look.body if place == 0 else look.small) for place, need in enumerate(line.needs)] or _none(
            look
        )
    if code == "review":
        if line.review_on is None:
            return _none(look)
        found = [Bit(look.language.date(line.review_on), look.body, tongue=tongue)]
        return [*found, Bit(look.say("late"), look.bold, tongue=tongue)] if line.review_on < sheet.made_on else found
    if code == "contacts":
        return [Bit(look.say("{count} of {wanted}", count=line.contacts, wanted=line.wanted), look.body, tongue=tongue)]
    if code == "born":
        return [Bit(look.language.date(who.date_of_birth) if who.date_of_birth else "", look.body, tongue=tongue)]
    typed = {"class": who.class_name, "lead": line.lead, "key_adult": who.key_adult, "layer": line.layer}
    fixed = {"year": who.year_label, "status": line.status, "plan": line.plan}
    if code in fixed:
        return [Bit(look.say(fixed[code]), look.body, tongue=tongue)] if fixed[code] else _none(look)
    return [Bit(typed[code], look.body)] if typed[code].strip() else _none(look)


def _none(look: Look) -> Cell:
    return [Bit("–", look.small)]


def texts(sheet: RegisterSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the list", f"{sheet.heading.preferred_name} {sheet.school_name} {sheet.pupil_word}"
    yield "the headings", " ".join(column.title for column in sheet.columns)
    for line in sheet.lines:
        who = line.heading
        yield "a name", f"{who.preferred_name} {who.surname} {who.class_name} {who.key_adult}"
        yield "Layer", line.layer
        yield "Lead", line.lead
