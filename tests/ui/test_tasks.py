"""Work off the window's thread: what it tells arrives while somebody listens, and harms nobody when nobody does."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused
from gradesk.ui import tasks
from gradesk.ui.meanwhile.tidying import Tidying


def let_go(widget: QWidget) -> None:
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_counts_and_the_end_arrive_in_their_order_on_the_windows_thread(qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    heard: list[object] = []

    def work(count: Progress) -> str:
        count(1, 2)
        count(2, 2)
        return "all of it"

    task = tasks.start(work, screen)
    task.counted.connect(lambda done, total: heard.append((done, total, threading.current_thread())))
    task.done.connect(heard.append)
    tasks.begin(task)
    qtbot.waitUntil(lambda: "all of it" in heard)
    assert heard == [(1, 2, threading.main_thread()), (2, 2, threading.main_thread()), "all of it"]


def test_screens_may_go_while_their_work_is_under_way(qtbot: QtBot) -> None:
    """This ended the program before what workers tell went through one post office."""

    def work(count: Progress) -> list[object]:
        garbage: list[object] = []
        for step in range(200):
            garbage.append([garbage])
            count(step, 200)
        return garbage

    for turn in range(150):
        screen = QWidget()
        for _ in range(4):
            task = tasks.start(work, screen)
            task.done.connect(lambda _what, screen=screen: screen.objectName())
            tasks.begin(task)
        if turn % 2:
            QCoreApplication.processEvents()
        let_go(screen)
    tasks.finish()


def test_after_finish_nothing_is_at_work_and_nothing_is_told(qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    begun, ended = threading.Event(), threading.Event()
    heard: list[object] = []

    def work(count: Progress) -> None:
        try:
            begun.set()
            while True:
                count(0, 1)
        finally:
            ended.set()

    task = tasks.start(work, screen)
    task.stopped.connect(lambda: heard.append("stopped"))
    tasks.begin(task)
    begun.wait()
    tasks.finish()
    assert ended.is_set()
    QCoreApplication.processEvents()
    assert heard == []


def test_a_refusal_says_its_sentence_and_a_fault_a_general_one(qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    heard: list[str] = []

    def refuse(_count: Progress) -> None:
        raise Refused("The folder is full; nothing was written. Choose another one.")

    def fail(_count: Progress) -> None:
        raise ValueError("a pupil's name")

    for work in (refuse, fail):
        task = tasks.start(work, screen)
        task.refused.connect(heard.append)
        tasks.begin(task)
        qtbot.waitUntil(lambda task=task: task.job.work is None)
    assert heard == ["The folder is full; nothing was written. Choose another one.", tasks.FAULT]


def test_what_the_work_held_is_let_go_of_on_the_windows_thread(qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    gone: list[threading.Thread] = []

    class Held:
        pass

    held = Held()
    weakref.finalize(held, lambda: gone.append(threading.current_thread()))
    task = tasks.start(lambda _count, held=held: str(held), screen)
    del held
    tasks.begin(task)
    qtbot.waitUntil(lambda: bool(gone))
    assert gone == [threading.main_thread()]


def test_while_the_window_is_open_only_its_own_thread_collects_garbage(opened: Gradesk) -> None:
    assert not gc.isenabled()
    opened.close()
    assert gc.isenabled()


def test_garbage_is_collected_all_the_same(qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    tidying = Tidying(screen)
    gc.collect()

    class Ring:
        def __init__(self) -> None:
            self.me = self

    gone = weakref.ref(Ring())
    rings = [[] for _ in range(gc.get_threshold()[0] + 1_000)]
    assert gone() is not None
    tidying.tidy()
    tidying.stop()
    assert gone() is None and rings
