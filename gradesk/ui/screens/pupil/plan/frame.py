"""How the plan's tab is laid out: a head, the list beside what is worked on, and a bar that is always in sight."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.ui.kit.layouts import ScrollPage, clear, column, row, widgets_in

LINES = 4  # lines of text that are in sight at least


class Room(ScrollPage):
    """A page that takes the room there is, and asks for little."""

    def sizeHint(self) -> QSize:
        """A few lines."""
        return QSize(320, self.fontMetrics().lineSpacing() * LINES)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return QSize(200, self.fontMetrics().lineSpacing() * LINES)


class PlanFrame(QWidget):
    """Places to fill: `head`, `left`, `parts`, and `aside`, which stands before the parts while there is something in it."""

    def __init__(self, bar: QWidget) -> None:
        super().__init__()
        self.head, self.left, self.parts, self._aside = (QVBoxLayout() for _ in range(4))
        self._holders = [self._holder(layout) for layout in (self.head, self.left, self.parts, self._aside)]
        self.bar = bar
        self._around: QWidget | None = None
        self.scrolled = Room(QWidget())
        self._is_large = False
        self._lines = column(gap=0)
        self._lines.addWidget(bar)
        self.setLayout(self._lines)
        self._holders[3].hide()

    def _holder(self, layout: QVBoxLayout) -> QWidget:
        made = QWidget(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        made.setLayout(layout)
        return made

    def lay_out(self, *, large: bool, listed: bool) -> None:
        """Put the places side by side, or with large text one below the other; `listed` says whether there is a list."""
        head, left, parts, aside = self._holders
        left.setVisible(listed)
        if self._around is not None and large == self._is_large:
            return
        self._is_large = large
        before, self._around = self._around, QWidget()
        content = QWidget()
        if large:
            content.setLayout(column(head, left, aside, parts, None, margin=12))
            inside = column(self.scrolled)
        else:
            content.setLayout(column(aside, parts, None, margin=2))
            beside = row(left, self.scrolled, gap=12)
            beside.setStretch(1, 1)
            inside = column(head, beside, margin=12)
            inside.setStretch(1, 1)
        old = self.scrolled.takeWidget()  # Qt would delete it at once, and something may still be on its way to it
        self.scrolled.setWidget(content)
        content.setObjectName("scrolled")
        old.deleteLater()
        self._around.setLayout(inside)
        self._lines.insertWidget(0, self._around, 1)
        if before is not None:
            before.hide()
            before.deleteLater()

    def show_aside(self, widget: QWidget) -> None:
        """Show something in place of the parts."""
        clear(self._aside)
        self._aside.addWidget(widget)
        self._holders[2].hide()
        self._holders[3].show()
        self.to_top()

    def close_aside(self) -> None:
        """Show the parts again."""
        clear(self._aside)
        self._holders[3].hide()
        self._holders[2].show()

    @property
    def aside(self) -> QWidget | None:
        """What stands in place of the parts."""
        return next(iter(widgets_in(self._aside)), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down scroll, wherever in the tab the focus is."""
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() in pages:
            bar = self.scrolled.verticalScrollBar()
            bar.setValue(bar.value() + pages[Qt.Key(event.key())] * bar.pageStep())
            return
        super().keyPressEvent(event)

    def to_top(self) -> None:
        """Scroll to the top of what is worked on."""
        self.scrolled.verticalScrollBar().setValue(0)
