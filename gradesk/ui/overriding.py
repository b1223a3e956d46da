"""What Qt calls of ours and finds at fault is told of, and the widget goes on as Qt's own would.

Without it a fault in the painting or measuring of one label came up in whatever had shown it, so that half of a deed was
done; and with Python 3.11 a fault that comes from C (a number that is none, too deep a recursion) ended the program:
PySide hands it on before Python has made a whole exception of it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QSize

AGAIN = 1.0  # s: what is painted at every turn is told of once in so long
# What a person did and what failed is not done a second time by Qt.
DEEDS = frozenset(
    f"{what}Event"
    for what in (
        "keyPress", "keyRelease", "mousePress", "mouseRelease", "mouseDoubleClick", "mouseMove", "wheel", "contextMenu",
        "dragEnter", "dragMove", "dragLeave", "drop", "inputMethod", "close",
    )
)  # fmt: skip
ASKED = frozenset(
    (
        "event", "eventFilter", "viewportEvent", "sizeHint", "minimumSizeHint", "minimumSize", "hasHeightForWidth",
        "heightForWidth", "setGeometry", "invalidate", "addItem", "count", "itemAt", "takeAt", "rowCount", "columnCount",
        "data", "headerData", "flags", "index", "parent", "sort", "setData", "mimeData", "mimeTypes", "paint",
        "createEditor", "initStyleOption", "highlightBlock", "scrollContentsBy", "focusNextPrevChild", "showPopup",
        "insertFromMimeData", "closeEditor", "reject", "startDrag", "splitPath", "pathFromIndex", "paintSection",
    )
)  # fmt: skip
# Where Qt has none of its own to do instead, there is nothing.
NOTHING: dict[str, Callable[[], Any]] = {
    "rowCount": int, "columnCount": int, "count": int, "index": QModelIndex, "parent": QModelIndex, "sizeHint": QSize,
}  # fmt: skip


def watch_over() -> None:
    """From now on each new class that Qt can call has its overrides guarded. Before the first of them is made."""
    QObject.__init_subclass__ = classmethod(_guard)  # type: ignore[assignment]


def is_asked_by_qt(name: str) -> bool:
    """Whether a method of this name is called by Qt; others of the same name as one of Qt's are called by us."""
    return name in ASKED or name.endswith("Event")


def _guard(made: type) -> None:
    for name, override in _own(made):
        setattr(made, name, _guarded(made, name, override))


def _own(made: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The overrides of a class, its own and those of what it mixes in."""
    ours = [base for base in made.__mro__ if not _is_of_qt(base)]
    qt = [base for base in made.__mro__ if _is_of_qt(base)]
    for name in {name for base in ours for name in vars(base) if is_asked_by_qt(name)}:
        base = next(base for base in made.__mro__ if name in vars(base))
        found = vars(base)[name]
        # What stands first on another class of Qt's kind was guarded when that class was made.
        is_new = base is made or not issubclass(base, QObject)
        if is_new and callable(found) and any(name in vars(one) for one in qt):
            yield name, found


def _is_of_qt(one: type) -> bool:
    return one.__module__.partition(".")[0] in ("PySide6", "shiboken6", "Shiboken")


def _instead(base: Any, name: str, *given: Any, **named: Any) -> Any:
    # Nothing may go up from here, or the program falls when next it looks for garbage.
    try:
        return getattr(base, name)(*given, **named)
    except NotImplementedError:
        return NOTHING.get(name, lambda: None)()


def _guarded(made: type, name: str, override: Callable[..., Any]) -> Callable[..., Any]:
    told = -AGAIN

    @wraps(override)
    def guarded(self: Any, *given: Any, **named: Any) -> Any:
        nonlocal told
        try:
            return override(self, *given, **named)
        except Exception:
            if (now := time.monotonic()) - told >= AGAIN:
                told = now
                sys.excepthook(*sys.exc_info())
        return None if name in DEEDS else _instead(super(made, self), name, *given, **named)

    return guarded
