"""Names offered while one is typed; any other words may stand there too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit


def offer_names(line: QLineEdit, names: Sequence[str]) -> None:
    """Offer names as soon as a letter of any of their words is typed; Down and Enter take one."""
    made = QCompleter(list(names), line)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    made.activated.connect(lambda words: _take(line, str(words)))
    line.setCompleter(made)


def _take(line: QLineEdit, words: str) -> None:
    line.setText(words)
    line.textEdited.emit(words)  # Qt counts what is chosen here as set by the program
