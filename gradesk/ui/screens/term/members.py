"""Who is in a support: each with what was given, and what is done about them; and a line by which others join."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.services.pupils import register
from gradesk.services.term import provisions
from gradesk.services.term.begun import changing_groups
from gradesk.services.term.provisions import Given
from gradesk.services.term.told.board import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.forms.names import meant, offer_names, unmeant
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row
from gradesk.ui.screens.term.board_tree import MemberName


class Members(QWidget):
    """`did` is called after something was done about one of them; `move` with one who shall go to another group."""

    def __init__(
        self, context: Context, line: Line, did: Callable[[], object], move: Callable[[str, str], object]
    ) -> None:
        super().__init__()
        self._context, self._uuid, self._did, self._move = context, line.uuid, did, move
        self._told: list[MemberName] = []
        self._leaving: dict[str, QWidget] = {}  # the button by which a pupil leaves, who may have left already
        self.line = self._also()
        if line.costed.closed:
            self.line.hide()  # nobody joins any more
        members = [self._member(line, place) for place in range(len(line.names))]
        self.setLayout(column(PlainLabel(_who(line), "field"), *members, self.line, gap=8))

    def show_line(self, line: Line) -> None:
        """Say anew what was given; who is in it is the same."""
        for place, label in enumerate(self._told):
            label.setText(_told(line, place, self._context))
            pupil_id = line.costed.members[place].pupil_id
            if (leaving := self._leaving.get(pupil_id)) is not None:
                leaving.setVisible(_given(line, pupil_id, self._context).member.left_on is None)

    def _member(self, line: Line, place: int) -> QWidget:
        name, figures, store = line.names[place], line.costed.members[place], self._context.store
        given = _given(line, figures.pupil_id, self._context)
        member_id = given.member.uuid
        left = partial(provisions.change_member, store, member_id, {"left_on": store.clock.today()})
        out, group = partial(provisions.take_out, store, member_id), line.provision.name
        acts = [button("Page", partial(self._context.go, "pupil", pupil_id=figures.pupil_id, tab="timeline"), "link")]
        if not line.costed.closed:
            acts += [button("Move …", partial(self._move, member_id, name), "link", "To another group; M")]
            words = f"Today is the last day of {name} in {group}; what was given stays."
            acts += [button("Leaves today", partial(self._do, left, words), "link")]
            if given.member.left_on is not None:
                acts[-1].hide()  # never shown before it stands somewhere: it would be a window of its own
            self._leaving[figures.pupil_id] = acts[-1]
            acts += [button("Take out", partial(self._do, out, f"{name} is taken out of {group}."), "link")]
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {name}")
        told = MemberName(_told(line, place, self._context), member_id)
        self._told.append(told)
        line_of = row(told, *acts)
        line_of.setStretch(0, 1)
        holder = QWidget()
        holder.setLayout(line_of)
        return holder

    def _also(self) -> QLineEdit:
        made = QLineEdit()
        fleeting(made)
        say = self._context.words().say
        made.setPlaceholderText(say("Another {pupil}: a part of the name, and Enter"))
        made.setAccessibleName(say("Another {pupil} in it"))
        rows = {
            f"{one.name} ({one.class_name})" if one.class_name else one.name: one.uuid
            for one in register.everyone(self._context.store)
        }
        offer_names(made, list(rows))

        def add() -> None:
            if not (name := meant(made.text(), rows)):
                self._context.say(unmeant(made.text(), rows), "problem")
                return
            self._do(lambda: provisions.join(self._context.store, self._uuid, rows[name]), f"{name} is in it now.")

        made.returnPressed.connect(add)
        return made

    def _do(self, deed: Any, words: str) -> None:
        context = self._context
        if context.attempt(deed):
            self._did()
            context.done(words, "good")


class Moving:
    """Asks where somebody shall go, and moves them; `moved` is called with the group they are in now."""

    def __init__(self, context: Context, owner: QWidget, moved: Callable[[str], object]) -> None:
        self._context, self._owner, self._moved = context, owner, moved

    def choose_member(self, line: Line, lines: Sequence[Line]) -> None:
        """Move one of a group: whoever is chosen, where there are several."""
        named = changing_groups.movable(self._context.store, line.uuid)
        at: int | None = 0
        if len(named) > 1:
            title = f"Move from {line.provision.name}"
            at = self._context.ask.choose(self._owner, title, "Who goes?", [name for _, name in named])
        if not named:
            self._context.say("Everybody has left this group; nothing was changed.", "info")
        elif at is not None:
            self.choose_group(*named[at], line.uuid, lines)

    def choose_group(self, member_id: str, name: str, from_id: str, lines: Sequence[Line]) -> None:
        """Move somebody to the group that is chosen."""
        others = [one for one in lines if one.uuid != from_id and one.provision.ends_on is None]
        if not others:
            self._context.say("There is no other group to move to; nothing was changed. Begin one first.", "info")
            return
        words = [f"{one.provision.name}: {', '.join(one.names)}" for one in others]
        at = self._context.ask.choose(self._owner, "Move to another group", f"Where does {name} go?", words)
        if at is not None:
            self.move(member_id, others[at].uuid)

    def move(self, member_id: str, to: str) -> None:
        """Move somebody; the last one only where the group shall end with that."""
        store, said, ends = self._context.store, list[str](), False
        if changing_groups.is_last(store, member_id):
            question = "Nobody would be left in the group. End it with that?"
            ends = self._context.ask.confirm(self._owner, question, "Move, and end the group")
            if not ends:
                self._context.say("Nothing was changed: a group does not run for nobody.", "info")
                return
        if self._context.attempt(lambda: said.append(changing_groups.move(store, member_id, to, ends=ends))):
            self._moved(to)
            self._context.done(said[0], "good")


def _given(line: Line, pupil_id: str, context: Context) -> Given:
    return next(one for one in provisions.of_pupil(context.store, pupil_id) if one.uuid == line.uuid)


def _told(line: Line, place: int, context: Context) -> str:
    name, figures = line.names[place], line.costed.members[place]
    given = _given(line, figures.pupil_id, context)
    days = "".join(
        f", {words} {written_day(day)}"
        for words, day in (("joined", given.member.joined_on), ("left", given.member.left_on))
        if day is not None
    )
    tally = figures.tally
    told = f"{name}{days}: {tally.delivered:,} of {tally.planned:,} minutes given"
    told += f", {tally.missed:,} missed" if tally.missed else ""
    return told + (f", {tally.owed:,} owed" if tally.owed else "")


def _who(line: Line) -> str:
    count = len(line.names)
    return "1 is in it" if count == 1 else f"{count} are in it"
