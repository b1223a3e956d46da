"""The kinds of meeting a school holds: what they are called, how long they take, what counts, and their steps in order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from gradesk.model.meetings.kind import MeetingKind
from gradesk.services.meetings import kinds
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, LineEditor
from gradesk.ui.kit.forms.ordered import OrderedTicks
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.parts.keeping import kept_form

FIELDS = ("label", "minutes", "notice_days", "counts", "with_home", "reviews", "papers_days", "papers")
NAME = "the {pupil}"  # stands in the titles of steps for the child's first name


class MeetingKindsCard(QWidget):
    """Edits one kind of meeting at a time. Every change is kept at once."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._kinds: list[MeetingKind] = []
        self.kind = ChoiceEditor([])
        self.kind.fit_contents()
        self.kind.widget.setAccessibleName("Kind of meeting")
        self.kind.edited.connect(self._show)
        self.form = kept_form(context, MeetingKind, FIELDS, self._keep, 3, about="kind of meeting")
        self.form.say_of("this kind of meeting")
        self.steps = OrderedTicks("Steps of the meeting, in order")
        self.steps.arranged.connect(self._arrange)
        self.new = LineEditor()
        self.new.widget.setAccessibleName("Name of a new kind of meeting")
        self.new.widget.setMinimumWidth(context.look.theme.px(260))
        self.new.line.returnPressed.connect(self._add)
        self._with_steps = QWidget()
        self._with_steps.setLayout(
            column(
                PlainLabel(
                    "Tick its steps, and put them in order with Up and Down (or Alt and the arrow keys).", "quiet"
                ),
                self.steps,
                flow(button("Up", partial(self.steps.move_line, -1)), button("Down", partial(self.steps.move_line, 1))),
            )
        )
        self.setLayout(
            column(
                flow(self.kind.widget, button("Remove this kind of meeting", self._remove, "link")),
                self.form,
                self._with_steps,
                flow(
                    PlainLabel("A kind of your own", "field", wrap=False),
                    self.new.widget,
                    button("Add it, like the one above", self._add),
                ),
                gap=8,
            )
        )

    def reload(self) -> None:
        """Show the kinds there are, and the one in hand."""
        self._kinds = kinds.kinds(self._context.store)
        kept = self.kind.value()
        self.kind.offer([(kind.uuid, kind.label) for kind in self._kinds])
        uuids = [kind.uuid for kind in self._kinds]
        self.kind.show(kept if kept in uuids else uuids[0])
        self._show()

    def flush(self) -> None:
        """Keep what is being typed."""
        self.form.flush()

    @property
    def _now(self) -> MeetingKind:
        return next(kind for kind in self._kinds if kind.uuid == self.kind.value())

    def _show(self) -> None:
        kind = self._now
        self.form.flush()
        self.form.load(kind)
        self._with_steps.setVisible(not kind.is_brief)
        chosen, say = kind.steps.split(), self._context.words().say
        order = [*kinds.steps_of(kind), *(step for code, step in kinds.every_step().items() if code not in chosen)]
        self.steps.fill([(step.code, _title(step.title.format(name=say(NAME)))) for step in order], chosen)

    def _keep(self, values: Mapping[str, Any]) -> None:
        whole = {name: round(value) if isinstance(value, float) else value for name, value in values.items()}
        kinds.change(self._context.store, self._now.uuid, whole, self)
        self._kinds = kinds.kinds(self._context.store)
        self.kind.offer([(kind.uuid, kind.label) for kind in self._kinds])

    def _arrange(self) -> None:
        uuid, codes = self._now.uuid, self.steps.codes()
        if not self._context.attempt(lambda: kinds.arrange(self._context.store, uuid, codes, self)):
            self._show()
        self._kinds = kinds.kinds(self._context.store)

    def _add(self) -> None:
        made: list[str] = []
        name, like = str(self.new.value()), self._now
        if self._context.attempt(lambda: made.append(kinds.add(self._context.store, name, like.code))):
            self.new.show("")
            self.reload()
            self.kind.show(made[0])
            self._show()
            self._context.done(f"“{' '.join(name.split())}” is added, like “{like.label}”.", "good")

    def _remove(self) -> None:
        kind = self._now
        if self._context.attempt(lambda: kinds.remove(self._context.store, kind.uuid)):
            self.reload()
            self._context.done(f"“{kind.label}” is off the list; Ctrl+Z brings it back.", "info")


def _title(words: str) -> str:
    return words[:1].upper() + words[1:]
