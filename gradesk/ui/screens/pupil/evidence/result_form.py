"""The form for one assessment result: the result as it is typed, with its band and change while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout

from gradesk.model.rules import measures as rules
from gradesk.model.rules.measures import Measure
from gradesk.model.vocabulary import INFORMANTS
from gradesk.services.evidence import measures
from gradesk.services.evidence.measures import ResultRow
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, Editor, LineEditor, TextEditor, Wrong
from gradesk.ui.kit.forms.held import HeldPart
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow

NAMES = ("measure", "informant", "value", "happened_on", "hoped", "question", "note")


class ResultForm(HeldPart):
    """A new result, or the correction of one. `keep` gets the measure, the typed result and the rest; True when kept."""

    def __init__(
        self, context: Context, keep: Callable[[str, str, dict[str, Any]], bool], put_away: Callable[[], object]
    ) -> None:
        super().__init__()
        self._context, self._keep, self._put_away = context, keep, put_away
        self._known: dict[str, Measure] = {}
        self._before: Sequence[ResultRow] = ()
        self._kept: ResultRow | None = None  # the one that is corrected
        say, today = context.words().say, context.store.clock.today
        self.measure = ChoiceEditor([])
        self.informant = ChoiceEditor([])
        self.value = LineEditor()
        self.day = DayEditor(today, past=True)
        self.question = LineEditor()
        self.hoped = LineEditor()
        self.note = TextEditor(1)
        self.editors: dict[str, Editor] = dict(
            zip(
                NAMES,
                (self.measure, self.informant, self.value, self.day, self.hoped, self.question, self.note),
                strict=True,
            )
        )
        labels = ("Measure", "Filled in by", "Result", "When", "Hoped for", "Which test, or what was asked", "Note")
        self.question_label = PlainLabel("", "field")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for place, (name, label) in enumerate(zip(NAMES, labels, strict=True)):
            editor = self.editors[name]
            editor.widget.setAccessibleName(say(label))
            heading = self.question_label if name == "question" else PlainLabel(say(label), "field")
            heading.setText(say(label))
            heading.setBuddy(editor.widget)
            span = 3 if name == "note" else 1
            top = Qt.AlignmentFlag.AlignTop
            at = place // 3 * 2  # what is typed is said in words straight under the first line
            grid.addLayout(column(heading, editor.widget, gap=3), at, place % 3, 1, span, top)
        for side in range(3):
            grid.setColumnStretch(side, 1)
        self.explained = PlainLabel("", "quiet")
        self.told = PlainLabel("", "field")
        grid.addWidget(self.told, 1, 0, 1, 3)
        self.act = button("Keep this result  (Enter)", self.keep, "main")
        self.away = button("Put it away", put_away, "link")
        self.setLayout(column(grid, self.explained, flow(self.act, self.away), gap=8))
        self.measure.edited.connect(self._other_measure)
        for editor in (self.value, self.informant, self.question, self.day, self.hoped):
            editor.edited.connect(self._tell)
        for line in (self.value.line, self.question.line, self.hoped.line):
            line.returnPressed.connect(self.keep)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts a form away in which nothing stands."""
        if event.key() == Qt.Key.Key_Escape and not self.is_begun:
            self._put_away()
            return
        super().keyPressEvent(event)

    def offer(self, known: Sequence[Measure], before: Sequence[ResultRow]) -> None:
        """Which measures there are to choose from, and what the pupil has already, newest first."""
        self._before = before
        self._known = {one.code: one for one in known}
        choices = [(one.code, one.name) for one in known]
        if choices != [(self._box_data(place), self._box_text(place)) for place in range(self._box_count())]:
            self.measure.offer(choices)
        self._other_measure(tell=False)

    def fresh(self, code: str = "") -> None:
        """Begin a new result, of this measure when one is named."""
        if code:
            self.measure.show(code)
        self.day.show(self._context.store.clock.today())
        for editor in (self.value, self.question, self.hoped, self.note):
            editor.show("")
            editor.mark("")
        self._other_measure(tell=False)
        known = self._known.get(str(self.measure.value()))
        last = next((row for row in self._before if known is not None and row.measure.code == known.code), None)
        if last is not None:  # most often it is the same again
            self.informant.show(last.informant)
            self.question.show(last.question)
        self._tell()

    def load(self, row: ResultRow) -> None:
        """Show a result to correct it; its measure stays."""
        self._kept = row
        self.measure.show(row.measure.code)
        self._known.setdefault(row.measure.code, row.measure)
        self._other_measure(tell=False)
        self.informant.show(row.informant)
        self.value.show(rules.short_value(row.measure, row.value))
        self.day.show(row.happened_on)
        self.question.show(row.question)
        self.hoped.show("" if row.hoped is None else rules.short_value(row.measure, row.hoped))
        self.note.show(row.note)
        self.measure.widget.setEnabled(False)
        self.act.setText("Keep the correction  (Enter)")
        self._tell()

    def typed(self) -> dict[str, Any]:
        """Everything that stands in the form, once something does."""
        return {name: editor.raw() for name, editor in self.editors.items()} if self.differs else {}

    def retype(self, typed: Mapping[str, Any]) -> None:
        """Put back what `typed` gave."""
        for name in NAMES:
            if name in typed:
                self.editors[name].show_raw(typed[name])
            if name == "measure":
                self._other_measure(tell=False)
        self._tell()

    def clear(self) -> None:
        """Show again what is kept, or nothing."""
        if self._kept is not None:
            self.load(self._kept)
        else:
            self.fresh()

    @property
    def differs(self) -> bool:
        """Whether what stands there is not what is kept."""
        if self._kept is None:
            return self.is_begun
        return str(self.value.value()) != rules.short_value(self._kept.measure, self._kept.value)

    @property
    def is_begun(self) -> bool:
        """Whether something stands there that would be lost."""
        return any(str(editor.value()).strip() for editor in (self.value, self.hoped, self.note))

    def keep(self) -> None:
        """Keep what stands in the form; what cannot be stays there, marked, with the reason."""
        self.value.mark("")
        try:
            values: dict[str, Any] = {
                "happened_on": self.day.value() or self._context.store.clock.today(),
                "informant": self.informant.value(),
                "question": self.question.value(),
                "hoped": self.hoped.value(),
                "note": self.note.value(),
            }
        except Wrong as wrong:
            self.day.mark(str(wrong))
            self._context.say(str(wrong), "problem")
            return
        self.day.mark("")
        if not self._keep(str(self.measure.value()), str(self.value.value()), values):
            self.value.mark("This result was not kept; see the message.")
            self.value.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _other_measure(self, *, tell: bool = True) -> None:
        known = self._known.get(str(self.measure.value()))
        say = self._context.words().say
        codes = known.informants if known and known.informants else INFORMANTS.codes
        blank = [] if len(codes) == 1 else [("", "")]
        kept = self.informant.value()
        self.informant.offer([*blank, *((code, say(INFORMANTS.label(code))) for code in codes)])
        self.informant.show(kept if kept in codes else "")
        if known is not None:
            asks = bool(known.asks or str(self.question.value()).strip())
            self.question_label.setText(say(known.asks or "Which test, or what was asked"))
            for widget in (self.question_label, self.question.widget):
                widget.setVisible(asks)
            self.value.line.setPlaceholderText(f"such as {rules.example(known)}")
            checks = f"Check against your own copy: {known.unverified}." if known.unverified else ""
            parts = (known.range_words, known.direction_words.capitalize() + ".", say(known.note), checks)
            self.explained.setText("  ".join(part for part in parts if part))
        if tell:
            self._tell()

    def _tell(self) -> None:
        """Band and change of what is typed so far; nothing while it is no result yet."""
        known = self._known.get(str(self.measure.value()))
        typed = str(self.value.value()).strip()
        words = ""
        if known is not None and typed:
            try:
                words = self._words(known, rules.read_value(known, typed))
            except Refused as refusal:
                words = str(refusal).split(", so ")[0] + "."
        self.told.setText(words)

    def _words(self, known: Measure, value: float) -> str:
        who, asked = str(self.informant.value() or ""), str(self.question.value())
        parts = [rules.written_value(known, value), rules.band_of(known, value, who)]
        before = measures.newest([row for row in self._before if row.happened_on < self._day()], known.code, who, asked)
        if before is not None:
            parts.append(rules.change_words(known, (before.happened_on, before.value), (self._day(), value)))
        soon = measures.too_soon(before, self._day())
        return ", ".join(part for part in parts if part) + "." + (f" {soon}" if soon else "")

    def _day(self) -> date:
        today = self._context.store.clock.today()
        try:
            day: date | None = self.day.value()
        except Wrong:
            return today
        return day or today

    def _box_count(self) -> int:
        return self._box.count()

    def _box_data(self, place: int) -> Any:
        return self._box.itemData(place)

    def _box_text(self, place: int) -> str:
        return str(self._box.itemText(place))

    @property
    def _box(self) -> Any:
        return self.measure.widget
