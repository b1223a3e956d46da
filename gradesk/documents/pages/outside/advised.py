"""What was advised about a pupil, line by line: by whom, who sees to it, by when, where it lives, what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.letters.language import ENGLISH
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.outside_sheets import AdvisedLine, AdvisedSheet

TITLE = "What was advised"
SIDES = 2
TITLES = ("What is advised", "By whom", "Who sees to it", "What became of it")
SHARES = (3.4, 2.2, 1.8, 2.6)


def draw(paper: Paper, sheet: AdvisedSheet, _variant: str) -> None:
    """One side for most."""
    look = replace(paper.look, language=ENGLISH, both=False)
    about = (look.in_class(sheet.heading), f"As on {look.language.date(sheet.made_on)}")
    head = leaves.Head(sheet, look, TITLE, look.who(sheet.heading), about, paper.room)
    sides, _ = leaves.fitted(paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size)), look.size, SIDES)
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: AdvisedSheet, bricks: Bricks) -> list[list[Block]]:
    count, done = len(sheet.open) + len(sheet.settled), len(sheet.settled)
    told = f"{done} of {count} recommendations are in place, done, or not followed with a reason."
    groups = [bricks.said(told, after=8)]
    for heading, lines in (("To be done", sheet.open), ("Settled", sheet.settled)):
        if lines:
            rows = [_row(line, bricks.look) for line in lines]
            groups.append([bricks.heading(heading), *bricks.table(TITLES, rows, SHARES)])
    return groups


def _row(line: AdvisedLine, look: Look) -> tuple[str, str, str, str]:
    by = f"by {look.language.date(line.by)}" if line.by else ""
    return (
        line.words,
        f"{line.source}, {look.language.date(line.dated)}" if line.source else look.language.date(line.dated),
        "\n".join(filter(None, (line.owner, by))) or "nobody named yet",
        "\n".join(filter(None, (line.state[:1].upper() + line.state[1:], line.lives_in))),
    )


def texts(sheet: AdvisedSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label} {sheet.school_name}"
    for line in (*sheet.open, *sheet.settled):
        yield "what was advised", f"{line.words} {line.source} {line.owner} {line.state} {line.lives_in}"
