"""The letter of thanks after a meeting: what was agreed, in a few lines, and that one may put it right."""

from __future__ import annotations

from dataclasses import replace

from gradesk.documents.pages.meeting_summary import texts
from gradesk.documents.pages.review_record import actions
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.meeting_sheets import SummarySheet

TITLE = "Letter of thanks"
SIDES = 1

__all__ = ["TITLE", "draw", "texts"]


def draw(paper: Paper, sheet: SummarySheet, _variant: str) -> None:
    """To the parent carers by name."""
    look = paper.look
    # A photo of the child has no place on a letter.
    plain = replace(sheet, heading=replace(sheet.heading, photo=None))
    title = look.say("Thank you for meeting us")
    head = leaves.Head(plain, look, sheet.school_name, title, (look.language.date(sheet.made_on),), paper.room)
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: SummarySheet, bricks: Bricks) -> list[list[Block]]:
    look, say = bricks.look, bricks.look.say
    name = look.who(sheet.heading)
    greeting = say("Dear parent or carer of {name}", name=name)
    if sheet.parents:
        greeting = say("Dear {name}", name=", ".join(sheet.parents))
    came = "Thank you for meeting us on {date} to talk about {name}. Your view made a difference."
    opening = [
        *bricks.said(greeting, after=8),
        *bricks.said(say(came, date=look.language.date(sheet.held_on), name=name), after=8),
    ]
    outcome = [". ".join(filter(None, (say(sheet.outcome), sheet.reason)))] if sheet.outcome else []
    decided = "\n".join(f"• {words}" for words in (*outcome, *(one.words for one in sheet.decisions)))
    groups: list[list[Block]] = [opening]
    if decided:
        groups.append(bricks.labelled([(say("What we decided"), decided)]))
    if sheet.actions:
        groups.append(actions(bricks, sheet.actions, 0))
    if sheet.next_on is not None:
        again = say("We meet again on {date}", date=look.language.date(sheet.next_on))
        groups.append(bricks.text(again + (f", {sheet.next_at}" if sheet.next_at else ""), look.bold))
    groups.append(
        bricks.said(say("If we have put anything down wrongly, please tell us and we will put it right."), after=10)
    )
    signs = bricks.text(sheet.asks) if sheet.asks.strip() else [bricks.lines(1)]
    groups.append([*bricks.said(say("Yours sincerely"), after=26), *signs])
    return groups
