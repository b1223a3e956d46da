"""A kept document on the screen: its pages, its picture, or its words; nothing of it is written to the disk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from gradesk.services.evidence import viewing
from gradesk.services.evidence.viewing import Page, Seen, Words
from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow

SIZES = (0.5, 0.75, 1.0, 1.5, 2.0)  # of the width there is
LINES = 26  # of text that are in sight at least
SPOKEN = 2_000  # characters of a page that are read to whoever does not see it


class _Hearer(QObject):
    """Carries what the worker hears to the window."""

    heard = Signal(object)


class Viewer(QWidget):
    """One document, from the first page on while the others are still drawn. Escape puts it away, + and - change its size."""

    def __init__(self, context: Context, uuid: str, label: str, left: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._left = context, left
        self._pages: list[tuple[PlainLabel, QPixmap]] = []
        self._size = SIZES.index(1.0)
        self.told = SpokenLabel("Opening the document …", "quiet")
        self.leave = button("Close", left, "", "Escape")
        self.smaller = button("Smaller", lambda: self.resize_by(-1), "link", "-")
        self.larger = button("Larger", lambda: self.resize_by(1), "link", "+")
        self._inside = QWidget()
        self._list = QVBoxLayout(self._inside)
        self._list.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setWidget(self._inside)
        self.area.setAccessibleName(f"Pages of {label}")
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(f"Words of {label}")
        self.words.hide()
        high = self.fontMetrics().lineSpacing() * LINES
        for part in (self.area, self.words):
            part.setMinimumHeight(high)
        self.setLayout(column(flow(self.leave, self.smaller, self.larger, self.told), self.area, self.words, gap=6))
        hearer = _Hearer(self)
        hearer.heard.connect(self._show)
        store = context.store

        def work(count: Progress) -> None:
            viewing.look(store, uuid, hearer.heard.emit, count)

        self._task = tasks.start(work, self)
        self._task.done.connect(lambda _none: self._ended())
        self._task.refused.connect(self._refused)
        tasks.begin(self._task)

    def stop(self) -> None:
        """Draw no more of it."""
        self._task.stop()

    def resize_by(self, step: int) -> None:
        """Show it larger or smaller."""
        self._size = min(max(self._size + step, 0), len(SIZES) - 1)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes, + and - change the size."""
        if event.key() == Qt.Key.Key_Escape:
            self._left()
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.resize_by(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.resize_by(-1)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pages are as wide as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _show(self, seen: Seen) -> None:
        if isinstance(seen, Words):
            self.area.hide()
            self.smaller.hide()
            self.larger.hide()
            self.words.setPlainText(seen.text)
            self.words.show()
            self.words.setFocus()
            self.told.setText("Only its words." if seen.text else "There are no words in it.")
        elif isinstance(seen, Page):
            picture = QPixmap()
            picture.loadFromData(seen.png, "PNG")
            label = PlainLabel("")
            label.setAccessibleName(f"Page {seen.number} of {seen.total}")
            label.setAccessibleDescription(seen.words[:SPOKEN])
            self._pages.append((label, picture))
            self._list.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
            self._fit()
            self.told.setText(f"Page {seen.number} of {seen.total}")
            if seen.number == 1:
                self.area.setFocus()

    def _ended(self) -> None:
        count = len(self._pages)
        if count:
            total = "" if count == 1 else "s"
            cut = " of more; save a copy to see the rest" if count == viewing.MOST_PAGES else ""
            self.told.setText(f"{count} page{total}{cut}")

    def _refused(self, words: str) -> None:
        self.told.setText(words)
        self._context.say(words, "problem")

    def _fit(self) -> None:
        sharp = self.devicePixelRatioF()
        wide = max(round((self.area.viewport().width() - 24) * SIZES[self._size]), 80)
        for label, picture in self._pages:
            shown = picture.scaledToWidth(round(wide * sharp), Qt.TransformationMode.SmoothTransformation)
            shown.setDevicePixelRatio(sharp)
            label.setFixedSize(round(shown.width() / sharp), round(shown.height() / sharp))
            label.setPixmap(shown)
