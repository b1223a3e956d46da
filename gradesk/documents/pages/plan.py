"""A plan on paper: strengths first, then both views, the targets, and lines to sign on.

Two sides for a usual plan of three or four targets: the type shrinks a little to keep to them. A longer plan takes the
sides it needs, and nothing of it is cut. The parent's copy leaves out what the school keeps to staff: scores, codes and
the blocks that its kind of plan names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from gradesk.documents.press import served
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import GUTTER, PAD, Bricks, strong
from gradesk.documents.press.blocks.cards import KEY, NOT_WRITTEN, PLAIN, WARM, Body
from gradesk.documents.press.blocks.flow import BADGE, Block, Cell, Row
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper, version_label
from gradesk.services.paper.sheets import PlanSheet, TargetSheet

TITLE = "Individual Learning Plan"
SIDES = 2
NOT_RECORDED = "not recorded yet"


def draw(paper: Paper, sheet: PlanSheet, variant: str) -> None:
    """With its own page numbers."""
    look, family = paper.look, variant == "parent"
    title = leaves.for_hands(look, look.say(sheet.title), variant)
    head = leaves.Head(sheet, look, title, look.who(sheet.heading), _about(sheet, look), paper.room)
    sides, _ = leaves.fitted(
        paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size), for_family=family), look.size, SIDES
    )
    leaves.draw(paper, sheet, head, sides)


def _about(sheet: PlanSheet, look: Look) -> tuple[str, str]:
    """Who it is about, and how the plan stands."""
    who = sheet.heading
    born = look.say("Born {date}", date=look.language.date(who.date_of_birth)) if who.date_of_birth else ""
    adult = look.say("Key adult: {name}", name=who.key_adult) if who.key_adult.strip() else ""
    begins = look.say("Starts {date}", date=look.language.date(sheet.starts_on)) if sheet.starts_on else ""
    review = look.say("Review by {date}", date=look.language.date(sheet.review_on)) if sheet.review_on else ""
    state = "" if sheet.version is None and sheet.state == "Draft" else look.say(sheet.state)
    return (
        " · ".join(filter(str.strip, (look.in_class(who), born, adult))),
        " · ".join(filter(str.strip, (state, version_label(sheet, look), begins, review))),
    )


def _groups(sheet: PlanSheet, bricks: Bricks, *, for_family: bool) -> list[list[Block]]:
    """The plan in printed order; each group is kept on one side if it can be."""
    look = bricks.look
    absence = look.say(NOT_WRITTEN) if sheet.version is None else ""
    unknown = look.say(NOT_RECORDED)
    groups = [bricks.panels([(look.say("Strengths and interests"), sheet.strengths)], WARM, absence=absence)]
    views = (
        (look.say_of_pupil("{Pupil}’s own view", sheet.pupil_word), sheet.pupil_view or unknown),
        (look.say("Parent carer’s view"), sheet.parent_view or sheet.parent_absence.strip() or unknown),
    )
    groups.append(bricks.panels(views, PLAIN))
    for block in sheet.blocks:
        if not (for_family and block.code in sheet.staff_only):
            groups.append(bricks.panels([(look.say(block.title), block.text)], PLAIN, absence=absence))
    groups += [_target(target, bricks, absence, for_family=for_family) for target in sheet.targets]
    if sheet.scores and not for_family:
        rows = [(score.measure, score.result, look.language.date(score.on), score.meaning) for score in sheet.scores]
        titles = [look.say(title) for title in ("Measure", "Result", "Date", "What it says")]
        groups.append([bricks.heading(look.say("Results, for staff only")), *bricks.table(titles, rows, (3, 2, 2, 3))])
    if sheet.agreements:
        title = look.say("Agreed by")
        if sheet.review_on:
            day = look.language.date(sheet.review_on)
            title = look.say("Agreed by – we look at this plan together again by {date}", date=day)
        groups.append([bricks.signatures(title, sheet.agreements)])
    return [group for group in groups if group]


def _target(target: TargetSheet, bricks: Bricks, absence: str, *, for_family: bool) -> list[Block]:
    """A target: its number and the pupil's words in a panel, below it what makes it measurable."""
    look, size = bricks.look, bricks.size
    inner = bricks.room - 2 * PAD - BADGE - 8
    own = target.pupil_wording.strip()
    wording = own or target.staff_wording.strip() or absence
    style = look.aside if wording == absence and not own else strong(look)
    pieces = [Body(wording, style, level=2).set(inner, size * (1.28 if own else 1))]
    if target.area.strip() and not for_family:
        pieces.append(Body(look.say(target.area), look.small, tongue=look.tongue).set(inner, size * 0.85))
    if own and target.staff_wording.strip():
        pieces.append(Body(target.staff_wording, look.body).set(inner, size))
    head = Row((Cell(0, bricks.room, tuple(pieces), KEY.box, PAD - 1, str(target.number)),), after=6)
    say = look.say
    by_when = look.language.date(target.by_when) if target.by_when else ""
    rows = (
        (
            (say("Starting point"), target.baseline or absence),
            (say("How we will know"), target.success_criterion or absence),
        ),
        ((say("What we will do"), served.what(target) or absence), (say("Who"), served.who(target))),
        ((say("How long, how often, where"), served.often(target, look)), (say("By when"), by_when)),
        ((say("What home does"), target.home_part),),
        ((say("How it went"), say(target.outcome) if target.outcome else ""),),
    )
    blocks = [block for row in rows for block in bricks.labelled(row, left=PAD)]
    return [head, *blocks, Row((Cell(0, bricks.room, ()),), after=GUTTER - 4)]


def texts(sheet: PlanSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label} {who.key_adult}"
    yield "the school's name", f"{sheet.school_name} {sheet.pupil_word} {sheet.title} {sheet.state}"
    yield "Strengths", sheet.strengths
    yield "Pupil’s view", sheet.pupil_view
    yield "Parent’s or carer’s view", f"{sheet.parent_view} {sheet.parent_absence}"
    for block in sheet.blocks:
        yield block.title, f"{block.title} {block.text}"
    for target in sheet.targets:
        values = (getattr(target, field.name) for field in fields(target))
        typed = " ".join(value for value in values if isinstance(value, str))
        yield f"Target {target.number}", f"{typed} {served.texts(target)}"
    for score in sheet.scores:
        yield "Results", f"{score.measure} {score.result} {score.meaning}"
    yield "Agreed by", " ".join(f"{agreement.role} {agreement.name}" for agreement in sheet.agreements)
