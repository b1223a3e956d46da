"""The board of groups: all support that runs, who is in it, how much of it was given, and what is to be minded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gradesk.model.term.provision import Provision
from gradesk.model.vocabulary import AREAS, PROVISION_FORMS
from gradesk.services.pupils import register
from gradesk.services.school import staff
from gradesk.services.term import closing, provisions
from gradesk.services.term.told import board
from gradesk.services.term.told.board import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import TickEditor
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import card, clear, column, flow, is_gone
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel
from gradesk.ui.parts.keeping import kept_form
from gradesk.ui.parts.part import Part
from gradesk.ui.screens.term.block import Block, freeze
from gradesk.ui.screens.term.board_tree import BoardTree
from gradesk.ui.screens.term.carry_over import CarryOver
from gradesk.ui.screens.term.members import Members, Moving
from gradesk.ui.screens.term.serving_list import ServingList

FIELDS = (
    "name", "form", "area", "led_by", "stands_in", "times_a_week", "minutes", "weekdays", "begins_at", "starts_on", "planned_to",
    "room", "needs_training", "aim", "exit_criterion", "looked_on", "source", "ehc_line", "ehc_hours", "scope",
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
        self.carrying: CarryOver | None = None
        self._block: Block | None = None
        self._members: Members | None = None
        self.serving: ServingList | None = None
        self._shape: object = None  # of what is open: while it stays, nothing is made anew under the cursor
        say = context.words().say
        self.model = GroupedModel(
            [
                Cell("Support", lambda one: one.provision.name, 6),
                Cell(say("{Pupils}"), lambda one: ", ".join(one.names), 6),
                Cell("Led by", lambda one: one.provision.led_by, 4, seldom=True),
                Cell("How often", _often, 4, seldom=True),
                Cell("Until", _until, 3, bar=_gone),
                Cell("Given", _given, 4, bar=_share),
                Cell("To mind", lambda one: "; ".join(one.minded), 5),
            ],
            key=lambda one: one.uuid,
        )
        self.tree = BoardTree(self.model, "Support that runs")
        self.moving = Moving(context, self, self._went)
        self.tree.dropped.connect(self.moving.move)
        # It keeps its least height though there is more on the page than fits.
        self.tree.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.minding = PlainLabel("", "quiet")  # all of what the narrow column cuts, of the line in hand
        self.tree.opened.connect(lambda one: self.open(one.uuid if one is not None else ""))
        self.tree.letter.connect(self._letter)
        self.tree.moved.connect(lambda one: self._follow(one))
        self.ended = TickEditor("What has ended this year")
        self.ended.edited.connect(self.reload)
        self.sourceless = TickEditor("Only without a source")
        self.sourceless.widget.setToolTip(tip("Which names no framework and edition it is taken from"))
        self.sourceless.edited.connect(self.reload)
        self.sourced = EmptyState(
            "Every support here names its source", "Nothing is missing: framework and edition stand with each.",
            "Show all", self._show_all,
        )  # fmt: skip
        self.nothing = EmptyState(
            "No support is recorded yet",
            say("Begin one here for one {pupil} or several, or on a {pupil}’s timeline: it is the same record."),
            "Begin support", self.begin,
        )  # fmt: skip
        self.idle = EmptyState(
            "No support runs now",
            "What has ended in this school year is kept, with what it gave, cost and did.",
            "Begin support",
            self.begin,
            "Show what has ended",
            self.show_ended,
        )
        self.shown = QStackedWidget()
        for widget in (self.tree, self.nothing, self.idle, self.sourced):
            self.shown.addWidget(widget)
        self._lay_out()
        context.look.heed(self, self._measure)

    def _lay_out(self) -> None:
        self._below = QVBoxLayout()
        new = button("Begin support …", self.begin, "main", "N")
        self.mark_act = button("Mark its register", self.mark, "", "R")
        carry = button("What plans say already …", self.carry_over, "link", "C")
        mapped = button("Provision map …", self.show_map, "link", "P: as pages, workbook or text")
        acts = flow(new, self.mark_act, mapped, carry, self.ended.widget, self.sourceless.widget)
        layout = column(self.shown, self.minding, acts, self._below, gap=8, grows=self.shown)
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.tree

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
        every = board.lines(self.context.store, ended=bool(self.ended.value()))
        is_all = not self.sourceless.value()
        self.lines = [one for one in every if is_all or not one.provision.source.strip()]
        self._measure()
        areas = [*AREAS, None]
        self.tree.show_groups(
            [
                Group(area.code if area else "other", area.label if area else "Other support", "", found)
                for area in areas
                if (found := [one for one in self.lines if one.provision.area == (area.code if area else "")])
            ]
        )
        if not self.tree.currentIndex().isValid() and self.lines:
            self.tree.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        self.first = self.tree if self.lines or not every else self.sourced
        if not every and not self.ended.value():
            self.first = self.idle if board.lines(self.context.store, ended=True) else self.nothing
        self.shown.setCurrentWidget(self.first)
        self.mark_act.setEnabled(self.here is not None)
        self._mind(self.here)
        if self._open:
            self._show(self._open)

    def _show_all(self) -> None:
        self.sourceless.show(False)
        self.reload()
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_ended(self) -> None:
        """Show what has ended in this school year."""
        self.ended.show(True)
        self.reload()
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_record(self, uuid: str) -> None:
        """Go to one support and open it."""
        if all(one.uuid != uuid for one in self.lines) and self.sourceless.value():
            self._show_all()
        if all(one.uuid != uuid for one in self.lines):
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
            # What opens takes room from the list, in which the one in hand shall stay in sight.
            QTimer.singleShot(0, self, lambda: self.tree.scrollTo(self.tree.currentIndex()))

    def carry_over(self, pupil_id: str = "") -> None:
        """Offer to carry over what targets and events say of support, of one pupil or of all."""
        self.flush()
        self._open = ""
        self._show("")
        self.carrying = CarryOver(self.context, pupil_id, self._leave_carrying)
        self._below.addWidget(self.carrying)
        self.carrying.focus_first()

    def _leave_carrying(self) -> None:
        self.carrying = None
        clear(self._below)
        self.reload()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

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

    def show_map(self) -> None:
        """Go to the print desk with the map of the school year, of everybody who has support in it."""
        ids = board.everybody(self.context.store)
        if not ids:
            self.context.say("Nobody has support in this school year yet, so there is no map.", "info")
            return
        self.context.go("preview", document="provision-map", variant="names", which="area", pupil_ids=ids)

    def flush(self) -> None:
        """Keep what is being typed."""
        if self._form is not None:
            self._form.flush()
        if self._block is not None:
            self._block.flush()

    def _letter(self, letter: str, _one: object) -> None:
        deeds = {
            "n": self.begin, "r": self.mark, "c": self.carry_over, "p": self.show_map, "m": self.change_group,
        }  # fmt: skip
        deeds.get(letter, lambda: None)()

    def _mind(self, one: Line | None) -> None:
        minded = one.minded if one is not None and self.shown.currentWidget() is self.tree else ()
        self.minding.setText(f"To mind: {'; '.join(minded)}." if minded else "")
        self.minding.setVisible(bool(minded))

    def _follow(self, one: Line | None) -> None:
        self.mark_act.setEnabled(one is not None)
        self._mind(one)
        if self._open and one is not None and one.uuid != self._open:
            self.flush()
            self._open = ""
            self._show("")

    def _show(self, uuid: str) -> None:
        line = next((one for one in self.lines if one.uuid == uuid), None)
        if line is not None and self._form is not None and self._block is not None and self._shape == _shape(line):
            self._form.load(line.provision)
            if self._members is not None:
                self._members.show_line(line)
            if self.serving is not None:
                self.serving.reload()
            self._block.show_line(line)
            return
        was_below = self._holds_focus_below()
        clear(self._below)
        self._form, self._block, self._members, self.carrying = None, None, None, None
        if line is None:
            if was_below:  # it ended, or was opened again, and stands in the other list
                self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._shape = _shape(line)
        record, columns = line.provision, 2 if self.context.look.theme.is_large else 5
        self._form = form = kept_form(
            self.context, Provision, FIELDS, partial(self._keep, uuid), columns, halves=True, about=f"support {uuid}"
        )
        form.offer_people([one.name for one in staff.staff(self.context.store)])
        form.say_of(record.name).load(record)
        move = partial(self.moving.choose_group, from_id=uuid, lines=self.lines)
        self._members = members = Members(self.context, line, self._did, move)
        self._line = members.line
        self.serving = ServingList(self.context, uuid, lambda: None)
        self._block = Block(self.context, line)
        self._block.show_line(line)
        freeze(form, line)
        # Who is in it stands near the list, so that somebody can be dragged from the one to the other.
        self._below.addWidget(card(members, form, self.serving))
        self._below.addWidget(self._block)

    def _holds_focus_below(self) -> bool:
        held = self.window().focusWidget()
        below = [item.widget() for at in range(self._below.count()) if (item := self._below.itemAt(at)) is not None]
        return held is not None and any(one is not None and one.isAncestorOf(held) for one in below)

    def _did(self) -> None:
        self.reload()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _went(self, uuid: str) -> None:
        """Somebody went to another group, which is in hand then."""
        self.reload()
        self.tree.go_to(uuid)
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def change_group(self) -> None:
        """Move somebody of the group in hand to another."""
        if self.here is not None:
            self.moving.choose_member(self.here, self.lines)

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        closing.change(self.context.store, uuid, values, self)

    def _measure(self) -> None:
        self.tree.measure(self.context.look.theme)
        self.tree.setMinimumHeight(self.context.look.theme.px(LEAST))


def _shape(line: Line) -> object:
    """What decides which widgets stand there."""
    return line.uuid, line.names, line.costed.closed, line.provision.ends_on is None


def _often(line: Line) -> str:
    record = line.provision
    parts = [f"{record.times_a_week:g} a week"] if record.times_a_week else []
    parts += [f"{record.minutes} minutes"] if record.minutes else []
    return ", ".join([PROVISION_FORMS.label(record.form), *parts])


def _until(line: Line) -> str:
    day = line.provision.ends_on or line.provision.planned_to
    return f"{day:%a} {day.day} {day:%b}" if day is not None else "open"


def _gone(line: Line) -> float | None:
    """How much of its time is over."""
    begins, ends = line.provision.starts_on, line.provision.ends_on or line.provision.planned_to
    if ends is None or ends <= begins:
        return None
    return (line.today - begins).days / (ends - begins).days


def _share(line: Line) -> float | None:
    tally = line.costed.tally
    return tally.delivered / tally.planned if tally.planned else None


def _given(line: Line) -> str:
    tally = line.costed.tally
    return f"{tally.delivered:,} of {tally.planned:,} min" if tally.planned else ""
