"""The record of a review: what everybody said, what came of each target, what was decided and who does what next.

Staff's own view stands on the staff copy only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradesk.documents.pages.cycle_record import target_texts
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import PAD, Bricks, strong
from gradesk.documents.press.blocks.cards import KEY, PLAIN, WARM, Body
from gradesk.documents.press.blocks.flow import BADGE, Block, Cell, Row
from gradesk.documents.press.blocks.frames import Framed
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.meeting_sheets import ActionLine, ReviewSheet
from gradesk.services.paper.sheets import TargetSheet

TITLE = "Review record"
SIDES = 2
ROW = 24.0  # points that a line of actions is high, so that it can be written on
SPARE_ACTIONS = 2  # empty lines under the actions


def draw(paper: Paper, sheet: ReviewSheet, variant: str) -> None:
    """For staff, or for home."""
    look = paper.look
    said = look.say("Review on {date}", date=look.language.date(sheet.held_on))
    title = leaves.for_hands(look, said, variant)
    about = (look.in_class(sheet.heading),)
    head = leaves.Head(sheet, look, title, look.who(sheet.heading), about, paper.room)
    sides, _ = leaves.fitted(
        paper,
        head,
        lambda size: _groups(sheet, Bricks(look, paper.room, size), for_staff=variant == "staff"),
        look.size,
        SIDES,
    )
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: ReviewSheet, bricks: Bricks, *, for_staff: bool) -> list[list[Block]]:
    look, say = bricks.look, bricks.look.say
    unknown = say("not recorded yet")
    pupil = look.say_of_pupil("{Pupil}’s own view", sheet.pupil_word)
    groups = [
        bricks.panels([(pupil, sheet.pupil_view)], WARM, absence=unknown),
        bricks.panels(
            [
                (say("Parent carer’s view"), sheet.parent_view or unknown),
                (say("What was done at home"), sheet.home_done),
            ],
            PLAIN,
        ),
    ]
    if for_staff:
        groups.append(bricks.panels([(say("Staff’s view"), sheet.staff_view)], PLAIN, absence=unknown))
    found = [_target(target, bricks, pupil) for target in sheet.targets]
    if found:
        title = bricks.heading(say("What happened to the last targets"))
        groups += [[title, *found[0]], *found[1:]]
    decided = "\n".join(filter(None, (say(sheet.decision) if sheet.decision else "", sheet.reason)))
    last = bricks.panels([(say("What we decided"), decided)], KEY, absence=unknown)
    if sheet.next_review_on:
        last += bricks.said(say("Next review on {date}", date=look.language.date(sheet.next_review_on)))
    groups += [last, actions(bricks, sheet.actions, SPARE_ACTIONS if sheet.actions else SPARE_ACTIONS + 1)]
    groups.append([bricks.signatures(say("Agreed by"), sheet.people)])
    return [group for group in groups if group]


def _target(target: TargetSheet, bricks: Bricks, pupil: str) -> list[Block]:
    """A target in its own words with its outcome, below it what shows it."""
    look, size, say = bricks.look, bricks.size, bricks.look.say
    inner = Bricks(look, bricks.room - 2 * PAD, size)
    wording = target.pupil_wording.strip() or target.staff_wording.strip() or say("not written yet")
    words = Body(wording, strong(look), level=3).set(inner.room - BADGE - 8, size * 1.08)
    blocks: list[Block] = [Row((Cell(0, inner.room, (words,), None, 0, str(target.number)),), 6)]
    outcome = say(target.outcome) if target.outcome else say("not recorded yet")
    own = say(target.own_rating) if target.own_rating else ""
    blocks += inner.labelled(
        [(say("Starting point"), target.baseline), (say("What came of it"), outcome), (pupil, own)]
    )
    blocks += inner.labelled([(say("What shows it"), target.evidence), (say("Support given"), target.support_given)])
    return [Framed(tuple(blocks), PLAIN.box, bricks.room, PAD)]


def actions(bricks: Bricks, lines: Sequence[ActionLine], spare: int) -> list[Block]:
    """Who does what by when, and empty lines to write on."""
    say = bricks.look.say
    rows = [(one.what, one.who, _when(one, bricks.look)) for one in lines] + [("", "", "")] * spare
    titles = [say("What"), say("Who"), say("By when")]
    table = bricks.table(titles, rows, (6, 3, 3), tall=ROW)
    return [bricks.heading(say("What we will do next")), *table, bricks.gap(10)]


def _when(one: ActionLine, look: Look) -> str:
    by = look.language.date(one.by) if one.by else ""
    return f"{look.say('Done')} {look.language.date(one.done_on)}" if one.done_on else by


def texts(sheet: ReviewSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label}"
    yield "the school's name", f"{sheet.school_name} {sheet.pupil_word}"
    yield "the views", f"{sheet.pupil_view} {sheet.parent_view} {sheet.staff_view} {sheet.home_done}"
    yield from target_texts(sheet.targets)
    yield "the decision", f"{sheet.decision} {sheet.reason}"
    yield from action_texts(sheet.actions)
    yield "Agreed by", " ".join(f"{one.role} {one.name}" for one in sheet.people)


def action_texts(lines: Sequence[ActionLine]) -> Iterator[tuple[str, str]]:
    """What is typed of each action."""
    for one in lines:
        yield "the actions", f"{one.what} {one.who}"
