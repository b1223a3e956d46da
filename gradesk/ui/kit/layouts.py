"""Small helpers to lay widgets out: rows, columns, cards, a flow that wraps, and a page that scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
    QWidgetItem,
)

from gradesk.system.lazy import lazily
from gradesk.ui.qt_names import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

# What only a page needs on which something is larger than itself.
if TYPE_CHECKING:
    from gradesk.ui.kit.in_hand import in_hand
else:
    in_hand = lazily("gradesk.ui.kit.in_hand:in_hand")


def column(
    *widgets: QWidget | QLayout | None, margin: int = 0, gap: int = 8, grows: QWidget | None = None
) -> QVBoxLayout:
    """Widgets one below the other; None is a stretch, and what `grows` takes the room that is left."""
    layout = QVBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    _fill(layout, widgets)
    if grows is not None:
        layout.setStretchFactor(grows, 1)
    return layout


def row(*widgets: QWidget | QLayout | None, margin: int = 0, gap: int = 8) -> QHBoxLayout:
    """Widgets side by side; None is a stretch."""
    layout = QHBoxLayout()
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    _fill(layout, widgets)
    return layout


def _fill(layout: QVBoxLayout | QHBoxLayout, widgets: tuple[QWidget | QLayout | None, ...]) -> None:
    for item in widgets:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)


def card(*widgets: QWidget | QLayout | None, role: str = "card") -> QFrame:
    """A framed group."""
    frame = QFrame()
    frame.setProperty("role", role)
    frame.setLayout(column(*widgets, margin=14, gap=8))
    return frame


CLEAR = 4  # lines kept free around what has the focus: a message may lie over the foot of the page
_GONE = "gone"
SETTLING = 30  # ms until a widget that was just made has its place


class ScrollPage(QScrollArea):
    """A page that scrolls up and down and never sideways, so that 200 % text stays readable.

    Qt's own resizing asks the content how high it would be at its narrowest and leaves gaps at the real width; here
    the content is as high as it is at the width it has.
    """

    def __init__(self, content: QWidget | None = None) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fitting = False
        if content is not None:
            content.setObjectName("scrolled")
            self.setWidget(content)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def setWidget(self, widget: QWidget) -> None:
        """Put other content on the page."""
        super().setWidget(widget)
        widget.installEventFilter(self)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the content as wide as the page."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when something inside changed its size; keep in sight what the keys go to."""
        if watched is self.widget():
            if event.type() == QEvent.Type.LayoutRequest:
                self._fit()
        elif event.type() == QEvent.Type.KeyPress and isinstance(watched, QWidget) and self._is_large(watched):
            QTimer.singleShot(0, self, lambda: self._bring_part(watched) if _is_focused(watched) else None)
        return super().eventFilter(watched, event)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        # What has the focus is in sight, also when a key or the program put it there. New widgets have no place yet.
        content = self.widget()
        # The page itself has it where a stray key shall do no harm; to bring all of it into sight would show its middle.
        if before is not None and before is not content:
            before.removeEventFilter(self)
        if now is not None and content is not None and now is not content and content.isAncestorOf(now):
            now.installEventFilter(self)
            QTimer.singleShot(SETTLING, self, lambda: self._bring(now))

    def _bring(self, focused: QWidget) -> None:
        content = self.widget()
        if _is_focused(focused) and content is not None and content.isAncestorOf(focused):
            self._fit()
            if self._is_large(focused):
                self._bring_part(focused)
            else:
                self.ensureWidgetVisible(focused, 0, CLEAR * focused.fontMetrics().height())

    def _is_large(self, widget: QWidget) -> bool:
        return widget.height() >= self.viewport().height() - CLEAR * widget.fontMetrics().height()

    def _bring_part(self, focused: QWidget) -> None:
        # Not all of it can be in sight: what is in hand is, and as little as that needs goes out of sight for it.
        content = self.widget()
        if content is not None and content.isAncestorOf(focused):
            part = in_hand(focused)
            middle = focused.mapTo(content, part.center())
            clear = min(CLEAR * focused.fontMetrics().height(), self.viewport().height() // 3)
            self.ensureVisible(middle.x(), middle.y(), 0, clear + part.height() // 2)

    def _fit(self) -> None:
        content = self.widget()
        if content is None or self._fitting:
            return
        self._fitting = True
        width = self.viewport().width()
        layout = content.layout()
        wanted = layout.totalHeightForWidth(width) if layout is not None and layout.hasHeightForWidth() else -1
        height = wanted if wanted >= 0 else content.sizeHint().height()
        content.resize(width, max(height, self.viewport().height()))
        self._fitting = False


def _is_focused(widget: QWidget) -> bool:
    """Whether a widget has the focus; one that is gone by now has not, and must not be asked."""
    return QApplication.focusWidget() is widget


class FlowLayout(QLayout):
    """Widgets in a line that breaks where the window ends."""

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width, until anything inside changes
        self.setSpacing(gap)
        self.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, widget: QWidget) -> None:
        """Add a widget, in an item of our own.

        One that Qt makes may lie where an item of another layout lay before, and PySide takes it for that: it dies with it.
        """
        self.addChildWidget(widget)
        self.addItem(QWidgetItem(widget))

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own way in."""
        self._items.append(item)

    def count(self) -> int:
        """How many widgets there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The widget's item at a place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the lines are at a width."""
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        """Something inside changed."""
        self._heights.clear()
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Put every widget in its place."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._items]
        width = sum(size.width() + self.spacing() for size in sizes)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """As small as the largest widget."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, *, move: bool) -> int:
        y = rect.y()
        for line in self._lines(rect.width()):
            height = max(size.height() for _, size in line)
            x = rect.x()
            for item, size in line:
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += height + self.spacing()
        return max(y - self.spacing(), rect.y()) - rect.y()

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        used = 0
        for item in self._items:
            widget = item.widget()
            # A new widget counts as hidden until Qt has shown it; only one that was hidden on purpose takes no room.
            if (
                widget is not None
                and widget.isHidden()
                and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
            ):
                continue
            size = item.sizeHint().boundedTo(QSize(max(width, 1), 16777215))
            if not lines or used + size.width() > width:
                lines.append([])
                used = 0
            lines[-1].append((item, size))
            used += size.width() + self.spacing()
        return lines


def flow(*widgets: QWidget, gap: int = 8) -> QWidget:
    """A widget whose children wrap like words."""
    holder = QWidget()
    layout = FlowLayout(gap)
    for widget in widgets:
        layout.addWidget(widget)
    holder.setLayout(layout)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder


def is_gone(widget: QWidget) -> bool:
    """Whether a widget was let go by `clear` and only waits to be deleted, or stands inside one that was."""
    here: QWidget | None = widget
    while here is not None:
        if here.property(_GONE):
            return True
        here = here.parentWidget()
    return False


def widgets_in(layout: QLayout) -> list[QWidget]:
    """The widgets that stand in a layout, in order."""
    items = [item for place in range(layout.count()) if (item := layout.itemAt(place)) is not None]
    return [widget for item in items if (widget := item.widget()) is not None]


def clear(layout: QLayout, first: int = 0) -> None:
    """Take everything out of a layout, from the `first` place on, and let it go.

    A focus inside stays on the page: Qt would give it to whatever comes next in the window, and keys would go astray.
    """
    home, focused = layout.parentWidget(), QApplication.focusWidget()
    inside = widgets_in(layout)
    if home is not None and focused is not None and any(w is focused or w.isAncestorOf(focused) for w in inside):
        home.setFocus(Qt.FocusReason.OtherFocusReason)
    while (item := layout.takeAt(first)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setProperty(_GONE, True)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
