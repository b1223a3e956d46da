"""The record of a person-centred meeting: strengths and people first, then what works, the targets, and who does what next.

What is known already is printed; the rest is written by hand while people talk.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradesk.documents.pages.cycle_record import target_texts
from gradesk.documents.pages.review_record import action_texts, actions
from gradesk.documents.press.arranged import when
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import WARM
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.frames import Boxes
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper
from gradesk.model.rules.days.day_text import read_day
from gradesk.services.paper.meeting_sheets import MeetingSheet

TITLE = "Record of our meeting"
SIDES = 2
WORKING_ROW = 54.0  # points that a row of what works is high
SPARE_ACTIONS = 3


def draw(paper: Paper, sheet: MeetingSheet, _variant: str) -> None:
    """To be filled in by hand, and signed."""
    look = paper.look
    about = (look.in_class(sheet.heading), when(look, sheet.arranged, "…………………………"))
    head = leaves.Head(sheet, look, look.say(TITLE), look.who(sheet.heading), about, paper.room)
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: MeetingSheet, bricks: Bricks) -> list[list[Block]]:
    look, say = bricks.look, bricks.look.say
    name = sheet.heading.preferred_name if look.name == "full" else look.who(sheet.heading)
    groups = [
        _told(bricks, say("What we like and admire about {name}", name=name), sheet.admire),
        _people(sheet, bricks),
        _told(bricks, say("What is important to {name} now", name=name), sheet.important),
        _told(bricks, say("What is important for {name} in future", name=name), sheet.hopes),
        _working(sheet, bricks, name),
        [bricks.heading(say("Questions"), after=0), bricks.lines(2)],
        _targets(sheet, bricks),
        actions(bricks, sheet.actions, SPARE_ACTIONS),
        [*bricks.said(say("We meet again on {date}", date=_following(sheet, look)), after=10)],
        [bricks.signatures(say("Agreed by"), sheet.people)],
    ]
    return [group for group in groups if group]


def _following(sheet: MeetingSheet, look: Look) -> str:
    """The first day that is arranged after this meeting; it is of today where it is not booked and nobody typed its day."""
    booked = sheet.arranged.day if sheet.arranged else sheet.made_on
    held = read_day(look.particulars.get("day", ""), sheet.made_on) or booked
    day = next((one for one in sorted(sheet.ahead) if one > held), None)
    return look.language.date(day) if day else "…………………………"


def _told(bricks: Bricks, title: str, words: str) -> list[Block]:
    """What is known, and a line for what is said today."""
    if words.strip():
        return [*bricks.panels([(title, words)], WARM), bricks.lines(1)]
    return [bricks.heading(title, after=0), bricks.lines(2)]


def _people(sheet: MeetingSheet, bricks: Bricks) -> list[Block]:
    """Those who are to come have a box to tick; whoever else is there is written down."""
    look, say = bricks.look, bricks.look.say
    expected = sheet.arranged.people if sheet.arranged else ()
    boxes: list[Block] = [Boxes(look, bricks.room, bricks.size, expected)] if expected else []
    return [
        bricks.heading(say("Who was there"), after=4 if boxes else 0),
        *boxes,
        bricks.lines(1 if boxes else 2),
        *bricks.said(say("Those who could not come and what they sent"), quiet=True, after=0),
        bricks.lines(1),
    ]


def _working(sheet: MeetingSheet, bricks: Bricks, name: str) -> list[Block]:
    """From each side: the child's, home's and school's."""
    say = bricks.look.say
    rows = (
        (say("For {name}", name=name), "", ""),
        (say("At home"), "", ""),
        (say("At school"), sheet.works, sheet.does_not_work),
    )
    titles = [say("Whose view"), say("What is working"), say("What is not working")]
    return [*bricks.table(titles, rows, (2, 5, 5), tall=WORKING_ROW), bricks.gap(10)]


def _targets(sheet: MeetingSheet, bricks: Bricks) -> list[Block]:
    """The last targets with what came of them; boxes to tick where that is still to be said."""
    look, say = bricks.look, bricks.look.say
    if not sheet.targets:
        return []
    blocks = [bricks.heading(say("What happened to the last targets"))]
    for target in sheet.targets:
        words = target.pupil_wording.strip() or target.staff_wording.strip() or say("not written yet")
        blocks += bricks.text(f"{target.number}. {words}", look.bold, after=2)
        if target.outcome:
            came = " – ".join(filter(None, (say(target.outcome), target.evidence)))
            blocks += bricks.text(came, after=7)
        else:
            scale = sheet.scale or ("Not yet met", "Partly met", "Met", "Exceeded")
            choices = tuple(say(word) for word in scale)
            blocks.append(Boxes(look, bricks.room, bricks.size, choices))
    return blocks


def texts(sheet: MeetingSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label} {sheet.school_name}"
    yield "what is known", " ".join((sheet.admire, sheet.important, sheet.hopes, sheet.works, sheet.does_not_work))
    yield from target_texts(sheet.targets)
    yield from action_texts(sheet.actions)
    if sheet.arranged is not None:
        yield "the meeting", " ".join((sheet.arranged.at, sheet.arranged.place, *sheet.arranged.people))
    yield "Agreed by", " ".join(f"{one.role} {one.name}" for one in sheet.people)
