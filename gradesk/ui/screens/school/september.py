"""September: every pupil with what becomes of them, exceptions by one letter each, and one button that writes it all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradesk.services.pupils import moving_up
from gradesk.services.pupils.moving_up import ClassMove, Move
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import DayEditor, Wrong
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column, flow
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel, GroupedTree
from gradesk.ui.parts.part import Part

EARLY = 9  # weeks before the new year; from earlier on somebody has gone there by mistake
KEYS = "S stays down, L leaves, C another class, A as proposed again, K where a whole class goes."


@dataclass(frozen=True)
class _Written:
    """What was decided when all was written: an undo has it stand there again, doing it again puts it away."""

    before: set[tuple[str, str, str]]
    own: dict[str, Move]
    classes: list[ClassMove]
    after: set[tuple[str, str, str]] = field(default_factory=set)


class September(Part):
    """A list by class. Nothing is written until the button is pressed."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._classes: list[ClassMove] = []
        self._own: dict[str, Move] = {}
        self._written: _Written | None = None
        self._is_undone = False
        self.moves: list[Move] = []
        say = context.words().say
        self.model = GroupedModel(
            [
                Cell(say("{Pupil}"), lambda one: one.name, 6),
                Cell("Now", _now, 4),
                Cell("Then", lambda one: one.words + (" · your choice" if one.is_own else ""), 5),
                Cell("Lead then", _lead, 5, seldom=True),
            ],
            key=lambda one: one.pupil_id,
        )
        self.tree = GroupedTree(self.model, "What becomes of everybody in September")
        # It keeps its least height though there is more on the page than fits.
        self.tree.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.tree.letter.connect(self._letter)
        self.told = SpokenLabel("", "field")
        self.day = DayEditor(context.store.clock.today)
        self.day.widget.setAccessibleName("First day of the new school year")
        self.day.show(moving_up.usual_day(context.store))
        self.act = button("Move everybody up …", self.move_up, "main", "As shown, in one step; one undo takes it back")
        self.go = button("Where a class goes …", self.choose_class, "", "K")
        self.staff = button("Who teaches which class", lambda: context.go("staff"), "link")
        self.passports = button("Print passports for the new teachers …", self.print_passports, "link")
        acts = flow(self.day.widget, self.act, self.go, self.staff, self.passports)
        self.whole = QWidget()
        inside = column(
            PlainLabel("September", "title", wrap=False),
            PlainLabel(
                "Do this after the last day of the old year, when who teaches which class is noted under Staff. " + KEYS,
                "quiet",
            ),
            self.told, self.tree, acts, margin=16, gap=8, grows=self.tree,
        )  # fmt: skip
        self.whole.setLayout(inside)
        self.nothing = EmptyState(
            say("No {pupils} are on the roll"), "Bring a register in, or add them one by one first."
        )
        self.page = ScrollPage(self.whole)
        self.setLayout(column(self.page, self.nothing))
        self.first = self.tree
        context.look.heed(self, self._measure)
        self._measure()

    def reload(self) -> None:
        """Read the roll anew; what was decided otherwise stays for this sitting."""
        store = self.context.store
        there = {one.before: one for one in self._classes}
        self._classes = [
            there[one.before] if one.before in there and there[one.before].count == one.count else one
            for one in moving_up.classes(store)
        ]
        roll = _roll(moving_up.preview(store, self._classes))
        if self._written is not None and not self._is_undone and roll == self._written.before:
            self._own, self._classes, self._is_undone = dict(self._written.own), list(self._written.classes), True
        elif self._written is not None and self._is_undone and roll == self._written.after:
            self._own, self._classes, self._is_undone = {}, moving_up.classes(store), False
        self._own = {uuid: one for uuid, one in self._own.items() if _roll([one]) <= roll}
        self.moves = moving_up.preview(store, self._classes, self._own)
        by_class: dict[str, list[Move]] = {}
        for one in self.moves:
            by_class.setdefault(one.class_name, []).append(one)
        goes = {one.before: one for one in self._classes}
        self.tree.show_groups(
            [Group(name or "none", _title(name, goes.get(name)), "", found) for name, found in by_class.items()]
        )
        self.page.setVisible(bool(self.moves))
        self.nothing.setVisible(not self.moves)
        self.first = self.tree if self.moves else self.nothing
        left = sum(one.leaves for one in self.moves)
        up = sum((one.new_year, one.new_class) != (one.year, one.class_name) and not one.leaves for one in self.moves)
        named, own = sum(bool(one.new_lead_id) for one in self.moves), len(self._own)
        parts = [f"{up} move up", f"{left} leave", f"{named} get another lead", f"{len(self.moves) - up - left} stay"]
        self.told.setText(", ".join(parts) + (f"; {own} by your choice." if own else "."))

    def move_up(self) -> None:
        """Write it, once it was asked."""
        try:
            on = self.day.value()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        if on is None:
            self.context.say("From which day on? Nothing was changed. Type the first day of the new year.", "problem")
            return
        before = moving_up.leavers(self.context.store, on)
        again = f"{before} leave the day before already, as if this had been done before. " if before else ""
        weeks = (on - self.context.store.clock.today()).days // 7
        early = f"It is {weeks} weeks until then, and the year is not over. " if weeks > EARLY else ""
        question = (
            f"{early}{again}{self.told.text()} Years and classes change at once; leavers leave the day before {on.day} {on:%B %Y}, "
            "and leads hand over on that day. One undo takes all of it back."
        )
        if not self.context.ask.confirm(self, question, "Move them up"):
            return
        made: list[moving_up.Moved] = []
        written = _Written(_roll(self.moves), self._own, self._classes)
        if self.context.attempt(lambda: made.append(moving_up.apply(self.context.store, self.moves, on))):
            one = made[0]
            self._written, self._own, self._classes = None, {}, []
            self.reload()
            self._written, self._is_undone = replace(written, after=_roll(self.moves)), False
            self.context.done(
                f"{one.up} moved up, {one.left} left, {one.leads} have another lead. Ctrl+Z takes it all back.", "good"
            )

    def choose_class(self) -> None:
        """Say where a whole class goes."""
        ask, named = self.context.ask, [f"{one.before}: {_goes(one)}" for one in self._classes]
        if not named:
            return
        here = self.tree.here
        at = ask.choose(self, "Where a class goes", "Which class?", named) if here is None else self._place(here)
        if at is None:
            return
        typed = ask.line(
            self, "Where a class goes", f"What is {self._classes[at].before} called then? “leaves” for leavers"
        )
        if typed is None or not typed.strip():
            return
        is_out = typed.strip().casefold() in ("leaves", "leave", "leavers")
        before = self._classes[at]
        self._classes[at] = ClassMove(before.before, "" if is_out else typed.strip(), before.count, is_out)
        self._again()

    def print_passports(self) -> None:
        """Go to the print desk with the passports of everybody who stays, parted by class."""
        ids = tuple(one.pupil_id for one in self.moves if not one.leaves)
        self.context.go("preview", document="passport", pupil_ids=ids)

    def _place(self, one: Move) -> int | None:
        return next((at for at, each in enumerate(self._classes) if each.before == one.class_name), None)

    def _letter(self, letter: str, one: object) -> None:
        if letter == "k":
            self.choose_class()
        elif isinstance(one, Move):
            self._decide(letter, one)

    def _decide(self, letter: str, one: Move) -> None:
        if letter == "c":
            typed = self.context.ask.line(self, "Another class", f"Which class is {one.name} in then?")
            if not typed or not typed.strip():
                return
            self._own[one.pupil_id] = moving_up.goes_to(one, typed)
        elif letter == "s":
            self._own[one.pupil_id] = moving_up.stays(one)
        elif letter == "l":
            self._own[one.pupil_id] = moving_up.leaves(one)
        elif letter == "a":
            self._own.pop(one.pupil_id, None)
        else:
            return
        self._again()

    def _again(self) -> None:
        self.reload()
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _measure(self) -> None:
        self.tree.measure(self.context.look.theme)
        self.tree.setMinimumHeight(self.context.look.theme.px(200))


def _roll(moves: list[Move]) -> set[tuple[str, str, str]]:
    return {(one.pupil_id, one.year, one.class_name) for one in moves}


def _now(one: Move) -> str:
    return ", ".join(part for part in (moving_up.year_words(one.year), one.class_name) if part)


def _lead(one: Move) -> str:
    if one.leaves or not one.lead:
        return ""
    return f"{one.new_lead}, now {one.lead}" if one.new_lead_id else one.lead


def _goes(one: ClassMove) -> str:
    return "leaves" if one.leaves else one.after if one.after != one.before else "stays as it is"


def _title(name: str, going: ClassMove | None) -> str:
    return f"{name} → {_goes(going)}" if going is not None else name or "No class"
