"""The words of support in a draft, and who is meant to be in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.term.draft import DraftBar
from gradesk.services.pupils import register
from gradesk.services.school import staff
from gradesk.services.term.planned import drafts
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.chosen_names import ChosenNames
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column, flow
from gradesk.ui.parts.keeping import kept_form

FIELDS = (
    "name", "form", "area", "led_by", "stands_in", "times_a_week", "minutes", "weekdays", "begins_at", "room", "starts_on",
    "planned_to",
)  # fmt: skip


class DraftBarCard(QWidget):
    """A form that is kept as it is typed, and a line by which pupils join. `did` is called after each change of who is in it."""

    def __init__(self, context: Context, uuid: str, did: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._uuid, self._did = context, uuid, did
        columns = 2 if context.look.theme.is_large else 5
        self.form: Form = kept_form(
            context, DraftBar, FIELDS, self._keep, columns, halves=True, about=f"draft bar {uuid}", ahead=True
        )
        self.form.offer_people([one.name for one in staff.staff(context.store)])
        record = drafts.bar(context.store, uuid)
        self.form.say_of(record.name).load(record)
        self._who = QVBoxLayout()
        say = context.words().say
        self.names = ChosenNames(
            say("Who joins it in the draft"), say("Another {pupil}: type a part of the name, Enter")
        )
        self.names.changed.connect(self._join)
        self.names.refused.connect(
            lambda typed: context.say(say(f"No one {{pupil}} is called “{typed}”; nobody was added."), "problem")
        )
        self.names.offer({_named(row.name, row.class_name): row.uuid for row in register.everyone(context.store)})
        self.setLayout(column(PlainLabel(say("In the draft"), "field"), self._who, self.names, self.form, gap=8))
        self._show_who()

    def reload(self) -> None:
        """Show what is kept now."""
        self.form.load(drafts.bar(self._context.store, self._uuid))
        self._show_who()

    def flush(self) -> None:
        """Keep what is being typed."""
        self.form.flush()

    def _keep(self, values: Mapping[str, Any]) -> None:
        drafts.change_bar(self._context.store, self._uuid, values, self)
        self._did()

    def _join(self) -> None:
        chosen = list(self.names.chosen.values())
        if not chosen:
            return
        self.names.clear()
        for pupil_id in chosen:
            self._context.attempt(partial(drafts.join, self._context.store, self._uuid, pupil_id))
        self._show_who()
        self._did()

    def _take_out(self, pupil_id: str) -> None:
        if self._context.attempt(partial(drafts.take_out, self._context.store, self._uuid, pupil_id)):
            self._show_who()
            self._did()
            self.names.line.setFocus()

    def _show_who(self) -> None:
        clear(self._who)
        acts = []
        for pupil_id, name in drafts.members(self._context.store, self._uuid):
            act = button(f"{name}  ×", partial(self._take_out, pupil_id), "", "Takes this one out of it")
            act.setAccessibleName(f"Take out {name}")
            acts.append(act)
        self._who.addWidget(flow(*acts) if acts else PlainLabel("Nobody yet.", "quiet"))


def _named(name: str, class_name: str) -> str:
    return f"{name} ({class_name})" if class_name else name
