"""The first thing seen: set up a school once, then unlock it with the passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedWidget, QWidget

from gradesk.services.school import before
from gradesk.system.lazy import lazily
from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused
from gradesk.ui.ask import Ask
from gradesk.ui.kit.layouts import SETTLING
from gradesk.ui.meanwhile.ahead import nothing
from gradesk.ui.qt_names import Qt
from gradesk.ui.shell.gate.gate_pages import (
    BuildingPage,
    DoubtPage,
    FirstStartPage,
    PassphrasePage,
    RestorePage,
    UnlockPage,
)

# The field for the passphrase is there before anything that opens a file is loaded.
if TYPE_CHECKING:
    from gradesk.practice import making
    from gradesk.services.safekeeping import restoring
    from gradesk.services.school import opening
    from gradesk.store.backups import backup_names
    from gradesk.ui import tasks
else:
    backup_names = lazily("gradesk.store.backups.backup_names")
    tasks = lazily("gradesk.ui.tasks")
    making = lazily("gradesk.practice.making")
    restoring = lazily("gradesk.services.safekeeping.restoring")
    opening = lazily("gradesk.services.school.opening")

if TYPE_CHECKING:
    from gradesk.store.work import Store


class Scrolled(QScrollArea):
    """One page of the gate, which scrolls in a small window and at large text; what has the focus is in sight.

    No Python stands before Qt's events here, nor does it ask for what Qt made: for either, PySide first reads some hundred
    classes.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setProperty("horizontalScrollBarPolicy", "ScrollBarAlwaysOff")
        self.setProperty("focusPolicy", "NoFocus")
        self.setWidgetResizable(True)
        self.setWidget(page)
        self._page = page
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._page.isAncestorOf(now):
            QTimer.singleShot(SETTLING, now, lambda: self.ensureWidgetVisible(now))


