"""What a file asks: each question in its place, whatever is answered; what was said before on one line; and the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.interchange.columns import asking
from gradesk.services.admission.admission import AdmissionPlan, Group, KnownPupil, PlanRow, Question
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import OneLine, PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow

Key = tuple[str, str]
Answer = Callable[[str, str, str], None]
Decide = Callable[[int, str | None], None]
DECIDED_AT_ONCE = 20
LEAVE_OUT = "?"


class QuestionsPage(QWidget):
    """The questions of one file stay for as long as it is looked at; an answer moves none of them."""

    def __init__(self, known: Iterable[KnownPupil], answer: Answer, decide: Decide) -> None:
        super().__init__()
        self._known = {pupil.uuid: pupil for pupil in known}
        self._answer = answer
        self._decide = decide
        self._asked: dict[Key, _Asked] = {}
        self._before: dict[Key, _Asked] = {}
        self._doubted: dict[tuple[int, tuple[str, ...]], _Decision] = {}
        self.open = self.notes = 0
        self._lines, self._lines_before, self._lines_doubted, self._notes = (QVBoxLayout() for _ in range(4))
        self._card = card(PlainLabel("Please say once; Gradesk remembers it.", "heading"), self._lines, role="warm")
        self.told = OneLine()
        self.change = button("Change", self._unfold)
        self._boxes_before = QWidget()
        self._boxes_before.setLayout(self._lines_before)
        self._boxes_before.hide()
        self._said = card(self.told, flow(self.change), self._boxes_before)
        self._which = card(PlainLabel("Which pupil does a line mean?", "heading"), self._lines_doubted, role="warm")
        for one in (self._card, self._said, self._which):
            one.hide()
        self.setLayout(column(self._card, self._which, self._said, self._notes, None, margin=8))

    @property
    def boxes(self) -> dict[Key, ChoiceEditor]:
        """The answers by question, in the order in which they are shown."""
        return {key: one.box for key, one in self._asked.items()}

    @property
    def asks(self) -> bool:
        """Whether the file asks anything, answered or not."""
        return bool(self._asked or self._doubted)

    def show_plan(self, plan: AdmissionPlan) -> None:
        """Take in what is open and what is settled now; a question that came up first keeps its place."""
        doubtful = [one for one in plan.group(Group.DECISION) if one.candidates]
        self.open = len(plan.questions) + sum(not one.ticked for one in doubtful)
        self._show_asked(plan)
        self._show_doubted(doubtful[:DECIDED_AT_ONCE])
        self._show_before(plan)
        said = {question.asked for question in (*plan.questions, *plan.answered)}
        notes = [words for words in plan.warnings if words not in said]
        self.notes = len(notes)
        clear(self._notes)
        for words in notes:
            self._notes.addWidget(PlainLabel(words))

    def focus(self, key: Key) -> None:
        """Go on where something was just answered."""
        found = self._asked.get(key) or self._before.get(key)
        if found is not None:
            found.box.widget.setFocus()

    def _show_asked(self, plan: AdmissionPlan) -> None:
        now = {(one.field, one.value): one for one in (*plan.questions, *plan.answered)}
        for question in plan.questions:
            key = (question.field, question.value)
            if key not in self._asked and key not in self._before:
                self._asked[key] = one = _Asked(question, self._answer)
                self._lines.addWidget(one)
        for key, one in self._asked.items():
            one.setVisible(key in now)
            one.box.show(plan.answers.get(key))
        self._card.setVisible(bool(self._asked.keys() & now.keys()))

    def _show_doubted(self, doubtful: list[PlanRow]) -> None:
        now = {(one.line, one.candidates): one for one in doubtful}
        for key, row in now.items():
            if key not in self._doubted:
                self._doubted[key] = made = _Decision(row, self._known, self._decide)
                self._lines_doubted.addWidget(made)
        for key, one in self._doubted.items():
            one.setVisible(key in now)
            if key in now:
                one.box.show(now[key].pupil_uuid if now[key].ticked else LEAVE_OUT)
        self._which.setVisible(bool(now))

    def _show_before(self, plan: AdmissionPlan) -> None:
        settled = {(one.field, one.value): one for one in plan.answered}
        settled = {key: one for key, one in settled.items() if key not in self._asked}
        for key, question in settled.items():
            if key not in self._before:
                self._before[key] = one = _Asked(question, self._answer, is_open=False)
                self._lines_before.addWidget(one)
        told = []
        for key, one in self._before.items():
            one.setVisible(key in settled)
            one.box.show(plan.answers.get(key))
            if key in settled:
                told.append(f"“{settled[key].written}” is {one.box.text()}")
        self.told.setText(f"As you said before: {'; '.join(told)}.")
        self._said.setVisible(bool(told))

    def _unfold(self) -> None:
        shown = self._boxes_before.isHidden()
        self._boxes_before.setVisible(shown)
        self.change.setText("Fold away" if shown else "Change")
        self.change.setAccessibleName(self.change.text())


class _Asked(QWidget):
    """One question, or one that was settled, with its answers."""

    def __init__(self, question: Question, answer: Answer, *, is_open: bool = True) -> None:
        super().__init__()
        nobody: list[tuple[str | None, str]] = [(None, "choose …")] if is_open else []
        self.box = ChoiceEditor([*nobody, *_likely_first(question)])
        self.box.fit_contents()
        words = asking.sentence(question)
        self.box.widget.setAccessibleName(words)
        self.box.edited.connect(
            lambda: answer(question.field, question.value, self.box.value()) if self.box.value() is not None else None
        )
        self.setLayout(column(PlainLabel(words), flow(self.box.widget), gap=2))


class _Decision(QWidget):
    """A line that may mean one of several pupils, with whom it can mean."""

    def __init__(self, row: PlanRow, known: Mapping[str, KnownPupil], decide: Decide) -> None:
        super().__init__()
        choices: list[tuple[str | None, str]] = [(LEAVE_OUT, "leave out"), (None, "a new pupil")]
        for uuid in row.candidates:
            pupil = known.get(uuid)
            back = "bring back" if pupil and pupil.deleted_on else "the pupil in Gradesk"
            choices.append((uuid, f"{back}: {pupil.name}" if pupil else back))
        self.box = ChoiceEditor(choices)
        self.box.fit_contents()
        words = f"Line {row.line}, {row.name}: {row.reason}"
        self.box.widget.setAccessibleName(words)
        self.box.edited.connect(lambda: decide(row.line, self.box.value()) if self.box.value() != LEAVE_OUT else None)
        self.setLayout(column(PlainLabel(words), flow(self.box.widget), gap=2))


def _likely_first(question: Question) -> list[tuple[str, str]]:
    """The answers, the probable one on top and marked so."""
    choices = asking.meanings(question.field)
    likely = [(code, f"{label} (probably)") for code, label in choices if code and code == question.proposal]
    return [*likely, *(one for one in choices if not likely or one[0] != question.proposal)]
