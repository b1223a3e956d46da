"""How long from the key until the cover is painted over the real window, against a bare window that comes in the same way.

Run as a process of its own: `covering.py FOLDER TURNS`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measuring import median, milliseconds
from painting import Painted, until
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget

from gradesk.__main__ import open_window

PASSPHRASE = "practice school"
PLACES = ("today", "pupils", "cycles")


class Bare(QDialog):
    """A window before another one, with one field."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        layout = QVBoxLayout(self)
        self.field = QLineEdit()
        layout.addWidget(self.field)
        self.painted = Painted(self)
        self.setGeometry(window.geometry())
        self.show()
        self.field.setFocus()


def measure(turns: int) -> dict[str, float]:
    """Called in place of the event loop once the window has been told to show itself."""
    from gradesk.ui.shell.curtain.curtain import Curtain  # noqa: PLC0415 (as late as the program itself)
    from gradesk.ui.shell.window import Shell  # noqa: PLC0415

    window = next(top for top in QApplication.topLevelWidgets() if top.findChildren(Shell))
    shell: Any = window.findChildren(Shell)[0]
    curtain: Any = window.findChildren(Curtain)[0]
    until(lambda: shell.current.counted.text() != "Reading …", pause=1)
    covered: list[float] = []
    bare: list[float] = []
    for turn in range(turns + 1):  # the first time is not counted
        shell.go(PLACES[turn % len(PLACES)])
        window.activateWindow()
        until(window.isActiveWindow)
        covered.append(milliseconds(lambda: _press(lambda: curtain.cover is not None and curtain.cover.is_painted)))
        until(lambda: not shell.isVisible())
        curtain.lift()
        until(lambda: shell.isVisible())
        came: list[Bare] = []
        bare.append(milliseconds(lambda came=came: _come(window, came)))
        came[0].close()
        came[0].deleteLater()
        until(lambda: True)
    rest = slice(1 if turns > 1 else 0, None)
    return {"covered": median(covered[rest]), "worst": max(covered[rest]), "bare": median(bare[rest])}


def _press(reached: Callable[[], bool]) -> None:
    window = QGuiApplication.focusWindow()
    assert window is not None
    QTest.keyPress(window, Qt.Key.Key_F12)
    while not reached():
        QApplication.processEvents()


def _come(window: QWidget, came: list[Bare]) -> None:
    came.append(Bare(window))
    while not came[0].painted.count:
        QApplication.processEvents()


def main(folder: Path, turns: int) -> None:
    """Run the program itself, with the measuring in place of its event loop."""
    answer: dict[str, float] = {}

    def instead() -> int:
        sys.excepthook = sys.__excepthook__  # the program's own says kind and place only
        answer.update(measure(turns))
        return 0

    QApplication.exec = staticmethod(instead)
    open_window(folder, PASSPHRASE)
    print(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
