"""The sheet of keys (Shift+F1): every key there is, those of the page in sight first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from gradesk.ui.actions import Action
from gradesk.ui.ask import ONLY_READ
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row
from gradesk.ui.screens.keys import EVERYWHERE, KEYS, TITLES

Group = tuple[str, Sequence[tuple[str, str]]]
SHARE = 0.9  # of the window


def groups(own: Sequence[Action], titles: Mapping[str, str], shown: str) -> list[Group]:
    """Every key there is: those of the screen shown first, then those that work everywhere, then screen by screen."""
    anywhere = [
        (action.title, ", ".join(key for key in (action.shortcut, action.also) if key))
        for action in own
        if action.shortcut
    ]
    named = {name: TITLES.get(name) or titles.get(name, "") for name in KEYS}
    here: list[Group] = [(f"This page: {named[shown]}", KEYS[shown])] if shown in KEYS else []
    others: list[Group] = [(named[name], rows) for name, rows in KEYS.items() if name != shown]
    return [*here, ("Anywhere", [*anywhere, *EVERYWHERE]), *others]


class KeySheet(QDialog):
    """A list to read and close."""

    def __init__(self, found: Sequence[Group], say: Callable[[str], str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty(ONLY_READ, True)
        self.setWindowTitle("Keys and actions")
        self.table = table = QTableWidget(sum(len(rows) + 1 for _, rows in found), 2)
        table.setHorizontalHeaderLabels(["What", "Keys"])
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setWordWrap(True)
        table.setAccessibleName("Keys and actions")
        table.setTabKeyNavigation(False)
        place = 0
        for title, rows in found:
            heading, beside = self._write(place, say(title), "")
            beside.setData(Qt.ItemDataRole.AccessibleTextRole, say(title))  # lies under the heading, and is asked for
            font = heading.font()
            font.setBold(True)
            heading.setFont(font)
            table.setSpan(place, 0, 1, 2)
            for at, (what, keys) in enumerate(rows, start=place + 1):
                self._write(at, say(what), say(keys))
            place += len(rows) + 1
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setLayout(
            column(
                PlainLabel("Keys and actions", "title"),
                table,
                row(None, button("Close", self.accept, "main")),
                margin=16,
            )
        )
        self.resize(parent.size() * SHARE)

    def _write(self, place: int, what: str, keys: str) -> tuple[QTableWidgetItem, QTableWidgetItem]:
        made = QTableWidgetItem(what), QTableWidgetItem(keys)
        for at, item in enumerate(made):
            self.table.setItem(place, at, item)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """Every row as high as its words."""
        super().showEvent(event)
        self.table.resizeRowsToContents()
