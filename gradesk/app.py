"""The composition root: puts store, look, changes and screens together and runs the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from gradesk.services.school import opening, school
from gradesk.store.work import Store
from gradesk.system import logs, settings
from gradesk.system.paths import config_folder, default_data_folder, resource
from gradesk.system.refusal import Refused
from gradesk.ui import tasks
from gradesk.ui.ask import Ask
from gradesk.ui.changes import Changes, Notices
from gradesk.ui.context import Context
from gradesk.ui.kit import spoken
from gradesk.ui.look import Look
from gradesk.ui.screen import Listed
from gradesk.ui.screens import SCREENS
from gradesk.ui.shell.frame import Window
from gradesk.ui.shell.instance import Doorbell, raise_first
from gradesk.ui.shell.keyboard import CarefulKeys
from gradesk.ui.shell.unlock import Gate
from gradesk.ui.shell.window import Shell
from gradesk.ui.tidying import Tidying

LOOK_OVER_AFTER = 3 * 60 * 1000  # ms after opening: the pages of the file are looked over when the first rush is past


class Gradesk:
    """The running program: a window, and behind it the school's file once it is open."""

    def __init__(
        self, app: QApplication, folder: Path | None = None, ask: Ask | None = None, screens: Sequence[Listed] = SCREENS
    ) -> None:
        self.settings = settings.load()
        self._tidying = Tidying(app)
        self._keys = CarefulKeys(app)
        spoken.install()
        self.look = Look(app, self.settings)
        self.ask = ask or Ask()
        self.window = Window()
        self.window.take_place(self.settings.window)
        self.store: Store | None = None
        self.shell: Shell | None = None
        self._screens = screens
        self._notices = Notices(self._warn)
        self._quiet_hour = QTimer(self.window)
        self._quiet_hour.setSingleShot(True)
        self._quiet_hour.timeout.connect(self._look_over)
        self._doorbell: Doorbell | None = None
        chosen = folder or (Path(self.settings.data_folder) if self.settings.data_folder else default_data_folder())
        self._remembers = folder is None
        self.gate = self._gate_at(chosen)

    def open(self, store: Store) -> None:
        """Show the school of an opened file."""
        self.store = store
        self._doorbell = Doorbell(store.vault.folder, self.window.raise_up)
        if (
            self._remembers
            and not school.card(store).is_practice
            and str(store.vault.folder) != self.settings.data_folder
        ):
            self.settings.data_folder = str(store.vault.folder)
            settings.save(self.settings)
        shell = Shell(self._screens)
        context = Context(
            store=store,
            look=self.look,
            changes=Changes(store),
            ask=self.ask,
            go=shell.go,
            say=shell.banner.say,
            done=shell.done,
            unsay=shell.banner.unsay,
            accepted=shell.banner.accepted,
            words=lambda: shell.words,
        )
        self.shell = shell
        shell.wanted_anew.connect(self.begin_anew)
        shell.begin(context)
        self.ask.begun |= shell.desk.asked
        self.ask.began = shell.desk.keep_asked
        shell.go(self._screens[0].name)
        self.window.show_shell(shell)
        shell.resume()
        store.heed(self._notices.said.emit)
        self._quiet_hour.start(LOOK_OVER_AFTER)

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

    def close(self) -> None:
        """Keep what is being typed and close the file; the next window comes up where this one was."""
        self._put_down()
        if (place := self.window.place()) != self.settings.window:
            self.settings.window = place
            settings.save(self.settings)
        self._tidying.stop()
        self._keys.let_go()

    def _put_down(self) -> None:
        self._quiet_hour.stop()
        if self.shell is not None:
            self.shell.close_down()
            self.shell = None
        tasks.finish()
        self.gate.close_waiting()
        if self._doorbell is not None:
            self._doorbell.close()
            self._doorbell = None
        if self.store is not None:
            self.store.close()
            self.store = None

    def _gate_at(self, folder: Path) -> Gate:
        gate = Gate(folder, self.ask)
        gate.opened.connect(self.open)
        self.window.show_gate(gate)
        return gate

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
        if self.shell is not None:
            self.shell.banner.say(words, "problem")


def run(folder: Path, passphrase: str | None = None) -> int:
    """Run the window on a folder (the per-user one when it is the default) until it is closed; returns the exit code.

    With a passphrase the file is opened at once: that is for the practice school, whose passphrase is no secret.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Gradesk")
    app.setDesktopFileName("gradesk")
    app.setWindowIcon(QIcon(str(resource("icons", "gradesk.svg"))))
    logs.start(config_folder())
    qInstallMessageHandler(_quiet)
    given = None if folder == default_data_folder() else folder
    gradesk = Gradesk(app, given)
    if raise_first(gradesk.gate.folder):
        return 0
    sys.excepthook = gradesk.fault
    if passphrase is not None:
        try:
            gradesk.gate.take(opening.open_school(folder, passphrase))
        except Refused as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 1
    gradesk.window.show()
    code = app.exec()
    gradesk.close()
    return code


def _quiet(kind: QtMsgType, _context: object, _message: str) -> None:
    # Qt's own messages can quote what stands in a widget, so only their kind is kept.
    if kind in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg):
        logs.fault(RuntimeError, None)
