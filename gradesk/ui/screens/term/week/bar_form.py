"""The words of one thing of the week: support gets its adult, room and times; another part all that is known of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from gradesk.model.base import Entity
from gradesk.model.rules.week.parts import Bar, Week
from gradesk.model.term.draft import DraftBar
from gradesk.model.term.provision import Provision
from gradesk.model.term.week import WeekEntry
from gradesk.services.pupils import register
from gradesk.services.school import staff
from gradesk.services.term.planned import entries, moving
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.names import Named
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, flow
from gradesk.ui.parts.keeping import kept_form

SUPPORTED = ("led_by", "stands_in", "room", "minutes", "times_a_week", "weekdays", "begins_at")
ENTRY = (
    "kind", "name", "adult", "with_whom", "class_name", "pupil_id", "room", "weekdays", "begins_at", "minutes", "protected",
    "starts_on", "ends_on",
)  # fmt: skip


def _options(context: Context) -> dict[str, Any]:
    return {"pupil_id": Named([(one.uuid, one.name) for one in register.everyone(context.store)])}


class BarForm(QWidget):
    """What is typed is kept at a pause, as everywhere. `left` is called by Escape."""

    def __init__(self, context: Context, bar: Bar, draft_id: str, left: Callable[[], object]) -> None:
        super().__init__()
        self.context, self.bar, self._draft_id, self._left = context, bar, draft_id, left
        entity: type[Entity] = WeekEntry if not bar.is_support else DraftBar if draft_id else Provision
        fields = SUPPORTED if bar.is_support else ENTRY
        options = None if bar.is_support else _options(context)
        columns = 1 if context.look.theme.is_large else 2
        self.form = kept_form(context, entity, fields, self._keep, columns, options, about=f"week {draft_id}{bar.uuid}")
        self.form.offer_people([one.name for one in staff.staff(context.store)])
        self.form.say_of(bar.name)
        leave = button("Back to the week", left, "", "Escape")
        acts = [leave]
        if bar.is_support and not draft_id:
            acts.append(button("Who is in it …", lambda: context.go("term", tab="groups", record=bar.uuid), "link"))
        said: list[QWidget] = []
        if not bar.is_support:
            acts.append(button("Take out of the draft" if draft_id else "Delete", self.delete, "link"))
        if draft_id:
            said.append(
                PlainLabel("What is changed here is of the draft. The weeks that run stay as they are.", "quiet")
            )
        self.setLayout(column(card(PlainLabel(bar.name, "heading"), *said, self.form, flow(*acts)), None))
        self.reload()

    def reload(self) -> None:
        """Show what is kept."""
        row = moving.record(self.context.store, self.bar, self._draft_id)
        if row is not None:
            self.form.load(row)

    @property
    def draft(self) -> Form:
        """The form whose words may not be kept yet."""
        return self.form

    def show_week(self, week: Week) -> bool:
        """Show it as it is in the week now; False where it is not in it any more."""
        found = week.bar(self.bar.uuid)
        if found is not None:
            self.bar = found
            self.reload()
        return found is not None

    def focus_first(self, name: str = "") -> None:
        """Put the cursor in a field."""
        self.form.focus_on(name or next(iter(self.form.editors)))

    def flush(self) -> None:
        """Keep what is being typed."""
        self.form.flush()

    def delete(self) -> None:
        """Take a part that is no support out of every week, or out of the draft."""
        store, draft_id = self.context.store, self._draft_id
        if self.context.attempt(lambda: entries.remove(store, self.bar.uuid, draft_id)):
            self._left()
            done = (
                "is not in the draft any more; the weeks that run keep it" if draft_id else "was deleted from the week"
            )
            self.context.done(f"{self.bar.name} {done}.", "good")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the week."""
        if event.key() == Qt.Key.Key_Escape:
            self.flush()
            self._left()
        else:
            super().keyPressEvent(event)

    def _keep(self, values: Mapping[str, Any]) -> None:
        moving.change(self.context.store, self.bar, values, self._draft_id, self)


class NewEntry(QWidget):
    """A part of the week that is not there yet: nothing is kept until it is added. `left` gets what was added, if anything,
    and tells what clashes with it.
    """

    def __init__(
        self, context: Context, values: Mapping[str, Any], left: Callable[[str], str], draft_id: str = ""
    ) -> None:
        super().__init__()
        self.context, self._left, self._draft_id = context, left, draft_id
        columns = 1 if context.look.theme.is_large else 2
        self.form = Form(
            WeekEntry, ENTRY, context.store.clock.today, context.words(), columns, _options(context), draft=True,
            about="new part of the week", ahead=True,
        )  # fmt: skip
        self.form.offer_people([one.name for one in staff.staff(context.store)])
        for name, value in values.items():
            self.form.editors[name].show(value)
        where = "draft" if draft_id else "week"
        add = button(f"Add to the {where}", self.add, "main", "Ctrl+Enter")
        leave = button("Leave without adding", self._discard, "link", "Escape")
        hint = PlainLabel("Support of pupils is begun under Groups. Without a name it is called by its kind.", "quiet")
        self.setLayout(
            column(card(PlainLabel(f"Add to the {where}", "heading"), hint, self.form, flow(add, leave)), None)
        )

    def focus_first(self, name: str = "") -> None:
        """Put the cursor in the first field."""
        self.form.focus_on(name or "kind")

    @property
    def draft(self) -> Form:
        """The form whose words are not kept yet."""
        return self.form

    def add(self) -> None:
        """Keep it."""
        try:
            values = self.form.values()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        made: list[str] = []
        if values.get("minutes") is not None:
            values["minutes"] = int(values["minutes"])
        if self.context.attempt(lambda: made.append(entries.add(self.context.store, values, self._draft_id))):
            self.form.clear()
            clash = self._left(made[0])
            named = str(values.get("class_name") or "")
            done = f"Added to the {'draft' if self._draft_id else 'week'}."
            if clash:
                self.context.done(f"{done} Clash: {clash}", "problem")
            elif entries.is_nobodys(self.context.store, named):
                self.context.done(f"{done} Nobody is in {named} yet; was another class meant?", "info")
            else:
                self.context.done(done, "good")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter adds, Escape leaves."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._discard()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.add()
        else:
            super().keyPressEvent(event)

    def _discard(self) -> None:
        self.form.clear()
        self._left("")
