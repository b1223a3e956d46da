"""How large the system wants text: followed until a size is chosen in Gradesk.

On Windows “Make text bigger” is a number that only programs which ask for it follow. Elsewhere the size of a point goes
with the system by itself, and there is nothing to ask.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

if sys.platform == "win32":
    import winreg

USUAL = 100  # per cent
LEAST, MOST = 100, 225  # per cent, as Windows has it


def wanted(read: Callable[[], object] | None = None) -> int:
    """Per cent of the usual size; `read` gives the number that Windows keeps, or fails with OSError where it keeps none."""
    try:
        found = (read or _read)()
    except OSError:
        return USUAL
    return found if isinstance(found, int) and LEAST <= found <= MOST else USUAL


if sys.platform == "win32":

    def _read() -> object:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, r"Software\Microsoft\Accessibility") as key:
            return winreg.QueryValueEx(key, "TextScaleFactor")[0]

else:

    def _read() -> object:
        return USUAL
