"""A line over the top of the page to type in from anywhere: what it was understood as, and what there is to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListWidget, QStackedWidget, QWidget
from shiboken6 import isValid

from gradesk.ui.context import Context
from gradesk.ui.kit.forms.held import cursor_of, put_cursor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column

MOST, FEW = 6, 2  # offers in sight; few where the text is large


class TypedLine(QFrame):
    """The line, the sentence under it and the list of offers. `back` gives the focus back to the page."""

    def __init__(self, context: Context, back: Callable[[], object], name: str, offers: str, longest: int) -> None:
        super().__init__()
        self._context, self._back = context, back
        self._page: QWidget | None = None  # over which it was opened, with what had the focus there
        self._left: QWidget | None = None
        self._cursor: dict[str, Any] = {}
        self.setProperty("role", "card")
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setMaxLength(longest)
        self.line.installEventFilter(self)
        self.understood = PlainLabel("", "quiet")
        self.offers = QListWidget()
        self.offers.setAccessibleName(offers)
        self.offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # a long offer ends in dots
        self.setLayout(column(self.line, self.understood, self.offers, margin=8, gap=4))
        self.hide()

    @property
    def half_typed(self) -> bool:
        """Whether words stand in the line that were not used."""
        return bool(self.line.text().strip())

    def settle(self) -> None:
        """Lie over the top of the page, as high as the words need; the page does not move."""
        behind = self.parentWidget()
        if behind is not None and not self.isHidden():
            self.setGeometry(0, 0, behind.width(), min(self.heightForWidth(behind.width()), behind.height()))
            self.raise_()

    def offer(self, words: Sequence[str], chosen: int) -> None:
        """Show what there is to choose from, and which of it is chosen (-1 for none)."""
        if [self.offers.item(place).text() for place in range(self.offers.count())] != list(words):
            self.offers.clear()
            self.offers.addItems(list(words))
            self.offers.setCurrentRow(chosen)
        most = FEW if self._context.look.theme.is_large else MOST
        rows = min(self.offers.count(), most)
        self.offers.setFixedHeight(self.offers.sizeHintForRow(0) * rows + 8 if rows else 0)
        self.offers.setVisible(rows > 0)

    def leave_from_here(self) -> None:
        """Remember where the cursor stands on the page, to bring it back there; called before the line takes the focus."""
        now, page = QApplication.focusWidget(), self._page_now()
        if page is not None and now is not None and page.isAncestorOf(now):
            self._page, self._left, self._cursor = page, now, cursor_of(page)
        elif now is not self.line:
            self._page = self._left = None

    def shut(self) -> None:
        """Put the line away with what stands in it, and go back into the field it was opened from."""
        self.hide()
        page, left = self._page, self._left
        self._page = self._left = None
        if page is None or left is None or page is not self._page_now():
            self._back()
        elif self._cursor and put_cursor(page, self._cursor):
            return
        elif isValid(left) and left.isVisible():
            left.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._back()

    def _page_now(self) -> QWidget | None:
        stack = self._context.within
        return stack.currentWidget() if isinstance(stack, QStackedWidget) else None
