"""The page as it will be printed, beside the words while one types them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from gradesk.services.pupils import pupils
from gradesk.system.lazy import lazily
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column
from gradesk.ui.kit.pictures.fitted_pages import FittedPages
from gradesk.ui.kit.pictures.pages import Pages

if TYPE_CHECKING:
    from gradesk.documents import document
    from gradesk.documents.desk.drawing import draw
else:
    document = lazily("gradesk.documents:document")
    draw = lazily("gradesk.documents.desk.drawing:draw")

AFTER = 500  # ms after the last change until the page is drawn anew
WIDE = 350  # pixels, at the usual size of text
ROOMY = 1150  # pixels of the pupil's page, at the usual size of text, from which there is room beside it


class LivePage(QWidget):
    """Draws one document of one pupil in the usual look, off the window's thread, and only while it is in sight."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._task: tasks.Task | None = None
        self._pupil_id = self._code = ""
        self.pdf = b""
        self.pages = FittedPages()
        self.pages.setAccessibleName("The page as it will be printed")
        self.told = PlainLabel("", "quiet")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER)
        self._timer.timeout.connect(self._draw)
        layout = column(self.told, self.pages, gap=4)
        layout.setContentsMargins(0, 8, 8, 8)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._dress()
        context.look.heed(self, self._dress)

    def show_document(self, code: str, pupil_id: str) -> None:
        """Show a document of a pupil, soon after the last call; the page of another pupil goes at once."""
        if (code, pupil_id) != (self._code, self._pupil_id):
            self._code, self._pupil_id = code, pupil_id
            self.let_go()
        self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was asked for while the page was out of sight."""
        super().showEvent(event)
        if self._pupil_id:
            self._timer.start()

    def let_go(self) -> None:
        """Show nothing, and wait for nothing any more."""
        self._timer.stop()
        if self._task is not None:
            self._task.stop()
            self._task = None
        self.pdf = b""
        self.pages.show_pages(None)
        self.told.setText("")

    def _dress(self) -> None:
        self.setFixedWidth(self._context.look.theme.px(WIDE))

    def _draw(self) -> None:
        if not self.isVisible():
            return
        store, code, pupil_id = self._context.store, self._code, self._pupil_id

        def work(_count: object) -> bytes:
            wanted = document(code)
            sheets = wanted.gather(store, [pupil_id])
            return draw(wanted, sheets).pdf if sheets else b""

        self._task = task = tasks.start(work, self)
        task.done.connect(lambda pdf: self._show(pdf) if task is self._task else None)
        task.refused.connect(lambda words: self._refused(words) if task is self._task else None)
        tasks.begin(task)

    def _show(self, pdf: bytes) -> None:
        self.pdf = pdf
        if not pdf:
            name = pupils.first_name(self._context.store, self._pupil_id)
            self.told.setText(f"As soon as something is written, {name}’s page stands here.")
            self.pages.show_pages(None)
            return
        pages, down = Pages(pdf), self.pages.verticalScrollBar().value()
        self.told.setText("As it will be printed" + (f": {len(pages)} sides" if len(pages) > 1 else ""))
        self.pages.show_pages(pages)
        QTimer.singleShot(0, self, lambda: self.pages.verticalScrollBar().setValue(down))

    def _refused(self, words: str) -> None:
        self.told.setText(words)
        self.pages.show_pages(None)
