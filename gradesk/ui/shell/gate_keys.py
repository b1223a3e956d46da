"""Keys that work before a school is open: the size of text, and the manual."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gradesk.ui.ask import Ask
from gradesk.ui.look import Look
from gradesk.ui.shell.manual import ORDER, Manual


def give_keys(gate: QWidget, look: Look, ask: Ask) -> None:
    """Let the gate heed them for as long as it is there."""

    def show_manual() -> None:
        Manual(ORDER[0], ask, gate).exec()

    for key, deed in (
        ("Ctrl++", lambda: look.larger(1)),
        ("Ctrl+-", lambda: look.larger(-1)),
        ("F1", show_manual),
    ):
        QShortcut(QKeySequence(key), gate).activated.connect(deed)
