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
        self.head, self.left, self.parts, self._aside = (self._place() for _ in range(4))
        self.bar = bar
        self._around: QWidget | None = None
        self.scrolled = Room()
        self._is_large = False
        self._lines = column(gap=0)
        self._lines.addWidget(bar)
        self.setLayout(self._lines)
        _holder(self._aside).hide()

    def _place(self) -> QVBoxLayout:
        layout = QVBoxLayout(QWidget(self))
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        return layout

    def lay_out(self, *, large: bool, listed: bool) -> None:
        """Put the places side by side, or with large text one below the other; `listed` says whether there is a list.

        What was in them goes with the old places, but for what stands aside. The new ones are put in sight before there is
        anything in them: Qt dresses all anew that stands on what is moved.
        """
        if self._around is None or large != self._is_large:
            self._is_large = large
            self._begin_anew(large)
        _holder(self.left).setVisible(listed)

    def _begin_anew(self, large: bool) -> None:
        before, self._around = self._around, QWidget(self)
        if before is not None:
            focused = self.focusWidget()
            if focused is not None and before.isAncestorOf(focused) and focused.hasFocus():
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            before.hide()
            self.head, self.left, self.parts = (self._place() for _ in range(3))
            _holder(self.parts).setHidden(self.aside is not None)
            self.scrolled = Room()
        head, left, parts, aside = (_holder(layout) for layout in (self.head, self.left, self.parts, self._aside))
        self._lines.insertWidget(0, self._around, 1)
        if large:
            inside, scrolled = column(self.scrolled), column(head, left, aside, parts, None, margin=12)
        else:
            beside = row(left, self.scrolled, gap=12)
            beside.setStretch(1, 1)
            inside, scrolled = column(head, beside, margin=12), column(aside, parts, None, margin=2)
            inside.setStretch(1, 1)
        self._around.setLayout(inside)
        content = QWidget()
        content.setObjectName("scrolled")
        self.scrolled.setWidget(content)
        content.setLayout(scrolled)
        if before is not None:
            before.deleteLater()

    def show_aside(self, widget: QWidget) -> None:
        """Show something in place of the parts."""
        clear(self._aside)
        self._aside.addWidget(widget)
        _holder(self.parts).hide()
        _holder(self._aside).show()
        self.to_top()

    def close_aside(self) -> None:
        """Show the parts again."""
        clear(self._aside)
        _holder(self._aside).hide()
        _holder(self.parts).show()

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


def _holder(layout: QVBoxLayout) -> QWidget:
    holder = layout.parentWidget()
    assert holder is not None
    return holder
