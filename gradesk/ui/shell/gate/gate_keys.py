"""Keys that work before a school is open: the size of text, and the manual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from gradesk.system.lazy import lazily
from gradesk.ui.ask import Ask
from gradesk.ui.looks.look import Look
from gradesk.ui.shell.gate.gate_pages import LINE

# Read when somebody asks for it: not while the first letters of the passphrase are typed.
if TYPE_CHECKING:
    from gradesk.ui.shell import manual
else:
    manual = lazily("gradesk.ui.shell.manual")


def give_keys(gate: QWidget, look: Look, ask: Ask) -> None:
    """Let the gate heed them for as long as it is there."""

    def show_manual() -> None:
        manual.Manual(manual.ORDER[0], ask, gate).exec()

    def larger(step: int) -> None:
        look.larger(step)
        for framed in gate.findChildren(QFrame):
            if framed.property("role") == "card":  # as wide as its lines are long
                framed.setMaximumWidth(framed.fontMetrics().averageCharWidth() * LINE)

    for key, deed in (
        ("Ctrl++", lambda: larger(1)),
        ("Ctrl+-", lambda: larger(-1)),
        ("F1", show_manual),
    ):
        QShortcut(key, gate).activated.connect(deed)
