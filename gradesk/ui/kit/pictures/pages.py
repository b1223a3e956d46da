"""A PDF on the screen and on the printer, from memory and without a file."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gradesk.system.lazy import lazily
from gradesk.system.paths import make_private_file
from gradesk.ui.kit.layouts import clear
from gradesk.ui.kit.spoken import Role

if TYPE_CHECKING:
    import pypdfium2
    from PySide6.QtPrintSupport import QPrinter
else:
    QPrinter = lazily("PySide6.QtPrintSupport:QPrinter")
    pypdfium2 = lazily("pypdfium2")

DPI_PRINT = 300


class Pages:
    """An opened PDF."""

    def __init__(self, pdf: bytes) -> None:
        self._document = pypdfium2.PdfDocument(pdf)

    def __len__(self) -> int:
        return len(self._document)

    def image(self, index: int, dots: float) -> QImage:
        """One page as a picture at so many dots an inch."""
        page = self._document[index]
        bitmap = page.render(scale=dots / 72, rev_byteorder=True, force_bitmap_format=4, prefer_bgrx=True)
        buffer = bytes(bitmap.buffer)
        shape = QImage.Format.Format_RGBX8888
        return QImage(buffer, bitmap.width, bitmap.height, bitmap.stride, shape).copy()

    def size(self, index: int) -> tuple[float, float]:
        """Width and height of a page in points."""
        width, height = self._document.get_page_size(index)
        return float(width), float(height)

    def close(self) -> None:
        """Let the PDF go."""
        self._document.close()


class PageView(QWidget):
    """Pages one below the other, drawn when they come into view."""

    spoken_as = Role.Document

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self._pages: Pages | None = None
        self._labels: list[QLabel] = []
        self._drawn: dict[int, float] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._layout.setSpacing(16)
        self.dots = 96.0

    def show_pages(self, pages: Pages | None, names: Sequence[str] = ()) -> None:
        """Show another PDF; `names` say what each page is for those who do not see it."""
        clear(self._layout)
        if self._pages is not None:
            self._pages.close()
        self._pages, self._labels, self._drawn = pages, [], {}
        for index in range(len(pages) if pages else 0):
            label = QLabel()
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAccessibleName(names[index] if index < len(names) else f"Page {index + 1}")
            self._labels.append(label)
            self._layout.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        self.zoom_to(self.dots)

    def zoom_to(self, dots: float) -> None:
        """Show pages at so many dots an inch."""
        self.dots = min(max(dots, 40.0), 300.0)
        self._drawn.clear()
        if self._pages is None:
            return
        for index, label in enumerate(self._labels):
            width, height = self._pages.size(index)
            label.setFixedSize(round(width / 72 * self.dots), round(height / 72 * self.dots))
        self.draw_visible()

    def draw_visible(self) -> None:
        """Draw the pages in view that are not drawn yet, and let those far from it go."""
        if self._pages is None:
            return
        seen = self.visibleRegion().boundingRect()
        sharp = self.devicePixelRatioF()
        for index, label in enumerate(self._labels):
            near = (not seen.isValid() and index < 2) or label.geometry().adjusted(0, -400, 0, 400).intersects(seen)
            if near and self._drawn.get(index) != self.dots:
                image = self._pages.image(index, self.dots * sharp)
                image.setDevicePixelRatio(sharp)
                label.setPixmap(QPixmap.fromImage(image))
                self._drawn[index] = self.dots
            elif not near and self._drawn.pop(index, None) is not None:
                label.setPixmap(QPixmap())


def pages_in_order(printer: QPrinter, count: int) -> list[int]:
    """The pages, counted from nought, as they go to the printer: those asked for and no others, in the order asked for, last
    first where that is wanted, and as often as copies are wanted that the printer does not make by itself.
    """
    wanted = list(range(count))
    ranges = printer.pageRanges().toRangeList()
    if ranges:
        wanted = [page - 1 for one in ranges for page in range(one.from_, one.to + 1)]
    elif printer.fromPage() or printer.toPage():
        wanted = list(range(max(printer.fromPage(), 1) - 1, printer.toPage() or count))
    wanted = [page for page in wanted if 0 <= page < count]
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        wanted.reverse()
    copies = 1 if printer.supportsMultipleCopies() else max(printer.copyCount(), 1)
    if printer.collateCopies():
        return wanted * copies
    return [page for page in wanted for _ in range(copies)]


class PrintJob(QObject):
    """Draws pages on the printer, one each time the window is free, so that it stays alive and can stop it.

    `counted` tells the page and how many there are; `ended` how many went to the printer, 0 when it takes nothing. The pages
    are the job's own, so that nobody closes them under it.
    """

    counted = Signal(int, int)
    ended = Signal(int, int)

    def __init__(self, pdf: bytes, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._pages = pages = Pages(pdf)
        self._printer = printer
        self._order = pages_in_order(printer, len(pages))
        self._total = len(self._order)
        self._next = 0
        self._painter = QPainter()

    def begin(self) -> None:
        """Begin; everything after that comes by signals."""
        if not self._order:
            self._end()
            return
        self._turn()
        if self._painter.begin(self._printer):
            QTimer.singleShot(0, self, self._draw)
        else:
            self._end()

    @property
    def sent(self) -> list[int]:
        """The pages that went to the printer, counted from nought."""
        return self._order[: self._next]

    def stop(self) -> None:
        """Send no page after the one in hand."""
        del self._order[self._next :]

    def _end(self) -> None:
        if self._painter.isActive():
            self._painter.end()
        self._pages.close()
        if into := self._printer.outputFileName():  # Qt leaves it readable to whomever the system lets
            with suppress(OSError):
                make_private_file(Path(into))
        self.ended.emit(self._next, self._total)

    def _turn(self) -> None:
        """Lay the paper as the page lies; takes effect with the next sheet."""
        width, height = self._pages.size(self._order[self._next])
        landscape = width > height
        self._printer.setPageOrientation(
            QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
        )

    def _draw(self) -> None:
        if self._next >= len(self._order):
            self._end()
            return
        if self._next:
            self._turn()
            if not self._printer.newPage():  # switched off, out of reach, or its file cannot be written any more
                self._end()
                return
        self.counted.emit(self._next + 1, self._total)
        image = self._pages.image(self._order[self._next], DPI_PRINT)
        paper = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        inside = self._printer.pageRect(QPrinter.Unit.DevicePixel)
        # A small page stays small on large paper; a page larger than the paper is made to fit.
        fits = min(paper.width() / image.width(), paper.height() / image.height())
        scale = min(fits, self._printer.resolution() / DPI_PRINT)
        box = QRectF(0, 0, image.width() * scale, image.height() * scale)
        box.translate(paper.left() - inside.left(), paper.top() - inside.top())
        self._painter.drawImage(box, image)
        self._next += 1
        QTimer.singleShot(0, self, self._draw)
