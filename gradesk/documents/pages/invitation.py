"""The letter that invites the parent carers to a review, with a slip to tear off.

Day, time, place and who comes are those of the meeting that is booked, or told for one print (`ASKS`); where they are neither,
there are lines to write them on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradesk.documents.press.arranged import told
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import PAD, Bricks
from gradesk.documents.press.blocks.cards import KEY
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.frames import Boxes, Framed, TearLine
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.meeting_sheets import InvitationSheet

TITLE = "Invitation"
ASKS = (
    ("day", "Day"),
    ("time", "Time"),
    ("place", "Where"),
    ("people", "Who will be there"),
    ("about", "What we will talk about"),
    ("reply_by", "Reply by"),
)
SIDES = 1
EACH, TOGETHER = ("each", "A letter to each parent carer"), ("together", "One letter to all parent carers")


def draw(paper: Paper, sheet: InvitationSheet, variant: str) -> None:
    """One letter to all who have parental responsibility, or one to each, since not all live in one home."""
    apart = variant == EACH[0] and len(sheet.parents) > 1
    for letter in [replace(sheet, parents=(name,)) for name in sheet.parents] if apart else [sheet]:
        _letter(paper, letter)


def _letter(paper: Paper, sheet: InvitationSheet) -> None:
    look = paper.look
    title = look.say("Invitation")
    # A photo of the child has no place on a letter.
    plain = replace(sheet, heading=replace(sheet.heading, photo=None))
    head = leaves.Head(plain, look, sheet.school_name, title, (look.language.date(sheet.made_on),), paper.room)
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: InvitationSheet, bricks: Bricks) -> list[list[Block]]:
    look, say = bricks.look, bricks.look.say
    name = look.who(sheet.heading)
    first = sheet.heading.preferred_name if look.name == "full" else name
    known = told(look, sheet.arranged)
    greeting = say("Dear parent or carer of {name}", name=name)
    if sheet.parents:
        greeting = say("Dear {name}", name=", ".join(sheet.parents))
    invites = "We would like to meet you to talk about how {name} is getting on at school and what we plan next."
    opening = [
        *bricks.said(greeting, after=8),
        *bricks.said(say(invites, name=name)),
        *bricks.said(say("You know {name} best, and your view matters to us.", name=first), after=10),
    ]
    day = " · ".join(filter(None, (known.get("day"), known.get("time"))))
    parts = [(say("When"), day), (say("Where"), known.get("place", ""))]
    inner = Bricks(look, bricks.room - 2 * PAD, bricks.size)
    facts = [block for part in parts for block in _fact(inner, *part)]
    facts += _fact(inner, say("Who will be there"), known.get("people", ""))
    if "about" in known:
        facts += inner.labelled([(say("What we will talk about"), known["about"])])
    bring = say(
        "Anything that helps us understand: your own notes, letters from other professionals, or somebody you would "
        "like with you."
    )
    closing = [
        *bricks.labelled([(say("What you may bring"), bring)]),
        *bricks.said(say("If you would like an interpreter, please tell us; it costs you nothing.")),
        *bricks.said(say("If this time does not suit you, please tell us and we will find another.")),
        *bricks.said(
            say(
                "If you cannot come, we can talk by telephone, or you can send us your thoughts on the sheet with this "
                "letter."
            ),
            after=10,
        ),
    ]
    signs = bricks.text(sheet.writes) if sheet.writes.strip() else [bricks.lines(1)]
    signs = [*bricks.said(say("Yours sincerely"), after=26), *signs]
    return [
        opening,
        [Framed(tuple(facts), KEY.box, bricks.room, PAD)],
        *([one] for one in closing),
        signs,
        _slip(bricks, name),
    ]


def _fact(bricks: Bricks, label: str, words: str) -> list[Block]:
    """A fact of the meeting; a line to write it on where it is not known."""
    if words:
        return bricks.labelled([(label, words)])
    return [*bricks.said(label, after=0), bricks.lines(1)]


def _slip(bricks: Bricks, name: str) -> list[Block]:
    """To tear off and hand back."""
    look, say = bricks.look, bricks.look.say
    by = look.particulars.get("reply_by", "").strip()
    back = (
        say("Please give this slip back to school by {date}", date=by)
        if by
        else say("Please give this slip back to school")
    )
    choices = (
        say("I will come"),
        say("Please suggest another time"),
        say("Please telephone me instead"),
        say("I would like an interpreter"),
    )
    return [
        TearLine(look, bricks.room, back),
        bricks.heading(f"{say('Invitation')}: {name}", after=6),
        Boxes(look, bricks.room, bricks.size, choices),
        *bricks.labelled([(say("Name"), " "), (say("Signature"), " ")], absence="\u00a0"),
        bricks.lines(1),
    ]


def texts(sheet: InvitationSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label}"
    yield "the school's name", sheet.school_name
    yield "the people around the pupil", f"{' '.join(sheet.parents)} {sheet.writes}"
    if sheet.arranged is not None:
        booked = sheet.arranged
        yield "the meeting", " ".join((booked.at, booked.place, *booked.people, booked.about))
