"""The list of groups as a place to drop somebody on: whoever is in one is dragged into another."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from gradesk.services.term.told.board import Line
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.tables.grouped import GroupedModel, GroupedTree

MEMBER = "application/x-gradesk-member"


class MemberName(PlainLabel):
    """The words of a member, which can be dragged; by key it is “Move …” beside them."""

    def __init__(self, words: str, member_id: str) -> None:
        super().__init__(words)
        self._member_id, self._pressed = member_id, False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(tip("Drag it on another group; “Move …” does the same"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A drag begins where the button goes down."""
        self._pressed = event.button() == Qt.MouseButton.LeftButton
        self._from = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Far enough, it is a drag."""
        if self._pressed and (event.position() - self._from).manhattanLength() >= QApplication.startDragDistance():
            self._pressed = False
            drag = QDrag(self)
            drag.setMimeData(carried(self._member_id))
            drag.setPixmap(self.grab())
            drag.exec(Qt.DropAction.MoveAction)


def carried(member_id: str) -> QMimeData:
    """A member on the way."""
    data = QMimeData()
    data.setData(MEMBER, member_id.encode())
    return data


class BoardTree(GroupedTree):
    """`dropped` carries the member and the support it was dropped on."""

    dropped = Signal(str, str)

    def __init__(self, model: GroupedModel, name: str) -> None:
        super().__init__(model, name)
        self._model = model
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A member may come in."""
        if event.mimeData().hasFormat(MEMBER):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """On a group it can be let go; near the edge the list rolls on."""
        super().dragMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.mimeData().hasFormat(MEMBER) and self._line(index) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell who was let go where."""
        line = self._line(self.indexAt(event.position().toPoint()))
        if line is not None and event.mimeData().hasFormat(MEMBER):
            event.acceptProposedAction()
            member_id = bytes(event.mimeData().data(MEMBER).data()).decode()
            self.dropped.emit(member_id, line.uuid)

    def _line(self, index: QModelIndex | QPersistentModelIndex) -> Line | None:
        found: Line | None = self._model.row_at(index)
        return found
