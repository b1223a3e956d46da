"""The board of groups: all support that runs, who is in it, how much of it was given, and what is to be minded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.provision import Provision
from gradesk.model.vocabulary import AREAS, PROVISION_FORMS
from gradesk.services.pupils import register
from gradesk.services.school import staff
from gradesk.services.term import board, closing, provisions
from gradesk.services.term.board import Line
from gradesk.ui.context import Context
from gradesk.ui.keeping import kept_form
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import TickEditor
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.forms.names import offer_names
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, is_gone, row
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel, GroupedTree
from gradesk.ui.part import Part
from gradesk.ui.screens.term.block import Block, freeze

FIELDS = (
    "name", "form", "area", "led_by", "stands_in", "times_a_week", "minutes", "weekdays", "starts_on", "planned_to", "room",
    "aim", "exit_criterion", "looked_on",
)  # fmt: skip
LEAST = 170  # pixels at 100 %: the titles and four lines


class Groups(Part):
    """A list, and below it the one in hand: its words, and who is in it. `register` is called with one to be marked."""

    def __init__(self, context: Context, to_register: Any) -> None:
        super().__init__(context)
        self._to_register = to_register
        self.lines: Sequence[Line] = ()
        self._open = ""
        self._form: Form | None = None
        self._block: Block | None = None
        self._shape: object = None  # of what is open: while it stays, nothing is made anew under the cursor
        self._told: list[PlainLabel] = []
        say = context.words().say
        self.model = GroupedModel(
            [
                Cell("Support", lambda one: one.costed.provision.name, 6),
                Cell(say("{Pupils}"), lambda one: ", ".join(one.names), 6),
                Cell("Led by", lambda one: one.costed.provision.led_by, 4, seldom=True),
                Cell("How often", _often, 4, seldom=True),
                Cell("Given", _given, 4),
                Cell("To mind", lambda one: "; ".join(one.minded), 5),
            ],
            key=lambda one: one.uuid,
        )
        self.tree = GroupedTree(self.model, "Support that runs")
        # It keeps its least height though there is more on the page than fits.
        self.tree.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.tree.opened.connect(lambda one: self.open(one.uuid if one is not None else ""))
        self.tree.letter.connect(self._letter)
        self.tree.moved.connect(lambda one: self._follow(one))
        self.ended = TickEditor("What has ended this year")
        self.ended.edited.connect(self.reload)
        self.nothing = EmptyState(
            "No support is recorded yet",
            say("Begin one here for one {pupil} or several, or on a {pupil}’s timeline: it is the same record."),
            "Begin support",
            self.begin,
        )
        self.shown = QStackedWidget()
        self.shown.addWidget(self.tree)
        self.shown.addWidget(self.nothing)
        self._below = QVBoxLayout()
        new = button("Begin support …", self.begin, "main", "N")
        self.mark_act = button("Mark its register", self.mark, "", "R")
        layout = column(self.shown, flow(new, self.mark_act, self.ended.widget), self._below, gap=8, grows=self.shown)
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.tree
        context.look.heed(self, self._measure)

    @property
    def here(self) -> Line | None:
        """The support in hand."""
        found: Line | None = self.tree.here
        return found

    @property
    def opened(self) -> str:
        """The uuid of the support whose words are open, or an empty text."""
        return self._open

    def reload(self) -> None:
        """Read the board anew; the one in hand stays."""
        self.lines = board.lines(self.context.store, ended=bool(self.ended.value()))
        self._measure()
        areas = [*AREAS, None]
        self.tree.show_groups(
            [
                Group(area.code if area else "other", area.label if area else "Other support", "", found)
                for area in areas
                if (found := [one for one in self.lines if one.costed.provision.area == (area.code if area else "")])
            ]
        )
        if not self.tree.currentIndex().isValid() and self.lines:
            self.tree.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        is_empty = not self.lines and not self.ended.value()
        self.shown.setCurrentWidget(self.nothing if is_empty else self.tree)
        self.first = self.nothing if is_empty else self.tree
        self.mark_act.setEnabled(self.here is not None)
        if self._open:
            self._show(self._open)

    def show_record(self, uuid: str) -> None:
        """Go to one support and open it."""
        if all(one.uuid != uuid for one in self.lines) and not self.ended.value():
            self.ended.show(any(one.uuid == uuid for one in board.lines(self.context.store, ended=True)))
            self.reload()
        self.tree.go_to(uuid)
        if self._open != uuid:
            self.open(uuid)

    def open(self, uuid: str) -> None:
        """Open the words of one, or close them."""
        self.flush()
        self._open = "" if uuid == self._open else uuid
        self._show(self._open)
        if self._form is not None:
            self._form.focus_on("name")

    def put_cursor(self, at: str) -> None:
        """Put the cursor in the field or on the button of this name, of what is open."""
        for widget in self.findChildren(QWidget):
            is_it = at and at in (widget.objectName(), widget.accessibleName())
            if is_it and not is_gone(widget) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def begin(self) -> None:
        """Begin support for whoever is chosen."""
        ask, rows = self.context.ask, register.everyone(self.context.store)
        named = [f"{one.name} ({one.class_name})" if one.class_name else one.name for one in rows]
        say = self.context.words().say
        at = ask.choose(self, "Begin support", say("For which {pupil}? Others are added below."), named)
        if at is None:
            return
        name = ask.line(self, "Begin support", "What is it? Such as Precision teaching")
        made: list[str] = []
        values = {"name": name, "form": "group"}
        if name and self.context.attempt(
            lambda: made.append(provisions.add(self.context.store, [rows[at].uuid], values))
        ):
            self._open = ""
            self.reload()
            self.show_record(made[0])
            self.context.done("Begun. Say how often and how long, and who else is in it.", "good")

    def mark(self) -> None:
        """Turn to the register of the one in hand."""
        if self.here is not None:
            self._to_register(self.here.uuid)

    def flush(self) -> None:
        """Keep what is being typed."""
        if self._form is not None:
            self._form.flush()
        if self._block is not None:
            self._block.flush()

    def _letter(self, letter: str, _one: object) -> None:
        {"n": self.begin, "r": self.mark}.get(letter, lambda: None)()

    def _follow(self, one: Line | None) -> None:
        self.mark_act.setEnabled(one is not None)
        if self._open and one is not None and one.uuid != self._open:
            self.flush()
            self._open = ""
            self._show("")

    def _show(self, uuid: str) -> None:
        line = next((one for one in self.lines if one.uuid == uuid), None)
        if line is not None and self._form is not None and self._block is not None and self._shape == _shape(line):
            self._form.load(line.costed.provision)
            for label, place in zip(self._told, range(len(line.names)), strict=True):
                label.setText(_minutes_of(line, place, self.context))
            self._block.show_line(line)
            return
        clear(self._below)
        self._form, self._block, self._told = None, None, []
        if line is None:
            return
        self._shape = _shape(line)
        record, columns = line.costed.provision, 2 if self.context.look.theme.is_large else 5
        self._form = form = kept_form(
            self.context, Provision, FIELDS, partial(self._keep, uuid), columns, halves=True, about=f"support {uuid}"
        )
        form.offer_people([one.name for one in staff.staff(self.context.store)])
        form.say_of(record.name).load(record)
        members = [self._member(line, place) for place in range(len(line.names))]
        also = [] if line.costed.closed else [self._also(uuid)]
        self._below.addWidget(card(form, PlainLabel(_who(line), "field"), *members, *also))
        self._block = Block(self.context, line)
        self._block.show_line(line)
        freeze(form, line)
        self._below.addWidget(self._block)

    def _member(self, line: Line, place: int) -> QWidget:
        name, figures, store = line.names[place], line.costed.members[place], self.context.store
        given = next(one for one in provisions.of_pupil(store, figures.pupil_id) if one.uuid == line.uuid)
        told = PlainLabel(_minutes_of(line, place, self.context))
        self._told.append(told)
        left = partial(provisions.change_member, store, given.member.uuid, {"left_on": store.clock.today()})
        acts = [button("Page", partial(self.context.go, "pupil", pupil_id=figures.pupil_id, tab="timeline"), "link")]
        if not line.costed.closed:
            acts += [
                button("Leaves today", partial(self._do, left), "link"),
                button("Take out", partial(self._do, partial(provisions.take_out, store, given.member.uuid)), "link"),
            ]
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {name}")
        line_of = row(told, *acts)
        line_of.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(line_of)
        return holder

    def _also(self, uuid: str) -> QLineEdit:
        made = QLineEdit()
        fleeting(made)
        say = self.context.words().say
        made.setPlaceholderText(say("Another {pupil}: a part of the name, and Enter"))
        made.setAccessibleName(say("Another {pupil} in it"))
        rows = {f"{one.name} ({one.class_name})": one.uuid for one in register.everyone(self.context.store)}
        offer_names(made, list(rows))

        def add() -> None:
            if (pupil_id := rows.get(made.text().strip())) is None:
                self.context.say(say("Choose a {pupil} from the names that are offered; nobody was added."), "problem")
                return
            self._do(lambda: provisions.join(self.context.store, uuid, pupil_id))

        made.returnPressed.connect(add)
        self._line = made
        return made

    def _do(self, deed: Any) -> None:
        if self.context.attempt(deed):
            self.reload()
            self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        closing.change(self.context.store, uuid, values, self)

    def _measure(self) -> None:
        self.tree.measure(self.context.look.theme)
        self.tree.setMinimumHeight(self.context.look.theme.px(LEAST))


def _shape(line: Line) -> object:
    """What decides which widgets stand there."""
    return line.uuid, line.names, line.costed.closed, line.costed.provision.ends_on is None


def _minutes_of(line: Line, place: int, context: Context) -> str:
    name, figures = line.names[place], line.costed.members[place]
    given = next(one for one in provisions.of_pupil(context.store, figures.pupil_id) if one.uuid == line.uuid)
    days = "".join(
        f", {words} {written_day(day)}"
        for words, day in (("joined", given.member.joined_on), ("left", given.member.left_on))
        if day is not None
    )
    tally = figures.tally
    told = f"{name}{days}: {tally.delivered:,} of {tally.planned:,} minutes given"
    told += f", {tally.missed:,} missed" if tally.missed else ""
    return told + (f", {tally.owed:,} owed" if tally.owed else "")


def _often(line: Line) -> str:
    record = line.costed.provision
    parts = [f"{record.times_a_week:g} a week"] if record.times_a_week else []
    parts += [f"{record.minutes} minutes"] if record.minutes else []
    return ", ".join([PROVISION_FORMS.label(record.form), *parts])


def _given(line: Line) -> str:
    tally = line.costed.tally
    return f"{tally.delivered:,} of {tally.planned:,} min" if tally.planned else ""


def _who(line: Line) -> str:
    count = len(line.names)
    return "1 is in it" if count == 1 else f"{count} are in it"
