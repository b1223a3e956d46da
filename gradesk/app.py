"""The composition root: puts store, look, changes and screens together and runs the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from gradesk.store import names
from gradesk.system.kept import settings
from gradesk.system.lazy import lazily, load
from gradesk.system.paths import config_folder, default_data_folder, resource
from gradesk.system.refusal import Refused
from gradesk.ui import qt_names
from gradesk.ui.ask import Ask
from gradesk.ui.changes import Changes, Notices
from gradesk.ui.looks import theme
from gradesk.ui.looks.look import Look
from gradesk.ui.meanwhile import anew, loading
from gradesk.ui.meanwhile.ahead import FRAME, Ahead
from gradesk.ui.meanwhile.tidying import Tidying
from gradesk.ui.shell.frame import Window
from gradesk.ui.shell.gate.unlock import Gate
from gradesk.ui.shell.typing.keyboard import CarefulKeys

# The field for the passphrase comes first. All this is loaded while somebody types into it, the store before all else.
if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QStyle

    from gradesk.documents.desk import drawing
    from gradesk.services.custody import unfinished
    from gradesk.services.school import opening, school
    from gradesk.system.kept import logs
    from gradesk.ui import context as contexts
    from gradesk.ui import screens as catalogue
    from gradesk.ui import tasks
    from gradesk.ui.kit import spoken
    from gradesk.ui.kit.forms import held
    from gradesk.ui.meanwhile import backing_up
    from gradesk.ui.shell import instance
    from gradesk.ui.shell import window as shells
    from gradesk.ui.shell.curtain import curtain as curtains
    from gradesk.ui.shell.gate import gate_keys
else:
    QIcon = lazily("PySide6.QtGui:QIcon")
    QStyle = lazily("PySide6.QtWidgets:QStyle")
    tasks = lazily("gradesk.ui.tasks")
    backing_up = lazily("gradesk.ui.meanwhile.backing_up")
    logs = lazily("gradesk.system.kept.logs")
    drawing = lazily("gradesk.documents.desk.drawing")
    unfinished = lazily("gradesk.services.custody.unfinished")
    opening = lazily("gradesk.services.school.opening")
    school = lazily("gradesk.services.school.school")
    contexts = lazily("gradesk.ui.context")
    catalogue = lazily("gradesk.ui.screens")
    spoken = lazily("gradesk.ui.kit.spoken")
    held = lazily("gradesk.ui.kit.forms.held")
    gate_keys = lazily("gradesk.ui.shell.gate.gate_keys")
    instance = lazily("gradesk.ui.shell.instance")
    shells = lazily("gradesk.ui.shell.window")
    curtains = lazily("gradesk.ui.shell.curtain.curtain")

if TYPE_CHECKING:
    from gradesk.store.work import Store
    from gradesk.ui.screen import Listed

MORE_AFTER = 1_500  # ms after opening: until then Today has the machine to itself
PAPER_AFTER = 5_000  # ms after opening
LOOK_OVER_AFTER = 3 * 60 * 1000  # ms after opening: the pages of the file are looked over when the first rush is past


@dataclass(frozen=True)
class Left:
    """Where a school was locked: its folder, the screen and what is shown there, and the run that Undo goes back through."""

    folder: Path
    name: str
    place: dict[str, object]
    run: str
    cursor: dict[str, Any]


class Gradesk:
    """The running program: a window, and behind it the school's file once it is open."""

    def __init__(
        self,
        app: QApplication,
        folder: Path | None = None,
        ask: Ask | None = None,
        screens: Sequence[Listed] = (),
        *,
        backs_up: bool = False,
    ) -> None:
        """With `backs_up` a school is backed up by itself while it is open and when the program ends."""
        self._app = app
        self.settings = settings.load()
        self._tidying = Tidying(app)
        self._keys: CarefulKeys | None = None
        self.look = Look(app, self.settings)
        self.ask = ask or Ask()
        self.window = Window()
        self.window.take_place(self.settings.window)
        self.store: Store | None = None
        self.shell: shells.Shell | None = None
        self.curtain: curtains.Curtain | None = None
        self._screens = screens
        self._notices = Notices(self._warn)
        self._quiet_hour = QTimer(self.window)
        self._quiet_hour.setSingleShot(True)
        self._quiet_hour.timeout.connect(self._look_over)
        self._backs_up = backs_up
        self._backing_up: backing_up.BackingUp | None = None
        self._doorbell: instance.Doorbell | None = None
        chosen = folder or (Path(self.settings.data_folder) if self.settings.data_folder else default_data_folder())
        self._remembers = folder is None
        self._left: Left | None = None
        self.begins_anew: Callable[[Path], int] = lambda _folder: 0  # in a process of its own, where there is one
        self.gate = self._gate_at(chosen)

    def mind_keys(self) -> None:
        """From now on keys do not what they look like, and what is painted speaks. Not before the field is painted: either
        costs a few frames, and the field speaks by itself.
        """
        if self._keys is None:
            self._keys = CarefulKeys(self._app)
            spoken.install()
            gate_keys.give_keys(self.gate, self.look, self.ask)

    def open(self, store: Store) -> None:
        """Show the school of an opened file."""
        self.mind_keys()
        self._tidying.begin()
        self.store = store
        kept = unfinished.left(store)
        if self._left is None and kept is not None:
            self._left = Left(store.vault.folder, *kept)
        if self._left is not None and self._left.folder == store.vault.folder:
            store.run = self._left.run
        self._doorbell = instance.Doorbell(store.vault.folder, self.window.raise_up)
        if (
            self._remembers
            and not school.card(store).is_practice
            and str(store.vault.folder) != self.settings.data_folder
        ):
            self.settings.data_folder = str(store.vault.folder)
            settings.save(self.settings)
        screens = self._screens or catalogue.SCREENS
        shell = shells.Shell(screens, self.window)
        context = contexts.Context(
            store=store,
            within=shell.stack,
            look=self.look,
            changes=Changes(store),
            ask=self.ask,
            go=shell.go,
            back=shell.back,
            say=shell.banner.say,
            done=shell.done,
            unsay=shell.banner.unsay,
            accepted=shell.banner.accepted,
            words=lambda: shell.words,
            lock=shell.wanted_locked.emit,
        )
        self.shell = shell
        shell.wanted_anew.connect(self.begin_anew)
        shell.wanted_locked.connect(self.lock)
        shell.begin(context)
        self.ask.begun |= shell.desk.asked
        self.ask.began = shell.desk.keep_asked
        shell.go(screens[0].name)
        self.window.show_shell(shell)
        self.curtain = curtains.Curtain(self.window, shell)
        shell.wanted_covered.connect(self.curtain.fall)
        self.curtain.wanted_locked.connect(lambda: self.lock(asked=False))
        left, self._left = self._left, None
        if left is None or left.folder != store.vault.folder:
            shell.resume()
        else:
            shell.resume(left.name, left.place, left.cursor)
        store.heed(self._notices.said.emit)
        self._quiet_hour.start(LOOK_OVER_AFTER)
        if self._backs_up:
            self._backing_up = backing_up.BackingUp(store, self.window, shell)
        QTimer.singleShot(PAPER_AFTER, self.window, self._load_paper)

    def lock(self, *, asked: bool = True) -> None:
        """Close the file until its passphrase is typed; then it goes on at the same place, with what was half typed.

        Not while something would be broken off by it, or the file takes nothing: then it says so and stays open. Where nobody
        `asked`, a cell that is open is not kept as it stands: half a number is no result, and comes back half typed.
        """
        assert self.store is not None and self.shell is not None
        shell = self.shell
        cursor = held.cursor_of(shell.current)  # what is typed is kept next, and the field may close with it
        if asked:
            shell.flush()
        shell.desk.write(everywhere=True)
        if words := shell.current.busy() or shell.work_going_on() or shell.trouble:
            shell.current.context.say(f"It is not locked. {words}", "problem")  # where it is read, in meeting mode too
            return
        self.store.note("locked")
        left = Left(self.store.vault.folder, shell.shown, shell.current.here(), self.store.run, cursor)
        unfinished.leave(self.store, left.name, left.place, left.run, left.cursor)
        self._put_down(keeps=asked)
        self._remember_window()
        if self.begins_anew(left.folder):
            # Neither Python nor Qt overwrites what it gives back: only the end of the process forgets every word.
            self.window.hide()
            self._app.quit()
            return
        self.gate = self._gate_at(left.folder)
        self.gate.take_focus()
        self._left = left
        QTimer.singleShot(0, self.window, _let_go_for_good)

    def begin_anew(self) -> None:
        """Close the practice school and build it anew in its place; what was tried in it is kept beside it."""
        assert self.store is not None
        folder = self.store.vault.folder
        self._put_down()
        self.gate = self._gate_at(folder)
        self.gate.begun_anew.connect(self._say_begun_anew)
        self.gate.practise_anew()

    def _say_begun_anew(self) -> None:
        if self.shell is not None:
            self.shell.banner.say(
                "The practice school was begun anew, as on its first day. What was tried in it is kept in its folder "
                "“earlier”, until it is begun anew the next time.",
                "good",
            )

    def _offer_tour(self) -> None:
        if self.shell is not None and not self.look.tour:
            words = "New here? The three-minute tour shows the way round; the menu Help has it, too."
            self.shell.banner.say(words, "info", (("Take the tour", self.shell.take_tour),))

    def close(self) -> None:
        """Keep what is being typed and close the file; the next window comes up where this one was."""
        self._put_down(closes=True)
        self._remember_window()
        self._tidying.stop()
        if self._keys is not None:
            self._keys.let_go()

    def _remember_window(self) -> None:
        if (place := self.window.place()) != self.settings.window:
            self.settings.window = place
            settings.save(self.settings)

    def _put_down(self, *, closes: bool = False, keeps: bool = True) -> None:
        self._quiet_hour.stop()
        if self.curtain is not None:
            self.curtain.let_go()
            self.curtain = None
        if self.shell is not None:
            self.shell.close_down(keeps=keeps)
            self.shell = None
        self.ask.forget()
        self.look.forget()
        tasks.finish()
        self.gate.close_waiting()
        if self._doorbell is not None:
            self._doorbell.close()
            self._doorbell = None
        if self._backing_up is not None:
            self._backing_up.end(closes=closes)
            self._backing_up = None
        if self.store is not None:
            self.store.close()
            self.store = None

    def _gate_at(self, folder: Path) -> Gate:
        gate = Gate(folder, self.ask)
        gate.opened.connect(self.open)
        gate.practises.connect(self._offer_tour)
        self.window.show_gate(gate)
        if self._keys is not None:
            gate_keys.give_keys(gate, self.look, self.ask)
        return gate

    def _load_paper(self) -> None:
        # A passport is measured on the window’s thread, which should not wait then for all that draws.
        if self.store is not None:
            tasks.begin(tasks.start(lambda _count: load(drawing), self.window))

    def _look_over(self) -> None:
        if (store := self.store) is not None:
            tasks.begin(tasks.start(lambda _count: store.look_over(), self.window))

    def _warn(self, words: str) -> None:
        if self.shell is not None:
            self.shell.banner.say(words, "problem")

    def fault(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What Qt or a slot let fall: refusals are said, faults are logged by kind and place and said in general words."""
        if isinstance(error, KeyboardInterrupt):
            QApplication.quit()
            return
        words = str(error)
        if not isinstance(error, Refused):
            logs.fault(kind, trace)
            words = "Gradesk made a mistake; what was saved before is safe. Go on, or close it and open it again."
        self._warn(words)


def _let_go_for_good() -> None:
    """What was set aside as modules while the school was open may be the school itself, and its words."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def run(folder: Path, passphrase: str | None = None) -> int:
    """Run the window on a folder (the per-user one when it is the default) until it is closed; returns the exit code.

    With a passphrase the file is opened at once: that is for the practice school, whose passphrase is no secret.
    """
    app = QApplication.instance()
    if app is None:
        app = QApplication([*sys.argv[:1], *theme.STYLE])
        app.setProperty(theme.STYLED, True)
    assert isinstance(app, QApplication)
    app.setApplicationName("Gradesk")
    app.setDesktopFileName("gradesk")
    qInstallMessageHandler(_quiet)
    given = None if folder == default_data_folder() else folder
    gradesk = Gradesk(app, given, backs_up=True)
    gradesk.begins_anew = anew.begin
    if names.is_open(gradesk.gate.folder) and instance.raise_first(gradesk.gate.folder):
        return 0
    sys.excepthook = gradesk.fault
    ahead = Ahead(partial(loading.apart, _log), loading.here, gradesk.window)
    more = Ahead(loading.more_apart, loading.more_here, gradesk.window)
    ahead.ended.connect(lambda: more.begin(FRAME))
    if passphrase is None:
        gradesk.gate.loaded = ahead.wait
        gradesk.gate.at_work.connect(more.rest)
        gradesk.gate.opened.connect(lambda _store: QTimer.singleShot(MORE_AFTER, more, lambda: more.rest(False)))
        ahead.begin(FRAME * 8)
        # Each takes PySide a frame or two; before there is time to find the first key, and never two of them in one turn.
        for turn, deed in enumerate((lambda: load(qt_names.Qt), lambda: load(QStyle), gradesk.mind_keys)):
            QTimer.singleShot(FRAME * (1 + 3 * turn), deed)
    else:
        _log()
        try:
            gradesk.gate.take(opening.open_school(folder, passphrase))
        except Refused as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 1
    gradesk.window.show()
    QTimer.singleShot(FRAME * 10, lambda: app.setWindowIcon(QIcon(str(resource("icons", "gradesk.svg")))))
    code = app.exec()
    ahead.stop()
    more.stop()
    gradesk.close()
    return code


def _log() -> None:
    logs.start(config_folder())


def _quiet(kind: QtMsgType, _context: object, _message: str) -> None:
    # Qt's own messages can quote what stands in a widget, so only their kind is kept.
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        logs.fault(RuntimeError, None)
