"""A list whose lines wrap, each as high as its words need at the width there is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListView, QListWidget

HIGHEST = 10_000  # pixels
MANY = 100  # lines, which have a bar to scroll them from the first: when it came, all would be measured once more
PADDING = (
    0.75  # of a line’s height: what the stylesheet puts above and below the words, and the frame of the chosen one
)


class WrappedList(QListWidget):
    """Qt leaves the padding out when it asks how high a line is, and then cuts its last words off."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._measured = 0  # pixels of room the lines were measured for; none once their words or letters are others

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        super().resizeEvent(event)
        self._measure_if_other()

    def showEvent(self, event: QShowEvent) -> None:
        """Nobody sees the lines before, and a list of a whole school takes a while to measure."""
        super().showEvent(event)
        self._measure_if_other()

    def changeEvent(self, event: QEvent) -> None:
        """Other letters, other heights."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.measure()

    def beside(self) -> int:
        """How much room in pixels something takes beside the words."""
        return 0

    def measure(self) -> None:
        """Make every line as high as its words; to be called when other words were put in."""
        self._measured = 0
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if self.count() > MANY else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(bar)
        self._measure_if_other()

    def _room(self) -> int:
        return max(self.viewport().width() - 3 * self.fontMetrics().averageCharWidth() - self.beside(), 1)

    def _measure_if_other(self) -> None:
        room = self._room()
        if room == self._measured or not self.isVisible():
            return
        self._measured = room
        metrics = self.fontMetrics()
        for place in range(self.count()):
            item = self.item(place)
            box = QRect(0, 0, room, HIGHEST)
            height = metrics.boundingRect(box, Qt.TextFlag.TextWordWrap, item.text()).height()
            wanted = QSize(room, height + round(PADDING * metrics.height()))
            if item.sizeHint() != wanted:
                item.setSizeHint(wanted)
