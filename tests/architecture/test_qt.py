"""Qt itself does what Gradesk needs of it, on this version of Python."""

from __future__ import annotations

import PySide6
from PySide6.QtCore import QObject, Signal


class Bell(QObject):
    """Rings with a yes or no; some versions of PySide6 ended the program after some hundreds of these."""

    rung = Signal(bool)


def test_thousands_of_signals_do_no_harm() -> None:
    heard: list[bool] = []
    bell = Bell()
    bell.rung.connect(heard.append)
    for number in range(5_000):
        bell.rung.emit(number % 2 == 0)
    assert len(heard) == 5_000
    assert heard[:3] == [True, False, True]


def test_the_version_that_aborts_is_kept_out() -> None:
    major, minor = (int(part) for part in PySide6.__version__.split(".")[:2])
    assert (6, 8) <= (major, minor) < (6, 12)
