"""One Gradesk for one file: a second start brings the first window to the front and ends. No network is involved."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT = 500  # ms


def _name(folder: Path) -> str:
    digest = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]
    return f"gradesk-{digest}"


def raise_first(folder: Path) -> bool:
    """Ask the Gradesk that has this folder open to come to the front; False when none answers."""
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    if not socket.waitForConnected(WAIT):
        return False
    socket.write(b"raise")
    socket.waitForBytesWritten(WAIT)
    socket.disconnectFromServer()
    return True


class Doorbell(QObject):
    """Listens for a second start and calls `raised`."""

    def __init__(self, folder: Path, raised: Callable[[], None]) -> None:
        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(_name(folder))  # what a crash may have left
        self._server.newConnection.connect(lambda: self._answer(raised))
        self._server.listen(_name(folder))

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _answer(self, raised: Callable[[], None]) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
        raised()
