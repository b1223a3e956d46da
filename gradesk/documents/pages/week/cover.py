"""A day with somebody away: a sheet for the office, or a slip for each adult who takes over, a few to a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gradesk.documents.pages.week import slots
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import PLAIN
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.blocks.frames import Framed
from gradesk.documents.press.blocks.grid import Bit, Cell, after_table, grid
from gradesk.documents.press.canvas import TaggedCanvas
from gradesk.documents.press.letters.families import Face
from gradesk.documents.press.look import INK, SUN, Look
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.week_sheets import ADULT, MOVED, TAKEN, CoverSheet, WeekSlot

TITLE = "Cover sheet"
SHEET, SLIPS = "sheet", "slips"
BESIDE, PAD = 12.0, 10.0  # points between two slips, and inside of one
LESS = 0.92  # of the running text, on a slip


def draw(paper: Paper, sheet: CoverSheet, variant: str) -> None:
    """One side for a usual day."""
    look = paper.look
    day = look.language.weekday_date(sheet.day)
    head = leaves.Head(sheet, look, look.say(TITLE), day, (sheet.school_name,), paper.room, 24.0)
    made = _slips if variant == SLIPS else _parts
    sides, _ = leaves.fitted(paper, head, lambda size: made(sheet, Bricks(look, paper.room, size)), look.size, 1)
    leaves.draw(paper, sheet, head, sides)


def _parts(sheet: CoverSheet, bricks: Bricks) -> list[list[Block]]:
    """A table for each who is away."""
    look, say = bricks.look, bricks.look.say
    titles = [say("When"), say("What"), say("Where"), say("Who takes it"), say("Why")]
    found: list[list[Block]] = []
    for adult, sessions in sheet.away:
        blocks = [bricks.heading(say("{name} is away", name=adult))]
        if sessions:
            blocks += grid(bricks, titles, [_row(slot, look) for slot in sessions], (2.3, 4.2, 1.9, 2.6, 2.8))
        else:
            blocks += bricks.said(say("Nothing is recorded here yet."), quiet=True)
        found.append(after_table(bricks, blocks) if found else blocks)
    return found or [bricks.said(say("Nothing is recorded here yet."))]


def _row(slot: WeekSlot, look: Look) -> list[Cell]:
    what = [Bit(slots.name(slot, look), look.bold)]
    about = " · ".join(part for part in (look.say(slot.form) if slot.form else "", ", ".join(slot.classes)) if part)
    what += [Bit(about, look.small, 0.94)] if about else []
    who = slots.pupils(slot, look)
    what += [Bit(who, look.body)] if who else []
    return [
        [Bit(slots.span(slot) or look.say("No time yet"), look.bold)],
        what,
        [Bit(slot.room, look.body)],
        _taken(slot, look),
        [Bit(slot.rule, look.small)],
    ]


def _taken(slot: WeekSlot, look: Look) -> list[Bit]:
    if slot.how == TAKEN:
        return [Bit(slot.taken_by, look.bold)]
    if not slot.how:
        return [Bit(look.say("Not settled yet"), look.style(Face.BOLD, SUN), 1.0, look.tongue)]
    bits = [Bit(slots.settled(slot, look), look.style(Face.BOLD, SUN if slot.how != MOVED else INK), 1.0, look.tongue)]
    return [*bits, Bit(slot.taken_by, look.body)] if slot.taken_by else bits


def _slips(sheet: CoverSheet, bricks: Bricks) -> list[list[Block]]:
    """Two beside each other, each to be cut out."""
    found = list(_taken_over(sheet).items())
    if not found:
        return [bricks.said(bricks.look.say("Nothing is recorded here yet."))]
    width = (bricks.room - BESIDE) / 2
    inner = Bricks(bricks.look, width - 2 * PAD, bricks.size * LESS)
    made = [_slip(name, sessions, sheet, inner, width) for name, sessions in found]
    return [[_Beside(tuple(made[at : at + 2]), width + BESIDE)] for at in range(0, len(made), 2)]


def _slip(name: str, sessions: Sequence[WeekSlot], sheet: CoverSheet, bricks: Bricks, width: float) -> Framed:
    look, say = bricks.look, bricks.look.say
    blocks: list[Block] = [bricks.heading(name, after=1)]
    blocks += bricks.said(look.language.weekday_date(sheet.day), quiet=True, after=6)
    for slot in sessions:
        head = " ".join(part for part in (slots.span(slot), slots.name(slot, look)) if part)
        blocks += bricks.text(head, look.bold, after=0)
        blocks += bricks.text(slots.place(slot, look, ADULT, name), after=0)
        blocks += bricks.text(slots.pupils(slot, look), after=0)
        blocks += bricks.said(say("In place of {name}", name=slot.away), quiet=True, after=6)
    blocks += bricks.said(say("Thank you for taking these sessions."), quiet=True, after=0)
    return Framed(tuple(blocks), PLAIN.box, width, PAD)


def _taken_over(sheet: CoverSheet) -> dict[str, list[WeekSlot]]:
    """By adult, what they take on this day."""
    found: dict[str, list[WeekSlot]] = {}
    for _, sessions in sheet.away:
        for slot in sessions:
            if slot.how in (TAKEN, MOVED) and slot.taken_by.strip():
                found.setdefault(slot.taken_by, []).append(slot)
    return {name: sorted(found[name], key=lambda slot: slot.at or 0) for name in sorted(found, key=str.casefold)}


@dataclass(frozen=True, slots=True)
class _Beside:
    """Slips side by side."""

    slips: tuple[Framed, ...]
    step: float

    @property
    def height(self) -> float:
        """Of the taller one."""
        return max(one.height for one in self.slips)

    def draw(self, canvas: TaggedCanvas, top: float) -> None:
        """From the left."""
        before = canvas.left
        for place, one in enumerate(self.slips):
            canvas.left = before + place * self.step
            one.draw(canvas, top)
        canvas.left = before

    def split(self, room: float) -> tuple[Block, Block] | None:
        """The first, or what goes into the room of it; the rest stand beside each other again."""
        first, rest = self.slips[0], self.slips[1:]
        if rest and first.height <= room:
            return _Beside((first,), self.step), _Beside(rest, self.step)
        parts = first.split(room)
        if parts is None:
            return None
        head, tail = (one for one in parts if isinstance(one, Framed))
        return _Beside((head,), self.step), _Beside((tail, *rest), self.step)


def texts(sheet: CoverSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    yield "the school", f"{sheet.heading.preferred_name} {sheet.school_name}"
    for adult, sessions in sheet.away:
        yield "who is away", adult
        for slot in sessions:
            yield from slots.texts_of(slot)
