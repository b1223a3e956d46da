"""A person who types without a pause into a window that may fall at any moment: run as a process of its own.

Says on its standard output how many letters have been typed, letter by letter.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gradesk.app import Gradesk
from gradesk.services.school import opening
from gradesk.system.kept import settings

BETWEEN = 40  # ms between two letters


def main(folder: str, config: str, passphrase: str, pupil: str, where: str) -> None:
    """Type into a field of a pupil's page until somebody ends the process."""
    settings.config_folder = lambda: Path(config)
    application = QApplication(sys.argv[:1])
    program = Gradesk(application, Path(folder))
    program.open(opening.open_school(Path(folder), passphrase))
    program.window.show()
    assert program.shell is not None
    field = _field(program.shell, pupil, *where.split("."))
    field.setFocus()
    typed = 0

    def type_on() -> None:
        nonlocal typed
        typed += 1
        QTest.keyClicks(field, f"{typed % 10}")
        sys.stdout.write(f"{typed}\n")
        sys.stdout.flush()

    timer = QTimer()
    timer.timeout.connect(type_on)
    timer.start(BETWEEN)
    application.exec()


def _field(shell: Any, pupil: str, tab: str, form: str, name: str) -> Any:
    """A field by the tab of a pupil's page, its form and its name; or by the step of a meeting that is being held."""
    if tab == "meeting":
        shell.go("meeting", pupil_id=pupil)
        shell.current.go_to(form)
        return shell.current.stage.page(form).lists["home", name].entry
    shell.go("pupil", pupil_id=pupil, tab=tab)
    panel = shell.current.panel(tab)
    if form == "records":
        panel.records.write_new("happening")
        return panel.records.form.editors[name].widget
    return getattr(panel, form).editors[name].widget


if __name__ == "__main__":
    main(*sys.argv[1:])
