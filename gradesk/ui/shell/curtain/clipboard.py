"""What was copied in Gradesk does not lie in the clipboard for ever: it is marked as not to be remembered, and taken out."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

KEPT_FOR = 120  # seconds: time to paste it into another program and to come back for more
_OURS = "application/x-gradesk-copy"
# What tells programs that remember clipboards to leave this one: Windows' history and its cloud, KDE's Klipper.
MARKS = {
    _OURS: b"1",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': bytes(4),
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': bytes(4),
    "x-kde-passwordManagerHint": b"secret",
}


class CarefulClipboard(QObject):
    """Marks what is copied here, and clears it after two minutes and when the file is closed; what others copied stays."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clipboard: QClipboard = QGuiApplication.clipboard()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_FOR * 1000)
        self._timer.timeout.connect(self.clear)
        self._clipboard.dataChanged.connect(self._changed)

    def clear(self) -> None:
        """Take out what was copied here, if it is still there."""
        self._timer.stop()
        if self._is_ours():
            self._clipboard.clear()

    def let_go(self) -> None:
        """The school is closed: nothing of it stays in the clipboard."""
        self._clipboard.dataChanged.disconnect(self._changed)
        self.clear()

    def is_from_here(self) -> bool:
        """Whether what lies there was copied in this program."""
        return self._clipboard.ownsClipboard()

    def _is_ours(self) -> bool:
        data = self._clipboard.mimeData()
        return data is not None and data.hasFormat(_OURS)

    def _changed(self) -> None:
        if not self.is_from_here():
            self._timer.stop()
        elif not self._is_ours():
            QTimer.singleShot(0, self, self._mark)  # not before everybody has heard of what is there
            self._timer.start()

    def _mark(self) -> None:
        before, marked = self._clipboard.mimeData(), QMimeData()
        if before is None or not before.formats() or self._is_ours() or not self.is_from_here():
            return
        for name in before.formats():
            marked.setData(name, before.data(name))
        for name, value in MARKS.items():
            marked.setData(name, QByteArray(value))
        self._clipboard.setMimeData(marked)
