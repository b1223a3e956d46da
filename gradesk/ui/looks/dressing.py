"""What is in sight is dressed now, and what is not when it is next shown: there are thousands of widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from gradesk.ui.looks import theme as themes
from gradesk.ui.qt_names import Qt

_DRESSED = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle


class Wardrobe(QObject):
    """Changes the dress of the program. A page that stands behind another one in its stack waits until it is shown, and is
    dressed before it is painted.

    Qt dresses what it has dressed before, and tells each widget that has no style of its own: twice, once as the old sheet
    goes and once as the new one comes. So everything is marked as never dressed, and for so long as having a style of its
    own; then what is in sight is dressed, once. A Qt that went by other marks would dress everything at once: later, but
    nothing in an old dress.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._waiting: set[QWidget] = set()
        self._memory = themes.memory()

    def change(self, chosen: themes.Theme) -> None:
        """Put on another theme or size of text."""
        if themes.is_worn(self._app, chosen):
            return
        pages = [page for page in self._pages() if not page.isVisible()]
        self._waiting = {page for page in pages if _is_dressed(page) or page in self._waiting}
        behind = {widget for page in _outermost(pages) for widget in (page, *page.findChildren(QWidget))}
        everything = list(self._everything())
        dressed = [widget for widget in everything if widget not in behind and _is_dressed(widget)]
        told = _set_aside(everything)
        try:
            themes.apply(self._app, chosen)
        finally:
            _bring_back(told)
            self._put_on(dressed)
        for page in self._waiting:
            page.installEventFilter(self)

    def forget(self) -> None:
        """Let go of the pages that wait: they are shown no more."""
        self._waiting.clear()

    def dress(self, page: QWidget) -> None:
        """Dress a page that is about to be shown, and the pages in it that will be seen then."""
        for stack in (page, *page.findChildren(QStackedWidget)):
            shown = stack.currentWidget() if isinstance(stack, QStackedWidget) and stack is not page else page
            if shown is not None and shown.isVisibleTo(page):
                self._dress(shown)
        self._dress(page)

    def dress_above(self, widget: QWidget) -> None:
        """Dress the pages that a widget stands on, and itself with them."""
        above: QWidget | None = widget
        while above is not None:
            self._dress(above)
            above = above.parentWidget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A page that waits is shown."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            self._dress(watched)
        return super().eventFilter(watched, event)

    def _pages(self) -> Iterator[QWidget]:
        for window in self._app.topLevelWidgets():
            for stack in window.findChildren(QStackedWidget):
                yield from filter(None, (stack.widget(place) for place in range(stack.count())))

    def _dress(self, page: QWidget) -> None:
        if page not in self._waiting:
            return
        self._waiting.discard(page)
        page.removeEventFilter(self)
        self._put_on([widget for widget in _together(page) if not _is_dressed(widget)])

    def _everything(self) -> Iterator[QWidget]:
        """All there is, but what Qt remembers by; what stands on something comes after it."""
        for window in self._app.topLevelWidgets():
            if window.parentWidget() is None and window is not self._memory:
                yield window
                yield from window.findChildren(QWidget)

    def _put_on(self, widgets: list[QWidget]) -> None:
        style = self._app.style()
        for widget in widgets:
            style.unpolish(widget)
        for widget in widgets:
            style.polish(widget)
            widget.setAttribute(_DRESSED, True)
        for widget in widgets:
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


class Heeding(QObject):
    """Does something to a widget whenever the dress was changed, at the latest when the widget is next shown."""

    def __init__(self, owner: QWidget, deed: Callable[[], object], wardrobe: Wardrobe) -> None:
        super().__init__(owner)
        self._owner = owner
        self._deed = deed
        self._wardrobe = wardrobe

    def changed(self) -> None:
        """The dress was changed."""
        if self._owner.isVisible():
            self._deed()
        else:
            self._owner.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It is shown again."""
        if event.type() == QEvent.Type.Show:
            self._owner.removeEventFilter(self)
            self._wardrobe.dress_above(self._owner)  # which is told of it after what stands on it
            self._deed()
        return super().eventFilter(watched, event)


def _is_dressed(widget: QWidget) -> bool:
    return widget.testAttribute(_DRESSED)


def _outermost(pages: list[QWidget]) -> list[QWidget]:
    """Those of the pages that stand on none of the others."""
    return [page for page in pages if not any(other is not page and other.isAncestorOf(page) for other in pages)]


def _set_aside(widgets: list[QWidget]) -> list[QWidget]:
    """Mark widgets as never dressed; gives those that are to be told of a new style again afterwards."""
    told = [widget for widget in widgets if not widget.testAttribute(_OWN_STYLE)]
    for widget in widgets:
        widget.setAttribute(_DRESSED, False)
    for widget in told:
        widget.setAttribute(_OWN_STYLE, True)
    return told


def _bring_back(told: list[QWidget]) -> None:
    for widget in told:
        widget.setAttribute(_OWN_STYLE, False)


def _together(page: QWidget) -> Iterator[QWidget]:
    """A page and what is on it, but not what is on the pages of a stack on it."""
    yield page
    for child in page.children():
        if isinstance(child, QWidget) and not (isinstance(page, QStackedWidget) and page.indexOf(child) >= 0):
            yield from _together(child)
