"""The program at its passphrase: until the field takes keys, how it takes them, and from Enter to Today with its lines.

Run as a process of its own on a FOLDER. Between the last key and Enter nothing waits for what is still being loaded.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QLineEdit

from gradesk.__main__ import main as begin


def measure() -> dict[str, float]:
    """Called in place of the event loop once the window has been told to show itself."""
    while not isinstance(field := QApplication.focusWidget(), QLineEdit):
        QApplication.processEvents()
    QApplication.processEvents()
    # What measures is loaded only now: it is no part of the start.
    from measuring import since_start  # noqa: PLC0415
    from typing_in import typed  # noqa: PLC0415

    found = {"ready": since_start(), "unasked": float("sqlalchemy" in sys.modules)}
    return found | typed(field) | _enter(field)


def _enter(field: QLineEdit) -> dict[str, float]:
    from painting import Painted, until  # noqa: PLC0415
    from PySide6.QtCore import Qt  # noqa: PLC0415
    from PySide6.QtTest import QTest  # noqa: PLC0415

    from gradesk.store.keys import slots  # noqa: PLC0415
    from gradesk.ui.shell.window import Shell  # noqa: PLC0415

    derived: list[float] = []
    derive = slots.stretch

    def timed(*given: Any) -> bytes:
        begun = time.perf_counter()
        key = derive(*given)
        derived.append(time.perf_counter() - begun)
        return key

    slots.stretch = timed
    window = field.window()
    begun = time.perf_counter()
    QTest.keyClick(field, Qt.Key.Key_Return)
    until(lambda: window.findChild(Shell) is not None, pause=1)
    screen: Any = window.findChild(Shell).current
    painted = Painted(screen.table.viewport())
    until(lambda: bool(screen.model.rowCount() or screen.now.nothing.isVisible()) and painted.count > 0, pause=1)
    return {"entered": (time.perf_counter() - begun - sum(derived)) * 1000}


def main(folder: Path) -> None:
    """Run the program itself, with the measuring in place of its event loop."""
    answer: dict[str, float] = {}

    def instead() -> int:
        sys.excepthook = sys.__excepthook__  # the program's own says kind and place only
        answer.update(measure())
        return 0

    QApplication.exec = staticmethod(instead)
    begin(["--data", str(folder)])
    print(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
