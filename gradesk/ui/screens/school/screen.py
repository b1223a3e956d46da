"""The school: its name and words, the names of layers and ratings, half-terms, and how this laptop looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.school import School
from gradesk.services import school
from gradesk.services.school import Label
from gradesk.ui.context import Context
from gradesk.ui.kit.fields import ChoiceEditor, DayEditor, LineEditor, Wrong
from gradesk.ui.kit.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, clear, column, flow
from gradesk.ui.screen import Screen
from gradesk.ui.screens.school.plan_types import PlanTypesCard
from gradesk.ui.theme import SCALES


class SchoolScreen(Screen):
    """Settings of the school (in the encrypted file) and of this laptop."""

    kinds = frozenset({"school", "layer", "plan_type", "rating", "half_term"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.words_form = Form(
            School,
            ("name", "word_pupil", "word_senco", "word_plan", "stuck_after"),
            context.store.clock.today,
            context.words(),
            2,
        )
        self.words_form.edited.connect(
            lambda values: self._send(
                self.words_form, lambda: school.change_school(context.store, values, self), values
            )
        )
        self._kept: dict[str, str] = {}  # labels by uuid, as they were kept last
        self._renaming: list[tuple[str, Label, LineEditor]] = []
        self._labels, self._terms = QVBoxLayout(), QVBoxLayout()
        self.plan_types = PlanTypesCard(context)
        inside = QWidget()
        inside.setLayout(
            column(
                PlainLabel("School", "title"),
                card(PlainLabel("Name and words", "heading"), self.words_form),
                card(
                    PlainLabel("Terms", "heading"),
                    PlainLabel(
                        "Typical dates of this year and the next; every school sets its own. Change what differs.",
                        "quiet",
                    ),
                    self._terms,
                ),
                card(PlainLabel("Kinds of plan", "heading"), self.plan_types),
                card(PlainLabel("Names your school gives", "heading"), self._labels),
                card(PlainLabel("This computer", "heading"), self._laptop()),
                None,
                margin=16,
                gap=12,
            )
        )
        self.setLayout(column(ScrollPage(inside)))

    def reload(self) -> None:
        """Show everything anew."""
        store = self.context.store
        found = school.card(store)
        self.words_form.load(
            School(
                name=found.name,
                word_pupil=found.words.pupil,
                word_senco=found.words.senco,
                word_plan=found.words.plan,
                stuck_after=found.stuck_after,
            )
        )
        clear(self._labels)
        self._renaming = []
        for kind, heading, labels in self._label_groups():
            self._labels.addWidget(PlainLabel(heading, "field"))
            self._labels.addWidget(flow(*(self._label(kind, label) for label in labels)))
        clear(self._terms)
        for year, half in school.calendar(store, store.clock.today()):
            self._terms.addWidget(self._half_term(year, half))
        self.plan_types.reload()

    def flush(self) -> None:
        """Keep what is being typed."""
        for form in self.findChildren(Form):
            form.flush()
        for kind, label, editor in self._renaming:
            if editor.typed():
                self._rename(kind, label, editor)

    def unkept(self) -> bool:
        """Whether something typed could not be kept, or is the title of a kind of plan that is not added yet."""
        half = bool(str(self.plan_types.new.value()).strip())
        return half or any(form.typed() for form in self.findChildren(Form))

    def _laptop(self) -> QWidget:
        look = self.context.look
        theme = ChoiceEditor([("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast")])
        theme.show(look.theme.name)
        theme.widget.setAccessibleName("Theme")
        theme.edited.connect(lambda: look.choose(theme.value()))
        scale = ChoiceEditor([(size, f"Text {size} %") for size in SCALES])
        scale.show(look.theme.scale)
        scale.widget.setAccessibleName("Size of text")
        scale.edited.connect(lambda: look.choose(scale=scale.value()))
        look.changed.connect(lambda: theme.show(look.theme.name))
        look.changed.connect(lambda: scale.show(look.theme.scale))
        folder = PlainLabel(f"The school’s file lies in {self.context.store.vault.folder}", "quiet")
        holder = QWidget()
        holder.setLayout(column(flow(theme.widget, scale.widget), folder))
        return holder

    def _label_groups(self) -> list[tuple[str, str, list[Label]]]:
        store = self.context.store
        return [
            ("layer", "Layers of support", school.layers(store)),
            *(("rating", f"Outcomes at a review: {scale}", labels) for scale, labels in school.scales(store)),
        ]

    def _label(self, kind: str, label: Label) -> QWidget:
        editor = LineEditor()
        editor.show(label.label)
        editor.widget.setAccessibleName(f"Name of {label.code}")
        line: Any = editor.widget
        line.setMinimumWidth(self.context.look.theme.px(220))
        line.editingFinished.connect(lambda: self._rename(kind, label, editor))
        self._renaming.append((kind, label, editor))
        return line

    def _rename(self, kind: str, label: Label, editor: LineEditor) -> None:
        kept = self._kept.get(label.uuid, label.label)
        if editor.value().strip() == kept:
            return
        if self.attempt(lambda: school.rename(self.context.store, kind, label.uuid, editor.value(), self)):
            self._kept[label.uuid] = editor.value().strip()
        else:
            editor.show(kept)

    def _half_term(self, year: str, half: Any) -> QWidget:
        first, last = DayEditor(self.context.store.clock.today), DayEditor(self.context.store.clock.today)
        for editor, day, words in ((first, half.starts_on, "first day"), (last, half.ends_on, "last day")):
            editor.show(day)
            editor.widget.setAccessibleName(f"{half.name} {year}: {words}")
            editor.widget.setMaximumWidth(self.context.look.theme.px(170))
            editor.widget.editingFinished.connect(lambda: self._move(half, first, last))  # type: ignore[attr-defined]
        name = PlainLabel(f"{year}  {half.name}", wrap=False)
        name.setMinimumWidth(self.context.look.theme.px(190))
        return flow(name, first.widget, PlainLabel("to", wrap=False), last.widget)

    def _move(self, half: Any, first: DayEditor, last: DayEditor) -> None:
        try:
            starts, ends = first.value(), last.value()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        if starts is None or ends is None or (starts, ends) == (half.starts_on, half.ends_on):
            return
        if self.attempt(lambda: school.change_half_term(self.context.store, half.uuid, starts, ends, self)):
            half.starts_on, half.ends_on = starts, ends
        else:
            first.show(half.starts_on)
            last.show(half.ends_on)

    def _send(self, form: Form, keep: Callable[[], object], values: Mapping[str, Any]) -> None:
        if not self.attempt(keep):
            form.put_back(values)
