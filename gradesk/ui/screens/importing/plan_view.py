"""The plan of an import: what it asks, six groups with their counts, every line with its reason, to tick or untick."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from gradesk.interchange.columns import asking
from gradesk.model.vocabulary import NEEDS, SEXES, STATUSES, YEAR_GROUPS, Vocabulary
from gradesk.services.admission.admission import AdmissionPlan, FieldChange, Group, KnownPupil, PlanRow
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import ScrollPage, clear, column
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.looks.look import Look
from gradesk.ui.looks.theme import Theme
from gradesk.ui.screens.importing.questions import QuestionsPage

LABELS = {
    Group.NEW: "New",
    Group.CHANGED: "Changed",
    Group.UNCHANGED: "Unchanged",
    Group.MISSING: "Not in the file",
    Group.DECISION: "To decide",
    Group.REJECTED: "Left out",
}
MEANING = {
    Group.NEW: "Pupils Gradesk does not have yet.",
    Group.CHANGED: "Tick or untick any pupil or any single field. Blanks in the file never wipe anything.",
    Group.UNCHANGED: "Nothing to do.",
    Group.MISSING: "On roll in Gradesk but not in this file. Tick those who have left; nothing is ever deleted.",
    Group.DECISION: "Answer what stands under “Please say”, and these lines find their place. Undecided ones are left out.",
    Group.REJECTED: "These lines cannot be taken in; the reason stands beside each. Correct them in the file and import again.",
}
# Which group is shown first, if it has any lines: what changes, then what waits for a person.
FIRST_SEEN = (Group.NEW, Group.CHANGED, Group.DECISION, Group.REJECTED, Group.MISSING)
NAME, LINE, WHAT, RAW = range(4)  # the columns
SHOWN = 500  # lines of a group shown at once; ticks and counts always cover all of them
_VOCABULARIES: dict[str, Vocabulary] = {"status": STATUSES, "sex": SEXES, "year_group": YEAR_GROUPS}
_ROW, _CHANGE = int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 1


class PlanView(QWidget):
    """Shows the plan of one file in tabs, each with one thing that scrolls, and keeps what is ticked.

    It stays while the file is compared again and again, so that what a person is at keeps its place.
    """

    changed = Signal()

    def __init__(
        self,
        look: Look,
        known: Iterable[KnownPupil],
        answer: Callable[[str, str, str], None],
        decide: Callable[[int, str | None], None],
    ) -> None:
        super().__init__()
        self._rows: list[PlanRow] = []
        self._shown: AdmissionPlan | None = None
        self._look = look
        self.questions = QuestionsPage(known, answer, decide)
        self.tabs = CalmTabs()
        self.tabs.addTab(ScrollPage(self.questions), "")
        self._pages = {group: _holder() for group in Group}
        for group, page in self._pages.items():
            self.tabs.addTab(page, LABELS[group])
        self._columns = _holder()
        self.tabs.addTab(self._columns, "How it was read")
        self.setLayout(column(self.tabs))

    def show_plan(self, plan: AdmissionPlan, mapping: QWidget) -> None:
        """Show a plan, and beside it how each column was read."""
        is_first = self._shown is None
        self._shown, self._rows = plan, list(plan.rows)
        self.questions.show_plan(plan)
        self._name_questions()
        counts = plan.counts
        for place, (group, page) in enumerate(self._pages.items(), start=1):
            _fill(page, self._page(group))
            self.tabs.setTabText(place, f"{LABELS[group]} ({counts[group]:,})")
            self.tabs.setTabVisible(place, counts[group] > 0)
        _fill(self._columns, ScrollPage(mapping))
        if is_first and not self.questions.open:
            first = next((group for group in FIRST_SEEN if counts[group]), Group.UNCHANGED)
            self.tabs.setCurrentWidget(self._pages[first])

    def _name_questions(self) -> None:
        page = self.questions
        words = f"Please say ({page.open:,})" if page.asks else "Notes" + (f" ({page.notes:,})" if page.notes else "")
        self.tabs.setTabText(0, words)

    @property
    def plan(self) -> AdmissionPlan:
        """The plan as it is ticked now."""
        assert self._shown is not None
        return replace(self._shown, rows=tuple(self._rows))

    def left_out(self) -> int:
        """How many lines of the file the import takes nothing from, though they hold a pupil who is not as in the school."""
        return sum(
            max(len(one.lines), 1)
            for one in self._rows
            if one.line and (one.group is Group.REJECTED or (one.group is not Group.UNCHANGED and not _takes(one)))
        )

    def ticked(self) -> int:
        """How many pupils the import would touch."""
        return sum(_takes(one) for one in self._rows)

    def _page(self, group: Group) -> QWidget:
        rows = [(place, one) for place, one in enumerate(self._rows) if one.group is group]
        page = QWidget()
        tree = QTreeWidget()
        tree.setColumnCount(4)
        tree.setHeaderLabels(["Name", "Line", "What", "As it stands in the file"])
        tree.setAccessibleName(LABELS[group])
        tree.setUniformRowHeights(True)
        tree.addTopLevelItems([self._item(place, one) for place, one in rows[:SHOWN]])
        tree.itemChanged.connect(self._tick)
        whole = PlainLabel("", "quiet")
        whole.setMinimumHeight(2 * whole.fontMetrics().lineSpacing())
        tree.currentItemChanged.connect(lambda item, _before: whole.setText(_in_full(item)))
        tree.setCurrentIndex(tree.model().index(0, 0))
        self._look.fit(tree, lambda theme: _share_out(tree, theme))
        extra: list[QWidget] = (
            [PlainLabel(f"The first {SHOWN:,} of {len(rows):,} are shown.", "quiet")] if len(rows) > SHOWN else []
        )
        page.setLayout(column(PlainLabel(MEANING[group], "quiet"), *extra, tree, whole, gap=4, grows=tree))
        return page

    def _item(self, place: int, one: PlanRow) -> QTreeWidgetItem:
        remarks = " ".join(problem.text for problem in one.problems)
        item = QTreeWidgetItem([one.name, str(one.line) if one.line else "", self._summary(one, remarks), one.raw])
        _hint(item)
        item.setData(0, _ROW, place)
        decided = one.group is Group.DECISION and one.ticked
        if decided or one.group in (Group.NEW, Group.CHANGED, Group.MISSING):
            item.setCheckState(0, Qt.CheckState.Checked if one.ticked else Qt.CheckState.Unchecked)
        for number, change in enumerate(one.changes if decided or one.group is Group.CHANGED else ()):
            child = QTreeWidgetItem(
                [_field(change), "", f"{_shown(change, change.old)} → {_shown(change, change.new)}"]
            )
            _hint(child)
            child.setData(0, _ROW, place)
            child.setData(0, _CHANGE, number)
            child.setCheckState(0, Qt.CheckState.Checked if change.ticked else Qt.CheckState.Unchecked)
            item.addChild(child)
        return item

    def _summary(self, one: PlanRow, remarks: str) -> str:
        if one.group is Group.CHANGED or (one.group is Group.DECISION and one.changes):
            parts = [f"{_field(c)}: {_shown(c, c.old)} → {_shown(c, c.new)}" for c in one.changes]
            return "; ".join([*parts, remarks]).strip("; ")
        return remarks

    def _tick(self, item: QTreeWidgetItem, column_changed: int) -> None:
        if column_changed != 0:
            return
        place, number = item.data(0, _ROW), item.data(0, _CHANGE)
        on = item.checkState(0) == Qt.CheckState.Checked
        one = self._rows[place]
        if number is None:
            self._rows[place] = replace(one, ticked=on)
        else:
            changes = tuple(replace(c, ticked=on) if n == number else c for n, c in enumerate(one.changes))
            self._rows[place] = replace(one, changes=changes)
        self.changed.emit()


def _holder() -> QWidget:
    """A page whose content is exchanged while its tab stays."""
    page = QWidget()
    page.setLayout(column())
    return page


def _fill(page: QWidget, content: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    clear(layout)
    layout.addWidget(content)


def _hint(item: QTreeWidgetItem) -> None:
    """What may be cut off at the end of its column, whole."""
    for place in range(item.columnCount()):
        item.setToolTip(place, tip(item.text(place)))


def _share_out(tree: QTreeWidget, theme: Theme) -> None:
    """No table is wider than its page: at large text the line of the file stands below for the one in hand only."""
    is_large, letter = theme.is_large, tree.fontMetrics().averageCharWidth()
    header = tree.header()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setMinimumSectionSize(letter)
    header.resizeSection(NAME, (20 if is_large else 30) * letter)
    tree.resizeColumnToContents(LINE)
    header.resizeSection(WHAT, 44 * letter)
    tree.setColumnHidden(RAW, is_large)
    header.setSectionResizeMode(WHAT if is_large else RAW, QHeaderView.ResizeMode.Stretch)


def _takes(one: PlanRow) -> bool:
    """Whether the import touches a pupil for this row."""
    if one.group is Group.CHANGED:
        return one.ticked and any(change.ticked for change in one.changes)
    return one.ticked and one.group in (Group.NEW, Group.MISSING, Group.DECISION)


def _in_full(item: QTreeWidgetItem | None) -> str:
    """What may be cut off in the columns, to be read below them."""
    if item is None:
        return ""
    name, line, what, raw = (item.text(place) for place in range(4))
    parts = [f"Line {line}: {name}" if line else name, what, f"In the file: {raw}" if raw else ""]
    return " ".join(part if part.endswith((".", "?")) else f"{part}." for part in parts if part)


def _field(change: FieldChange) -> str:
    return asking.label_of(change.field)


def _shown(change: FieldChange, value: Any) -> str:
    if value in (None, "", ()):
        return STATUSES.label("N") if change.field == "status" else "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, tuple):
        return ", ".join(getattr(part, "name", None) or NEEDS.label(str(part)) for part in value)
    terms = _VOCABULARIES.get(change.field)
    return terms.label(str(value)) if terms else str(value)
