"""Training by course: log one for several people at once; see who has it, whose is due again, and who has not yet."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.model.school.staff import StaffMember
from gradesk.model.vocabulary import STAFF_ROLES
from gradesk.services.school import staff, training
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import DayEditor, Editor, LineEditor, OpenChoiceEditor, Wrong
from gradesk.ui.kit.forms.ticks import Tickable, TickList
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow

TALL = 260  # pixels at the usual size of text


class Courses(QWidget):
    """One course at a time: where everybody stands with it, and a log for whoever is ticked."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        today = context.store.clock.today
        self.course = OpenChoiceEditor([])
        self.course.edited.connect(self._turned)
        self.about = PlainLabel("", "quiet")
        self.taken_on, self.due_again = DayEditor(today, past=True), DayEditor(today)
        self.note = LineEditor()
        for label, editor in (
            ("Course", self.course),
            ("Taken on", self.taken_on),
            ("Due again on", self.due_again),
            ("Note", self.note),
        ):
            editor.widget.setAccessibleName(label)
        self.note.widget.setMinimumWidth(context.look.theme.px(260))
        self.taken_on.edited.connect(self._suggest_due)
        self.people = TickList("Who took it")
        self.people.ticked_changed.connect(self._count)
        self._act = button("Log it", self.log, "main")
        self._standing = QVBoxLayout()
        self._standing.setSpacing(6)
        self._lay_out()
        context.look.heed(self, self._measure)
        self._measure()

    def _lay_out(self) -> None:
        self.empty = EmptyState("Nobody to train yet", "Add the staff under People first.")
        self._whole = QWidget()
        tick_them = flow(
            button("Tick who has not taken it yet", self._tick_not_yet),
            button("Tick whose is due again", self._tick_due),
            button("Tick everybody", self._tick_all),
            button("Tick nobody", lambda: self.people.tick([])),
        )
        self._whole.setLayout(
            column(
                card(PlainLabel("Which course", "heading"), self.course.widget, self.about, self._standing),
                card(
                    PlainLabel("Log this course", "heading"),
                    tick_them,
                    self.people,
                    flow(
                        _cell("Taken on", self.taken_on),
                        _cell("Due again on", self.due_again),
                        _cell("Note", self.note),
                        self._act,
                    ),
                ),
                gap=12,
            )
        )
        layout = column(self._whole, self.empty, None)
        layout.setContentsMargins(0, 10, 0, 10)
        self.setLayout(layout)

    def reload(self) -> None:
        """Read everything anew; what is chosen and ticked stays."""
        store = self._context.store
        names = training.course_names(store)
        kept = self.course.value()
        self.course.offer(names)
        self.course.show(kept or names[0])
        if self.taken_on.raw() == "":
            self.taken_on.show(store.clock.today())
            self._suggest_due()
        here = staff.staff(store)
        self._whole.setVisible(bool(here))
        self.empty.setVisible(not here)
        self.people.show_lines([Tickable(one.uuid, self._named(one)) for one in here])
        self._show()

    def log(self) -> None:
        """Log the course for everybody who is ticked."""
        try:
            taken, again = self.taken_on.value(), self.due_again.value()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        if taken is None:
            self._context.say("Say on which day the course was; nothing was logged yet.", "problem")
            return
        store, who, course, note = self._context.store, self.people.ticked(), self.course.value(), self.note.value()
        done: list[int] = []
        if self._context.attempt(lambda: done.append(training.log(store, who, course, taken, again, note))):
            self.people.tick([])
            self.note.show("")
            people = "1 person" if done[0] == 1 else f"{done[0]} people"
            self._context.done(f"Logged for {people}. Ctrl+Z takes it back.", "good")

    # Showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        store, today = self._context.store, self._context.store.clock.today()
        known = next((one for one in training.courses() if one.name == self.course.value()), None)
        self.about.setText(f"{known.about}." if known else "A course of the school’s own.")
        now = training.standing(store, self.course.value())
        clear(self._standing)
        for heading, lines in (
            (
                f"● Have taken it ({len(now.has)})",
                _by_day([(one.happened_on, who.name) for who, one in now.has], today),
            ),
            (f"◐ Due again ({len(now.due)})", _by_day([(one.due_again_on, who.name) for who, one in now.due], today)),
            (f"○ Not yet ({len(now.not_yet)})", ", ".join(who.name for who in now.not_yet)),
        ):
            self._standing.addWidget(PlainLabel(heading, "field"))
            self._standing.addWidget(PlainLabel(lines or "nobody", "quiet"))
        self._count()

    def _named(self, person: StaffMember) -> str:
        role = self._context.words().say(STAFF_ROLES.label(person.role))
        return f"{person.name}, {role}" + (f", {person.class_name}" if person.class_name else "")

    def _turned(self) -> None:
        self._suggest_due()
        self._show()

    def _suggest_due(self) -> None:
        try:
            taken = self.taken_on.value()
        except Wrong:
            return
        self.due_again.show(training.usual_due(self.course.value(), taken) if taken else None)

    def _tick_not_yet(self) -> None:
        self.people.tick(one.uuid for one in training.standing(self._context.store, self.course.value()).not_yet)

    def _tick_due(self) -> None:
        self.people.tick(one.uuid for one, _ in training.standing(self._context.store, self.course.value()).due)

    def _tick_all(self) -> None:
        self.people.tick(one.uuid for one in staff.staff(self._context.store))

    def _count(self) -> None:
        number = len(self.people.ticked())
        self._act.setEnabled(number > 0)
        self._act.setText(f"Log it for the {number} ticked" if number else "Log it for whom you tick")

    def _measure(self) -> None:
        self.people.setFixedHeight(self._context.look.theme.px(TALL))


def _by_day(pairs: list[tuple[date | None, str]], today: date) -> str:
    """People by the day, the newest day first, a line each."""
    days: dict[date, list[str]] = {}
    for day, name in pairs:
        days.setdefault(day or today, []).append(name)
    return "\n".join(f"{day_words(day, today)}: {', '.join(days[day])}" for day in sorted(days, reverse=True))


def _cell(label: str, editor: Editor) -> QWidget:
    cell = QWidget()
    cell.setLayout(column(PlainLabel(label, "quiet", wrap=False), editor.widget, gap=2))
    return cell
