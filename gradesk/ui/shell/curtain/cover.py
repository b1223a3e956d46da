"""The cover itself: one calm page before all windows, with the name of the program and a field for the passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gradesk.ui.kit.announce import COVERS
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row
from gradesk.ui.shell.gate.gate_pages import PassphrasePage
from gradesk.ui.shell.gate.unlock import Scrolled

AT_LAST = 100  # ms after which it goes on also where nothing is painted, as on a screen that is switched off
WRONG = "That is not the passphrase; everything stays covered, and nothing is lost. Type it again."


class CoverPage(PassphrasePage):
    """What is read on it. It says nothing of any pupil, nor of the school."""

    def __init__(self, lift: Callable[[str], None], hint: str) -> None:
        super().__init__("Go on", "Checking …", lift)
        self.lay(
            PlainLabel("Gradesk", "title"),
            PlainLabel("Covered. Type the passphrase to go on."),
            self.heading,
            self.passphrase,
            self.show_it,
            self.message,
            row(self.go, None),
            PlainLabel("Everything is as you left it. Ctrl+Q closes Gradesk and keeps every word.", "quiet"),
            *([PlainLabel(hint, "quiet")] if hint else []),
        )


class Cover(QDialog):
    """A window without a frame, as large as the main one and before all others, which get no key and no mouse meanwhile."""

    came = Signal()  # once, when it was painted, or when it was high time
    wanted_closed = Signal()

    def __init__(self, window: QWidget, lift: Callable[[str], None], hint: str) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._over = window
        self._has_come = False
        self.is_painted = False
        self.setProperty(COVERS, True)
        self.setWindowTitle("Gradesk")
        self.setAccessibleName("Gradesk is covered")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        # Who writes in another program just now goes on writing there.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, QApplication.activeWindow() is None)
        self.page = CoverPage(lift, hint)
        self.setLayout(column(Scrolled(self.page)))
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.wanted_closed)
        window.installEventFilter(self)

    def come(self, after: QWidget | None) -> None:
        """Stand before everything: before the window that was asked last, too."""
        if self._over.isMinimized():
            self._come_by()
            return
        self.setGeometry(self._over.geometry())
        self.create()  # only what the system knows already can be told what it stands before
        if after is not None and (below := after.windowHandle()) is not None:
            self.windowHandle().setTransientParent(below)
        self.show()
        self.raise_()
        if not self.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating):
            self.activateWindow()
        self.page.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
        self.repaint()
        QTimer.singleShot(AT_LAST, self, self._come_by)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Go on with what takes its time when this is in sight."""
        super().paintEvent(event)
        self.is_painted = True
        QTimer.singleShot(0, self, self._come_by)

    def _come_by(self) -> None:
        if not self._has_come:
            self._has_come = True
            self.came.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window: where it is moved to, how large it is, and when it is fetched back from the bar below."""
        if watched is self._over:
            if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
                self.setGeometry(self._over.geometry())
            elif event.type() == QEvent.Type.WindowStateChange and not self.isVisible():
                QTimer.singleShot(0, self, lambda: self.come(None))
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts nothing away here, and Enter is the field's."""
        event.accept()

    def reject(self) -> None:
        """Only the passphrase lifts it."""

    def closeEvent(self, event: QCloseEvent) -> None:
        """Whoever closes it wants to close Gradesk."""
        event.ignore()
        self.wanted_closed.emit()
