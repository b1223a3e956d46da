"""What Windows tells a window when the laptop goes to sleep or its session is locked, and how it is asked to tell."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import wintypes
from typing import Any

POWER, SESSION = 0x0218, 0x02B1  # WM_POWERBROADCAST, WM_WTSSESSION_CHANGE
_SUSPENDS = 0x0004  # PBT_APMSUSPEND
_LOCKED, _TAKEN_AWAY = 0x7, 0x2  # WTS_SESSION_LOCK, WTS_CONSOLE_DISCONNECT: somebody else signed in
_THIS_SESSION = 0
Register = Callable[[int, int], int]


def goes_away(message: int, what: int) -> bool:
    """Whether a message to a window says that the laptop goes to sleep now, or that its session is locked or left."""
    return (message, what) in ((POWER, _SUSPENDS), (SESSION, _LOCKED), (SESSION, _TAKEN_AWAY))


def read(address: int) -> tuple[int, int]:
    """The number of a message and what it says, from where Windows keeps it."""
    found = wintypes.MSG.from_address(address)
    return int(found.message), int(found.wParam)


def tell_of_session(window: int, register: Register | None = None) -> bool:
    """Ask Windows to tell a window when the session is locked; sleep it tells every window. Whether it will."""
    library: Any = getattr(ctypes, "windll", None)
    try:
        asked = register or library.wtsapi32.WTSRegisterSessionNotification
        return bool(asked(window, _THIS_SESSION))
    except (AttributeError, OSError):
        return False
