"""The row above the week: whose week, which week, what runs or a draft, and the counts in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.week.parts import Week, known
from gradesk.services.term import registers
from gradesk.services.term.planned import drafts
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.screens.term.week.sheet import ADULT, ALL, CLASS, PUPIL, ROOM, View

DAYS = 5
LETTERS = 11  # of a name; a longer one is a tooltip


class Head(QWidget):
    """What is looked at. `changed` says that something else was chosen."""

    changed = Signal()

    def __init__(self, context: Context, *acts: QPushButton) -> None:
        super().__init__()
        self._context = context
        self.monday = monday_of(context.store.clock.today())
        self.letter = ""
        self.closed: frozenset[int] = frozenset()  # days without school
        say = context.words().say
        self.kind = ChoiceEditor(
            [
                (ALL, "All adults"), (ADULT, "One adult"), (PUPIL, say("One {pupil}")), (CLASS, "One class"),
                (ROOM, "One room"),
            ]
        )  # fmt: skip
        self.kind.widget.setAccessibleName("Whose week")
        self.who = ChoiceEditor([("", "")])
        self.who.widget.setAccessibleName("Which one")
        self.plan = ChoiceEditor([("", "What runs")])
        self.plan.widget.setAccessibleName("What runs, or a draft")
        self.kind.fit_contents()
        assert isinstance(self.kind.widget, QComboBox)
        self.kind.widget.setMinimumContentsLength(10)
        for editor in (self.who, self.plan):
            editor.fit_within(LETTERS)
            assert isinstance(editor.widget, QComboBox)
            editor.widget.setMinimumContentsLength(LETTERS)
        self.kind.edited.connect(self._kind_chosen)
        self.who.edited.connect(self.changed.emit)
        self.plan.edited.connect(self._plan_chosen)
        self.back = button("‹", lambda: self.step(-1), "", "The week before, Ctrl+←")
        self.back.setAccessibleName("The week before")
        self.on = button("›", lambda: self.step(1), "", "The week after, Ctrl+→")
        self.on.setAccessibleName("The week after")
        self.now = button("Today", self.to_today, "", "This week, T")
        self.week_words = PlainLabel("", "field", wrap=False)
        chosen = flow(
            self.kind.widget, self.who.widget, self.plan.widget, self.back, self.week_words, self.on, self.now, *acts
        )
        layout = column(chosen, gap=6)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)
        self._everybody: dict[str, list[tuple[Any, str]]] = {}

    @property
    def view(self) -> View:
        """Whose week is chosen."""
        kind = str(self.kind.value())
        return View(kind, str(self.who.value() or "")) if kind != ALL else View()

    @property
    def draft_id(self) -> str:
        """The draft that is looked at; empty for what runs."""
        return str(self.plan.value() or "")

    def look_at(self, view: View) -> None:
        """Choose somebody’s week."""
        self.kind.show(view.kind)
        self._offer()
        if view.who:
            self.who.show(view.who)
        self.changed.emit()

    def turn(self) -> None:
        """The next kind of view."""
        kinds = [ALL, ADULT, PUPIL, CLASS, ROOM]
        at = (kinds.index(str(self.kind.value())) + 1) % len(kinds)
        self.look_at(View(kinds[at]))

    def step(self, by: int) -> None:
        """A week earlier or later."""
        self.monday += timedelta(weeks=by)
        self.changed.emit()

    def to_today(self) -> None:
        """The week of today."""
        self.monday = monday_of(self._context.store.clock.today())
        self.changed.emit()

    def to_day(self, day: date) -> None:
        """The week of a day."""
        self.monday = monday_of(day)

    def read(self) -> None:
        """Read which week it is, and which drafts there are."""
        store = self._context.store
        with store.read() as session:
            calendar = registers.calendar(session)
        self.letter = calendar.letter(self.monday)
        self.closed = frozenset(
            day for day in range(DAYS) if not calendar.has_school(self.monday + timedelta(days=day))
        )
        found = [(one.uuid, f"Draft: {one.name}") for one in drafts.drafts(store)]
        _offer_anew(self.plan, [("", "What runs"), *found])
        self.plan.widget.setVisible(bool(found))
        letter = f", week {self.letter.upper()}" if self.letter else ""
        closed = ", no school" if len(self.closed) == DAYS else ""
        friday = self.monday + timedelta(days=4)
        self.week_words.setText(f"{self.monday.day} {self.monday:%b} – {friday.day} {friday:%b %Y}{letter}{closed}")

    def offer(self, week: Week) -> None:
        """Offer whom and what the week knows."""
        pupils = sorted(((uuid, who.name) for uuid, who in week.pupils.items()), key=lambda one: one[1].casefold())
        adults = {known(one.name): one.name for one in week.adults.values()}
        for bar in week.bars:
            adults |= {known(name): name for name in bar.leaders if known(name) not in adults}
        classes = {known(one): one for one in self._classes(week) if one.strip()}
        rooms = {known(bar.room): bar.room.strip() for bar in week.bars if bar.room.strip()}
        self._everybody = {
            ADULT: _named(adults.values()), PUPIL: pupils, CLASS: _named(classes.values()), ROOM: _named(rooms.values()),
        }  # fmt: skip
        self._offer()

    def _classes(self, week: Week) -> list[str]:
        return [*(who.class_name for who in week.pupils.values()), *(bar.class_name for bar in week.bars)]

    def _offer(self) -> None:
        kind = str(self.kind.value())
        found: Sequence[tuple[Any, str]] = self._everybody.get(kind, ())
        self.who.widget.setVisible(kind != ALL)
        if kind != ALL:
            _offer_anew(self.who, found or [("", "Nobody yet")])

    def _kind_chosen(self) -> None:
        self._offer()
        self.changed.emit()

    def look_at_plan(self, draft_id: str) -> None:
        """Choose what runs, or a draft."""
        self.read()
        self.plan.show(draft_id)
        self._plan_chosen()

    def _plan_chosen(self) -> None:
        chosen = self.draft_id
        if chosen:
            self.to_day(drafts.draft(self._context.store, chosen).starts_on)
        else:
            self.monday = monday_of(self._context.store.clock.today())
        self.changed.emit()


def _offer_anew(editor: ChoiceEditor, choices: Sequence[tuple[Any, str]]) -> None:
    """Offer a list; what is not on it is not chosen any more, and the first is."""
    box = editor.widget
    assert isinstance(box, QComboBox)
    if editor.value() not in [value for value, _ in choices]:
        box.setCurrentIndex(-1)
    editor.offer(choices)


def _named(names: Any) -> list[tuple[Any, str]]:
    return [(one, one) for one in sorted(set(names), key=str.casefold)]
