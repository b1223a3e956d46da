"""Slow work off the window's thread, with a count and a way to stop it."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from gradesk.system import logs
from gradesk.system.progress import Cancelled, Progress
from gradesk.system.refusal import Refused

LEAST_THREADS = 4
SWITCH = 0.001  # s: how long a worker may keep the interpreter while the window waits; a fifth of Python's own


class Task(QObject):
    """One piece of work. Its signals arrive on the window's thread; `stop` makes the next count raise `Cancelled`."""

    counted = Signal(int, int)
    done = Signal(object)
    refused = Signal(str)
    stopped = Signal()

    def __init__(self, work: Callable[[Progress], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._work: Callable[[Progress], Any] | None = work
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the work to stop at its next count."""
        self._stop.set()

    def count(self, done: int, total: int) -> None:
        """Called by the work, on its own thread."""
        if self._stop.is_set():
            raise Cancelled
        self.counted.emit(done, total)

    def run(self) -> None:
        """Do the work and say how it ended."""
        work = self._work
        self._work = None  # the task lives as long as its screen; what it read does not
        assert work is not None
        # A full collection over a big import holds every thread up for a tenth of a second at a time.
        gc.disable()
        try:
            result = work(self.count)
        except Cancelled:
            self._tell(self.stopped)
        except Refused as refusal:
            self._tell(self.refused, str(refusal))
        except Exception as error:
            logs.fault(type(error), sys.exc_info()[2])
            self._tell(
                self.refused, "Gradesk made a mistake and stopped this task; what was kept before is safe. Try again."
            )
        else:
            self._tell(self.done, result)
        finally:
            gc.enable()

    def _tell(self, signal: Any, *values: object) -> None:
        try:
            signal.emit(*values)
        except RuntimeError:
            return  # the screen that asked is gone, and so is the need to tell it


class _Runner(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()


def start(work: Callable[[Progress], Any], parent: QObject) -> Task:
    """Make a task; connect its signals, then call `begin`."""
    return Task(work, parent)


def begin(task: Task) -> None:
    """Hand a task to the worker threads."""
    # A screen that reads at every change would hold a thousand tasks by the evening. Connected last, because what is
    # connected after it might find the task gone.
    for ended in (task.done, task.refused, task.stopped):
        ended.connect(task.deleteLater)
    sys.setswitchinterval(SWITCH)
    pool = QThreadPool.globalInstance()
    # One long piece of work must not hold up the next, also on a laptop with few cores.
    pool.setMaxThreadCount(max(pool.maxThreadCount(), LEAST_THREADS))
    pool.start(_Runner(task))
