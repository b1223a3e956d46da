"""Fixtures: the window on a real encrypted file, with a person who answers dialogs from a list."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.store.work import Store
from gradesk.ui.ask import Ask


class Answers(Ask):
    """Answers every dialog with what the test put down for it, and remembers what was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Path] = []
        self.saves: list[Path] = []
        self.lines: list[str] = []
        self.agree = True
        self.asked: list[str] = []
        self.suggested: list[str] = []
        self.printers: list[QPrinter] = []

    def open_file(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        return self.files.pop(0) if self.files else None

    def save_file(self, parent: QWidget, title: str, suggested: str, kinds: str) -> Path | None:
        self.suggested.append(suggested)
        return self.saves.pop(0) if self.saves else None

    def folder(self, parent: QWidget, title: str, start: str) -> Path | None:
        return self.files.pop(0) if self.files else None

    def confirm(self, parent: QWidget, question: str, yes: str) -> bool:
        self.asked.append(question)
        return self.agree

    def line(self, parent: QWidget, title: str, label: str, about: str = "") -> str | None:
        return self.lines.pop(0) if self.lines else None

    def choose(self, parent: QWidget, title: str, label: str, choices: Sequence[str]) -> int | None:
        wanted = self.lines.pop(0) if self.lines else None
        return next((place for place, words in enumerate(choices) if wanted and words.startswith(wanted)), None)

    def printer(self, parent: QWidget, pages: int) -> QPrinter | None:
        return self.printers.pop(0) if self.printers else None


@pytest.fixture
def answers() -> Answers:
    """The person at the dialogs."""
    return Answers()


@pytest.fixture
def gradesk(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> Iterator[Callable[[Path], Gradesk]]:
    """Starts the program on a folder; settings go to the test's own place."""
    monkeypatch.setattr("gradesk.system.kept.settings.config_folder", lambda: tmp_path / "config")
    started: list[Gradesk] = []

    def start(folder: Path) -> Gradesk:
        program = Gradesk(qapp, folder, answers)
        program.window.resize(1366, 768)
        program.window.show()
        started.append(program)
        return program

    yield start
    for program in started:
        program.close()
        program.window.deleteLater()
    started.clear()
    # What is let go of goes now: every widget that stays makes the next window slower to dress.
    gc.collect()
    gc.freeze()  # what is still there, mostly modules, need not be walked through at the end of the next test again
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(gradesk: Callable[[Path], Gradesk], store: Store) -> Gradesk:
    """The window on an empty, set-up school."""
    program = gradesk(store.vault.folder)
    program.open(store)
    return program
