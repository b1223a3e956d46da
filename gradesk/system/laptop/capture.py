"""Keeping a window out of pictures of the screen and out of shared screens, where the system can. It is no guarantee."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

SEEN, HIDDEN, BLACK = 0x00, 0x11, 0x01  # WDA_NONE, WDA_EXCLUDEFROMCAPTURE (Windows 10 2004 on), WDA_MONITOR before it
CAN_HIDE = sys.platform == "win32"
Ask = Callable[[int, int], int]


def hide(window: int, ask: Ask | None = None) -> bool:
    """Let a window be left out of pictures and shared screens; whether the system does it."""
    return _asked(window, (HIDDEN, BLACK), ask)


def show(window: int, ask: Ask | None = None) -> bool:
    """Let it be in them again."""
    return _asked(window, (SEEN,), ask)


def _asked(window: int, wishes: tuple[int, ...], ask: Ask | None) -> bool:
    library: Any = getattr(ctypes, "windll", None)
    try:
        asking = ask or library.user32.SetWindowDisplayAffinity
        return any(asking(window, wish) for wish in wishes)
    except (AttributeError, OSError):
        return False
