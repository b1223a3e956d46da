"""The letter that asks a service where a referral stands, without a word about the child that they do not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.letters.language import ENGLISH
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.outside_sheets import ReferralLetterSheet

TITLE = "Letter that asks for a referral"
SIDES = 1


def draw(paper: Paper, sheet: ReferralLetterSheet, _variant: str) -> None:
    """One side."""
    look = replace(paper.look, language=ENGLISH, both=False)
    head = leaves.Head(
        sheet,
        look,
        sheet.school_name,
        "Where does this referral stand?",
        (look.language.date(sheet.made_on),),
        paper.room,
    )
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: ReferralLetterSheet, bricks: Bricks) -> list[list[Block]]:
    look = bricks.look
    name, day = look.who(sheet.heading), look.language.date
    sent = f"On {day(sheet.sent_on)} we asked" if sheet.sent_on else "We are about to ask"
    opening = f"{sent} for your advice about {name}"
    opening += f" ({look.in_class(sheet.heading)})." if look.in_class(sheet.heading) else "."
    heard = f" You wrote to us about it on {day(sheet.heard_on)}." if sheet.heard_on and not sheet.seen_on else ""
    wish = (
        f"You saw {name} on {day(sheet.seen_on)}. May we ask by when the report will come?"
        if sheet.seen_on
        else "May we ask where it stands, and by when we can tell the family to expect an appointment?"
    )
    groups = [bricks.said(f"Dear {sheet.to}", after=8), bricks.said(opening + heard, after=8)]
    if sheet.reference:
        groups.append(bricks.labelled([("Your reference", sheet.reference)]))
    if sheet.question:
        groups.append(bricks.labelled([("What we ask", sheet.question)]))
    groups.append(bricks.said(wish, after=8))
    groups.append(
        bricks.said(
            "If anything is missing, or another service is the right one, a line to us is enough; we will see to it.",
            after=10,
        )
    )
    signs = bricks.text(f"{sheet.writes}\n{sheet.school_name}") if sheet.writes else [bricks.lines(1)]
    groups.append([*bricks.said("Yours sincerely", after=26), *signs])
    return groups


def texts(sheet: ReferralLetterSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label} {sheet.school_name}"
    yield "to whom", f"{sheet.to} {sheet.reference} {sheet.writes}"
    yield "what we ask", sheet.question
