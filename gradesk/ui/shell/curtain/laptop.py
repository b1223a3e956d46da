"""Hearing from the laptop that it goes to sleep, or that its session is locked: before nobody holds it any more."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gradesk.system.laptop import power
from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    from PySide6 import QtDBus
else:
    QtDBus = lazily("PySide6.QtDBus")  # only where there is a bus

LOGIN = "org.freedesktop.login1"
# The bus takes slots by name as text, though its types say bytes.
GOES: Any = SLOT("sleeps(bool)")
LOCKED: Any = SLOT("locked()")
SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver")


class Laptop(QObject):
    """`left` when it goes to sleep or its session is locked. Windows tells its windows, Linux by its bus of messages between
    programs of the same laptop; macOS tells nobody here, and there a sleep is noticed when it ends.
    """

    left = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._heard: _Heard | None = None
        if sys.platform == "win32":
            self._heard = _Heard(self)
            application = QCoreApplication.instance()
            assert application is not None
            application.installNativeEventFilter(self._heard)
            power.tell_of_session(int(window.winId()))
        elif sys.platform == "linux":
            self._listen()

    def let_go(self) -> None:
        """Hear nothing any more."""
        application = QCoreApplication.instance()
        if self._heard is not None and application is not None:
            application.removeNativeEventFilter(self._heard)

    def _listen(self) -> None:
        # Without a bus, as on some remote screens, a sleep is noticed when it ends.
        system, own = QtDBus.QDBusConnection.systemBus(), QtDBus.QDBusConnection.sessionBus()
        if system.isConnected():
            system.connect(LOGIN, "/org/freedesktop/login1", f"{LOGIN}.Manager", "PrepareForSleep", self, GOES)
            system.connect(LOGIN, "", f"{LOGIN}.Session", "Lock", self, LOCKED)
        if own.isConnected():
            for saver in SAVERS:
                own.connect("", "", saver, "ActiveChanged", self, GOES)

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:
        """A sleep, or a locked screen, begins or ends."""
        if begins:
            self.left.emit()

    @Slot()
    def locked(self) -> None:
        """The session is locked."""
        self.left.emit()


class _Heard(QAbstractNativeEventFilter):
    """Looks at what Windows tells the windows of the program."""

    def __init__(self, laptop: Laptop) -> None:
        super().__init__()
        self._laptop = laptop

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> Any:
        """Take nothing from anybody; only listen."""
        if kind == b"windows_generic_MSG" and power.goes_away(*power.read(int(message))):
            self._laptop.left.emit()
        return False, 0
