"""A request for advice: what we ask, strengths first, what was seen, what was tried and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import PLAIN
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.letters.language import ENGLISH
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.outside_sheets import ReferralSheet, TriedLine

TITLE = "Referral"
SIDES = 2


def draw(paper: Paper, sheet: ReferralSheet, _variant: str) -> None:
    """One side, two where much was tried."""
    look = replace(paper.look, language=ENGLISH, both=False)
    born = sheet.heading.date_of_birth
    about = (
        ", ".join(filter(None, (look.in_class(sheet.heading), f"born {look.language.date(born)}" if born else ""))),
        f"To {sheet.to}",
    )
    head = leaves.Head(sheet, look, TITLE, look.who(sheet.heading), about, paper.room)
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: ReferralSheet, bricks: Bricks) -> list[list[Block]]:
    look = bricks.look
    groups: list[list[Block]] = []
    if sheet.question:
        groups.append(bricks.panels([("What we ask", sheet.question)], PLAIN, grow=1.05))
    if sheet.strengths:
        groups.append(bricks.panels([("Strengths", sheet.strengths)], PLAIN))
    groups.append(bricks.panels([("Why we ask", sheet.reason)], PLAIN, absence="Not written yet."))
    if sheet.needs:
        groups.append(bricks.labelled([("Needs", ", ".join(sheet.needs))]))
    views = [("In the child’s own words", sheet.pupil_view), ("What home says", sheet.parent_view)]
    groups.append(bricks.panels(views, PLAIN))
    if sheet.tried:
        rows = [(line.what, _days(line, look), line.result or "–") for line in sheet.tried]
        table = bricks.table(("What was tried", "When", "What came of it"), rows, (2.6, 2.0, 3.2))
        groups.append([bricks.heading("Tried so far"), *table])
    facts = [
        ("Sent on", look.language.date(sheet.sent_on) if sheet.sent_on else ""), ("By which way", sheet.route),
        ("Their reference", sheet.reference), ("Consent", sheet.consent or "None covers this"),
    ]  # fmt: skip
    groups.append(bricks.labelled(facts))
    groups.append(bricks.text(f"{sheet.writes}, {sheet.school_name}" if sheet.writes else sheet.school_name))
    return [group for group in groups if group]


def _days(line: TriedLine, look: Look) -> str:
    begins = look.language.date(line.starts_on)
    return f"{begins} to {look.language.date(line.ends_on)}" if line.ends_on else f"since {begins}"


def texts(sheet: ReferralSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label} {sheet.school_name}"
    yield "to whom", f"{sheet.to} {sheet.route} {sheet.reference} {sheet.consent} {sheet.writes}"
    yield "what we ask", f"{sheet.question} {sheet.reason} {sheet.strengths} {' '.join(sheet.needs)}"
    yield "the views", f"{sheet.pupil_view} {sheet.parent_view}"
    for line in sheet.tried:
        yield "what was tried", f"{line.what} {line.result}"
