"""Which register is in hand: a group over a half-term, or all sessions of an adult on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gradesk.model.pupils.pupil import searchable
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import Span
from gradesk.model.rules.words.people import people
from gradesk.services.paper.gathering import support_registers
from gradesk.services.term.given import adult_days
from gradesk.services.term.told import board
from gradesk.services.term.told.board import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.chosen_names import ChosenNames
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, Wrong
from gradesk.ui.kit.layouts import column, flow

LETTERS = 40  # of the name of a support, in the list
GROUP, DAY = "group", "day"
NOBODY = "Nobody who leads support is called “{name}”; the register stayed as it is. Type another part of the name."
SEVERAL = "Several who lead support have “{name}” in their name; the register stayed as it is. Type more of the name."
VIEWS = ((GROUP, "A group’s half-term"), (DAY, "An adult’s day"))


class RegisterChoice(QWidget):
    """`changed` is sent when another register is chosen."""

    changed = Signal()

    def __init__(self, context: Context, *beside: QWidget) -> None:
        super().__init__()
        self._context = context
        self.halves: Sequence[Span] = ()
        self._ended: dict[str, date] = {}
        self.view = ChoiceEditor(VIEWS)
        self.which, self.half, self.adult = ChoiceEditor([]), ChoiceEditor([]), ChoiceEditor([])
        self.day = DayEditor(context.store.clock.today, past=True)
        names = ("What the register is of", "Which support", "Which half-term", "Whose day")
        for editor, name in zip((self.view, self.which, self.half, self.adult), names, strict=True):
            editor.widget.setAccessibleName(name)
            editor.edited.connect(self._chosen)
        self.others = ChosenNames("Other adults on the same day", "Another adult as well …")
        self.others.changed.connect(self.changed.emit)
        self.others.refused.connect(lambda typed: context.say(self._unnamed(typed), "problem"))
        self.day.widget.setAccessibleName("Which day")
        self.day.line.editingFinished.connect(self._chosen)
        self.day.line.stepped.connect(lambda _by: self._chosen())
        self._before = button("Day before", lambda: self.step(-1), "", "Ctrl+←, on the register")
        self._after = button("Day after", lambda: self.step(1), "", "Ctrl+→, on the register")
        self._day = context.store.clock.today()
        self.day.show(self._day)
        self.setLayout(
            column(
                flow(
                    self.view.widget, self.which.widget, self.half.widget, self.adult.widget, self.day.widget,
                    self._before, self._after, *beside,
                ),
                self.others,
                gap=6,
            )
        )  # fmt: skip
        self._arrange()

    @property
    def is_day(self) -> bool:
        """Whether an adult’s day is chosen."""
        return bool(self.view.value() == DAY)

    @property
    def uuid(self) -> str:
        """The group that is chosen."""
        return str(self.which.value() or "")

    @property
    def span(self) -> Span | None:
        """The half-term that is chosen."""
        place = self.half.value()
        return self.halves[place] if isinstance(place, int) and place < len(self.halves) else None

    @property
    def whose(self) -> str:
        """Whose day it is, several with commas between; empty for everybody."""
        first = str(self.adult.value() or "")
        return ", ".join(dict.fromkeys((first, *self.others.chosen))) if first else ""

    @property
    def printed(self) -> str:
        """What the print desk calls the register that is chosen; empty without one."""
        if self.is_day:
            return support_registers.key_of_day(self.whose, self._day)
        span = self.span
        return support_registers.key_of_group(self.uuid, span.starts_on) if self.uuid and span is not None else ""

    @property
    def chosen_day(self) -> date:
        """The day that is chosen; the last one while something else is typed."""
        return self._day

    def offer(self, lines: Sequence[Line], halves: Sequence[Span], usual: int) -> None:
        """Offer what there is; what is chosen stays."""
        self.halves = halves
        self._ended = {one.uuid: one.provision.ends_on for one in lines if one.provision.ends_on is not None}
        chosen, half, adult = self.which.value(), self.half.value(), self.adult.value()
        self.which.offer([(one.uuid, _said(one)) for one in lines])
        self.half.offer([(place, span.name) for place, span in enumerate(halves)])
        names = adult_days.adults(self._context.store)
        self.adult.offer([("", "Everybody"), *((name, name) for name in names)])
        self.others.offer({name: name for name in names})
        self.which.show(chosen if chosen in {one.uuid for one in lines} else next((one.uuid for one in lines), None))
        self.half.show(half if isinstance(half, int) and half < len(halves) else usual)
        self.adult.show(adult if adult in names else "")
        self.view.show(self.view.value() or GROUP)

    def show_group(self, uuid: str) -> None:
        """Choose one group, in the half-term of today; one that has ended, in its last."""
        self.view.show(GROUP)
        self.which.show(uuid)
        day = min(self._context.store.clock.today(), self._ended.get(uuid, date.max))
        self.half.show(list(self.halves).index(board.half_of(self.halves, day)))
        self._arrange()

    def show_day(self, adult: str, day: date) -> None:
        """Choose the day of an adult, of several with commas between, or of everybody."""
        first, *others = people(adult) or [""]
        self.view.show(DAY)
        self.adult.show(first)
        self.others.choose(others)
        self._to(day)
        self._arrange()

    def step(self, by: int) -> None:
        """To the day with school, or the half-term, before or after."""
        if self.is_day:
            self._to(adult_days.step(self._context.store, self._day, by))
        else:
            place = self.half.value()
            self.half.show(min(max((place if isinstance(place, int) else 0) + by, 0), len(self.halves) - 1))
        self.changed.emit()

    def measure(self) -> None:
        """As wide as their words."""
        self.which.fit_within(LETTERS)
        self.adult.fit_within(LETTERS)
        self.half.fit_contents()
        self.view.fit_contents()
        self.day.line.setFixedWidth(self.day.line.fontMetrics().horizontalAdvance("00/00/0000") * 3 // 2)

    def _unnamed(self, typed: str) -> str:
        alike = [name for name in adult_days.adults(self._context.store) if searchable(typed) in searchable(name)]
        return (SEVERAL if alike else NOBODY).format(name=typed)

    def _to(self, day: date) -> None:
        self._day = day
        self.day.show(day)

    def _chosen(self) -> None:
        try:
            self._day = self.day.value() or self._day
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        self.day.show(self._day)
        self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        for widget in (self.which.widget, self.half.widget):
            widget.setVisible(not self.is_day)
        for widget in (self.adult.widget, self.day.widget, self._before, self._after):
            widget.setVisible(self.is_day)
        self.others.setVisible(self.is_day and bool(self.adult.value()))


def _said(one: Line) -> str:
    ended = f", ended {written_day(one.provision.ends_on)}" if one.provision.ends_on is not None else ""
    return f"{one.provision.name} ({len(one.names)}){ended}"
