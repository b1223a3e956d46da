"""What people take home from a meeting: what we said and decided, who does what by when, when we meet again, whom to ask.

The staff copy says first who does what. Nothing that is held back stands on either.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gradesk.documents.pages.cycle_record import target_texts
from gradesk.documents.pages.review_record import action_texts, actions
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import KEY, PLAIN, WARM
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.look import INK, RULE
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.meeting_sheets import NewTargetLine, SummarySheet
from gradesk.services.paper.sheets import TargetSheet

TITLE = "Summary of our meeting"
SIDES = 1
SIGNED_WIDE, SIGNED_TALL = 150.0, 40.0  # points of a signature


def draw(paper: Paper, sheet: SummarySheet, variant: str) -> None:
    """For the family, or for staff."""
    look = paper.look
    for_staff = variant == "staff"
    title = leaves.for_hands(look, look.say(TITLE), variant)
    about = (look.in_class(sheet.heading), look.say("Meeting on {date}", date=look.language.date(sheet.held_on)))
    head = leaves.Head(sheet, look, title, look.who(sheet.heading), about, paper.room)
    sides, _ = leaves.fitted(
        paper, head, lambda size: _groups(sheet, Bricks(look, paper.room, size), for_staff=for_staff), look.size, SIDES
    )
    leaves.draw(paper, sheet, head, sides)


def _groups(sheet: SummarySheet, bricks: Bricks, *, for_staff: bool) -> list[list[Block]]:
    look, say = bricks.look, bricks.look.say
    name = sheet.heading.preferred_name if look.name == "full" else look.who(sheet.heading)
    done = [actions(bricks, sheet.actions, 0)] if sheet.actions else []
    decided = [*_decided(sheet, bricks)]
    said = [*_said(sheet, bricks, name)]
    groups = [*done, *decided, *said] if for_staff else [*said, *decided, *done]
    if sheet.there:
        groups.insert(
            len(groups) if for_staff else 0, bricks.labelled([(say("Who was there"), ", ".join(sheet.there))])
        )
    absent = [f"{who}: {sent}" if sent.strip() else who for who, sent in sheet.absent]
    if absent:
        groups.append(bricks.labelled([(say("Those who could not come and what they sent"), "\n".join(absent))]))
    groups.append(_after(sheet, bricks))
    if sheet.signed and not for_staff:
        groups.append([bricks.heading(say("Agreed by")), _Signed(bricks, sheet.signed)])
    return [group for group in groups if group]


def _said(sheet: SummarySheet, bricks: Bricks, name: str) -> Iterator[list[Block]]:
    """Step by step, what works from each side, and what came of the targets."""
    say = bricks.look.say
    parts = [
        (say(one.title, name=name), _list([*one.lines, *(_against(bricks, *each) for each in one.against)]))
        for one in sheet.said
    ]
    if parts:
        yield bricks.panels(parts, WARM)
    whose = {"pupil": say("For {name}", name=name), "home": say("At home"), "school": say("At school")}
    if sheet.sides:
        titles = [say("Whose view"), say("What is working"), say("What is not working")]
        rows = [(whose[one.side], one.works, one.does_not_work) for one in sheet.sides]
        yield [*bricks.table(titles, rows, (2, 5, 5)), bricks.gap(8)]
    if sheet.targets:
        yield [
            bricks.heading(say("What happened to the last targets")),
            *[block for one in sheet.targets for block in bricks.text(_came_of(sheet, one, bricks), after=4)],
        ]


def _came_of(sheet: SummarySheet, one: TargetSheet, bricks: Bricks) -> str:
    say = bricks.look.say
    on = say("we go on with it") if one.uuid in sheet.goes_on else ""
    said = (one.pupil_wording.strip() or one.staff_wording, say(one.outcome) if one.outcome else "", on)
    return " – ".join(filter(None, said))


def _new_target(one: NewTargetLine, bricks: Bricks) -> str:
    look, say = bricks.look, bricks.look.say
    told = [
        (say("How we will know"), one.success_criterion),
        (say("Who"), one.who),
        (say("By when"), look.language.date(one.by_when) if one.by_when else ""),
    ]
    beside = ". ".join(f"{title}: {words.rstrip('.')}" for title, words in told if words)
    return "\n".join(filter(None, (one.words, beside)))


def _decided(sheet: SummarySheet, bricks: Bricks) -> Iterator[list[Block]]:
    """Decisions, those who see them otherwise, and the new targets."""
    say = bricks.look.say
    words = [". ".join(filter(None, (say(sheet.outcome), sheet.reason)))] if sheet.outcome else []
    for one in sheet.decisions:
        words.append(one.words)
        words += [_against(bricks, *each) for each in one.against]
    words += [_against(bricks, *each) for each in sheet.against]
    if words:
        yield bricks.panels([(say("What we decided"), _list(words))], KEY)
    if sheet.new_targets:
        yield bricks.panels(
            [(say("New targets"), _list([_new_target(one, bricks) for one in sheet.new_targets]))], PLAIN
        )


def _against(bricks: Bricks, who: str, words: str) -> str:
    return f"{bricks.look.say('{name} does not agree', name=who)}: {words}"


def _after(sheet: SummarySheet, bricks: Bricks) -> list[Block]:
    """When we meet again, and whom to ask."""
    look, say = bricks.look, bricks.look.say
    blocks: list[Block] = []
    if sheet.next_on is not None:
        day = look.language.date(sheet.next_on)
        again = say("We meet again on {date}", date=day) + (f", {sheet.next_at}" if sheet.next_at else "")
        blocks += bricks.text(again, look.bold, after=4)
    if sheet.asks.strip():
        blocks += bricks.said(
            say("If you have a question, please ask {name} at {school}.", name=sheet.asks, school=sheet.school_name)
        )
    return blocks


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"• {line}" for line in lines) if len(lines) > 1 else "".join(lines)


@dataclass(frozen=True, slots=True)
class _Signed:
    """Names, each with what was drawn on screen over its line."""

    bricks: Bricks
    signed: tuple[tuple[str, str], ...]

    @property
    def height(self) -> float:
        """Of the rows, three to a row."""
        return -(-len(self.signed) // 3) * (SIGNED_TALL + 22) + 6

    def split(self, room: float) -> None:
        """It stays together."""
        del room

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """Stroke by stroke."""
        for place, (name, kept) in enumerate(self.signed):
            left = canvas.left + place % 3 * (SIGNED_WIDE + 16)
            above = top - place // 3 * (SIGNED_TALL + 22)
            base = above - SIGNED_TALL
            with canvas.furniture():
                canvas.setStrokeColor(RULE)
                canvas.line(left, base, left + SIGNED_WIDE, base)
                canvas.setStrokeColor(INK)
                for stroke in json.loads(kept) if kept else []:
                    points = [(left + x * SIGNED_WIDE, above - y * SIGNED_TALL) for x, y in stroke]
                    for (x1, y1), (x2, y2) in pairwise(points):
                        canvas.line(x1, y1, x2, y2)
            for block in self.bricks.text(name):
                before, canvas.left = canvas.left, left
                block.draw(canvas, base - 2)
                canvas.left = before


def texts(sheet: SummarySheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label} {sheet.school_name}"
    yield "who was there", " ".join((*sheet.there, *(f"{name} {sent}" for name, sent in sheet.absent), *sheet.parents))
    said = [
        words
        for one in sheet.said
        for words in (one.title, *one.lines, *(part for each in one.against for part in each))
    ]
    yield "what we said", " ".join(said)
    yield "what is working", " ".join(f"{one.works} {one.does_not_work}" for one in sheet.sides)
    yield from target_texts(sheet.targets)
    yield "new targets", " ".join(f"{one.words} {one.success_criterion} {one.who}" for one in sheet.new_targets)
    differ = [*sheet.against, *(each for one in sheet.decisions for each in one.against)]
    decided = [sheet.outcome, sheet.reason]
    yield (
        "what we decided",
        " ".join([*decided, *(one.words for one in sheet.decisions), *(f"{a} {b}" for a, b in differ)]),
    )
    yield from action_texts(sheet.actions)
    yield "whom to ask", f"{sheet.asks} {sheet.next_at} {' '.join(name for name, _ in sheet.signed)}"
