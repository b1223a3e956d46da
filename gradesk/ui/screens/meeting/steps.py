"""The steps of a meeting at the side: where one is, what was read back, and more steps to take up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from gradesk.services.meetings import kinds
from gradesk.services.meetings.kinds import Step
from gradesk.services.meetings.minutes import Minutes
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import restyle
from gradesk.ui.kit.layouts import ScrollPage, clear, column, flow

EDGES = 24  # pixels inside a step, left and right, at the usual size of text
WIDE = 250  # pixels at the usual size of text


class StepBar(QWidget):
    """A button for each step. At large text one line says where one is: the page has the room."""

    def __init__(self, context: Context, go_to: Callable[[str], object], take_up: Callable[[str], object]) -> None:
        super().__init__()
        self._context, self._go_to, self._take_up = context, go_to, take_up
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._buttons: dict[str, QPushButton] = {}
        self._taken: frozenset[str] = frozenset()
        self._name = ""
        self.more = button("More steps …", self.offer_more, "link", "Ctrl+Shift+A")
        content = QWidget()
        content.setLayout(column(self._list, flow(self.more), None, gap=10))
        self._page = ScrollPage(content)  # ten steps at 200 % are higher than a laptop
        self.setLayout(column(self._page, gap=0, grows=self._page))
        context.look.fit(self, lambda theme: self.setFixedWidth(theme.px(WIDE if not theme.is_large else WIDE * 0.62)))

    def show_steps(self, found: Minutes, here: str, told: Callable[[Step], str]) -> None:
        """Mark where one is, and what was read back."""
        self._taken = frozenset(step.code for step in found.steps)
        self._name = found.first_name
        rows = (*((step.code, told(step)) for step in found.steps), ("thank-you", "Thank you"))
        short = {step.code: step.short.format(name=found.first_name or "the child") for step in found.steps}
        if rows != self._shown:
            self._shown = rows
            clear(self._list)
            self._buttons = {}
            for code, title in rows:
                made = button(title, partial(self._go_to, code), "step")
                made.setCheckable(True)
                self._buttons[code] = made
                self._list.addWidget(made)
        for number, (code, title) in enumerate(rows, start=1):
            made, read = self._buttons[code], found.read_back.get(code, "")
            mark = {"agreed": "✓ ", "not_agreed": "≠ "}.get(read, f"{number}  ")
            made.setChecked(code == here)
            restyle(made, here=code == here)  # before it is measured: the step in hand stands in bold
            made.ensurePolished()
            font = QFont(made.font())
            font.setBold(code == here)  # the stylesheet’s weight is not always in the font yet
            edges = self._context.look.theme.px(EDGES)
            room = self.width() - edges - self._page.verticalScrollBar().sizeHint().width()
            words = f"{mark}{short.get(code, title)}"
            made.setText(QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room))
            said = {"agreed": ", agreed", "not_agreed": ", not all agree"}.get(read, "")
            made.setAccessibleName(f"Step {number} of {len(rows)}: {title}{said}")
            if code == here:
                self._page.ensureWidgetVisible(made)

    def offer_more(self) -> None:
        """The person-centred tools that are no step of this meeting yet; none while no meeting is being held."""
        if self.isHidden():
            return
        menu = QMenu(self)
        for code, step in kinds.every_step().items():
            if code not in self._taken:
                title = step.title.format(name=self._name or "the child")
                menu.addAction(f"{step.short}: {title}" if "{" not in step.short else title).triggered.connect(
                    lambda _on=False, code=code: self._take_up(code)
                )
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
