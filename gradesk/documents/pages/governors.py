"""The year for the governors: one sentence, then numbers without a name; small ones are held back before they come here."""

from __future__ import annotations

from collections.abc import Iterator

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import KEY
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.grid import Bit, after_table, grid
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper
from gradesk.model.rules.suppression import LEAST, Shown
from gradesk.services.paper.class_sheets import Count, GovernorsSheet

TITLE = "SEN summary for governors"
PERCENT = "{count} % of targets met or partly met"
SIDES = 2


def draw(paper: Paper, sheet: GovernorsSheet, _variant: str) -> None:
    """One side or two."""
    look = paper.look
    about = (
        look.say("As on {date}", date=look.language.date(sheet.made_on)),
        look.say(
            "No name stands here. Numbers below {count} are not shown, nor any other that would give them away.",
            count=LEAST,
        ),
    )
    head = leaves.Head(sheet, look, look.say(TITLE), look.who(sheet.heading), about, paper.room, 24.0)
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def sentence(sheet: GovernorsSheet, look: Look) -> str:
    """The school year in one sentence, of what may be said."""
    year, say = sheet.year, look.say
    parts = [
        say(phrase, count=shown.count)
        for phrase, shown in (
            ("{count} on the SEN register", year.pupils),
            ("{count} cycles closed", year.cycles),
        )
        if shown.count
    ]
    if year.contacts.count:
        parts.append(
            say("{count} of {wanted} contacts with home", count=year.contacts.count, wanted=year.contacts_wanted)
        )
    if year.reviews.count:
        parts.append(say("{count} reviews with parents", count=year.reviews.count))
    if year.met_percent is not None:
        parts.append(say("{count} % of targets met or partly met", count=year.met_percent))
    if year.moved_down.count:
        parts.append(say("{count} moved to less support", count=year.moved_down.count))
    return say("In {year}: {what}.", year=year.name, what=", ".join(parts)) if parts else ""


def _groups(sheet: GovernorsSheet, bricks: Bricks) -> list[list[Block]]:
    look = bricks.look
    said = sentence(sheet, look)
    groups: list[list[Block]] = [bricks.panels([(look.say("This school year"), said)], KEY)] if said else []
    for one in sheet.tables:
        rows = [[[Bit(_label(count, look), look.body)], [Bit(_number(count, look), look.bold)]] for count in one.counts]
        if one.total is not None:
            rows.append([[Bit(look.say("All"), look.label)], [Bit(_shown(one.total, look), look.bold)]])
        titles = [look.say("What"), look.say("Number")]
        groups.append(
            after_table(bricks, [bricks.heading(look.say(one.title)), *grid(bricks, titles, rows, (3.0, 1.6))])
        )
    return groups or [bricks.said(look.say("Nothing is recorded here yet."))]


def _label(count: Count, look: Look) -> str:
    return look.say("What came of the targets") if count.label == PERCENT else look.say(count.label)


def _number(count: Count, look: Look) -> str:
    if count.shown.count is None or count.whole is None:
        return _shown(count.shown, look)
    if count.label == PERCENT:
        if not count.whole:
            return "–"
        return look.say("{count} % of targets met or partly met", count=round(100 * count.shown.count / count.whole))
    return look.say("{count} of {wanted}", count=count.shown.count, wanted=count.whole)


def _shown(shown: Shown, look: Look) -> str:
    if shown.count is not None:
        return str(shown.count)
    return look.say("fewer than {count}", count=LEAST) if shown.is_few else look.say("not shown")


def texts(sheet: GovernorsSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the school's name", f"{sheet.school_name} {sheet.pupil_word}"
    for one in sheet.tables:
        yield one.title, " ".join((one.title, *(count.label for count in one.counts)))
