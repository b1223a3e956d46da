"""The pupil's own targets on one page to keep: large letters, first person, faces to colour.

One to three targets take a side. Fewer of them are set larger; where room is left, it is for a drawing. Where nobody has
written a target in the pupil's words yet, there are lines to write it on together: the card never speaks as an adult.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradesk.documents.press import served
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import PAD, Bricks, strong
from gradesk.documents.press.blocks.cards import WARM_LARGE, Body
from gradesk.documents.press.blocks.flow import BADGE, Block, Cell, Row
from gradesk.documents.press.blocks.frames import Beside, Blank, Faces, Framed, Pictures
from gradesk.documents.press.look import PINE, WHITE, Look
from gradesk.documents.press.paper import Box, Paper
from gradesk.documents.press.symbols import CREDIT, Symbol, pictured
from gradesk.services.paper.meeting_sheets import TargetCardSheet
from gradesk.services.paper.sheets import TargetSheet

TITLE = "My targets"
A_SIDE = 3  # targets
LARGER = (1.6, 1.45, 1.3, 1.15)  # tried first where there are fewer than three targets
CARD = Box(WHITE, PINE, radius=12, edge_width=1.6)
INNER = 11.0  # points inside a card
PICTURE = 40.0  # points across
LEAST_BLANK = 130.0  # points of room that are worth a drawing


def draw(paper: Paper, sheet: TargetCardSheet, variant: str) -> None:
    """With pictures for words, or plain."""
    look = paper.look
    title = look.say("My targets") if len(sheet.targets) > 1 else look.say("My target")
    head = leaves.Head(sheet, look, title, look.who(sheet.heading), (_again(sheet, look),), paper.room, big=32.0)
    usual = -(-max(1, len(sheet.targets)) // A_SIDE)

    def groups(size: float) -> list[list[Block]]:
        return _groups(sheet, Bricks(look, paper.room, size), pictures=variant == "pictures")

    larger = [look.size * grow for grow in LARGER] if len(sheet.targets) < A_SIDE else []
    for size in larger:
        sides = leaves.pages(paper, head, groups(size))
        if len(sides) <= usual:
            break
    else:
        sides, size = leaves.fitted(paper, head, groups, look.size, usual)
    for number, blocks in enumerate(sides):
        used = sum(block.height for block in blocks) + (leaves.CONTINUED if number else head.height)
        left = paper.top - paper.bottom - used
        if left >= LEAST_BLANK:
            blocks.append(Blank(look, paper.room, left - 4, look.say("Room to draw or write")))
    leaves.draw(paper, sheet, head, sides)


def _again(sheet: TargetCardSheet, look: Look) -> str:
    if sheet.look_again_on is None:
        return look.in_class(sheet.heading)
    return look.say("We look at it again on {date}", date=look.language.date(sheet.look_again_on))


def _groups(sheet: TargetCardSheet, bricks: Bricks, *, pictures: bool) -> list[list[Block]]:
    look = bricks.look
    good, own = look.say("What I am good at"), look.say("What I do for myself")
    if sheet.good_at.strip():
        groups = [bricks.panels([(good, sheet.good_at), (own, sheet.myself)], WARM_LARGE)]
    else:
        inner = Bricks(look, bricks.room - 2 * PAD, bricks.size)
        groups = [[Framed((inner.heading(good), inner.lines(2)), WARM_LARGE.box, bricks.room, PAD)]]
        groups.append(bricks.panels([(own, sheet.myself)], WARM_LARGE))
    shown: set[Symbol] = set()
    for target in sheet.targets:
        inner = Bricks(look, bricks.room - 2 * INNER, bricks.size)
        groups.append([Framed(tuple(_target(target, inner, shown, pictures=pictures)), CARD, bricks.room, INNER)])
    if shown:
        groups.append(bricks.text(CREDIT, look.small, grow=0.7))
    return [group for group in groups if group]


def _target(target: TargetSheet, bricks: Bricks, shown: set[Symbol], *, pictures: bool) -> list[Block]:
    look, size, say = bricks.look, bricks.size, bricks.look.say
    own = target.pupil_wording.strip()
    found = tuple((one.symbol, own[one.start : one.end]) for one in pictured(own, 2)) if pictures else ()
    shown.update(symbol for symbol, _ in found)
    beside = Pictures(look, bricks.room, PICTURE, found)
    wide = bricks.room - BADGE - 8 - beside.width
    words = Body(own or say("I can …"), strong(look), level=2, tongue="" if own else look.tongue)
    head = Row((Cell(0, bricks.room, (words.set(wide, size * 1.75),), None, 0, str(target.number)),), 6)
    blocks: list[Block] = [Beside(head, beside) if found else head]
    if not own:
        blocks.append(bricks.lines(2))
    blocks += bricks.labelled(
        [(say("Who helps me"), served.who(target)), (say("I will know I have done it when"), target.success_criterion)]
    )
    faces = (say("Not yet"), say("Sometimes"), say("Yes, I can"))
    blocks.append(Faces(look, bricks.room, size, say("How it is going"), faces))
    return blocks


def texts(sheet: TargetCardSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label} {sheet.school_name}"
    yield "What I am good at", sheet.good_at
    yield "What I do for myself", sheet.myself
    for target in sheet.targets:
        yield f"Target {target.number}", f"{target.pupil_wording} {served.who(target)} {target.success_criterion}"
