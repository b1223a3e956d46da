"""Assessments on the pupil's page: a line for a new result, and every measure with its chart and its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from gradesk.model.rules import measures as rules
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.vocabulary import INFORMANTS
from gradesk.services.evidence import measure_catalogue, measures
from gradesk.services.evidence.measures import MeasureGroup, ResultRow
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.kit.pictures.chart import Chart, ChartBand, ChartData, ChartLine, ChartPoint, legend
from gradesk.ui.screens.pupil.evidence.days import written
from gradesk.ui.screens.pupil.evidence.result_form import ResultForm
from gradesk.ui.screens.pupil.move_away import mover
from gradesk.ui.screens.pupil.panel import Panel

SIDE_BY_SIDE = 900  # pixels, at the usual size of text, below which the numbers stand under the chart


class ResultsPart(QWidget):
    """The measures of one pupil, the one with the newest result first; one of them is unfolded at a time."""

    def __init__(self, context: Context, panel: Panel) -> None:
        super().__init__()
        self._context, self._panel = context, panel
        self.form: ResultForm | None = None
        self._rows: Sequence[ResultRow] = ()
        self._correcting = ""
        self._unfolded = ""
        self._folds: dict[str, QPushButton] = {}  # by the code of the measure
        self._whose = ""
        self._top, self._groups = QVBoxLayout(), QVBoxLayout()
        self._groups.setSpacing(8)
        self.new = button("New result", self.begin, "main")
        self.of_class = button("Results of the whole class", self._to_class, "link")
        self.empty = PlainLabel(
            "No assessment yet: a reading age, a questionnaire, a phonics check, or how far {pupil} says it is from 0 to 10.",
            "quiet",
        )
        self.setLayout(
            column(
                card(
                    PlainLabel("Assessments and measures", "heading"), flow(self.new, self.of_class), self._top, self.empty,
                    self._groups,
                )
            )
        )  # fmt: skip

    def show_pupil(self, pupil_id: str) -> None:
        """Show the results of a pupil; a form that is open stays with the pupil it is for."""
        if pupil_id != self._whose:
            self._drop_form()
            self._whose = pupil_id
            self._unfolded = ""
        self._rows = measures.results(self._context.store, pupil_id)
        if self.form is None:
            for waiting in ("new", *(row.uuid for row in self._rows)):
                if self._panel.holds(f"result {waiting}"):
                    self._open_form("" if waiting == "new" else waiting)
        groups = measures.by_measure(self._rows)
        if groups and self._unfolded not in {group.measure.code for group in groups}:
            self._unfolded = groups[0].measure.code
        if self.form is not None:
            self.form.offer(self._offered(), self._others())
        name = self._panel.page.pupil.first_name if self._panel.page else ""
        self.empty.setText(
            f"No assessment yet: a reading age, a questionnaire, a phonics check, or how {name} sees it from 0 to 10."
        )
        self.empty.setVisible(not groups and self.form is None)
        clear(self._groups)
        for group in groups:
            self._groups.addWidget(self._group(group))

    def begin(self, measure: str = "") -> None:
        """Open the form for a new result."""
        if self.form is None or self._correcting:
            self._open_form("")
            assert self.form is not None
            self.form.fresh(measure or (self._rows[0].measure.code if self._rows else ""))
        elif measure:
            self.form.measure.show(measure)
            self.form.offer(self._offered(), self._others())
        (self.form.value if measure or self._rows else self.form.measure).widget.setFocus()

    def put_down(self) -> None:
        """Close the form: its words were set aside with the pupil they are about."""
        self._drop_form()

    def go_to(self, uuid: str) -> bool:
        """Unfold the measure of a result, with its chart and all numbers; False when it is none of these."""
        code = next((row.measure.code for row in self._rows if row.uuid == uuid), "")
        if code and self._unfolded != code:
            self._unfold(code)
        elif code:
            self._folds[code].setFocus()
        return bool(code)

    # The form ---------------------------------------------------------------------------------------------------

    def _open_form(self, uuid: str) -> None:
        self._drop_form()
        self._correcting = uuid
        self.form = ResultForm(self._context, self._keep, self._put_away)
        self.form.about = f"result {uuid or 'new'}"
        self.form.offer(self._offered(), self._others())
        known = next((one for one in self._rows if one.uuid == uuid), None)
        if known is not None:
            self.form.load(known)
        self._top.addWidget(card(self.form))
        self.empty.hide()

    def _offered(self) -> list[Any]:
        return measure_catalogue.in_use(self._context.store)

    def _others(self) -> list[ResultRow]:
        return [row for row in self._rows if row.uuid != self._correcting]

    def _keep(self, measure: str, typed: str, values: dict[str, Any]) -> bool:
        store = self._context.store
        if self._correcting:
            uuid = self._correcting
            done = self._panel.attempt(
                lambda: measures.change_result(store, uuid, {**values, "value": typed}, self._panel)
            )
        else:
            done = self._panel.attempt(
                lambda: measures.add_result(store, self._whose, measure, typed, values, self._panel)
            )
        if not done:
            return False
        self._unfolded = measure
        again = not self._correcting
        self._drop_form()
        self.show_pupil(self._whose)
        newest = next((one for one in self._rows if one.measure.code == measure), None)
        if newest is not None:
            self._context.done(f"Kept: {newest.label}, {newest.words}." if again else "The correction is kept.", "good")
        self.new.setFocus()
        return True

    def _put_away(self) -> None:
        self._drop_form()
        self.empty.setVisible(not self._rows)
        self.new.setFocus()

    def _drop_form(self) -> None:
        if self.form is not None:
            self.form = None
            clear(self._top)
        self._correcting = ""

    # Measures and their numbers ---------------------------------------------------------------------------------

    def _group(self, group: MeasureGroup) -> QFrame:
        say, today = self._context.words().say, self._context.store.clock.today()
        is_open = group.measure.code == self._unfolded
        fold = button("Less" if is_open else "Chart and all results", lambda: self._unfold(group.measure.code), "link")
        fold.setAccessibleName(f"{fold.text()}: {say(group.measure.name)}")
        self._folds[group.measure.code] = fold
        more = button("Add one", lambda: self.begin(group.measure.code), "link")
        more.setAccessibleName(f"Add one: {say(group.measure.name)}")
        head = row(PlainLabel(say(group.measure.name), "field"), more, fold)
        head.setStretch(0, 1)
        parts: list[Any] = [head]
        for line in group.lines():
            newest = line[-1]
            told = [f"{say(_who(newest))}: {newest.words}", day_words(newest.happened_on, today), newest.change]
            parts.append(PlainLabel("  ·  ".join(part for part in told if part)))
        if is_open:
            parts.append(_Unfolded(self._context, group, self._correct, self._delete, self._mover))
        return card(*parts)

    def _unfold(self, code: str) -> None:
        self._unfolded = "" if self._unfolded == code else code
        clear(self._groups)
        for group in measures.by_measure(self._rows):
            self._groups.addWidget(self._group(group))
        self._folds[code].setFocus()

    def _correct(self, one: ResultRow) -> None:
        self._open_form(one.uuid)
        assert self.form is not None
        self.form.value.widget.setFocus()

    def _delete(self, one: ResultRow) -> None:
        if self._panel.attempt(lambda: measures.remove_result(self._context.store, one.uuid)):
            self._context.done("The result is deleted; Ctrl+Z brings it back.", "info")

    def _mover(self, one: ResultRow) -> QPushButton:
        return mover(self._panel, "measure_result", one.uuid, f"{one.words}, {one.happened_on:%d/%m/%Y}")

    def _to_class(self) -> None:
        name = self._panel.page.pupil.class_name if self._panel.page else ""
        self._context.go("assessments", class_name=name)


class _Unfolded(QWidget):
    """The chart of one measure, and every number beside it."""

    def __init__(self, context: Context, group: MeasureGroup, correct: Any, delete: Any, move: Any) -> None:
        super().__init__()
        self._context = context
        say = context.words().say
        self.chart = Chart(lambda: context.look.theme)
        lines = group.lines()
        names = [say(_who(line[-1])) for line in lines]
        self.chart.show_data(_data(group, names, say(group.measure.name)))
        pointed = PlainLabel("Left and Right go along the results.", "quiet")
        self.chart.pointed.connect(pointed.setText)
        known = group.measure
        notes = [known.direction_words.capitalize() + "."]
        if len({line[-1].informant for line in lines}) > 1:
            notes.append("Results of different people are never compared.")
        if known.bands and len({known.bands_for(line[-1].informant) for line in lines}) > 1:
            notes.append(f"Shades as for: {names[0]}.")
        again = rules.retest_from(known, group.rows[0].happened_on)
        if again is not None and again > context.store.clock.today():
            notes.append(f"Usually not repeated before {again.day} {again:%b %Y}.")
        notes += [say(known.note)] if known.note else []
        notes += [f"Check against your own copy: {known.unverified}."] if known.unverified else []
        left = column(
            PlainLabel(legend(names)), self.chart, pointed, PlainLabel("  ".join(notes), "quiet"), None, gap=6
        )
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(20)
        self._sides.addLayout(left, 5)
        self._sides.addLayout(column(self._numbers(group, correct, delete, move), None), 6)
        self.setLayout(self._sides)

    def _numbers(self, group: MeasureGroup, correct: Any, delete: Any, move: Any) -> QGridLayout:
        say = self._context.words().say
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        for place, heading in enumerate(("When", "Result", "Filled in by", "Change")):
            grid.addWidget(PlainLabel(heading, "quiet"), 0, place)
        for line, one in enumerate(group.rows, start=1):
            result = "\n".join(part for part in (one.words, one.hoped_words, one.note) if part)
            when = f"{one.happened_on.day} {one.happened_on:%b %Y}\nwritten {written(one.written_at)}"
            words = (when, result, say(_who(one)), one.change)
            for place, told in enumerate(words):
                grid.addWidget(PlainLabel(told, "quiet" if place == 0 else ""), line, place)
            acts = [button("Correct", partial(correct, one), "link"), button("Delete", partial(delete, one), "link")]
            for act in acts:
                act.setAccessibleName(f"{act.text()}: {one.words}, {one.happened_on:%d/%m/%Y}")
            acts.append(move(one))
            grid.addLayout(column(*acts, gap=0), line, 4)
        for place, share in enumerate((5, 4, 4, 5)):
            grid.setColumnStretch(place, share)
        return grid

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The numbers under the chart where there is no room beside it."""
        super().resizeEvent(event)
        wide = self.width() >= self._context.look.theme.px(SIDE_BY_SIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


def _who(one: ResultRow) -> str:
    who = INFORMANTS.label(one.informant) or "Not said who"
    return f"{who} ({one.question})" if one.question else who


def _data(group: MeasureGroup, names: Sequence[str], title: str) -> ChartData:
    known, lines = group.measure, group.lines()

    def said(one: ResultRow) -> str:
        return " · ".join(part for part in (f"{one.happened_on:%d/%m/%Y}", one.words, one.change) if part)

    is_steps = known.unit == "steps"
    return ChartData(
        title=title,
        direction=known.direction_words,
        lines=tuple(
            ChartLine(name, tuple(ChartPoint(one.happened_on, one.value, said(one)) for one in line))
            for name, line in zip(names, lines, strict=True)
        ),
        bands=tuple(ChartBand(band.low, band.high, band.words) for band in known.bands_for(lines[0][-1].informant)),
        say=lambda height: rules.short_value(known, round(height) if known.decimals == 0 else round(height, 1)),
        least=0.0 if is_steps else known.lowest,
        most=float(len(known.steps) - 1) if is_steps else known.highest,
    )
