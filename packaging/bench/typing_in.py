"""Keys into a field, one after the other as a quick person types, and how long each took to be painted."""

from __future__ import annotations

from measuring import median, milliseconds
from painting import Painted, until
from PySide6.QtCore import QElapsedTimer, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

PHRASE = "practice school"
BETWEEN = 80  # ms


def typed(field: QLineEdit) -> dict[str, float]:
    """Type the phrase; the middle and the worst of its keys."""
    painted = Painted(field)

    def press(letter: str) -> float:
        _wait(BETWEEN)
        before = painted.count
        return milliseconds(lambda: (QTest.keyClicks(field, letter), until(lambda: painted.count > before)))

    took = [press(letter) for letter in PHRASE]
    return {"key": median(took), "worst": max(took)}


def _wait(time: int) -> None:
    clock = QElapsedTimer()
    clock.start()
    while clock.elapsed() < time:
        QApplication.processEvents()
        QThread.msleep(1)
