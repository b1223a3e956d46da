"""Naming one lead for everybody in the list: a line that opens above it, such as for a whole class in September."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from gradesk.model.vocabulary import LEAD_ROLES
from gradesk.services.pupils import leads
from gradesk.services.pupils.leads import Named
from gradesk.services.school import staff
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, Editor, Wrong
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow


class LeadBar(QFrame):
    """Who leads, as what and from when; `everyone` gives the pupils of the list. `turned` when it opens or closes."""

    turned = Signal()

    def __init__(self, context: Context, everyone: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self._context = context
        self._everyone = everyone
        self.setProperty("role", "card")
        say = context.words().say
        self.heading = PlainLabel("", "field")
        self.who = ChoiceEditor([("", "")])
        self.role = ChoiceEditor([(term.code, say(term.label)) for term in LEAD_ROLES])
        self.since = DayEditor(context.store.clock.today)
        for label, editor in (("Lead of the list", self.who), ("as", self.role), ("from", self.since)):
            editor.widget.setAccessibleName(label)
        self._roles: dict[str, str] = {}
        self.who.edited.connect(lambda: self.role.show(self._roles.get(self.who.value(), "teacher")))
        self.setLayout(
            column(
                self.heading,
                flow(
                    _cell("Lead", self.who),
                    _cell("as", self.role),
                    _cell("from", self.since),
                    button("Name as lead", self.name_all, "main"),
                    button("Cancel", self.close_bar),
                ),
                margin=10,
                gap=6,
            )
        )
        self.hide()

    def open_for(self, class_name: str) -> None:
        """Open the line, with the teacher of the class that the list is narrowed to."""
        people = staff.staff(self._context.store)
        self._roles = {person.uuid: leads.usual_role(person.role) for person in people}
        self.who.offer([("", ""), *((person.uuid, person.name) for person in people)])
        teachers = [person for person in people if class_name and person.class_name == class_name]
        if teachers:
            self.who.show(teachers[0].uuid)
            self.role.show(self._roles[teachers[0].uuid])
        self.since.show(self._context.store.clock.today())
        self.count()
        self.show()
        self.turned.emit()
        self.who.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_bar(self) -> None:
        """Close the line and change nothing."""
        self.hide()
        self.turned.emit()

    def count(self) -> None:
        """Say how many the list holds now."""
        say, number = self._context.words().say, len(self._everyone())
        who = say("the one {pupil}") if number == 1 else say(f"all {number:,} {{pupils}}")
        self.heading.setText(f"Name a lead for {who} in the list. Ctrl+Z takes it back in one step.")

    def name_all(self) -> None:
        """Name whoever is chosen for everybody in the list."""
        try:
            since: date | None = self.since.value()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        if not self.who.value() or since is None:
            self._context.say("Choose who leads and from which day; nothing was changed.", "problem")
            return
        done: list[Named] = []
        staff_id, role, day = self.who.value(), self.role.value(), since
        if self._context.attempt(
            lambda: done.append(leads.name_for_all(self._context.store, self._everyone(), staff_id, role, day))
        ):
            self.close_bar()
            self._context.done(_said(done[0], self._context.words().say), "info" if done[0].later else "good")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the line names."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.name_all()
            return
        super().keyPressEvent(event)


def _said(named: Named, say: Callable[[str], str]) -> str:
    parts = [say(f"{named.count:,} {{pupils}} have this lead now")]
    if named.unchanged:
        parts.append(f"{named.unchanged:,} had it already")
    if named.later:
        shown = ", ".join(named.later[:5]) + (" and others" if len(named.later) > 5 else "")
        parts.append(f"unchanged because their lead began later: {shown}")
    return "; ".join(parts) + "."


def _cell(label: str, editor: Editor) -> QWidget:
    cell = QWidget()
    cell.setLayout(column(PlainLabel(label, "quiet", wrap=False), editor.widget, gap=2))
    return cell
