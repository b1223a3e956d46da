"""The only door to dialogs: files, questions and the printer. Tests put another object in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from gradesk.system.lazy import lazily
from gradesk.ui.qt_names import Qt

# The classes of dialogs are read when one is first asked for: together they cost the start 25 ms.
if TYPE_CHECKING:
    from PySide6.QtCore import QStandardPaths
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    from PySide6.QtWidgets import QCompleter, QFileDialog, QInputDialog, QMessageBox
else:
    QStandardPaths = lazily("PySide6.QtCore:QStandardPaths")
    QCompleter = lazily("PySide6.QtWidgets:QCompleter")
    QFileDialog = lazily("PySide6.QtWidgets:QFileDialog")
    QMessageBox = lazily("PySide6.QtWidgets:QMessageBox")
    QInputDialog = lazily("PySide6.QtWidgets:QInputDialog")
    QPrintDialog = lazily("PySide6.QtPrintSupport:QPrintDialog")
    QPrinter = lazily("PySide6.QtPrintSupport:QPrinter")

ONLY_READ = "only_read"  # a property of windows in which nothing is asked, such as the manual


def _nobody(_title: str, _words: str) -> None:
    """There is no school yet to keep it in."""


class Ask:
    """Asks the person at the screen. Every answer can be none.

    `begun` has what was half typed in the line of a question, by its title and whom it is about; `began` is told of every letter.
    """

    def __init__(self) -> None:
        self.begun: dict[str, str] = {}
        self._last: Path | None = None  # the folder of the file that was chosen last
        self.began: Callable[[str, str], object] = _nobody

    def forget(self) -> None:
        """What was half typed belongs to the school that is closed."""
        self.begun, self.began = {}, _nobody

    def place(self) -> Path:
        """Where dialogs for files begin: where the last one was, else in Documents."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        known = [self._last, Path(documents) if documents else None]
        return next((one for one in known if one is not None and one.is_dir()), Path.home())

    def _chosen(self, name: str) -> Path | None:
        path = Path(name) if name else None
        self._last = path.parent if path is not None else self._last
        return path

    def open_file(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """A file to read; `kinds` is Qt's filter text."""
        name, _ = QFileDialog.getOpenFileName(parent, title, str(self.place()), kinds)
        return self._chosen(name)

    def save_file(self, parent: QWidget, title: str, suggested: str, kinds: str) -> Path | None:
        """Where to save; the suggestion never holds a name of a person."""
        name, _ = QFileDialog.getSaveFileName(parent, title, str(self.place() / suggested), kinds)
        return self._chosen(name)

    def folder(self, parent: QWidget, title: str, start: str) -> Path | None:
        """A folder."""
        name = QFileDialog.getExistingDirectory(parent, title, start)
        return Path(name) if name else None

    def confirm(self, parent: QWidget, question: str, yes: str) -> bool:
        """A question whose answer cannot be undone; everything else is done at once and can be undone."""
        box = QMessageBox(parent)
        box.setWindowTitle("Gradesk")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(question)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole))  # Enter alone does no harm
        box.exec()
        return box.clickedButton() is agree

    def line(self, parent: QWidget, title: str, label: str, about: str = "") -> str | None:
        """One line of text; `about` says of whom, where the question is asked on several pages.

        What was typed stays remembered until `kept` says that it is kept, or the question is cancelled.
        """
        dialog = QInputDialog(parent)
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setTextValue(self.begun.get(_key(title, about), ""))
        dialog.textValueChanged.connect(lambda words: self.remember(title, words, about))
        dialog.resize(dialog.fontMetrics().averageCharWidth() * 80, dialog.sizeHint().height())
        if dialog.exec():
            return dialog.textValue()
        self.remember(title, "", about)
        return None

    def kept(self, title: str, about: str = "") -> None:
        """What was answered is kept now, and need not be remembered."""
        self.remember(title, "", about)

    def remember(self, title: str, words: str, about: str = "") -> None:
        """What is half typed in the line of a question; it stands there when the question is asked again."""
        self.begun[_key(title, about)] = words
        self.began(_key(title, about), words)

    def choose(self, parent: QWidget, title: str, label: str, choices: Sequence[str]) -> int | None:
        """One of several, by its place; any part of it finds it, and none is chosen to begin with."""
        dialog = QInputDialog(parent)
        dialog.setWindowTitle(title)
        dialog.setLabelText(label)
        dialog.setComboBoxItems(["", *choices])
        dialog.setComboBoxEditable(True)
        for box in dialog.findChildren(QComboBox):
            finder = QCompleter(list(choices), box)
            finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            finder.setFilterMode(Qt.MatchFlag.MatchContains)
            box.setCompleter(finder)
        dialog.resize(dialog.fontMetrics().averageCharWidth() * 80, dialog.sizeHint().height())
        said = dialog.textValue() if dialog.exec() else ""
        return list(choices).index(said) if said in choices else None

    def printer(self, parent: QWidget, pages: int) -> QPrinter | None:
        """The system's print dialogue. The job's title says what kind of thing it is, never whose."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName("Gradesk document")
        dialog = QPrintDialog(printer, parent)
        dialog.setMinMax(1, pages)
        return printer if dialog.exec() else None


def _key(title: str, about: str) -> str:
    return f"{title} {about}" if about else title
