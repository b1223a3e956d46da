"""The measures: what Gradesk ships, with the school's own figures in their place, and measures of the school's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from gradesk.model.evidence.measure import SchoolMeasure
from gradesk.model.pupils.pupil import searchable
from gradesk.model.rules.measures import Measure
from gradesk.services.evidence import measure_catalogue
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.clearing import clearable
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, column, flow, row
from gradesk.ui.parts.keeping import kept_form

FIELDS = (
    "name", "unit", "direction", "lowest", "highest", "decimals", "retest_weeks", "informants", "asks", "bands", "steps",
    "is_hidden",
)  # fmt: skip


class MeasuresView(QWidget):
    """Left the list, right the figures of the chosen one, kept as they are typed."""

    def __init__(self, context: Context, owner: object) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self._context, self._owner = context, owner
        self._known: dict[str, Measure] = {}
        self._code = ""
        self.line = QLineEdit()
        fleeting(self.line)
        self.line.setPlaceholderText("Find a measure")
        self.line.setAccessibleName("Find a measure")
        clearable(self.line)
        self.line.textChanged.connect(lambda _text: self._list())
        self.list = QListWidget()
        self.list.setAccessibleName("Measures")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(lambda now, _before: self._show(now))
        self.title = PlainLabel("", "heading")
        self.checks = PlainLabel("", "quiet")
        self.form = kept_form(context, SchoolMeasure, FIELDS, self._keep, 2)
        self.back = button("Back to the shipped figures", self._take_back, "link")
        inside = QWidget()
        inside.setLayout(column(card(self.title, self.checks, self.form, flow(self.back)), None))
        sides = row(column(self.line, self.list), ScrollPage(inside), gap=16)
        sides.setStretch(0, 4)
        sides.setStretch(1, 7)
        add = button("Add a measure of our own", self.add, "", "Its name first; the rest has its usual figures")
        layout = column(flow(add), sides)
        layout.setStretch(1, 1)
        layout.setContentsMargins(0, 12, 0, 0)
        self.setLayout(layout)

    def reload(self) -> None:
        """Read the measures anew."""
        self._known = measure_catalogue.catalogue(self._context.store)
        self._list()

    @property
    def chosen(self) -> str:
        """The code of the measure that is open."""
        return self._code

    def choose(self, code: str) -> None:
        """Open a measure, if it is there."""
        if code in self._known:
            self.line.clear()
            self._code = code
            self.form.about = f"measure {code}"
            self._list()

    def flush(self) -> None:
        """Keep what is being typed."""
        if self._code:
            self.form.flush()

    def add(self) -> None:
        """Ask for a name and begin a measure with it."""
        self.flush()
        if self.form.typed():  # it would go to the new measure; the message says what could not be kept
            return
        title = "A measure of our own"
        name = self._context.ask.line(self, title, "What it is called")
        made: list[str] = []
        if name is not None and self._context.attempt(
            lambda: made.append(measure_catalogue.add(self._context.store, {"name": name}))
        ):
            self._context.ask.kept(title)
            self.line.clear()
            self._code = made[0]
            self.reload()
            self.form.focus_on("unit")

    def _list(self) -> None:
        wanted = searchable(self.line.text())
        say = self._context.words().say
        self.list.blockSignals(True)
        self.list.clear()
        for one in self._known.values():
            if wanted not in searchable(f"{one.name} {say(one.family)}"):
                continue
            notes = [say(one.family)]
            notes += (
                ["your own figures" if one.code in measure_catalogue.shipped() else "your own"] if one.is_own else []
            )
            notes += ["not used here"] if one.is_hidden else []
            item = QListWidgetItem(f"{one.name}\n{', '.join(note for note in notes if note)}")
            item.setData(Qt.ItemDataRole.UserRole, one.code)
            self.list.addItem(item)
            if one.code == self._code:
                self.list.setCurrentItem(item)
        if self.list.currentItem() is None and self.list.count():
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self._show(self.list.currentItem())

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        code = str(item.data(Qt.ItemDataRole.UserRole))
        if self._code and self._code not in self._known:
            self.form.clear()  # the measure it was typed for was taken back
            self._code = ""
        if code != self._code:
            self.flush()
            if self.form.typed():  # something could not be kept, as the message says; its measure stays in sight
                return
            self._code = code
            self.form.about = f"measure {code}"
        one = self._known[code]
        say = self._context.words().say
        self.title.setText(say(one.name))
        checks = f"Check against your own copy: {one.unverified}." if one.unverified else ""
        if not checks:
            checks = "Your school’s own figures." if one.is_own else "Range and bands as a source publishes them."
        self.checks.setText("  ".join(part for part in (checks, say(one.note)) if part))
        self.back.setVisible(one.is_own)
        is_shipped = code in measure_catalogue.shipped()
        self.back.setText("Back to the shipped figures" if is_shipped else "Remove this measure")
        self.form.load(measure_catalogue.record(self._context.store, code))

    def _keep(self, values: Mapping[str, Any]) -> None:
        measure_catalogue.change(self._context.store, self._code, values, self._owner)
        self._known = measure_catalogue.catalogue(self._context.store)
        self._show(self.list.currentItem())

    def _take_back(self) -> None:
        code = self._code
        self.form.clear()
        if self._context.attempt(lambda: measure_catalogue.take_back(self._context.store, code)):
            self._code = "" if code not in measure_catalogue.shipped() else code
            self._context.done("The measure is back as it was; Ctrl+Z takes that back.", "info")
