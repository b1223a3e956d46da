"""The plan of an import: six groups with their counts, every line with its reason, to tick or untick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from gradesk.interchange.columns import asking
from gradesk.model.vocabulary import NEEDS, SEXES, STATUSES, YEAR_GROUPS, Vocabulary
from gradesk.services.admission.admission import AdmissionPlan, FieldChange, Group, KnownPupil, PlanRow, Question
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, column, flow
from gradesk.ui.kit.tabs import CalmTabs

LABELS = {
    Group.NEW: "New",
    Group.CHANGED: "Changed",
    Group.UNCHANGED: "Unchanged",
    Group.MISSING: "Not in the file",
    Group.DECISION: "Needs a decision",
    Group.REJECTED: "Left out",
}
MEANING = {
    Group.NEW: "Pupils Gradesk does not have yet.",
    Group.CHANGED: "Tick or untick any pupil or any single field. Blanks in the file never wipe anything.",
    Group.UNCHANGED: "Nothing to do.",
    Group.MISSING: "On roll in Gradesk but not in this file. Tick those who have left; nothing is ever deleted.",
    Group.DECISION: "Choose which pupil a line means. Undecided lines are left out.",
    Group.REJECTED: "These lines cannot be taken in; the reason stands beside each. Correct them in the file and import again.",
}
# Which group is shown first, if it has any lines: what changes, then what waits for a person.
FIRST_SEEN = (Group.NEW, Group.CHANGED, Group.DECISION, Group.REJECTED, Group.MISSING)
DECIDED_AT_ONCE = 20
SHOWN = 500  # lines of a group shown at once; ticks and counts always cover all of them
_VOCABULARIES: dict[str, Vocabulary] = {"status": STATUSES, "sex": SEXES, "year_group": YEAR_GROUPS}
_ROW, _CHANGE = int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 1


class PlanView(QWidget):
    """Shows a plan and keeps what is ticked."""

    changed = Signal()

    def __init__(
        self,
        plan: AdmissionPlan,
        known: Iterable[KnownPupil],
        answer: Callable[[str, str, str], None],
        decide: Callable[[int, str | None], None],
    ) -> None:
        super().__init__()
        self._known = {pupil.uuid: pupil for pupil in known}
        self._rows = list(plan.rows)
        self._plan = plan
        self._decide = decide
        self.tabs = CalmTabs()
        counts = plan.counts
        for group in Group:
            self.tabs.addTab(self._page(group), f"{LABELS[group]} ({counts[group]:,})")
        first = next((group for group in FIRST_SEEN if counts[group]), Group.UNCHANGED)
        self.tabs.setCurrentIndex(list(Group).index(first))
        self.tabs.setMinimumHeight(380)
        asked = {question.asked for question in plan.questions}
        parts: list[Any] = [PlainLabel(words) for words in plan.warnings if words not in asked]
        if plan.questions:
            parts.append(self._questions(plan.questions, answer))
        if plan.answers:
            parts.append(self._answers(plan.answers, answer))
        self.setLayout(column(*parts, self.tabs))

    @property
    def plan(self) -> AdmissionPlan:
        """The plan as it is ticked now."""
        return replace(self._plan, rows=tuple(self._rows))

    def ticked(self) -> int:
        """How many pupils the import would touch."""
        return sum(
            1
            for one in self._rows
            if one.ticked
            and (
                one.group in (Group.NEW, Group.MISSING, Group.DECISION)
                or (one.group is Group.CHANGED and any(change.ticked for change in one.changes))
            )
        )

    def _questions(self, questions: tuple[Question, ...], answer: Callable[[str, str, str], None]) -> QWidget:
        lines: list[Any] = [PlainLabel("Please say once; Gradesk remembers it.", "heading")]
        for question in questions:
            box = ChoiceEditor([(None, "choose …"), *_likely_first(question)])
            words = asking.sentence(question)
            box.widget.setAccessibleName(words)
            box.edited.connect(
                lambda box=box, asked=question: (
                    answer(asked.field, asked.value, box.value()) if box.value() is not None else None
                )
            )
            if question.asked:
                box.fit_contents()
                lines += [PlainLabel(words), flow(box.widget)]
            else:
                lines.append(flow(PlainLabel(words, wrap=False), box.widget))
        return card(*lines, role="warm")

    def _answers(self, given: Mapping[tuple[str, str], str], answer: Callable[[str, str, str], None]) -> QWidget:
        lines: list[Any] = [PlainLabel("What you said (change it here)", "field")]
        for (field, value), meaning in sorted(given.items()):
            box = ChoiceEditor(list(asking.meanings(field)))
            box.show(meaning)
            words = f"{asking.label_of(field)}: “{value}”"
            box.widget.setAccessibleName(words)
            box.edited.connect(lambda box=box, field=field, value=value: answer(field, value, box.value()))
            lines.append(flow(PlainLabel(words, wrap=False), box.widget))
        return card(*lines)

    def _page(self, group: Group) -> QWidget:
        rows = [(place, one) for place, one in enumerate(self._rows) if one.group is group]
        page = QWidget()
        if not rows:
            page.setLayout(column(PlainLabel(MEANING[group], "quiet"), PlainLabel("None."), None, margin=8))
            return page
        tree = QTreeWidget()
        tree.setColumnCount(4)
        tree.setHeaderLabels(["Name", "Line", "What", "As it stands in the file"])
        tree.setAccessibleName(LABELS[group])
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        tree.header().resizeSection(0, 300)
        tree.resizeColumnToContents(1)
        tree.header().resizeSection(2, 420)
        tree.setUniformRowHeights(True)
        tree.addTopLevelItems([self._item(place, one) for place, one in rows[:SHOWN]])
        tree.itemChanged.connect(self._tick)
        extra: list[QWidget] = (
            [PlainLabel(f"The first {SHOWN:,} of {len(rows):,} are shown.", "quiet")] if len(rows) > SHOWN else []
        )
        if group is Group.DECISION:
            extra += self._decisions([one for _, one in rows if one.candidates])
        page.setLayout(column(PlainLabel(MEANING[group], "quiet"), *extra, tree, margin=8))
        return page

    def _decisions(self, doubtful: list[PlanRow]) -> list[QWidget]:
        # A line without candidates waits only for an answer to a question above.
        if not doubtful:
            return [PlainLabel("Answer the questions above, and these lines find their place.")]
        asked = QWidget()
        asked.setLayout(column(*(self._decision(one) for one in doubtful[:DECIDED_AT_ONCE]), None))
        scroller = ScrollPage(asked)
        scroller.setMinimumHeight(180)
        return [scroller]

    def _decision(self, one: PlanRow) -> QWidget:
        choices: list[tuple[str | None, str]] = [("?", "leave out"), (None, "a new pupil")]
        for uuid in one.candidates:
            pupil = self._known.get(uuid)
            back = "bring back" if pupil and pupil.deleted_on else "the pupil in Gradesk"
            choices.append((uuid, f"{back}: {pupil.name}" if pupil else back))
        box = ChoiceEditor(choices)
        box.show(one.pupil_uuid if one.ticked else "?")
        words = f"Line {one.line}, {one.name}: {one.reason}"
        box.widget.setAccessibleName(words)
        box.edited.connect(lambda: self._decide(one.line, box.value()) if box.value() != "?" else None)
        return flow(PlainLabel(words), box.widget)

    def _item(self, place: int, one: PlanRow) -> QTreeWidgetItem:
        remarks = " ".join(problem.text for problem in one.problems)
        item = QTreeWidgetItem([one.name, str(one.line) if one.line else "", self._summary(one, remarks), one.raw])
        item.setData(0, _ROW, place)
        decided = one.group is Group.DECISION and one.ticked
        if decided or one.group in (Group.NEW, Group.CHANGED, Group.MISSING):
            item.setCheckState(0, Qt.CheckState.Checked if one.ticked else Qt.CheckState.Unchecked)
        for number, change in enumerate(one.changes if decided or one.group is Group.CHANGED else ()):
            child = QTreeWidgetItem(
                [_field(change), "", f"{_shown(change, change.old)} → {_shown(change, change.new)}"]
            )
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


def _likely_first(question: Question) -> list[tuple[str, str]]:
    """The answers, the probable one on top and marked so."""
    choices = asking.meanings(question.field)
    likely = [(code, f"{label} (probably)") for code, label in choices if code and code == question.proposal]
    return [*likely, *(one for one in choices if not likely or one[0] != question.proposal)]


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
