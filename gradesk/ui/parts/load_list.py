"""What a week holds, line by line: opened, or moved to another week by keys or by dragging."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import QByteArray, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QListWidget, QListWidgetItem

from gradesk.model.rules.days.school_weeks import SchoolWeek
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.today import forecast
from gradesk.services.today.forecast import KINDS
from gradesk.services.today.forecast_items import Load
from gradesk.ui.context import Context
from gradesk.ui.kit.faces import needs_wide, wide
from gradesk.ui.kit.labels import tip
from gradesk.ui.kit.pictures.load_bars import DRAGGED

DATA = Qt.ItemDataRole.UserRole
KEYS = "Ctrl+Left and Ctrl+Right move the line in hand to another week; or drag it onto a bar. Enter opens it."


class LoadList(QListWidget):
    """The lines of one week. `shifted` asks to move the one in hand some weeks on; Enter goes to its place."""

    shifted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setAccessibleName("What the week holds")
        self.setAccessibleDescription(KEYS)
        self.setDragEnabled(True)
        self.setWordWrap(True)
        self.itemDoubleClicked.connect(lambda _item: self.open())

    @property
    def in_hand(self) -> Load | None:
        """The line in hand."""
        line = self.currentItem()
        return line.data(DATA) if line is not None else None

    def show_items(self, items: Iterable[Load], today: date) -> None:
        """Show the things of a week; the one in hand stays in hand where it is among them."""
        before = self.in_hand
        self.clear()
        for item in items:
            who = f"{item.name} ({item.class_name})" if item.class_name else item.name
            parts = (day_words(item.day, today), KINDS.label(item.kind), who, " ".join(item.words.split()))
            line = QListWidgetItem(": ".join(part for part in parts if part))
            line.setData(DATA, item)
            if needs_wide(line.text()):
                line.setFont(wide(QApplication.font()))
            if item.fixed:
                line.setToolTip(tip(item.fixed))
            self.addItem(line)
        if before is not None:
            self.point_at(before)
        if self.currentRow() < 0:
            self.setCurrentRow(0)

    def point_at(self, item: Load) -> bool:
        """Take a thing in hand, if it is there."""
        for place in range(self.count()):
            if self.item_at(place).record == item.record:
                self.setCurrentRow(place)
                return True
        return False

    def open(self) -> None:
        """Go to where the line in hand is."""
        item = self.in_hand
        if item is not None and item.pupil_id:
            self._context.go("pupil", pupil_id=item.pupil_id, tab=item.tab, record=item.record)
        elif item is not None:
            self._context.go("today", tab=item.tab, record=item.record)

    def carry(self, week: SchoolWeek, show: Callable[[], object]) -> None:
        """Move the line in hand into a week; `show` then reads anew and goes there, and the line stays in hand."""
        item, store, moved = self.in_hand, self._context.store, []
        if item is None or not self._context.attempt(lambda: moved.append(forecast.move(store, item, week))):
            return
        show()
        self.point_at(item)
        self._context.done(f"Moved to {day_words(moved[0], store.clock.today())}. Ctrl+Z takes it back.", "good")

    def item_at(self, place: int) -> Load:
        """The thing of a line."""
        found: Load = QListWidget.item(self, place).data(DATA)
        return found

    def mimeData(self, items: list[QListWidgetItem]) -> QMimeData:  # type: ignore[override]
        """Hand over no words: only that one of these lines is on its way."""
        del items
        data = QMimeData()
        data.setData(DRAGGED, QByteArray(b"1"))
        return data

    def mimeTypes(self) -> list[str]:
        """What it hands over."""
        return [DRAGGED]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl with an arrow moves the line, Enter opens it."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain == Qt.KeyboardModifier.ControlModifier and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.shifted.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
        else:
            super().keyPressEvent(event)
