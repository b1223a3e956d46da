"""The directory: everybody outside by profession, with whom they know; the one in hand is changed below the list."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout

from gradesk.model.outside.people import Professional
from gradesk.model.outside.words import PROFESSIONALS
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.outside import directory
from gradesk.services.outside.directory import Listed
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel, GroupedTree
from gradesk.ui.parts.keeping import kept_form
from gradesk.ui.parts.part import Part

FIELDS = ("name", "role", "service", "phone", "email", "left_on", "reach", "note")
LEAST = 240  # pixels at 100 %
COLUMNS, FEW = 3, 2


class People(Part):
    """A list by profession; Enter opens a line, N begins a new one, Escape closes it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        say = context.words().say
        self.rows: list[Listed] = []
        self.form: Form | None = None
        self._open = ""
        self.model = GroupedModel(
            [
                Cell("Name", lambda one: one.professional.name or "nobody by name", 5),
                Cell("Service", lambda one: one.professional.service, 7),
                Cell(say("{Pupils}"), lambda one: f"{len(one.known):,}", 2),
                Cell("Last seen", self._seen, 5),
                Cell("Newest report", self._report, 5, seldom=True),
                Cell("Telephone", lambda one: one.professional.phone, 4, seldom=True),
            ],
            key=lambda one: one.professional.uuid,
        )
        self.tree = GroupedTree(self.model, "People outside by profession")
        self.tree.opened.connect(self.open)
        self.tree.letter.connect(lambda letter, _one: self.offer_new() if letter == "n" else None)
        self.tree.moved.connect(lambda _one: self._explain())
        self.nothing = EmptyState(
            "Nobody stands in the directory yet",
            say(
                "Everybody who advises your {pupils} is written down once, and then chosen wherever somebody outside is named."
            ),
            "Add somebody",
            lambda: self.offer_new(),
        )
        self.shown = QStackedWidget()
        self.shown.addWidget(self.tree)
        self.shown.addWidget(self.nothing)
        self.why = PlainLabel("", "quiet")
        self.add_one = button("Add somebody", self.offer_new, "", "N")
        self.open_it = button("Change it", lambda: self.open(self.tree.here), "main", "Enter")
        self.delete_it = button("Delete", self.delete, "link")
        self.card = QFrame()
        self.card.setProperty("role", "card")
        self._inside = QVBoxLayout(self.card)
        self.card.hide()
        layout = column(
            self.shown, self.why, flow(self.open_it, self.add_one, self.delete_it), self.card, gap=8, grows=self.shown
        )
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.tree
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Read the directory."""
        self.rows = directory.listed(self.context.store)
        today = self.context.store.clock.today()
        gone = [one for one in self.rows if one.professional.left_on is not None and one.professional.left_on <= today]
        groups = [
            Group(
                term.code,
                term.label,
                "",
                [one for one in self.rows if one.professional.role == term.code and one not in gone],
            )
            for term in PROFESSIONALS
        ]
        groups.append(Group("gone", "Not asked any more", "Kept for what they wrote", gone, folded=True))
        self._measure()
        self.tree.show_groups(groups)
        if not self.tree.currentIndex().isValid() and self.rows:
            self.tree.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        self.first = self.tree if self.rows else self.nothing
        self.shown.setCurrentWidget(self.first)
        self._explain()

    def show_record(self, uuid: str) -> None:
        """Go to one person and open the line."""
        if self.tree.go_to(uuid):
            self.open(self.tree.here)

    def open(self, one: Listed | None) -> None:
        """Show the fields of a line below the list, and whom they know."""
        if one is None:
            return
        self.flush()
        clear(self._inside)
        uuid = self._open = one.professional.uuid

        def keep(values: Mapping[str, Any]) -> None:
            directory.change(self.context.store, uuid, values, self)

        self.form = kept_form(
            self.context, Professional, FIELDS, keep, self._columns(), halves=True, about=f"person outside {uuid}"
        )
        self.form.say_of(one.professional.called).load(one.professional)
        self._inside.addWidget(PlainLabel(one.professional.whole, "heading"))
        self._inside.addWidget(self.form)
        acts = []
        for known in one.known:
            act = button(known.name, partial(self._go, known.pupil_id), "link", known.class_name)
            act.setAccessibleName(f"Open {known.name}")
            acts.append(act)
        if acts:
            self._inside.addWidget(PlainLabel("Knows", "field"))
            self._inside.addWidget(flow(*acts))
        self._inside.addWidget(flow(button("Done", self.shut, "", "Escape")))
        self.card.show()
        self.form.focus_on("name")

    def offer_new(self) -> None:
        """Show the card for somebody new."""
        self.flush()
        clear(self._inside)
        self._open = ""
        context = self.context
        self.form = Form(
            Professional, FIELDS, context.store.clock.today, context.words(), self._columns(), draft=True, halves=True,
            about="new person outside",
        )  # fmt: skip
        self.form.say_of("new person outside")
        self.form.righted.connect(context.unsay)
        self.form.load(
            Professional(name="", role="other", service="", phone="", email="", reach="", note="", left_on=None)
        )
        self._inside.addWidget(PlainLabel("Somebody outside", "heading"))
        self._inside.addWidget(self.form)
        self._inside.addWidget(
            flow(button("Add them", self.add, "main", "Ctrl+Enter"), button("Put away", self.shut, "link", "Escape"))
        )
        self.card.show()
        self.form.focus_on("name")

    def add(self) -> None:
        """Add whom the card describes."""
        if self.form is None or self._open:
            return
        try:
            values = self.form.values()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        made: list[str] = []
        if self.context.attempt(lambda: made.append(directory.add(self.context.store, values))):
            self.form.clear()
            self.shut()
            self.tree.go_to(made[0])
            self.context.done("Added; they can be chosen wherever somebody outside is named.", "good")

    def delete(self) -> None:
        """Take the line in hand out of the directory, where nothing tells of it."""
        one: Listed | None = self.tree.here
        if one is not None and self.context.attempt(
            lambda: directory.remove(self.context.store, one.professional.uuid)
        ):
            self.shut()
            self.context.done("Taken out; Ctrl+Z brings it back.", "info")

    def shut(self) -> None:
        """Put the card away; the list shows how it stands now."""
        self.flush()
        if self.form is not None and not self._open:
            self.form.clear()
        self.form, self._open = None, ""
        self.card.hide()
        self.reload()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.form is not None and self._open:
            self.form.flush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the card away, Ctrl+Enter adds."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape and self.card.isVisible():
            self.shut()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.card.isVisible():
            self.add()
        else:
            super().keyPressEvent(event)

    def _go(self, pupil_id: str) -> None:
        self.flush()
        self.context.go("pupil", pupil_id=pupil_id, tab="outside")

    def _columns(self) -> int:
        return FEW if self.context.look.theme.is_large else COLUMNS

    def _seen(self, one: Listed) -> str:
        return day_words(one.seen_on, self.context.store.clock.today()) if one.seen_on else "not yet"

    def _report(self, one: Listed) -> str:
        if one.report is None:
            return "none"
        newest = next((known for known in one.known if known.report is one.report), None)
        old = "; old" if newest is not None and newest.is_stale else ""
        return day_words(one.report.happened_on, self.context.store.clock.today()) + old

    def _measure(self) -> None:
        self.tree.measure(self.context.look.theme)
        self.tree.setMinimumHeight(self.context.look.theme.px(LEAST))

    def _explain(self) -> None:
        one: Listed | None = self.tree.here
        for act in (self.open_it, self.delete_it):
            act.setEnabled(one is not None)
            act.setVisible(bool(self.rows))
        names = ", ".join(known.name for known in one.known) if one is not None else ""
        words = " ".join(
            filter(None, (f"Knows {names}." if names else "", one.professional.reach if one is not None else ""))
        )
        self.why.setText(words)
        self.tree.setAccessibleDescription(words)
