"""Everybody who works or worked here in a list, and the one that is chosen beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.model.school.staff import StaffMember, Training
from gradesk.model.vocabulary import STAFF_ROLES
from gradesk.services.school import staff, training
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, clear, column, row
from gradesk.ui.kit.tables.paged import Column, PagedModel, PagedTable
from gradesk.ui.parts.keeping import kept_form
from gradesk.ui.screens.staff.adding import AddingLine

FIELDS = ("name", "role", "class_name", "email", "works", "hours_a_week", "left_on")
TAKEN = ("happened_on", "course", "due_again_on", "note")
SIDE_BY_SIDE = 900  # pixels, at the usual size of text, below which the person stands under the list


class People(QWidget):
    """A list to choose from and one person to edit; `owner` is the screen, which is not told of its own edits."""

    def __init__(self, context: Context, owner: object) -> None:
        super().__init__()
        self._context = context
        self._owner = owner
        self._everybody: Sequence[StaffMember] = ()
        self._trained: Mapping[str, list[Training]] = {}
        self._chosen = ""
        self._open = ""  # the training that is being corrected
        self.line = AddingLine()
        self.line.returnPressed.connect(self.add)
        self.line.pasted.connect(self.add_several)
        self.model = PagedModel(self._columns(), lambda: len(self._everybody), self._read)
        self.table = PagedTable(self.model, "Staff")
        self.table.selectionModel().currentRowChanged.connect(self._turned)
        self.table.activated.connect(self._to_name)
        context.look.heed(self, lambda: self.table.measure(context.look.theme))
        self.form = kept_form(context, StaffMember, FIELDS, self._keep, 2)
        self.line.went_on.connect(lambda: self.form.focus_on("role"))
        self.heading = PlainLabel("", "heading")
        self._taken = QVBoxLayout()
        self._taken.setSpacing(8)
        self._lay_out()

    def _lay_out(self) -> None:
        self.empty = EmptyState(
            "Nobody yet",
            "Add the adults whom plans, passports and leads name: type a name above and press Enter, "
            "or paste a column of names from a spreadsheet.",
        )
        about = QWidget()
        about.setLayout(
            column(
                card(self.heading, self.form),
                card(PlainLabel("Training", "heading"), self._taken),
                None,
                margin=2,
                gap=12,
            )
        )
        self._about = ScrollPage(about)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(12)
        self._sides.addWidget(self.table, 1)
        self._sides.addWidget(self._about, 1)
        both = QWidget()
        both.setLayout(self._sides)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._shown = QStackedWidget()
        self._shown.addWidget(both)
        self._shown.addWidget(self.empty)
        layout = column(self.line, self._shown, gap=10)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    # Showing ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read everybody anew; whoever is open stays open."""
        self.flush()
        self._read_everybody()
        self._shown.setCurrentIndex(0 if self._everybody else 1)
        self._show()

    def _read_everybody(self) -> None:
        store = self._context.store
        self._trained = training.by_person(store)
        today = store.clock.today()
        everybody = staff.everybody(store)
        self._everybody = sorted(everybody, key=lambda one: one.left_on is not None and one.left_on <= today)
        self.model.refresh()
        self.table.measure(self._context.look.theme)
        places = [place for place, one in enumerate(self._everybody) if one.uuid == self._chosen]
        if self._everybody:
            self.table.selectRow(places[0] if places else 0)

    @property
    def chosen(self) -> str:
        """The uuid of who is open."""
        return self._chosen

    def choose(self, uuid: str) -> None:
        """Open somebody's page."""
        self._chosen = uuid
        self.reload()

    def flush(self) -> None:
        """Keep what is being typed."""
        for form in self.findChildren(Form):
            form.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The person under the list where there is no room beside it."""
        super().resizeEvent(event)
        wide = self.width() >= self._context.look.theme.px(SIDE_BY_SIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _columns(self) -> list[Column]:
        say = self._context.words().say
        return [
            Column("name", "Name", lambda one: one.name, 17, sortable=False),
            Column("role", "Role", lambda one: say(STAFF_ROLES.label(one.role)), 18, sortable=False),
            Column("class_name", "Class", lambda one: one.class_name, 10, sortable=False),
            Column("training", "Training", self._training_words, 15, sortable=False),
        ]

    def _read(self, _sort: str, _descending: bool, offset: int, limit: int) -> Sequence[StaffMember]:
        return self._everybody[offset : offset + limit]

    def _training_words(self, person: StaffMember) -> str:
        today = self._context.store.clock.today()
        if person.left_on is not None and person.left_on <= today:
            return "has left"
        taken = self._trained.get(person.uuid, [])
        newest: dict[str, Training] = {}
        for one in taken:
            newest.setdefault(one.course.casefold(), one)
        due = sum(training.is_due(one, today) for one in newest.values())
        return (f"{len(taken)}" if taken else "none yet") + (f", {due} due again" if due else "")

    def _turned(self, now: QModelIndex, _before: QModelIndex) -> None:
        person = self.model.row(now.row()) if now.isValid() else None
        if person is not None and person.uuid != self._chosen:
            self.flush()
            self.form.clear()
            self._chosen, self._open = person.uuid, ""
            self._show()

    def _show(self) -> None:
        person = next((one for one in self._everybody if one.uuid == self._chosen), None)
        if person is None:
            return
        today = self._context.store.clock.today()
        gone = person.left_on is not None and person.left_on <= today
        self.heading.setText(f"{person.name} (has left)" if gone else person.name)
        self.form.load(person)
        clear(self._taken)
        taken = self._trained.get(person.uuid, [])
        if not taken:
            self._taken.addWidget(
                PlainLabel("None yet. Log a course for one or several people under Training.", "quiet")
            )
        for one in taken:
            self._taken.addWidget(self._training(one))

    def _training(self, one: Training) -> QWidget:
        today = self._context.store.clock.today()
        is_open = self._open == one.uuid
        correct = button("Done" if is_open else "Correct", partial(self._correct, "" if is_open else one.uuid), "link")
        delete = button("Delete", partial(self._remove, one.uuid), "link")
        for act in (correct, delete):
            act.setAccessibleName(f"{act.text()}: {one.course}")
        line = row(PlainLabel(one.course, "field"), correct, delete)
        line.setStretch(0, 1)
        again = ""
        if one.due_again_on is not None:
            again = f"; due again {day_words(one.due_again_on, today)}"
        about = PlainLabel(
            f"{day_words(one.happened_on, today)}{again}" + (f"\n{one.note}" if one.note else ""), "quiet"
        )
        holder = QWidget()
        if is_open:
            form = kept_form(
                self._context,
                Training,
                TAKEN,
                lambda values: training.change(self._store, one.uuid, values, self._owner),
                2,
                about=f"training {one.uuid}",
            )
            form.say_of(f"training of {one.happened_on:%d/%m/%Y}").load(one)
            holder.setLayout(column(line, form, gap=4))
        else:
            holder.setLayout(column(line, about, gap=2))
        return holder

    # Doing -----------------------------------------------------------------------------------------------------

    @property
    def _store(self) -> Any:
        return self._context.store

    def add(self) -> None:
        """Add whoever stands in the line, and open them; the line waits for the next name."""
        made: list[str] = []
        name = self.line.text()
        if "\t" in name:
            self.add_several(name)
        elif self._context.attempt(lambda: made.append(staff.add_staff(self._store, {"name": name}))):
            self._open_added(made[0])
            self._context.done(f"{' '.join(name.split())} was added.")

    def add_several(self, text: str) -> None:
        """Add everybody of a pasted column in one step, and say who was left out."""
        made: list[staff.Several] = []
        words = self._context.words()
        if not self._context.attempt(lambda: made.append(staff.add_several(self._store, text, words))):
            return
        [found] = made
        if found.added:
            self._open_added(found.added[0])
        told = "1 person was added" if len(found.added) == 1 else f"{len(found.added):,} people were added"
        left = [
            f"{count:,} {why}"
            for count, why in (
                (found.here_already, "already here"),
                (found.blank, f"blank line{'' if found.blank == 1 else 's'}"),
                (found.too_long, "too long for a name"),
            )
            if count
        ]
        self._context.done(
            f"{told}{'; left out: ' + ', '.join(left) if left else ''}.", "good" if found.added else "info"
        )

    def _open_added(self, uuid: str) -> None:
        self._chosen = uuid
        self.reload()
        self.line.take_next()

    def _to_name(self, _index: QModelIndex) -> None:
        self.form.focus_on("name")

    def _keep(self, values: Mapping[str, Any]) -> None:
        staff.change_staff(self._store, self._chosen, values, self._owner)
        self._read_everybody()  # the form itself knows what it sent

    def _correct(self, uuid: str) -> None:
        self.flush()
        self._open = uuid
        self.reload()

    def _remove(self, uuid: str) -> None:
        self.flush()
        if self._context.attempt(lambda: training.remove(self._store, uuid)):
            self._context.done("The training is deleted; Ctrl+Z brings it back.", "info")
