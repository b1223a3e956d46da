"""What the passphrase's field does without is loaded while somebody types into it."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer, Signal

USUAL = sys.getswitchinterval()
FRAME = 16  # ms: the field is painted first
SMOOTH = (
    0.0002  # s: how long loading may keep the interpreter while a key waits; each key asks for it some twenty times
)


def nothing() -> None:
    """There is nothing to wait for."""


class Ahead(QObject):
    """Loads what knows no Qt on a thread of its own, and then what does, one step between two events of the window.

    PySide makes each of its classes when it is first asked for, and falls when two threads ask at once. Nothing of a school
    is read: there is no passphrase yet.
    """

    ended = Signal()
    _apart_is_done = Signal()

    def __init__(
        self, apart: Callable[[], Iterator[None]], here: Callable[[], Iterator[None]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._apart = apart
        self._here = here
        self._steps: Iterator[None] = iter(())
        self._is_here = False  # what is left is loaded by the window itself
        self._done = threading.Event()
        self._free = threading.Event()
        self._free.set()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._step)
        self._apart_is_done.connect(self._go_on)

    def begin(self, after: int) -> None:
        """Begin so many milliseconds from now."""
        QTimer.singleShot(after, self, self._thread.start)

    def wait(self) -> None:
        """Return when everything is loaded. For a worker: the window has to go on meanwhile."""
        self._done.wait()

    def rest(self, rests: bool) -> None:
        """Load nothing while something else is waited for, or go on with it."""
        if rests:
            self._free.clear()
            self._timer.stop()
            sys.setswitchinterval(USUAL)  # what is being loaded right now ends, and takes no more than its share
        else:
            self._free.set()
            if self._is_here and not self._done.is_set():
                self._timer.start()

    def stop(self) -> None:
        """Load no more; whoever waits goes on."""
        self._timer.stop()
        self._done.set()
        self._free.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        parts = self._apart()
        try:
            while self._free.wait() and not self._done.is_set():
                sys.setswitchinterval(SMOOTH)
                if next(parts, self) is self:
                    break
        finally:
            sys.setswitchinterval(USUAL)
            self._apart_is_done.emit()

    def _go_on(self) -> None:
        if not self._done.is_set():
            self._steps = self._here()
            self._is_here = True
            if self._free.is_set():
                self._timer.start()

    def _step(self) -> None:
        try:
            next(self._steps)
        except BaseException as ended:
            self._timer.stop()
            self._done.set()
            if not isinstance(ended, StopIteration):
                raise
            self.ended.emit()
            gc.freeze()  # modules are no garbage, and need not be walked through each time some is looked for
