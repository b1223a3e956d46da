"""A day of meetings is planned: when it begins, breaks, rooms, who comes, about whom; every slot is seen before it is booked."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.model.rules.days.slots import arranged, left_empty, moved, read_breaks
from gradesk.services.meetings import booking, kinds, review_day
from gradesk.services.meetings.review_day import Proposed, ReviewDay
from gradesk.services.pupils import register
from gradesk.services.school import staff
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, LineEditor, Wrong
from gradesk.ui.kit.forms.ticks import Tickable, TickList
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column, flow, row
from gradesk.ui.parts.part import Part
from gradesk.ui.screens.meetings.slots_table import SlotsTable

SETTLING = 250  # ms after the last choice until the slots are laid anew
LETTERS, MOST = 46, 440  # of the choices, side by side; and pixels they take at most
SHORT = 11  # letters wide are a time and a number of minutes
LINES_SEEN, STAFF_SEEN = 8, 4
DUE = (
    (None, "Whenever their review is due"),
    (2, "Review due within 2 weeks"),
    (4, "Review due within 4 weeks"),
    (8, "Review due within 8 weeks"),
)
USUALLY = "Choose the day and tick whom it is about: the slots appear here, and nothing is booked before you say so."
KEYS = "Alt+↑ and Alt+↓ move whoever comes; E leaves a slot empty, or closes it; Delete takes somebody out."


class Planning(Part):
    """Choices on the left, the slots on the right. `booked` says for which day."""

    booked = Signal(date)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.order: list[str | None] = []
        self.found: list[Proposed] = []
        self.insisted = False
        self._at = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLING)
        self._timer.timeout.connect(self.lay)
        self._choices()
        self._people()
        self.table = SlotsTable(context.words())
        self.table.moved.connect(self._move)
        self.table.emptied_before.connect(self._leave_empty)
        self.table.taken_out.connect(self._take_out)
        self.nothing = EmptyState("No slots yet", context.words().say(USUALLY))
        self.shown = QStackedWidget()
        self.shown.addWidget(self.nothing)
        self.shown.addWidget(self.table)
        self.told = PlainLabel("", "quiet")
        self.problem = PlainLabel("", "problem")
        self.act = button("Book these meetings", self.book, "main", "All at once; one Undo takes them all back")
        self.insist = button("Book them on that day all the same", self.book_all_the_same)
        self._lay_out()
        self.first = self.day.widget
        context.look.heed(self, self._share)

    def _choices(self) -> None:
        context = self.context
        self.day = DayEditor(context.store.clock.today)
        self.at, self.minutes, self.breaks, self.rooms = (LineEditor() for _ in range(4))
        self.at.show("9:00")
        self.minutes.show("30")
        self.kind = ChoiceEditor(kinds.choices(context.store, brief=False))
        self.breaks.line.setPlaceholderText("e.g. 10:30 for 15, 12-1")
        self.rooms.line.setPlaceholderText("e.g. Rainbow room; or two at once: Library, Hall")
        self._named: tuple[tuple[str, Any], ...] = (
            ("Day", self.day), ("First at", self.at), ("Minutes each", self.minutes), ("Kind", self.kind),
            ("Breaks", self.breaks), ("Rooms", self.rooms),
        )  # fmt: skip
        for name, editor in self._named:
            editor.widget.setAccessibleName(name)
            editor.edited.connect(self._changed)

    def _people(self) -> None:
        say = self.context.words().say
        self.staff = TickList("Staff who come to all")
        self.staff.ticked_changed.connect(self._changed)
        self.class_name = ChoiceEditor([("", "Everybody on the SEN register")])
        self.class_name.widget.setAccessibleName(say("Class of the {pupils}"))
        self.due = ChoiceEditor(DUE)
        self.due.widget.setAccessibleName("Whose review is due")
        for editor in (self.class_name, self.due):
            editor.edited.connect(self._offer_pupils)
        self.pupils = TickList(say("{Pupils} to meet about"))
        self.pupils.ticked_changed.connect(self._ticked)
        self.counted = PlainLabel("", "quiet")

    def _lay_out(self) -> None:
        say = self.context.words().say
        pairs = [column(PlainLabel(name, "label", wrap=False), editor.widget, gap=2) for name, editor in self._named]
        times = row(*pairs[:3], gap=10)
        times.setStretch(0, 1)
        choosing = QWidget()
        choosing.setLayout(
            column(
                times, *pairs[3:],
                PlainLabel("Staff who come to all", "label"), self.staff,
                PlainLabel(say("{Pupils} to meet about"), "label"), self.class_name.widget, self.due.widget, self.pupils,
                flow(button("Tick all", self._tick_all), button("Tick none", lambda: self.pupils.tick(()))),
                self.counted, gap=6, margin=4, grows=self.pupils,
            )
        )  # fmt: skip
        self.chooser = ScrollPage(choosing)
        seen = QWidget()
        # The verbs come first: they stay in sight however long the day is.
        above = (flow(self.act, self.insist), self.problem, self.told)
        self.moves = flow(
            button("Earlier", lambda: self._move(self._here, -1), "", "Alt+↑"),
            button("Later", lambda: self._move(self._here, 1), "", "Alt+↓"),
            button("Leave it empty, or close it", lambda: self._leave_empty(self._here), "", "E"),
            button("Take out", lambda: self._take_out(self._here), "", "Delete"),
        )
        beside = column(*above, self.shown, self.moves, gap=6, grows=self.shown)
        beside.setContentsMargins(8, 4, 0, 0)
        seen.setLayout(beside)
        self.parts = QSplitter()
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.chooser)
        self.parts.addWidget(seen)
        self.parts.setStretchFactor(1, 1)
        layout = column(self.parts, grows=self.parts)
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.insist.hide()
        self.problem.hide()

    @property
    def plan(self) -> ReviewDay:
        """The day as it stands in the fields; raises Refused or Wrong for what cannot be."""
        day = self.day.value()
        if day is None:
            raise Refused("On which day? Type one such as 24/11 or fri.")
        typed = str(self.minutes.value()).strip()
        if not typed.isdigit():
            raise Refused(f"“{typed}” is no number of minutes; type digits such as 30.")
        breaks = read_breaks(str(self.breaks.value()))
        if isinstance(breaks, str):
            raise Refused(f"“{breaks}” is no break; type one such as 10:30 for 15, or 12-1.")
        rooms = tuple(filter(None, (" ".join(one.split()) for one in str(self.rooms.value()).split(","))))
        return ReviewDay(
            day,
            str(self.at.value()),
            int(typed),
            tuple(breaks),
            rooms,
            tuple(self.staff.ticked()),
            str(self.kind.value()),
        )

    def reload(self) -> None:
        """Read anew who works here and whom there is to meet about, and lay the slots anew."""
        store = self.context.store
        self.staff.show_lines([Tickable(one.name, one.name) for one in staff.staff(store)])
        self.kind.offer(kinds.choices(store, brief=False))
        offered = register.choices(store)["class_name"]
        kept = self.class_name.value()
        self.class_name.offer(
            [("", "Everybody on the SEN register"), *((one.value, f"Class {one.label}") for one in offered)]
        )
        self.class_name.show(kept)
        self._offer_pupils()
        self._share()
        self.lay()

    def lay(self) -> None:
        """Lay the slots by what is chosen now."""
        self._timer.stop()
        at, self._at = self._at, -1
        self.found, refusal = [], ""
        try:
            if any(self.order):
                self.found = review_day.proposed(self.context.store, self.plan, self.order)
        except (Refused, Wrong) as words:
            refusal = str(words)
        self.table.show_slots(self.found, at)
        self.table.measure(self.context.look.theme)
        self.shown.setCurrentIndex(1 if self.found else 0)
        self.problem.setText(self.context.words().say(refusal))
        self.problem.setVisible(bool(refusal))
        self._tell()

    def book(self) -> None:
        """Book what is proposed, all in one step."""
        self._book(insisted=False)

    def book_all_the_same(self) -> None:
        """Book it though there is no school on that day."""
        self._book(insisted=True)

    def _book(self, *, insisted: bool) -> None:
        self.lay()
        try:
            plan = self.plan
        except (Refused, Wrong) as words:
            self.context.say(str(words), "problem")
            self.day.widget.setFocus()
            return
        made: list[str] = []
        store, order = self.context.store, list(self.order)
        if not self.context.attempt(lambda: made.extend(review_day.book(store, plan, order, insisted=insisted))):
            self.insist.setVisible(bool(booking.closed(store, plan.day)))
            return
        count = "1 meeting is" if len(made) == 1 else f"{len(made)} meetings are"
        told = f"{count} booked for {day_words(plan.day, store.clock.today())}. I prints the invitations, R the running order."
        self.context.done(told, "good")
        self.order = []
        self.pupils.tick(())
        self.insist.hide()
        for editor in (self.day, self.at, self.minutes, self.breaks, self.rooms):
            editor.line.setModified(False)  # it is kept with the meetings now
        self.lay()
        self.booked.emit(plan.day)

    @property
    def _here(self) -> int:
        return self.table.currentIndex().row()

    def _changed(self) -> None:
        self.insist.hide()
        self._timer.start()

    def _offer_pupils(self) -> None:
        rows = review_day.offered(self.context.store, str(self.class_name.value() or ""), self.due.value())
        today = self.context.store.clock.today()
        there = {row.uuid for row in rows}
        # Whoever is in a slot already stays on the list, so that the tick can be taken away again.
        rows = [*rows, *register.of(self.context.store, [one for one in self.order if one and one not in there])]
        self.pupils.blockSignals(True)
        self.pupils.show_lines(
            [
                Tickable(
                    row.uuid,
                    " · ".join(
                        filter(
                            None,
                            (
                                row.name,
                                row.class_name,
                                f"review {day_words(row.next_review, today)}" if row.next_review else "",
                            ),
                        )
                    ),
                )
                for row in rows
            ]
        )
        self.pupils.tick([one for one in self.order if one])
        self.pupils.blockSignals(False)
        self._count()

    def _tick_all(self) -> None:
        rows = review_day.offered(self.context.store, str(self.class_name.value() or ""), self.due.value())
        self.pupils.tick([row.uuid for row in rows] + [one for one in self.order if one])

    def _ticked(self) -> None:
        ticked = self.pupils.ticked()
        kept = [one for one in self.order if one is None or one in ticked]
        self.order = arranged([*kept, *(one for one in ticked if one not in kept)])
        self._count()
        self._changed()

    def _move(self, place: int, step: int) -> None:
        if place + step >= 0 and place >= 0:
            self._arrange(moved(self.order, place, step), place + step)

    def _leave_empty(self, place: int) -> None:
        self._arrange(left_empty(self.order, place), place)

    def _take_out(self, place: int) -> None:
        if not 0 <= place < len(self.order):
            return
        one = self.order[place]
        if one is None:
            self._leave_empty(place)
        else:
            self.pupils.tick([key for key in self.pupils.ticked() if key != one])
            self.lay()

    def _arrange(self, order: list[str | None], at: int) -> None:
        self.order, self._at = order, at
        self.lay()

    def _count(self) -> None:
        count = sum(one is not None for one in self.order)
        self.counted.setText(
            self.context.words().say(f"{count} {{pupil}} ticked" if count == 1 else f"{count} {{pupils}} ticked")
        )

    def _tell(self) -> None:
        count = sum(one.pupil_id is not None for one in self.found)
        against = sum(bool(one.against) for one in self.found)
        self.act.setText(
            "Book this meeting" if count == 1 else f"Book these {count}" if count else "Book these meetings"
        )
        self.act.setAccessibleName(self.act.text())
        self.act.setEnabled(count > 0)
        minded = f"{against} of {count} have something against them. " if against else ""
        self.told.setText(f"{minded}{KEYS}" if self.found else "")
        self.told.setVisible(bool(self.found))
        self.moves.setVisible(bool(self.found))

    def _share(self) -> None:
        metrics = self.fontMetrics()
        for editor in (self.at, self.minutes):
            editor.widget.setMaximumWidth(metrics.averageCharWidth() * SHORT)
        for ticks, lines in ((self.pupils, LINES_SEEN), (self.staff, STAFF_SEEN)):
            ticks.setMinimumHeight(metrics.height() * lines)
        self.staff.setMaximumHeight(metrics.height() * (STAFF_SEEN + 2))
        wide = min(metrics.averageCharWidth() * LETTERS, MOST)
        self.chooser.setMinimumWidth(wide)
        self.parts.setSizes([wide, 10 * wide])
        self.table.measure(self.context.look.theme)
