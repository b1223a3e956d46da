"""The window on a school, without a screen, and somebody who answers its questions and goes everywhere."""

from __future__ import annotations

import gc
import os
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from filelock import FileLock
from PySide6.QtCore import QCoreApplication, QEvent, QTimer, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QWidget

from gradesk.app import Gradesk, _quiet
from gradesk.practice import making, marker
from gradesk.services.pupils import register
from gradesk.services.school import opening
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from gradesk.ui import tasks
from gradesk.ui.ask import Ask
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.screens import SCREENS
from gradesk.ui.screens.pupil.screen import TABS

LONGEST = 60  # seconds until what is read in the background has come


class Somebody(Ask):
    """Answers every question by chance and chooses no file."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = random.Random(seed)

    def open_file(self, *_given: object) -> Path | None:
        return None

    def save_file(self, *_given: object) -> Path | None:
        return None

    def folder(self, *_given: object) -> Path | None:
        return None

    def confirm(self, *_given: object) -> bool:
        return self.chance.random() < 0.5

    def line(self, *_given: object) -> str | None:
        return self.chance.choice((None, "Ava", "12/10"))

    def choose(self, _parent: QWidget, _title: str, _label: str, choices: Sequence[str]) -> int | None:
        return self.chance.choice((None, 0)) if choices else None

    def printer(self, *_given: object) -> Any:
        return None


class Faults:
    """What fell out of slots and events; refusals are sentences and no faults."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """In the place of the program's own, which says it in general words."""
        if isinstance(error, Refused):
            return
        place = trace
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place is not None else ""
        self.found.append(f"{kind.__name__} at {where}: {error}"[:300])


@contextmanager
def window(folder: Path, passphrase: str, seed: int) -> Iterator[tuple[Gradesk, Faults]]:
    """The program with a school open; questions that would wait for somebody are put away at once."""
    app = QApplication.instance() or QApplication(["gradesk"])
    assert isinstance(app, QApplication)
    qInstallMessageHandler(_quiet)  # as the program itself does
    faults = Faults()
    sys.excepthook = faults.hook
    QDialog.exec = lambda dialog: (dialog.open(), dialog.reject())[1] or 0  # type: ignore[method-assign]
    program = Gradesk(app, folder, Somebody(seed))
    program.window.resize(1366, 768)
    program.window.show()
    program.gate.take(opening.open_school(folder, passphrase))
    assert program.curtain is not None
    program.curtain._clock.stop()  # what a test sends comes from nobody, and a busy machine looks as if it had slept
    shut = QTimer(program.window)
    shut.timeout.connect(put_menus_away)
    shut.start(0)
    try:
        yield program, faults
    finally:
        sys.excepthook = sys.__excepthook__
        shut.stop()
        program.close()
        program.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


def practice(folder: Path) -> None:
    """A small practice school, which is built once for all parts of a run."""
    shared = folder.parent.parent / "practice"
    with FileLock(shared.with_suffix(".lock")):
        if not shared.exists():
            building = shared.with_suffix(".building")
            making.open_or_make(building, 16, 1).store.close()
            building.rename(shared)
    shutil.copytree(shared, folder)
    store = opening.open_school(folder, marker.PASSPHRASE)
    store.become_another()
    store.close()


def put_menus_away() -> None:
    """What pops up over the window goes by itself, as with Escape."""
    while (menu := QApplication.activePopupWidget()) is not None:
        if isinstance(box := menu.parentWidget(), QComboBox):
            box.hidePopup()
        menu.hide()


def settle(milliseconds: int = 5) -> None:
    """Let everything that is being read come."""
    QTest.qWait(milliseconds)
    for _ in range(LONGEST * 50):
        if not any(post.tasks for post in tasks._posts):
            break
        QTest.qWait(20)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def places(pupil: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Every screen, and every tab of one pupil."""
    for listed in SCREENS:
        if listed.name != "pupil":
            yield listed.name, {}
    for name, _, _ in TABS:
        yield "pupil", {"pupil_id": pupil, "tab": name}
    yield "preview", {"document": "passport", "pupil_ids": (pupil,)}


def everywhere(shell: Any, pupil: str) -> Iterator[str]:
    """Go to every screen, and to every tab of each."""
    for name, place in places(pupil):
        shell.go(name, **place)
        settle()
        yield f"{name} {place.get('tab', '')}".strip()
        if name == "pupil":
            continue
        for tabs in [one for one in shell.current.findChildren(CalmTabs) if one.isVisible()]:
            for at in range(1, tabs.count()):
                tabs.setCurrentIndex(at)
                settle()
                yield f"{name} {tabs.tabText(at)}"


def first_pupil(store: Store) -> str:
    """Somebody of the register."""
    return register.page(store, register.Criteria())[0].uuid


def resident() -> float:
    """Megabytes this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2