class Gate(QStackedWidget):
    """Shows the page that fits the folder, and gives away the opened store; `begun_anew` follows a school built anew."""

    opened = Signal(object)
    begun_anew = Signal()
    at_work = Signal(bool)  # whether a file is on its way; not so when it was not to be had
    practises = Signal()  # after the practice school was opened from here

    def __init__(self, folder: Path, ask: Ask) -> None:
        super().__init__()
        self.loaded: Callable[[], object] = nothing  # returns when what shows a school is loaded; called by the worker
        self._ask = ask
        self._task: tasks.Task | None = None
        self.folder = folder
        self.first_start: FirstStartPage | None = None
        self.unlock: UnlockPage | None = None
        self.doubt: DoubtPage | None = None
        self.building: BuildingPage | None = None
        self.restoring: RestorePage | None = None
        self._in_doubt: Store | None = None
        self._on_its_way: Store | None = None  # opened by a worker, and not yet taken here
        self.look_in(folder)

    def look_in(self, folder: Path) -> None:
        """Show the page for a folder: unlock what is there, or set up what is not."""
        self.folder = folder
        self._empty()
        if before.is_set_up(folder):
            self.unlock = UnlockPage(folder, self._open, self._elsewhere, self.put_back, self.practise)
            self.addWidget(Scrolled(self.unlock))
            self.unlock.passphrase.setFocus()
        else:
            self.first_start = FirstStartPage(
                folder, self._make, self._elsewhere, self.put_back, self.practise, self._ask
            )
            self.addWidget(Scrolled(self.first_start))
            self.first_start.school.setFocus()

    def take_focus(self) -> None:
        """Put the cursor in the field of the page shown, once it stands in the window."""
        if self.unlock is not None:
            self.unlock.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, store: Store) -> None:
        """Give an opened file away, or ask first whether it is the right one."""
        self._on_its_way = None
        if store.copy.doubt is None:
            self.opened.emit(store)
            return
        self._empty()
        self._in_doubt = store
        self.doubt = DoubtPage(store.copy.doubt, self._go_on, self._leave)
        self.addWidget(Scrolled(self.doubt))
        self.doubt.leave.setFocus()

    def put_back(self) -> None:
        """Ask where the backups lie and where one shall go: into a folder without a school, and never over one."""
        source = self._ask.folder(self, "The folder the backups lie in, such as a stick", str(self._ask.place()))
        if source is None:
            return
        kept = backup_names.kept_in(source)
        if not kept and (page := self.unlock or self.first_start) is not None:
            page.tell(f"There is no backup in {source}; nothing was changed. Choose the folder they lie in.")
            return
        to = before.place(self.first_start.place.text()) if self.first_start is not None else None
        if to is None or before.is_set_up(to):
            to = self._ask.folder(self, "A new, empty folder for it", str(self._ask.place()))
        if to is None:
            return
        self._empty()
        self.restoring = shown = RestorePage(
            source, kept, to, lambda path, typed: self._restore(path, to, typed), self._leave
        )
        self.addWidget(Scrolled(shown))
        shown.passphrase.setFocus()

    def practise(self) -> None:
        """Open the practice school, or build it first; the real school’s file is not touched."""
        self._build(
            "The practice school",
            lambda count: making.open_or_make(making.usual_folder(), making.PUPILS, making.SEED, progress=count).store,
            self._practised,
        )

    def practise_anew(self) -> None:
        """Build the practice school of this folder anew, and open it."""
        self._build(
            "The practice school is begun anew",
            lambda count: making.begin_anew(self.folder, progress=count),
            self._anew,
        )

    def _build(self, title: str, deed: Callable[[Progress], Store], done: Callable[[Store], None]) -> None:
        def work(count: Progress) -> Store:
            self._on_its_way = store = deed(count)
            return store

        # The page before lies below, with what was typed in it: it is there again if the building is refused.
        self.building = page = BuildingPage(title)
        self.setCurrentIndex(self.addWidget(Scrolled(page)))
        page.bar.setFocus()
        self._task = tasks.start(work, self)
        self._task.counted.connect(page.count)
        self._task.done.connect(done)
        self._task.refused.connect(self._not_built)
        tasks.begin(self._task)

    def _practised(self, store: Store) -> None:
        self.take(store)
        self.practises.emit()

    def _anew(self, store: Store) -> None:
        self.take(store)
        self.begun_anew.emit()

    def _not_built(self, words: str) -> None:
        if (page := self.currentWidget()) is not None:
            self.removeWidget(page)
            page.deleteLater()
        self.building = None
        self._refused(words)

    def close_waiting(self) -> None:
        """Close a file about which nobody has answered, or that was opened while the window was being closed."""
        for store in (self._in_doubt, self._on_its_way):
            if store is not None:
                store.close()
        self._in_doubt = self._on_its_way = None

    def _go_on(self, is_passed_on: bool) -> None:
        store = self._in_doubt
        assert store is not None and self.doubt is not None
        try:
            opening.go_on(store, is_passed_on=is_passed_on)
        except Refused as refused:
            self.doubt.tell(str(refused))
            return
        self._in_doubt = None
        self.opened.emit(store)

    def _leave(self) -> None:
        self.close_waiting()
        self.look_in(self.folder)

    def _empty(self) -> None:
        while (page := self.widget(0)) is not None:
            self.removeWidget(page)
            page.deleteLater()
        self.first_start = self.unlock = self.doubt = self.building = self.restoring = None

    def _elsewhere(self) -> None:
        chosen = self._ask.folder(self, "The folder of a school’s file", str(self.folder))
        if chosen is None:
            return
        if before.is_set_up(chosen):
            self.look_in(chosen)
        elif (page := self.unlock or self.first_start) is not None:
            page.tell(f"There is no school’s file in {chosen}; nothing was changed. Choose another folder.")

    def _open(self, passphrase: str) -> None:
        self._run(lambda: opening.try_passphrase(self.folder, passphrase))

    def _restore(self, path: Path, to: Path, typed: str) -> None:
        self._run(lambda: restoring.try_restore(path, to, typed))

    def _make(self, folder: Path, name: str, passphrase: str) -> None:
        self.folder = folder
        self._run(lambda: opening.make_school(folder, name, passphrase))

    def _run(self, deed: Callable[[], Store | str]) -> None:
        def work(_count: Progress) -> Store | str:
            result = deed()
            self._on_its_way = None if isinstance(result, str) else result
            self.loaded()
            return result

        # The key takes most of a second on purpose; the window stays alive meanwhile.
        self._task = tasks.start(work, self)
        self._task.done.connect(self._done)
        self._task.refused.connect(self._refused)
        self.at_work.emit(True)
        tasks.begin(self._task)

    @property
    def _asking(self) -> PassphrasePage | None:
        return self.restoring or self.unlock

    def _done(self, result: Store | str) -> None:
        if not isinstance(result, str):
            self.take(result)
            return
        self.at_work.emit(False)
        if (page := self._asking) is not None:
            page.wrong(result)

    def _refused(self, words: str) -> None:
        self.at_work.emit(False)
        if (page := self._asking) is not None:
            page.tell(words)
            page.ready(True)
        elif self.first_start is not None:
            self.first_start.ready(True)
            self.first_start.tell(words)
