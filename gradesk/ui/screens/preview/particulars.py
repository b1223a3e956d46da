"""What is said of this one print and kept nowhere: the day and place of a meeting, say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gradesk.ui.kit.forms.fields import LineEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column

BOOKED = ("day", "time", "place", "people", "about")  # what a meeting that is booked tells by itself


class Particulars(QWidget):
    """A line for each thing the ticked documents ask for; what is left empty is as it is booked, or has a line on paper."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._asked: tuple[tuple[str, str], ...] = ()
        self._lines: dict[str, LineEditor] = {}
        self._kept: dict[str, str] = {}
        self._layout = column(gap=5)
        self.setLayout(self._layout)
        self.hide()

    @property
    def values(self) -> Mapping[str, str]:
        """What was typed, by code; nothing for empty lines."""
        return {code: words for code, line in self._lines.items() if (words := str(line.value() or "").strip())}

    def ask(self, asked: Sequence[tuple[str, str]]) -> None:
        """Ask for these, each once; what was typed for another print stays."""
        wanted = tuple(dict.fromkeys(asked))
        if wanted == self._asked:
            return
        self._kept |= self.values
        clear(self._layout)
        self._asked, self._lines = wanted, {}
        if wanted:
            self._layout.addWidget(PlainLabel("For this print", "heading"))
        for code, label in wanted:
            line = LineEditor()
            line.widget.setAccessibleName(label)
            line.show(self._kept.get(code, ""))
            if code in BOOKED:
                line.line.setPlaceholderText("as booked, else a line to write on")
            line.edited.connect(self.changed)
            self._lines[code] = line
            self._layout.addWidget(PlainLabel(label, "label"))
            self._layout.addWidget(line.widget)
        self.setVisible(bool(wanted))
