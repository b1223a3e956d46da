"""Names offered wherever a line says “@”: at its beginning, in its middle, and for a second person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

_AT = re.compile(r"(?:^|(?<=[\s(]))@\s?([^@]{0,40})$")  # as far as the cursor; no e-mail address


class AtNames:
    """What is typed behind the sign is looked for in any word of a name; Enter or Tab takes the one in hand."""

    def __init__(self, line: QLineEdit) -> None:
        self._line = line
        self._names: list[str] = []
        self._model = QStringListModel(line)
        self._completer = QCompleter(self._model, line)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setWidget(line)
        popup = self._completer.popup()
        assert popup is not None
        self._popup = popup
        self._completer.activated.connect(self._take)
        line.textEdited.connect(self._look)

    def offer(self, names: Sequence[str]) -> None:
        """Offer these names from now on."""
        if list(names) != self._names:
            self._names = list(names)
            self._model.setStringList(self._names)

    @property
    def is_offering(self) -> bool:
        """Whether names stand below the line."""
        return self._popup.isVisible()

    def _typed(self) -> tuple[int, str] | None:
        """Where the sign before the cursor stands, and what is typed behind it."""
        found = _AT.search(self._line.text()[: self._line.cursorPosition()])
        return None if found is None else (found.start(), found[1])

    def _look(self, _words: str) -> None:
        typed = self._typed()
        if typed is None or any(typed[1].casefold().startswith(f"{name.casefold()} ") for name in self._names):
            self._popup.hide()
            return
        self._completer.setCompletionPrefix(typed[1].strip())
        if self._completer.completionCount() and typed[1].strip() not in self._names:
            self._popup.setFont(self._line.font())
            self._completer.complete()
            if typed[1].strip():  # then Enter takes the first; at a bare sign it is a letter among others
                self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))
        else:
            self._popup.hide()

    def _take(self, name: str) -> None:
        typed = self._typed()
        if typed is None:
            return
        line, at = self._line, self._line.cursorPosition()
        before, after = line.text()[: typed[0]], line.text()[at:].lstrip()
        begun = f"{before}@{name} "
        line.setText(begun + after)
        line.setCursorPosition(len(begun))
        line.setModified(True)
