"""A sheet to get ready for a review: questions with room to answer, and the targets with boxes to tick.

On paper the room is lines; as a form it is fields, named so that the filled form is known again (`services/paper/form_marks.py`).
The questions are asked in the language of the print, and answers are read back as they were typed.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradesk.documents.pages.cycle_record import target_texts
from gradesk.documents.press.arranged import when
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import PAD, Bricks, strong
from gradesk.documents.press.blocks.cards import PLAIN, Body
from gradesk.documents.press.blocks.flow import BADGE, Block, Cell, Row
from gradesk.documents.press.blocks.frames import Answer, Boxes, Framed
from gradesk.documents.press.paper import Paper
from gradesk.services.paper import form_marks
from gradesk.services.paper.meeting_sheets import PrepareSheet, Question
from gradesk.services.paper.sheets import TargetSheet

TITLES = {
    "pupil": "Preparation sheet for the pupil",
    "parent": "Preparation sheet for parents",
    "teacher": "Preparation sheet for the teacher",
}
PAPER, FORM = ("paper", "On paper, with lines"), ("form", "To fill in on a computer")
SIDES = 2
ROOMS = (6, 5, 4, 3)  # lines to write an answer on, as many as the sides have room for
LEAST = ROOMS[-1]
LEAST_FIELD = 2  # lines of a field, which scrolls; tried where it saves a side
FIELD_LINE = 1.7  # a line of a field, in sizes of type
PUPIL_GROW = 1.15  # the pupil's sheet is set larger


def draw(paper: Paper, sheet: PrepareSheet, variant: str) -> None:
    """With lines or with fields."""
    look = paper.look
    title = look.say("Getting ready for our meeting")
    head = leaves.Head(sheet, look, title, look.who(sheet.heading), (look.in_class(sheet.heading),), paper.room)
    size = look.size * (PUPIL_GROW if sheet.kind == "pupil" else 1.0)
    sides = _sides(paper, head, sheet, size, is_form=variant == FORM[0])
    leaves.draw(paper, sheet, head, sides)


def _sides(paper: Paper, head: leaves.Head, sheet: PrepareSheet, size: float, *, is_form: bool) -> list[list[Block]]:
    """On one side if that leaves room to write, else on two with as much of it as they hold."""

    def groups(size: float, room: int = LEAST) -> list[list[Block]]:
        return _Questions(sheet, Bricks(paper.look, paper.room, size), room, is_form=is_form).groups()

    for usual, rooms in ((1, (*ROOMS, LEAST_FIELD) if is_form else ROOMS), (SIDES, ROOMS)):
        for room in rooms:
            made = leaves.pages(paper, head, groups(size, room))
            if len(made) <= usual:
                return made
    return leaves.fitted(paper, head, groups, size, SIDES)[0]


class _Questions:
    """The groups of blocks in printed order."""

    def __init__(self, sheet: PrepareSheet, bricks: Bricks, lines: int, *, is_form: bool) -> None:
        self.sheet, self.bricks, self.lines, self.is_form = sheet, bricks, lines, is_form
        self.look = bricks.look

    def groups(self) -> list[list[Block]]:
        say, bricks, sheet = self.look.say, self.bricks, self.sheet
        own = sheet.kind == "pupil"
        gentle = (
            "You can draw, write, or ask somebody to write for you."
            if own
            else "Write as much or as little as you like. There are no wrong answers."
        )
        opening = bricks.said(when(self.look, sheet.arranged), quiet=True) + bricks.said(say(gentle))
        if self.is_form:
            opening += bricks.said(
                say("You can fill this in on a computer and save it, or print it and write by hand.")
            )
        by = self.look.particulars.get("reply_by", "").strip()
        if by:
            opening += bricks.said(say("Please give it back to school by {date}, on paper or by e-mail.", date=by))
        groups = [[*opening, bricks.gap(4)]]
        targets = [self._target(target) for target in sheet.targets]
        if targets:
            groups += [[bricks.heading(say("My targets") if own else say("Targets")), *targets[0]], *targets[1:]]
        groups += [self._question(question) for question in sheet.questions]
        if not own:
            groups.append(self._who())
        return groups

    def _target(self, target: TargetSheet) -> list[Block]:
        look, bricks, say = self.look, self.bricks, self.look.say
        inner = Bricks(look, bricks.room - 2 * PAD, bricks.size)
        wording = target.pupil_wording.strip() or target.staff_wording.strip() or say("not written yet")
        words = Body(wording, strong(look), level=3).set(inner.room - BADGE - 8, bricks.size * 1.08)
        names = tuple(
            form_marks.level_name(self.sheet.mark, form_marks.target_mark(target.uuid), level)
            for level in form_marks.LEVELS
        )
        levels = tuple(say(form_marks.level_words(self.sheet.kind, level)) for level in form_marks.LEVELS)
        about = say("Target {number}", number=target.number)
        boxes = Boxes(look, inner.room, bricks.size, levels, names if self.is_form else (), f"{about}:")
        head = Row((Cell(0, inner.room, (words,), None, 0, str(target.number)),), 6)
        return [Framed((head, boxes), PLAIN.box, bricks.room, PAD)]

    def _question(self, question: Question) -> list[Block]:
        asked = self.look.say(question.words)
        name = form_marks.answer_name(self.sheet.mark, question.code)
        return [self.bricks.heading(asked, after=2), self._room(name, asked, self.lines)]

    def _who(self) -> list[Block]:
        asked = self.look.say("Who filled this in")
        name = form_marks.who_name(self.sheet.mark)
        return [*self.bricks.text(asked, self.look.label, after=2), self._room(name, asked, 1)]

    def _room(self, name: str, label: str, lines: int) -> Block:
        if self.is_form:
            return Answer(self.bricks.room, lines * self.bricks.size * FIELD_LINE + 6, name, label)
        return self.bricks.lines(lines)


def texts(sheet: PrepareSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label} {sheet.school_name}"
    yield from target_texts(sheet.targets)
    if sheet.arranged is not None:
        yield "the meeting", f"{sheet.arranged.at} {sheet.arranged.place}"
