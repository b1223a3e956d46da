"""Who owes what: every action that was agreed and is not done, by the person who does it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.model.school.agenda import AgreedAction
from gradesk.services.meetings import actions
from gradesk.services.meetings.actions import Promise
from gradesk.services.school import staff
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import TickEditor, Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, column, flow
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel, GroupedTree
from gradesk.ui.parts.part import Part

LEAST = 190  # pixels at 100 %: the titles and five lines


class Promises(Part):
    """A list by person; D says that the line in hand is done, Enter opens the pupil’s page."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        say = context.words().say
        self.model = GroupedModel(
            [
                Cell("What", lambda one: one.action.what, 8),
                Cell(say("{Pupil}"), lambda one: one.name, 4),
                Cell("Class", lambda one: one.class_name, 3, seldom=True),
                Cell("Agreed", lambda one: self._age(one.action), 3),
                Cell("By", self._when, 5),
            ],
            key=lambda one: one.action.uuid,
        )
        self.tree = GroupedTree(self.model, "Actions by person")
        self.tree.opened.connect(self.open)
        self.tree.letter.connect(lambda letter, one: self.done(one) if letter == "d" else None)
        self.tree.moved.connect(lambda _one: self._enable())
        self.first = self.tree
        self.nothing = EmptyState(
            "Nobody owes anything",
            say(
                "What is agreed in a meeting stands here until it is done. Note it below, or on a {pupil}’s page under Meetings."
            ),
        )
        self.shown = QStackedWidget()
        self.shown.addWidget(self.tree)
        self.shown.addWidget(self.nothing)
        self.done_it = button("It is done", lambda: self.done(self.tree.here), "main", "D")
        self.open_it = button("Open it", lambda: self.open(self.tree.here), "", "Enter")
        self.initials = TickEditor("With initials instead of names")
        self.print_it = button("Print this person’s list", self.print_list, "", "A courteous letter with a table")
        self.copy_it = button("Copy this person’s list", self.copy_list, "", "As a courteous text for a message")
        self.new = Form(
            AgreedAction, ("what", "owner", "due_on", "happened_on"), context.store.clock.today, context.words(), 4,
            draft=True, halves=True, about="action about nobody",
        )  # fmt: skip
        self.new.righted.connect(context.unsay)
        self._blank()
        layout = column(
            self.shown,
            flow(self.done_it, self.open_it, self.print_it, self.copy_it, self.initials.widget),
            card(
                PlainLabel(say("An action about nobody in particular"), "field"),
                self.new,
                flow(button("Note this action", self.add)),
            ),
            gap=8,
        )
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setStretch(0, 1)
        whole = QWidget()
        whole.setLayout(layout)
        # At large text the form goes below the fold, so that more than a line of the list is in sight.
        self.setLayout(column(ScrollPage(whole)))
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Read who owes what."""
        found = actions.by_person(self.context.store)
        self.new.offer_people([person.name for person in staff.staff(self.context.store)])
        self._measure()
        self.tree.show_groups([Group(who, who, "", rows) for who, rows in found.items()])
        if not self.tree.currentIndex().isValid() and found:
            self.tree.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        self.shown.setCurrentWidget(self.tree if found else self.nothing)
        self._enable()

    def show_record(self, uuid: str) -> None:
        """Go to one action."""
        self.tree.go_to(uuid)

    def open(self, one: Promise | None) -> None:
        """Go to the pupil’s page, to the action there."""
        if one is None:
            return
        if one.action.pupil_id is None:
            self.context.say("This action is about nobody in particular; D says that it is done.", "info")
            return
        self.context.go("pupil", pupil_id=one.action.pupil_id, tab="contacts", record=one.action.uuid, at=("Done",))

    def done(self, one: Promise | None) -> None:
        """Say that an action was done today."""
        if one is not None and self.context.attempt(lambda: actions.done(self.context.store, one.action.uuid)):
            self.context.done("Done, with today’s date. Ctrl+Z takes it back.", "good")

    @property
    def person(self) -> str:
        """Whose the line or the title in hand is; empty for nobody named."""
        group = self.model.group_at(self.tree.currentIndex())
        return group.key if group is not None and group.key != actions.NOBODY else ""

    def print_list(self) -> None:
        """Go to the print desk with the list of the person in hand."""
        if name := self._somebody():
            variant = "initials" if self.initials.value() else "full"
            self.context.go("preview", document="action-list", variant=variant, which=name, pupil_ids=())

    def copy_list(self) -> None:
        """Put the list of the person in hand on the clipboard, as a courteous text."""
        if name := self._somebody():
            store, initials = self.context.store, bool(self.initials.value())
            signed = staff.senco(store)
            QApplication.clipboard().setText(
                actions.letter(store, name, "" if signed == name else signed, initials=initials)
            )
            named = "initials" if initials else "names"
            say = self.context.words().say
            self.context.say(say(f"Copied, with the {named} of {{pupils}}: paste it into a message to {name}."), "good")

    def _somebody(self) -> str:
        if not self.person:
            self.context.say("Go to a line of the person the list is for; these actions are nobody’s yet.", "info")
        return self.person

    def add(self) -> None:
        """Note what stands in the form."""
        try:
            values = self.new.values()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        if self.context.attempt(lambda: actions.add(self.context.store, None, values)):
            self.new.clear()
            self._blank()
            self.new.focus_on("what")

    def _blank(self) -> None:
        today = self.context.store.clock.today()
        self.new.load(AgreedAction(what="", owner="", due_on=None, happened_on=today))

    def _measure(self) -> None:
        theme = self.context.look.theme
        self.tree.measure(theme)
        self.tree.setMinimumHeight(theme.px(LEAST))

    def _enable(self) -> None:
        for made in (self.done_it, self.open_it):
            made.setEnabled(self.tree.here is not None)
        for made in (self.print_it, self.copy_it):
            made.setEnabled(bool(self.person))

    def _age(self, action: AgreedAction) -> str:
        words = actions.age_words(action, self.context.store.clock.today())
        return words if words == "today" else f"{words} ago"

    def _when(self, one: Promise) -> str:
        today = self.context.store.clock.today()
        day = one.action.due_on
        if day is None:
            return "no day"
        late = "overdue: " if day < today else ""
        return late + day_words(day, today)
