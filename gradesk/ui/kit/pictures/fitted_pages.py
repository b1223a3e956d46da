"""Pages as wide as the room for them, until a person zooms."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer

from gradesk.ui.kit.layouts import ScrollPage
from gradesk.ui.kit.pictures.pages import Pages, PageView

FIT = 120.0  # dots an inch: pages are never shown larger by themselves
EDGES = 24  # pixels beside the pages


class FittedPages(ScrollPage):
    """Scrolls through a PDF, draws what comes into view, and keeps it as wide as there is room."""

    def __init__(self) -> None:
        self.view = PageView()
        super().__init__(self.view)
        self._pages: Pages | None = None
        self._zoomed = False
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.view.draw_visible())
        self.viewport().installEventFilter(self)

    def show_pages(self, pages: Pages | None) -> None:
        """Show another PDF, or none."""
        self._pages = pages
        self.view.show_pages(pages)
        QTimer.singleShot(0, self, self._fit_pages)

    def zoom(self, factor: float) -> None:
        """Larger or smaller, and no more by itself."""
        self._zoomed = True
        self.view.zoom_to(self.view.dots * factor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the pages and draw those that come into view when the window grows."""
        if watched is self.viewport() and event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._fit_pages)
        return super().eventFilter(watched, event)

    def _fit_pages(self) -> None:
        if self._pages is None or self._zoomed:
            self.view.draw_visible()
            return
        widest = max(self._pages.size(place)[0] for place in range(len(self._pages)))
        self.view.zoom_to(min(FIT, (self.viewport().width() - EDGES) * 72 / widest))
