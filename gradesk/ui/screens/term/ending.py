"""How a block ends: its day, what came of it and the results after are asked for, and none of them is forced."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.provision import Provision
from gradesk.services.term import closing, effects
from gradesk.services.term.told.board import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import DayEditor, Wrong
from gradesk.ui.kit.forms.form import Unsent
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.parts.keeping import kept_form


class Ending(QFrame):
    """The card of one support: it ends here, or is opened again."""

    def __init__(self, context: Context, line: Line) -> None:
        super().__init__()
        self._context, self._line = context, line
        self.setProperty("role", "card")
        self.told = PlainLabel("", "quiet")
        self.day = DayEditor(context.store.clock.today, past=True)
        self.day.line.setAccessibleName("Ended on")
        self.day.line.returnPressed.connect(self.end)
        Unsent(self.day, f"ended {line.uuid}")
        self.outcome = kept_form(context, Provision, ("outcome",), self._keep, about=f"outcome {line.uuid}")
        self.outcome.say_of(line.provision.name)
        self.end_act = button("End it and keep its figures", self.end)
        self.again_act = button("Open it again", self.open_again)
        self.asked = QWidget()
        self.asked.setLayout(
            column(
                PlainLabel("Ended on: today, if nothing is typed", "field"), flow(self.day.widget, self.end_act), gap=4
            )
        )  # fmt: skip
        heading = PlainLabel("Its end", "heading")
        self.setLayout(column(heading, self.told, self.outcome, self.asked, flow(self.again_act), margin=14, gap=8))
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        """Show whether it is open or closed, and what is not measured yet."""
        self._line = line
        record = line.provision
        self.outcome.load(record)
        closed = line.costed.closed
        self.asked.setVisible(not closed)
        self.again_act.setVisible(record.ends_on is not None)
        if closed:
            self.told.setText(
                f"Closed on {written_day(record.ends_on)}. Minutes, cost and effect stay as they were on that day, "
                "whatever rates, calendar or marks become. A result after that is still missing can be typed above."
            )
            return
        if not self.day.line.isModified():
            self.day.show(record.ends_on)
        self.told.setText(
            f"What it gave, cost and did is kept as it is on that day. {self._missing()}You can open it again."
        )

    def end(self) -> None:
        """Close the block on the day that stands there."""
        try:
            day = self.day.value()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        self.outcome.flush()
        deed = partial(closing.close, self._context.store, self._line.uuid, day)
        if self._context.attempt(deed):
            self._context.done("Ended; its figures are kept. It stands under “What has ended this year”.", "good")

    def open_again(self) -> None:
        """Let it go on."""
        if self._context.attempt(partial(closing.open_again, self._context.store, self._line.uuid)):
            self._context.done("Open again: its figures follow from the register, rates and calendar.", "good")

    def flush(self) -> None:
        """Keep what is being typed."""
        self.outcome.flush()

    def _keep(self, values: Mapping[str, Any]) -> None:
        closing.change(self._context.store, self._line.uuid, values, self)

    def _missing(self) -> str:
        found = effects.of(self._context.store, self._line.uuid)
        named = dict(zip([one.pupil_id for one in self._line.costed.members], self._line.names, strict=True))
        without = [
            named[pupil_id]
            for pupil_id, one in found.items()
            if one.measure is not None and one.pair.after is None and pupil_id in named
        ]
        return f"Not measured after yet: {', '.join(without)}. " if without else ""
