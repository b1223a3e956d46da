"""The search box on top: any part of any name finds a pupil; words of an action find the action (Ctrl+K)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gradesk.model.pupils.pupil import searchable
from gradesk.model.vocabulary import STATUSES, YEAR_GROUPS
from gradesk.services.pupils import register
from gradesk.system.lazy import lazily
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import announce
from gradesk.ui.kit.forms.clearing import clearable
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.layouts import row
from gradesk.ui.kit.order import stops_in

if TYPE_CHECKING:
    from gradesk.ui.screens.findable import also_called, places
else:
    also_called = lazily("gradesk.ui.screens.findable:also_called")
    places = lazily("gradesk.ui.screens.findable:places")

MOST = 12
NOTHING = "Nothing found. Try a shorter part of the name."
PUPILS_AT_MOST = 8  # so that an action of the same name stays in sight


class Finder(QWidget):
    """A line and, below it, what it finds."""

    def __init__(
        self, context: Context, actions: Callable[[], list[Action]], pupil_in_sight: Callable[[], str]
    ) -> None:
        super().__init__()
        self._context = context
        self._actions = actions
        self._pupil_in_sight = pupil_in_sight
        self.line = QLineEdit()
        fleeting(self.line)
        self.line.setPlaceholderText(context.words().say("Find a {pupil} by any part of a name, or an action (Ctrl+K)"))
        self.line.setAccessibleName(context.words().say("Find a {pupil} or an action"))
        clearable(self.line)
        self.line.textEdited.connect(self._search)
        self.line.installEventFilter(self)
        keeps = self.line.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # the row above the page is as high without it
        self.line.setSizePolicy(keeps)
        self.setLayout(row(self.line))
        self.found = QListWidget()
        self.found.setAccessibleName("What was found")
        self.found.itemActivated.connect(self._take)
        self.found.itemClicked.connect(self._take)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # a long line ends in dots
        self._popup = QFrame(self, Qt.WindowType.ToolTip)
        inside = QVBoxLayout(self._popup)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.found)
        self._runs: list[Callable[[], object]] = []
        self._folded = False

    def fold(self, on: bool) -> None:
        """Wait for the key (Ctrl+K), or stand there to be clicked."""
        self._folded = on
        self.line.setVisible(not on)

    def open(self) -> None:
        """Put the cursor in the box."""
        self.line.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose, Enter goes, Escape and leaving close."""
        if event.type() == QEvent.Type.FocusOut:
            self._popup.hide()
            self.line.setVisible(not self._folded)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._popup.isVisible():
                step = 1 if key == Qt.Key.Key_Down else -1
                self.found.setCurrentRow((self.found.currentRow() + step) % max(self.found.count(), 1))
                self.line.setAccessibleDescription(self.found.currentItem().text())
                announce(self.line, self.found.currentItem().text())
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.found.currentItem():
                self._take(self.found.currentItem())
                return True
            if key == Qt.Key.Key_Escape:
                self._close()
                return True
            if self._chooses(event.text()):
                self._take(self.found.item(int(event.text()) - 1))
                return True
        return super().eventFilter(watched, event)

    def _search(self, words: str) -> None:
        self.found.clear()
        self._runs = []
        if not words.strip():
            self._popup.hide()
            return
        wanted = searchable(words).split()
        found = register.page(self._context.store, register.Criteria(search=words), limit=MOST)
        deeds = [*self._deeds(wanted), *self._elsewhere(wanted)]
        for one in found[: PUPILS_AT_MOST if deeds else MOST]:
            where = one.class_name or YEAR_GROUPS.label(one.year_group)
            status = STATUSES.label(one.status)
            self._offer(f"{one.name}    {where}    {status}", partial(self._context.go, "pupil", pupil_id=one.uuid))
        for title, run in deeds:
            self._offer(title, run)
        if nothing := not self._runs:
            self._offer(NOTHING, _nothing)
        self.found.setCurrentRow(0)
        self._show()
        announce(self.line, NOTHING if nothing else f"{self.found.count()} found. {self.found.item(0).text()}")

    def _chooses(self, text: str) -> bool:
        """Whether a digit chooses a line: after letters, not where a class (4 Oak, Year 4) or a UPN is being typed."""
        typed = self.line.text()
        return (
            self._popup.isVisible()
            and text in tuple("123456789")
            and int(text) <= self.found.count()
            and len(typed) > 1
            and typed[-1].isalpha()
            and not any(letter.isdigit() for letter in typed)
        )

    def _deeds(self, wanted: list[str]) -> list[tuple[str, Callable[[], object]]]:
        """What can be done here: by its title, or by other words for it."""
        return [
            (f"{action.title}    {action.shortcut}".rstrip(), action.run)
            for action in self._actions()
            if _means(wanted, action.title, also_called(action.id))
        ]

    def _elsewhere(self, wanted: list[str]) -> list[tuple[str, Callable[[], object]]]:
        """Places that no action in sight leads to, and every document."""
        say = self._context.words().say
        pupil = self._pupil_in_sight()
        found: list[tuple[str, Callable[[], object]]] = []
        for one in places():
            if _means(wanted, say(one.title), one.also):
                about = {"pupil_ids": (pupil,) if pupil else ()} if one.prints else {}
                found.append((say(one.title), partial(self._context.go, one.screen, **one.place, **about)))
        return found

    def _offer(self, text: str, run: Callable[[], object]) -> None:
        number = self.found.count() + 1
        self.found.addItem(QListWidgetItem(f"{number}   {text}" if number < 10 else f"     {text}"))
        self._runs.append(run)

    def _show(self) -> None:
        height = self.found.sizeHintForRow(0) * min(self.found.count(), MOST) + 12
        # As wide as what was found, where the window has the room; with large text the line is short.
        place = self.line.mapTo(self.window(), QPoint(0, self.line.height()))
        wide = max(
            self.line.width(), self.found.sizeHintForColumn(0) + self.found.verticalScrollBar().sizeHint().width() + 12
        )
        room = self.window().width() - 8
        self._popup.resize(min(wide, room), min(height, self.window().height() - place.y() - 8))
        across = min(0, room - place.x() - self._popup.width())
        self._popup.move(self.line.mapToGlobal(QPoint(across, self.line.height() + 2)))
        self._popup.show()

    def _take(self, item: QListWidgetItem) -> None:
        run = self._runs[self.found.row(item)]
        self._close()
        run()
        if run is not _nothing:
            QTimer.singleShot(0, self, self._into_the_page)  # after what was gone to has said where

    def _into_the_page(self) -> None:
        """Keys go on in what was opened, also where it says nothing of where they should, as a tab turned to does not."""
        stack, now = self._context.within, QApplication.focusWidget()
        page = stack.currentWidget() if isinstance(stack, QStackedWidget) else None
        if page is not None and (now is None or now is self.line or not now.isVisible()):
            stop = next((one for one in stops_in(page) if one.isVisible() and one.isEnabled()), page)
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self.line.clear()
        self._popup.hide()


def _nothing() -> None:
    """Nothing was found; one types on."""


def _means(wanted: list[str], title: str, also: str) -> bool:
    """Whether every word stands in the title, or begins another word for it."""
    own = searchable(title)
    return all(word in own or any(other.startswith(word) for other in _folded(also)) for word in wanted)


@lru_cache(maxsize=512)
def _folded(also: str) -> tuple[str, ...]:
    """The other words for a deed or place, which are the program's own and the same for every key."""
    return tuple(searchable(also).split())
