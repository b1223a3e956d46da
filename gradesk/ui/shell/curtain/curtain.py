"""The curtain: when it falls, what it does first, and who lifts it. The school's file stays open behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from gradesk.practice import marker
from gradesk.services.custody import watching
from gradesk.services.school import opening
from gradesk.system.laptop.absence import EVERY, Absence
from gradesk.ui import tasks
from gradesk.ui.looks.look import LONGEST
from gradesk.ui.shell.curtain.behind import Behind, activate
from gradesk.ui.shell.curtain.clipboard import CarefulClipboard
from gradesk.ui.shell.curtain.cover import WRONG, Cover
from gradesk.ui.shell.curtain.laptop import Laptop
from gradesk.ui.shell.curtain.unseen import Unseen
from gradesk.ui.shell.curtain.watch import Watch

if TYPE_CHECKING:
    from gradesk.ui.shell.window import Shell


LOCKS_AFTER = 15  # minutes after which what could not be locked is tried again, and what somebody covered is locked


class Curtain(QObject):
    """Covers everything by a key, by itself when nobody is there, and when the laptop slept.

    `wanted_locked` when nobody is there, when the laptop sleeps or its session is locked, and when nobody lifted for a quarter
    of an hour what somebody covered: then the key is dropped, too.
    """

    wanted_locked = Signal()

    def __init__(self, window: QMainWindow, shell: Shell, absence: Absence | None = None) -> None:
        super().__init__(window)
        self._window, self._shell = window, shell
        self._absence = absence or Absence()
        self._watch = Watch(window)
        self._watch.stirred.connect(self._absence.touched)
        self._watch.wanted.connect(self.fall)
        self._clipboard = CarefulClipboard(self)
        self._unseen = Unseen(self, shell.context.look)
        self._laptop = Laptop(window)
        self._laptop.left.connect(self.leave)
        self.cover: Cover | None = None
        self._behind: Behind | None = None
        self._clock = QTimer(self)
        self._clock.timeout.connect(self.look)
        self._clock.start(EVERY * 1000)
        self._long = QTimer(self)
        self._long.setInterval(LOCKS_AFTER * 60 * 1000)
        self._long.timeout.connect(self.lock)
        self._has_tried = False  # to lock, since somebody was there

    @property
    def is_down(self) -> bool:
        """Whether everything is covered."""
        return self.cover is not None

    def look(self) -> None:
        """Cover everything and drop the key if nobody is there any more."""
        if not self._absence.is_noticed(self._minutes()):
            self._has_tried = False
            return
        self.fall()
        # Where the laptop did not say before that it would sleep, it is locked as it wakes up.
        if self._absence.slept or not self._has_tried:
            self._has_tried = True
            self.lock()

    def leave(self) -> None:
        """The laptop goes to sleep, or its session is locked: cover everything and drop the key, at once."""
        self.fall()
        self.lock()

    def _minutes(self) -> int:
        """In a meeting people speak, and whoever holds it sits there: it takes the longest time there is."""
        chosen = self._shell.context.look.covers_after
        return LONGEST if chosen and self._shell.alone.is_on else chosen

    def fall(self) -> None:
        """Cover everything now. What is half typed is kept as soon as nothing can be seen any more."""
        if self.cover is not None:
            return
        hint = f"The practice school’s passphrase is: {marker.PASSPHRASE}" if self._shell.card.is_practice else ""
        self.cover = cover = Cover(self._window, self._try, hint)
        self._behind = behind = Behind(cover)
        cover.came.connect(self._keep)
        cover.wanted_closed.connect(self._close)
        behind.shade()
        cover.come(behind.active)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        self._long.start()

    def lock(self) -> None:
        """Nobody is there for long: close the file, unless a question is open behind, whose answer would be lost; then later.

        What stood behind comes back for it, unseen: nothing is painted before the gate stands there.
        """
        if self._behind is None or self._behind.is_asking:
            return
        self._behind.close_what_is_only_read()
        self._end(Behind.bring_back)
        self.wanted_locked.emit()
        if self._clock.isActive():  # something goes on that must not be broken off
            self.fall()

    def _keep(self) -> None:
        if self._behind is None:
            return  # lifted, or locked, before it was painted
        try:
            # Written down as half typed, and not sent on: a cell that is open stays open, and no half number is a result.
            self._shell.desk.write(everywhere=True)
        finally:
            self._behind.put_away()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While all is covered, nothing new comes into sight either: a question that was on its way, a message, a tooltip."""
        if event.type() == QEvent.Type.ToolTip and not self._is_of_cover(watched):
            return True
        is_new = event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow()
        if is_new and watched is not self.cover and self._behind is not None and self._behind.shade():
            QTimer.singleShot(0, self, self._come_again)
        return False

    def _is_of_cover(self, watched: QObject) -> bool:
        return self.cover is not None and isinstance(watched, QWidget) and watched.window() is self.cover

    def _come_again(self) -> None:
        """Whatever asks now would stand before the cover, and take its keys."""
        if self.cover is not None and self._behind is not None:
            self._behind.put_away()
            self.cover.hide()
            self._behind.active = QApplication.activeModalWidget() or self._behind.active
            self.cover.come(self._behind.active)

    def _try(self, passphrase: str) -> None:
        cover, store = self.cover, self._shell.context.store
        assert cover is not None
        task = tasks.start(lambda _count: opening.is_its_passphrase(store, passphrase), cover)
        task.done.connect(self._answered)
        task.refused.connect(self._refused)
        tasks.begin(task)

    def _answered(self, is_right: bool) -> None:
        if is_right:
            self.lift()
        elif self.cover is not None:
            watching.wrong(self._shell.context.store)
            self.cover.page.wrong(WRONG)

    def _refused(self, words: str) -> None:
        if self.cover is not None:
            self.cover.page.tell(words)
            self.cover.page.ready(True)

    def lift(self) -> None:
        """Show everything as it was."""
        self._end(Behind.bring_back)
        self._absence.touched()

    def _end(self, last: Callable[[Behind], object] = bool) -> None:
        cover, behind, self.cover, self._behind = self.cover, self._behind, None, None
        if cover is None or behind is None:
            return
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        self._long.stop()
        cover.page.passphrase.clear()
        last(behind)
        cover.hide()
        cover.deleteLater()
        activate(behind.active)

    def _close(self) -> None:
        """Close Gradesk from here, unless something would be broken off: a question about it could not be read."""
        assert self.cover is not None
        shell = self._shell
        shell.flush()
        shell.desk.write(everywhere=True)
        if sentence := shell.current.busy() or shell.work_going_on() or shell.trouble:
            self.cover.page.tell(f"Gradesk is not closed. {sentence}")
            return
        # A question that is open counts as cancelled then; what was typed into it waits in the file for the next time.
        ask = shell.context.ask
        begun, began = ask.begun, ask.began
        ask.forget()
        if self._window.close():
            self.cover.hide()
        else:
            ask.begun, ask.began = begun, began

    def let_go(self) -> None:
        """The school is closed: nothing is left to cover."""
        self._clock.stop()
        self._watch.let_go()
        self._laptop.let_go()
        self._clipboard.let_go()
        self._unseen.let_go()
        self._end()
        self.deleteLater()
