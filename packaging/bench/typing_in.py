"""Keys into a field, one after the other as a quick person types, and how long each took to be painted."""

from __future__ import annotations

from measuring import median, milliseconds
from painting import Painted, until
from PySide6.QtCore import QElapsedTimer, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

PHRASE = "practice school"
BETWEEN = 150  # ms


def typed(field: QLineEdit) -> dict[str, float]:
    """Type the phrase; the middle of its keys, and the worst that one could have come to at any moment meanwhile."""
    painted = Painted(field)
    turns = [0.0]

    def press(letter: str) -> float:
        turns.append(_longest_turn(BETWEEN))
        before = painted.count
        return milliseconds(lambda: (QTest.keyClicks(field, letter), until(lambda: painted.count > before)))

    took = [press(letter) for letter in PHRASE]
    return {"key": median(took), "worst": max(took) + max(turns)}


def _longest_turn(time: int) -> float:
    """Wait so long, and say how long the window was busy at most without looking for a key."""
    longest, clock = 0.0, QElapsedTimer()
    clock.start()
    while clock.elapsed() < time:
        longest = max(longest, milliseconds(QApplication.processEvents))
        QThread.msleep(1)
    return longest
