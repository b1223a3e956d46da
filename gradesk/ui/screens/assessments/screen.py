"""Assessments of a class: one measure on one day for everybody, typed down a column or pasted; and the measures themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QStackedWidget, QWidget

from gradesk.model.vocabulary import INFORMANTS
from gradesk.services.evidence import class_results, measure_catalogue
from gradesk.services.evidence.class_results import GridRow, Sitting
from gradesk.store.work import Changed
from gradesk.system.refusal import Refused
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, LineEditor, Wrong
from gradesk.ui.kit.forms.held import kept_on_leaving
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, column, flow, row
from gradesk.ui.kit.tables.grid import GridTable
from gradesk.ui.kit.tables.rows_model import Field, RowsModel
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.screen import Screen
from gradesk.ui.screens.assessments.catalogue import MeasuresView
from gradesk.ui.screens.assessments.pasting import PastePreview

RESULT = 1  # the column that is typed in
LEAST = 236  # pixels of the table, at the usual size of text: its titles and six pupils


class AssessmentsScreen(Screen):
    """Choose class, measure, who filled it in and the day; then type a figure and Enter for each pupil."""

    kinds = frozenset({"pupil", "measure_result", "school_measure"})
    written_here = frozenset({"measure_result"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        say = context.words().say
        self.who_for = ChoiceEditor([])
        self.measure = ChoiceEditor([])
        self.informant = ChoiceEditor([])
        self.day = DayEditor(context.store.clock.today, past=True)
        self.day.show(context.store.clock.today())
        self.question = LineEditor()
        kept_on_leaving(self.question.line)
        for editor, name in (
            (self.who_for, "Class"), (self.measure, "Measure"), (self.informant, "Filled in by"), (self.day, "When"),
            (self.question, "Which test, or what was asked"),
        ):  # fmt: skip
            editor.widget.setAccessibleName(name)
        for choice in (self.who_for, self.measure, self.informant):
            choice.edited.connect(self._chosen)
        self.who_for.fit_contents()
        self.informant.fit_contents()
        box: Any = self.measure.widget
        box.setMinimumContentsLength(26)  # its longest name would fill the window
        self.day.widget.setMaximumWidth(self.fontMetrics().averageCharWidth() * 22)
        for line in (self.day.line, self.question.line):
            line.editingFinished.connect(self._chosen)
        self.about = PlainLabel("", "quiet")
        self._key = ""
        self._reasons: dict[str, str] = {}  # why what stands in a cell was not kept, by what the cell is about
        self.model = RowsModel(
            [
                Field(say("{Pupil}"), lambda one: one.name, share=5),
                Field("Result", lambda one: one.typed, self._write, share=3),
                Field("Band", lambda one: one.band, share=3),
                Field("Last", lambda one: one.last_words, share=5),
                Field("Change", lambda one: self._reasons.get(self._about(one)) or one.change, share=7),
            ],
            key=self._about,
            whose=lambda one: one.name,
        )
        self._known: dict[str, Any] = {}
        self.sitting: Sitting | None = None
        self.table = GridTable(self.model, "Results of the class", RESULT)
        self.table.emptied.connect(self._empty)
        self.table.pasted.connect(self.preview)
        self.table.too_much.connect(
            lambda: context.say("That is more than one class; nothing was pasted. Copy one class at a time.", "problem")
        )
        self.counted = SpokenLabel("", "quiet")
        self.measures = MeasuresView(context, self)
        self._put_together()

    def _put_together(self) -> None:
        context, say = self.context, self.context.words().say
        self.paste = button("Paste from a spreadsheet  (Ctrl+V)", self.table.paste)
        self.pasting = PastePreview(context, self._pasted, self._put_away)
        self.pasting.again.connect(self.preview)
        self.pasting.hide()
        self.nothing = EmptyState(
            "No class yet",
            say("The results of a whole class are typed here. Give {pupils} a class, or bring the register in."),
            "Import the register",
            lambda: context.go("importing"),
        )
        self.tabs = CalmTabs()
        self.tabs.addTab(self._class_page(), "A class")
        self.tabs.addTab(self.measures, "Measures")
        self.tabs.setAccessibleName("Assessments")
        self.tabs.currentChanged.connect(lambda place: self.counted.setVisible(place == 0))
        head = row(PlainLabel("Assessments", "title", wrap=False), self.counted)
        head.setStretch(1, 1)
        layout = column(head, self.tabs, margin=16, gap=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.table)
        context.look.heed(self, self._fit)

    def _class_page(self) -> QWidget:
        choices = flow(
            self.who_for.widget,
            self.measure.widget,
            self.informant.widget,
            self.day.widget,
            self.question.widget,
            self.paste,
        )
        self.shown = QStackedWidget()
        for part in (self.table, self.nothing):
            self.shown.addWidget(part)
        inside = column(choices, self.about, self.pasting, self.shown, gap=8)
        inside.setStretch(3, 1)
        inside.setContentsMargins(0, 12, 0, 0)
        page = QWidget()
        page.setLayout(inside)
        return ScrollPage(page)

    def _fit(self) -> None:
        """A few rows of the class stay in sight however large the text is; the page scrolls for the rest."""
        self.table.measure(self.context.look.theme)
        self.table.setMinimumHeight(self.context.look.theme.px(LEAST))

    def here(self) -> dict[str, object]:
        """The class and the measure, or the list of measures."""
        return self.pages()[self.tabs.currentIndex()][0]

    def pages(self) -> list[tuple[dict[str, object], QWidget]]:
        """The results of a class in one measure, and the list of measures with one of them open."""
        first = self.tabs.widget(0)
        assert first is not None
        results: dict[str, object] = {
            "class_name": self.who_for.value() or "", "measure": self.measure.value() or "",
            "informant": self.informant.value() or "",
        }  # fmt: skip
        if self.sitting is not None:
            results["day"] = self.sitting.day.isoformat()
        return [(results, first), ({"tab": 1, "record": self.measures.chosen}, self.measures)]

    def arrive(self, **place: object) -> None:
        """Show a class (`class_name`) or a measure (`measure`) when one is named, or another page (`tab`).

        `day` and `informant` are those of where one was: a cell that was open there comes back on another day, too.
        """
        self._offer()
        if isinstance(day := place.get("day"), str) and day:
            self.day.show(date.fromisoformat(day))
        if isinstance(tab := place.get("tab"), int):
            self.tabs.setCurrentIndex(tab)
            self.measures.choose(str(place.get("record") or ""))
        for name, editor in (("class_name", self.who_for), ("measure", self.measure)):
            wanted = place.get(name)
            if isinstance(wanted, str) and wanted:
                self.tabs.setCurrentIndex(0)
                editor.show(wanted)
                self.reload()
        if isinstance(informant := place.get("informant"), str) and informant:
            self.informant.show(informant)
            self.reload()

    def reload(self) -> None:
        """Read the class anew; what was typed and refused stays."""
        self._offer()
        self.measures.reload()
        day = self._day()
        known = self._known.get(str(self.measure.value()))
        name = str(self.who_for.value() or "")
        if known is None or day is None or not name:
            self.shown.setCurrentWidget(self.nothing if not name else self.table)
            return
        question = str(self.question.value()) if known.asks else ""
        self.sitting = Sitting(name, known, str(self.informant.value()), day, question)
        self._key = f"{known.code} {self.informant.value()} {day} {question}"
        place = self.table.currentIndex().row()
        rows = class_results.grid(self.context.store, self.sitting)
        self.model.show_rows(rows)
        self._fit()
        self.table.go_to(min(max(place, 0), len(rows) - 1), RESULT)
        self.shown.setCurrentWidget(self.table if rows else self.nothing)
        self._count()

    def catch_up(self, changed: Changed) -> None:
        """Read anew what something else changed."""
        del changed
        self.reload()

    def flush(self) -> None:
        """Keep the cell, and the measure, that is being typed in."""
        self.table.commit_open()
        self.measures.flush()

    def actions_here(self) -> list[Action]:
        """Pasting, from the palette too."""
        return [Action("assessments.paste", "Paste results from a spreadsheet", self.table.paste, "", "Edit")]

    # The grid ---------------------------------------------------------------------------------------------------

    def _about(self, one: GridRow) -> str:
        return f"{one.pupil_id} {self._key}"

    def _write(self, one: GridRow, typed: str) -> bool:
        assert self.sitting is not None
        place = next(at for at, row in enumerate(self.model.rows) if row.pupil_id == one.pupil_id)
        self._reasons.pop(self._about(one), None)
        try:
            self.model.renew(place, class_results.set_cell(self.context.store, self.sitting, one, typed, self))
        except Refused as refusal:
            self._reasons[self._about(one)] = str(refusal)
            self.model.renew(place, one)
            self.context.say(self.context.words().say(str(refusal)), "problem")
            return False
        finally:
            self.table.resizeRowToContents(place)
        self._count()
        return True

    def _empty(self, place: int, _at: int) -> None:
        self.model.let_go(self.model.index(place, RESULT))
        self._write(self.model.rows[place], "")

    def preview(self, text: str, start: int) -> None:
        """Show what a pasted text would do."""
        if self.sitting is None:
            return
        sitting = self.sitting
        found: list[Any] = []
        if self.attempt(lambda: found.extend(class_results.read_paste(self.model.rows, sitting.measure, text, start))):
            self.pasting.show_lines(found, text, start)
            self.pasting.setVisible(True)
            self.pasting.setFocus()

    def _pasted(self, lines: Sequence[Any]) -> None:
        assert self.sitting is not None
        sitting, kept = self.sitting, []
        if self.attempt(lambda: kept.append(class_results.paste(self.context.store, sitting, self.model.rows, lines))):
            self._put_away()
            self.reload()
            self.context.done(f"{kept[0]} results are kept. Ctrl+Z takes all of them back.", "good")

    def _put_away(self) -> None:
        self.pasting.hide()
        self.table.setFocus()

    # Choices ----------------------------------------------------------------------------------------------------

    def _chosen(self) -> None:
        self.table.commit_open()
        self.pasting.hide()
        if self._day() is not None:
            self.reload()

    def _day(self) -> date | None:
        try:
            day: date | None = self.day.value()
        except Wrong as wrong:
            self.day.mark(str(wrong))
            self.context.say(str(wrong), "problem")
            return None
        today = self.context.store.clock.today()
        if day is None or day > today:
            words = "The day of an assessment cannot lie ahead; choose today or a day before."
            self.day.mark(words if day else "")
            if day is not None:
                self.context.say(words, "problem")
                return None
            self.day.show(today)
            day = today
        self.day.mark("")
        return day

    def _offer(self) -> None:
        store, say = self.context.store, self.context.words().say
        self.who_for.offer([(name, name) for name in class_results.classes(store)])
        self._known = {one.code: one for one in measure_catalogue.in_use(store)}
        self.measure.offer([(one.code, one.name) for one in self._known.values()])
        known = self._known.get(str(self.measure.value()))
        if known is None:
            return
        codes = known.informants or INFORMANTS.codes
        kept = self.informant.value()
        self.informant.offer([(code, say(INFORMANTS.label(code))) for code in codes])
        self.informant.show(kept if kept in codes else codes[0])
        self.question.widget.setVisible(bool(known.asks))
        self.question.line.setPlaceholderText(say(known.asks))
        checks = f"Check against your own copy: {known.unverified}." if known.unverified else ""
        parts = (known.range_words, known.direction_words.capitalize() + ".", say(known.note), checks)
        self.about.setText("  ".join(part for part in parts if part))

    def _count(self) -> None:
        there = sum(one.now is not None for one in self.model.rows)
        self.counted.setText(f"{there} of {len(self.model.rows)} have a result of that day; type, and Enter goes down")
