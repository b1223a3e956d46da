"""What a support did: by what it is measured, and for each pupil the result before, the one expected and the one after."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QGridLayout

from gradesk.model.rules import measures as measuring
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.term.money import written
from gradesk.model.term.provision import Provision
from gradesk.services.evidence import measure_catalogue
from gradesk.services.term import effects
from gradesk.services.term.effects import MEASURED, Effect
from gradesk.services.term.told.board import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.fields import LineEditor
from gradesk.ui.kit.forms.form import Unsent
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import column
from gradesk.ui.parts.keeping import kept_form

TYPED = {"before": "Before", "expected": "Expected", "after": "After"}
HINT = (
    "What you type stands under Evidence too: “before” is of the first day there, “after” of the last one or today. "
    "A result that is there already is shown."
)


class Result(LineEditor):
    """One result of one pupil: kept when its line is left, and read as the measure reads it."""

    def __init__(self, context: Context, member_id: str, what: str, name: str, owner: object) -> None:
        super().__init__()
        self._context, self._member, self.what, self._owner = context, member_id, what, owner
        self.line.setAccessibleName(f"{TYPED[what]}: {name}")
        self.line.setObjectName(f"{what} {member_id}")
        self._unsent = Unsent(self, f"{what} {member_id}")
        self.line.editingFinished.connect(self.keep)
        self._shown = ""

    def show_result(self, words: str, about: str) -> None:
        """Show what is kept; what is being typed stays."""
        if self.line.isModified() and self.line.text().strip() != self._shown:
            return
        self._shown = words
        self.show(words)
        self.line.setModified(False)
        self.line.setToolTip(tip(about) if about else "")
        self.line.setAccessibleDescription(about)
        self._unsent.clear()

    def keep(self) -> None:
        """Keep what was typed."""
        typed = self.line.text().strip()
        if not self.line.isModified() or typed == self._shown:
            return
        store = self._context.store
        deed = (
            partial(effects.expect, store, self._member, typed, self._owner)
            if self.what == "expected"
            else partial(effects.record, store, self._member, self.what, typed, self._owner)
        )
        kept = self._context.attempt(deed)
        self.mark("" if kept else "This was not kept; the message says why.")
        if kept:
            self._shown = typed
            self.line.setModified(False)
            self._unsent.clear()


class BeforeAfter(QFrame):
    """The card of one support. `show` reads anew; a form or a line that is being typed in stays."""

    def __init__(self, context: Context, line: Line) -> None:
        super().__init__()
        self._context, self._uuid = context, line.uuid
        self.setProperty("role", "card")
        known = measure_catalogue.in_use(context.store)
        self.form = kept_form(
            context, Provision, MEASURED, self._choose, 1 if context.look.theme.is_large else 3,
            {"measure": [("", "Nothing"), *((one.code, one.name) for one in known)]}, about=f"measured {line.uuid}",
        )  # fmt: skip
        self.form.say_of(line.provision.name)
        self.results: dict[str, dict[str, Result]] = {}
        self._said: dict[str, PlainLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for place, label in enumerate(("", *TYPED.values())):
            grid.addWidget(PlainLabel(label, "field", wrap=False), 0, place)
        members = effects.of(context.store, line.uuid)
        for place, (name, each) in enumerate(zip(line.names, line.costed.members, strict=True)):
            if each.pupil_id in members:
                self._add(grid, 2 * place + 1, name, members[each.pupil_id])
        self.setLayout(
            column(
                PlainLabel("Before and after", "heading"), self.form, PlainLabel(HINT, "quiet"), grid, margin=14, gap=8
            )
        )
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        """Show the results as they are now."""
        self.form.load(line.provision)
        costs = {one.pupil_id: one.delivered_cost for one in line.costed.members}
        for pupil_id, one in effects.of(self._context.store, self._uuid).items():
            if pupil_id not in self.results:
                continue
            self._said[pupil_id].setText(self._context.words().say(_told(one, costs.get(pupil_id, 0))))
            for what, editor in self.results[pupil_id].items():
                editor.show_result(*_shown(one, what))
                editor.line.setReadOnly(line.costed.closed and (what != "after" or one.kept))

    def flush(self) -> None:
        """Keep what is being typed."""
        self.form.flush()
        for editors in self.results.values():
            for editor in editors.values():
                editor.keep()

    def _add(self, grid: QGridLayout, place: int, name: str, one: Effect) -> None:
        grid.addWidget(PlainLabel(name), place, 0)
        self.results[one.given.pupil_id] = mine = {
            what: Result(self._context, one.given.member.uuid, what, name, self) for what in TYPED
        }
        for at, editor in enumerate(mine.values(), start=1):
            editor.line.setMaximumWidth(self._context.look.theme.px(110))
            grid.addWidget(editor.widget, place, at)
        self._said[one.given.pupil_id] = said = PlainLabel("", "quiet")
        grid.addWidget(said, place + 1, 0, 1, len(TYPED) + 1)

    def _choose(self, values: Mapping[str, Any]) -> None:
        effects.choose(self._context.store, self._uuid, values, self)


def _shown(one: Effect, what: str) -> tuple[str, str]:
    """What stands in a line, and of which day and by whom it is."""
    if one.measure is None:
        return "", ""
    if what == "expected":
        return ("" if one.expected is None else measuring.short_value(one.measure, one.expected)), ""
    reading = one.pair.before if what == "before" else one.pair.after
    if reading is None:
        return "", ""
    return measuring.short_value(one.measure, reading.value), f"Of {written_day(reading.happened_on)}"


def _told(one: Effect, pence: int) -> str:
    before, after = one.pair.before, one.pair.after
    days = " to ".join(written_day(end.happened_on) for end in (before, after) if end is not None)
    each = effects.cost_per_month(one, pence)
    cost = f" {written(each)} for each month gained." if each is not None else ""
    return f"{days}: {one.said[:1].lower()}{one.said[1:]}{cost}" if days else f"{one.said}{cost}"
