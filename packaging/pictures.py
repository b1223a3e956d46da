"""Make the pictures of the manual from the practice school: `.venv/bin/python packaging/pictures.py`.

They show the window as it is, so this is run whenever a screen changes its looks.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gradesk.app import Gradesk
from gradesk.practice import making
from gradesk.services.meetings import holding
from gradesk.services.pupils import register
from gradesk.system.paths import resource

WINDOW = (1180, 700)  # pixels
WIDE = 820  # pixels of a picture, so that it fits the manual's page
WAIT = 900  # ms for what is read off the window's thread
TABS = ("passport", "plan", "timeline")
SCREENS = ("today", "pupils", "meetings", "cycles", "reviews")


def main() -> None:
    """Open the practice school and take each picture."""
    with tempfile.TemporaryDirectory(prefix="gradesk-pictures-") as folder:
        os.environ["XDG_CONFIG_HOME"] = folder
        app = QApplication([])
        store = making.open_or_make(Path(folder) / "practice", making.PUPILS, making.SEED).store
        program = Gradesk(app, Path(folder) / "practice")
        program.look.choose("light", 100)
        program.open(store)
        program.window.resize(*WINDOW)
        program.window.show()
        supported = [row.uuid for row in register.everyone(store, register.Criteria(status="K"))]
        shell = program.shell
        assert shell is not None
        for name in SCREENS:
            shell.go(name)
            _take(program, name)
        for tab in TABS:
            shell.go("pupil", pupil_id=supported[1], tab=tab)
            _take(program, tab)
        held = holding.begin_now(store, supported[1], "review")
        said = (
            ("pupil", "works", "The word wall, because I can look"),
            ("home", "not", "Mornings, and packing the bag"),
        )
        for side, sort, words in said:
            holding.add_line(store, held, "working", words, {"side": side, "sort": sort})
        shell.go("meeting", meeting_id=held, step="working")
        _take(program, "meeting")
        program.close()


def _take(program: Gradesk, name: str) -> None:
    # Not QTest.qWait, which keeps the interpreter from the threads that read.
    loop = QEventLoop()
    QTimer.singleShot(WAIT, loop.quit)
    loop.exec()
    picture = program.window.grab().scaledToWidth(WIDE, Qt.TransformationMode.SmoothTransformation)
    assert picture.save(str(resource("manual", "start.md").with_name(f"{name}.png")))


if __name__ == "__main__":
    main()
