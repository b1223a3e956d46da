"""One block below the board: what it did, what it costs, and how it ends."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from gradesk.services.term.provisions import TELLING
from gradesk.services.term.told.board import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.layouts import column
from gradesk.ui.screens.term.before_after import BeforeAfter
from gradesk.ui.screens.term.ending import Ending
from gradesk.ui.screens.term.expense_card import ExpenseCard


class Block(QWidget):
    """Three cards about one support, which read anew and keep what is being typed."""

    def __init__(self, context: Context, line: Line) -> None:
        super().__init__()
        self.effect, self.costs, self.ending = (
            BeforeAfter(context, line), ExpenseCard(context, line), Ending(context, line),
        )  # fmt: skip
        self.setLayout(column(self.effect, self.costs, self.ending, gap=10))

    def show_line(self, line: Line) -> None:
        """Show it as it is now."""
        for part in (self.effect, self.costs, self.ending):
            part.show_line(line)
        for form in (self.effect.form, self.costs.form):
            freeze(form, line)

    def flush(self) -> None:
        """Keep what is being typed."""
        self.effect.flush()
        self.costs.flush()
        self.ending.flush()


def freeze(form: Form, line: Line) -> None:
    """Let only words be changed in the form of a closed block."""
    for name, editor in form.editors.items():
        locked = line.costed.closed and name not in TELLING
        if isinstance(editor.widget, QLineEdit | QPlainTextEdit):
            editor.widget.setReadOnly(locked)
        else:
            editor.widget.setEnabled(not locked)
