"""The real window on a school that is there: how long until it shows what is owed today, and what it does then.

Run as a process of its own: `real.py FOLDER start` ends as soon as Today is painted and has its lines; `real.py FOLDER use TURNS
UUID UUID` goes on to press keys and to open the two pupils in turn, so many times.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from measuring import median, milliseconds, peak_megabytes, since_start
from painting import Painted, until
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gradesk.__main__ import open_window

PASSPHRASE = "practice school"
TYPED = ("ava", "wal", "kha", "oli")
WARMING = 2  # turns that are not counted


def measure(turns: int, pupil_ids: list[str]) -> dict[str, float]:
    """Called in place of the event loop once the window has been told to show itself."""
    from gradesk.ui.shell.window import Shell  # noqa: PLC0415 (as late as the program itself)

    shell = next(found for top in QApplication.topLevelWidgets() for found in top.findChildren(Shell))
    screen: Any = shell.current
    painted = Painted(screen.table.viewport())
    model = screen.model
    until(lambda: painted.count > 0)
    found = {"shown": since_start()}
    # The lines are read on another thread, so the window has nothing to do meanwhile.
    until(lambda: model.rowCount() > 0 or screen.now.nothing.isVisible(), pause=1)
    found |= {"listed": since_start(), "peak": peak_megabytes()}
    until(lambda: screen.counted.text() != "Reading …", pause=1)  # of a large school, after its first lines
    shell.go("pupils")
    screen = shell.current
    painted = Painted(screen.table.viewport())
    screen.table.viewport().update()
    until(lambda: painted.count > 0 and screen.model.rowCount() > 0)
    found["rows"] = screen.model.rowCount()
    if turns:
        found["key"] = _keys(screen, painted)
        if pupil_ids:
            found |= _openings(shell, turns, pupil_ids)
        found["peak_after"] = peak_megabytes()
    return found


def _keys(screen: Any, painted: Painted) -> float:
    box = screen.search
    box.setFocus()
    took = []

    def press(key: str) -> float:
        before = painted.count

        def listed() -> bool:
            # With nobody left the list gives way to a sentence.
            return painted.count > before or not screen.model.rowCount()

        return milliseconds(lambda: (QTest.keyClicks(box, key), until(listed)))

    press("z")
    for word in TYPED:
        box.clear()
        until(lambda: True)
        took += [press(key) for key in word]
    box.clear()
    until(lambda: True)
    return median(took)


def _openings(shell: Any, turns: int, pupil_ids: list[str]) -> dict[str, float]:
    """Median times to go from the register to a pupil, with the passport in sight and with the timeline, painted."""
    found: dict[str, float] = {}
    for tab in ("passport", "timeline"):
        took = []
        for turn in range(WARMING + turns):
            shell.go("pupils")
            until(lambda: True)
            took.append(milliseconds(lambda turn=turn, tab=tab: _go(shell, pupil_ids[turn % 2], tab)))
        found[tab] = median(took[WARMING:])
    return found


def _go(shell: Any, pupil_id: str, tab: str) -> None:
    shell.go("pupil", pupil_id=pupil_id, tab=tab)
    until(lambda: shell.current.isVisible() and shell.current.shown == tab)
    shell.current.repaint()
    QApplication.processEvents()


def main(folder: Path, turns: int, pupil_ids: list[str]) -> None:
    """Run the program itself, with the measuring in place of its event loop."""
    answer: dict[str, float] = {}

    def instead() -> int:
        sys.excepthook = sys.__excepthook__  # the program's own says kind and place only
        answer.update(measure(turns, pupil_ids))
        return 0

    QApplication.exec = staticmethod(instead)
    open_window(folder, PASSPHRASE)
    print(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[3]) if sys.argv[2] == "use" else 0, sys.argv[4:])
