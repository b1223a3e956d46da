"""In their own words: what the child answered in the corner, day by day, with who sat beside and what was drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gradesk.model.plans.pupil_answer import PupilAnswer
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.plans import answers
from gradesk.services.plans.answers import Sitting
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.kit.pictures.drawing import Drawing
from gradesk.ui.screens.pupil.panel import Panel

SHOWN = 2  # newest days, until all are asked for
SMALL = 200  # pixels wide, a drawing


class OwnWordsPart(QWidget):
    """The newest days first; each can be deleted, whole or answer by answer, and put where it belongs."""

    def __init__(self, context: Context, panel: Panel) -> None:
        super().__init__()
        self._context, self._panel = context, panel
        self._whose = ""
        self._all = False
        self.heads: dict[str, QPushButton] = {}  # the first button of a day, by the answers of that day
        self.open = button("Open the corner", self.begin, "main", "Shift+F5")
        self.empty = PlainLabel(
            "Nothing is asked here yet. The corner asks a dozen questions with faces, pictures and a drawing; the child "
            "answers, and you sit beside.",
            "quiet",
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.more = button("", self._show_all, "link")
        heading = PlainLabel("In their own words", "heading")
        self.setLayout(column(card(heading, flow(self.open), self.empty, self._list, flow(self.more))))

    def show_pupil(self, pupil_id: str) -> None:
        """Show what a pupil said."""
        if pupil_id != self._whose:
            self._whose, self._all = pupil_id, False
        found = answers.sittings(self._context.store, pupil_id)
        self.empty.setVisible(not found)
        clear(self._list)
        self.heads = {}
        for one in found if self._all else found[:SHOWN]:
            self._list.addWidget(self._sitting(one))
        self.more.setVisible(len(found) > SHOWN and not self._all)
        self.more.setText(f"Show all {len(found)} days")

    def go_to(self, record: str) -> bool:
        """Put the cursor on the day of an answer; False when it is none of these."""
        if record not in self.heads:
            self._all = True
            self.show_pupil(self._whose)
        if record in self.heads:
            self.heads[record].setFocus(Qt.FocusReason.OtherFocusReason)
        return record in self.heads

    def begin(self) -> None:
        """Open the corner."""
        self._context.go("corner", pupil_id=self._whose)

    def _sitting(self, one: Sitting) -> QWidget:
        store = self._context.store
        day = day_words(one.day, store.clock.today())
        told = f"{day}, with {one.helped_by}" if one.helped_by else day
        place = button("Where it goes", partial(self._put_in, one), "link")
        away = button("Delete this day", partial(self._delete_day, one), "link")
        for link in (place, away):
            link.setAccessibleName(f"{link.text()}: {day}")
        self.heads |= dict.fromkeys((answer.uuid for answer in one.answers), place)
        head = flow(PlainLabel(told, "field", wrap=False), place, away)
        holder = QWidget()
        holder.setLayout(column(head, *(self._answer(answer) for answer in one.answers), gap=4))
        return holder

    def _answer(self, answer: PupilAnswer) -> QWidget:
        title = answers.short(answer)
        said = PlainLabel(f"{title.rstrip('.')}: {answers.spoken(answer)}")
        away = button("Delete", partial(self._delete, answer), "link")
        away.setAccessibleName(f"Delete: {title}")
        line = row(said, away)
        line.setStretch(0, 1)
        holder = QWidget()
        drawn = answers.strokes(answer)
        if drawn:
            sheet = Drawing(self._context.look, drawn, SMALL)
            sheet.setAccessibleName(f"A drawing: {answer.words}" if answer.words else "A drawing")
            holder.setLayout(column(line, row(sheet, None), gap=4))
        else:
            holder.setLayout(line)
        return holder

    def _put_in(self, one: Sitting) -> None:
        self._context.go("corner", pupil_id=self._whose, day=one.day.isoformat())

    def _delete_day(self, one: Sitting) -> None:
        self._do(lambda: answers.remove_sitting(self._context.store, self._whose, one.day), "What was said is deleted.")

    def _delete(self, answer: PupilAnswer) -> None:
        self._do(lambda: answers.remove(self._context.store, answer.uuid), "The answer is deleted.")

    def _do(self, deed: Callable[[], object], words: str) -> None:
        if self._panel.attempt(deed):
            self._context.done(words)

    def _show_all(self) -> None:
        self._all = True
        self.show_pupil(self._whose)
