"""Slow work off the window's thread, with a count and a way to stop it.

A worker thread never touches a screen's object: the screen may go at any moment, and Qt ends the program when an object
that is being taken down speaks. What a worker has to tell goes through one post office that lives as long as the program,
and is handed out on the window's thread to those tasks that are still there.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QRunnable, QThreadPool, Signal

from gradesk.system.lazy import lazily
from gradesk.system.progress import Cancelled, Progress
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    from gradesk.system.kept import logs
else:
    logs = lazily("gradesk.system.kept.logs")

LEAST_THREADS = 4
SWITCH = 0.001  # s: how long a worker may keep the interpreter while the window waits; a fifth of Python's own
FAULT = "Gradesk made a mistake and stopped this task; what was kept before is safe. Try again."

Early = Callable[[object], object]
Tell = Callable[[str, object], None]


class Task(QObject):
    """One piece of work. Its signals arrive on the window's thread; `stop` makes the next count raise `Cancelled`. `early` is
    what can be shown before all of it is done.
    """

    counted = Signal(int, int)
    early = Signal(object)
    done = Signal(object)
    refused = Signal(str)
    stopped = Signal()

    def __init__(self, job: _Job, parent: QObject) -> None:
        super().__init__(parent)
        self.job = job

    def stop(self) -> None:
        """Ask the work to stop at its next count."""
        self.job.stop.set()


class _Job:
    """What the worker holds of a task: nothing of Qt."""

    def __init__(self, work: Callable[[Progress, Early], Any]) -> None:
        self.work: Callable[[Progress, Early], Any] | None = work
        self.stop = threading.Event()

    def run(self, tell: Tell) -> None:
        """Do the work and say how it ended."""
        how, what = self._outcome(tell)
        # Told out here, where the error and with it everything its frames held is let go of.
        tell(how, what)

    def _outcome(self, tell: Tell) -> tuple[str, object]:
        def count(done: int, total: int) -> None:
            if self.stop.is_set():
                raise Cancelled
            tell("counted", (done, total))

        assert self.work is not None
        try:
            return "done", self.work(count, lambda what: tell("early", what))
        except Cancelled:
            return "stopped", None
        except Refused as refusal:
            return "refused", str(refusal)
        except Exception as error:
            logs.fault(type(error), sys.exc_info()[2])
            return "refused", FAULT


class _Post(QObject):
    """Takes what workers tell and hands it out on the window's thread."""

    told = Signal(object, str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tasks: dict[_Job, Task] = {}
        self.told.connect(self._hand_out)

    def _hand_out(self, job: _Job, how: str, what: Any) -> None:
        task = self.tasks.get(job)
        if task is None:
            return
        goes_on = how in ("counted", "early")
        if not goes_on:
            del self.tasks[job]
            # Here and not on the worker's thread, because this may be the last hold on a screen. And a screen that
            # reads at every change would keep what it read a thousand times by the evening.
            job.work = None
        if not shiboken6.isValid(task):
            return
        if how == "counted":
            task.counted.emit(*what)
        elif how == "early":
            task.early.emit(what)
        if goes_on:
            return
        if how == "stopped":
            task.stopped.emit()
        else:
            (task.done if how == "done" else task.refused).emit(what)
        if shiboken6.isValid(task):
            task.deleteLater()


class _Runner(QRunnable):
    def __init__(self, job: _Job, post: _Post) -> None:
        super().__init__()
        self._job = job
        self._post = post

    def run(self) -> None:
        self._job.run(lambda how, what: self._post.told.emit(self._job, how, what))


_posts: list[_Post] = []


def _post() -> _Post:
    if not _posts or not shiboken6.isValid(_posts[0]):
        app = QCoreApplication.instance()
        assert app is not None
        _posts[:] = [_Post(app)]
    return _posts[0]


def start(work: Callable[[Progress], Any], parent: QObject) -> Task:
    """Make a task; connect its signals, then call `begin`."""
    return Task(_Job(lambda count, _early: work(count)), parent)


def start_early(work: Callable[[Progress, Early], Any], parent: QObject) -> Task:
    """The same for work that has something to show before it is done: it is told how to hand that out."""
    return Task(_Job(work), parent)


def begin(task: Task) -> None:
    """Hand a task to the worker threads."""
    post = _post()
    post.tasks[task.job] = task
    sys.setswitchinterval(SWITCH)
    pool = QThreadPool.globalInstance()
    # One long piece of work must not hold up the next, also on a laptop with few cores.
    pool.setMaxThreadCount(max(pool.maxThreadCount(), LEAST_THREADS))
    pool.start(_Runner(task.job, post))


def finish() -> None:
    """Stop all work, wait until the last of it has let go of the file, and hand out nothing of it any more."""
    post = _post()
    jobs = list(post.tasks)
    post.tasks.clear()
    for job in jobs:
        job.stop.set()
    QThreadPool.globalInstance().waitForDone()
    for job in jobs:
        job.work = None
