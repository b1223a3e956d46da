"""Names offered while one is typed; any other words may stand there too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from gradesk.model.pupils.pupil import searchable
from gradesk.ui.kit.forms.fields import LineEditor, Wrong

_FOLDED = Qt.ItemDataRole.UserRole + 1


def offer_names(line: QLineEdit, names: Sequence[str]) -> None:
    """Offer names as soon as a letter of any of their words is typed; Down and Enter take one."""
    made = _Offered(names, line)
    made.activated.connect(lambda words: _take(line, str(words)))
    line.setCompleter(made)


def meant(typed: str, names: Iterable[str]) -> str:
    """The one name that letters stand for: the same, or the only one with them in it; an empty text where none or several."""
    wanted = searchable(typed)
    alike = [name for name in names if wanted and wanted in searchable(name)]
    same = [name for name in alike if searchable(name) == wanted]
    found = [name for name in same if name == typed.strip()] or same or alike
    return found[0] if len(found) == 1 else ""


def unmeant(typed: str, names: Iterable[str]) -> str:
    """What is said of letters that stand for no one name: that nobody is called so, or how many are."""
    wanted = searchable(typed)
    count = sum(wanted in searchable(name) for name in names)
    if not wanted:
        return "No name is typed yet; nobody was added. Type a part of one, and Enter."
    if not count:
        return f"Nobody is called “{typed.strip()}”; nobody was added. Type another part of the name."
    many = f"{count} names have “{typed.strip()}” in them; nobody was added."
    return f"{many} Type more of the name, or take one with Down and Enter."


class _Offered(QCompleter):
    """Compares as the search does, so that “nunez” offers Núñez."""

    def __init__(self, names: Sequence[str], line: QLineEdit) -> None:
        model = QStandardItemModel()
        for name in names:
            item = QStandardItem(name)
            item.setData(searchable(name), _FOLDED)
            model.appendRow(item)
        super().__init__(model, line)
        model.setParent(self)
        self.setCompletionRole(_FOLDED)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)

    def splitPath(self, path: str) -> list[str]:
        """What is looked for, for what is typed."""
        return [searchable(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The name as it is written."""
        return str(index.data())


def _take(line: QLineEdit, words: str) -> None:
    line.setText(words)
    line.textEdited.emit(words)  # Qt counts what is chosen here as set by the program


class Named(tuple[tuple[Any, str], ...]):
    """Choices that are people, found by typing any part of a name rather than by going down a list."""


class NamedEditor(LineEditor):
    """One of several people, by typing a part of the name; nobody while it is empty."""

    def __init__(self, people: Named) -> None:
        super().__init__()
        self._people = [(value, name) for value, name in people if name]
        self._off: dict[str, Any] = {}  # people who are not offered any more, by the name they stand there with
        offer_names(self.line, [name for _, name in self._people])
        self.line.setPlaceholderText("Type a part of the name")

    def value(self) -> Any:
        """Whom the name stands for."""
        typed = self.line.text().strip()
        if not typed:
            return None
        if typed in self._off:
            return self._off[typed]
        wanted = searchable(typed)
        alike = [value for value, name in self._people if wanted in searchable(name)]
        same = [value for value, name in self._people if searchable(name) == wanted]
        if same or len(alike) == 1:
            return (same or alike)[0]
        raise Wrong(f"“{typed}” is no one name on the Staff page; the old one was kept. Choose one of those offered.")

    def raw(self) -> Any:
        """The letters typed."""
        return self.line.text()

    def show_raw(self, raw: Any) -> None:
        """Put the letters back."""
        self.line.setText(raw)

    def show(self, value: Any) -> None:
        """Show a name; somebody who is not offered any more stays, so that nothing is lost by looking."""
        name = next((name for uuid, name in self._people if uuid == value), "")
        if not name and value:
            name = "somebody who left"
            self._off[name] = value
        super().show(name)
