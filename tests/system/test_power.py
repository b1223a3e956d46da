"""What Windows tells a window of sleep and of a locked session, read from a message made here."""

from __future__ import annotations

import ctypes
from ctypes import wintypes

import pytest

from gradesk.system.laptop import power


@pytest.mark.parametrize(
    ("message", "what", "goes"),
    [
        (0x0218, 4, True), (0x0218, 0x12, False), (0x0218, 7, False), (0x02B1, 7, True), (0x02B1, 2, True), (0x02B1, 8, False),
        (0x0100, 4, False),
    ],
)  # fmt: skip
def test_sleep_and_a_locked_session_are_told_from_waking_and_from_keys(message: int, what: int, goes: bool) -> None:
    made = wintypes.MSG()
    made.message, made.wParam = message, what
    assert power.read(ctypes.addressof(made)) == (message, what)
    assert power.goes_away(*power.read(ctypes.addressof(made))) is goes


def test_the_session_is_asked_for_by_the_window_alone() -> None:
    asked: list[tuple[int, int]] = []

    def register(window: int, whose: int) -> int:
        asked.append((window, whose))
        return 1

    def absent(_window: int, _whose: int) -> int:
        raise OSError("no such service")

    assert power.tell_of_session(7, register) and asked == [(7, 0)]
    assert not power.tell_of_session(7, absent)
