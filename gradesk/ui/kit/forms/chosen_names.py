"""Several people, one after another: a part of a name and Enter adds one, the button with a name takes that one out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gradesk.model.pupils.pupil import searchable
from gradesk.ui.kit.announce import announce
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.names import meant, offer_names
from gradesk.ui.kit.layouts import clear, column, flow


class ChosenNames(QWidget):
    """The line, and who was chosen. `free` takes names that are not offered as well; `refused` gives those that it does not."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, name: str, hint: str, *, free: bool = False) -> None:
        super().__init__()
        self._free = free
        self._offered: Mapping[str, str] = {}
        self._chosen: dict[str, str] = {}  # by name, what it stands for
        self.line = _Line(self)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(hint)
        self._list = QVBoxLayout()
        self.setLayout(column(self._list, self.line, gap=6))

    def offer(self, names: Mapping[str, str]) -> None:
        """Offer names, each with what it stands for."""
        self._offered = names
        offer_names(self.line, list(names))

    @property
    def chosen(self) -> dict[str, str]:
        """Who was chosen, by name in the order they were, with what each stands for; empty for a free name."""
        return dict(self._chosen)

    def choose(self, names: Iterable[str]) -> None:
        """Exactly these are chosen, of those that are offered; nobody is told of it."""
        self._chosen = {name: self._offered.get(name, "") for name in names if self._free or name in self._offered}
        was = self.blockSignals(True)
        self._show()
        self.blockSignals(was)

    def clear(self) -> None:
        """Nobody is chosen."""
        self._chosen = {}
        self.line.clear()
        self._show()

    def add(self) -> bool:
        """Take whoever stands in the line; False where nobody is called that."""
        typed = " ".join(self.line.text().split())
        if not typed:
            return True
        found = meant(typed, self._offered)
        # Where any words may stand, a part of an offered name is a name of its own.
        if self._free and searchable(found) != searchable(typed):
            found = ""
        if not found and not self._free:
            self.refused.emit(typed)
            return False
        name = found or typed
        self._chosen[name] = self._offered.get(name, "")
        self.line.clear()
        self._show()
        announce(self, f"{name} is added.")
        return True

    def _take_out(self, name: str) -> None:
        self._chosen.pop(name, None)
        self._show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{name} is taken out.")

    def _show(self) -> None:
        clear(self._list)
        acts = []
        for name in self._chosen:
            act = button(f"{name}  ×", partial(self._take_out, name), "", "Takes this name out")
            act.setAccessibleName(f"Take out {name}")
            acts.append(act)
        if acts:
            self._list.addWidget(flow(*acts))
        self.changed.emit()


class _Line(QLineEdit):
    def __init__(self, names: ChosenNames) -> None:
        super().__init__()
        self._names = names

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds; an empty line leaves it to whoever stands around."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self.text().strip():
            self._names.add()
            return
        super().keyPressEvent(event)
