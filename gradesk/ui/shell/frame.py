"""The frame of the program: its title, its menus, and whatever of gate and school is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from gradesk.system.lazy import lazily
from gradesk.ui.kit.labels import caption
from gradesk.ui.qt_names import Qt

# What only the open school needs.
if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QAction, QKeySequence
    from PySide6.QtWidgets import QMenuBar
else:
    QByteArray = lazily("PySide6.QtCore:QByteArray")
    QAction = lazily("PySide6.QtGui:QAction")
    QKeySequence = lazily("PySide6.QtGui:QKeySequence")
    QMenuBar = lazily("PySide6.QtWidgets:QMenuBar")

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QRect
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QMenu

    from gradesk.ui.actions import Action
    from gradesk.ui.shell.window import Shell

USUAL = (1280, 800)  # pixels; less where the screen is smaller
TITLE = 32  # pixels kept for the bar that the system puts above a window
MENUS = ("File", "Edit", "View", "Go", "Help")


class Window(QMainWindow):
    """The frame: title, menus, and whichever of gate and shell is inside."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Gradesk")
        self._shell: Shell | None = None
        self._bar: QMenuBar | None = None
        self._menus: dict[str, QMenu] = {}
        self._marked: list[tuple[QAction, Callable[[], bool]]] = []
        self._bare_keys: list[QAction] = []  # of a screen that stands alone, without menus
        self._before: tuple[Qt.WindowState, QRect] | None = (
            None  # how the window was before such a screen took the whole display
        )

    def take_place(self, kept: str) -> None:
        """Come up where the window was the last time, and always inside its screen, buttons and all."""
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode("ascii", "ignore")))):
            self.resize(*USUAL)
        screen = self.screen().availableGeometry().adjusted(0, TITLE, 0, 0)
        if not self.isMaximized() and not self.isFullScreen():
            self.resize(self.size().boundedTo(screen.size()))
            place = self.geometry()
            left = min(max(place.x(), screen.left()), screen.right() + 1 - place.width())
            top = min(max(place.y(), screen.top()), screen.bottom() + 1 - place.height())
            self.setGeometry(left, top, place.width(), place.height())

    def place(self) -> str:
        """Where the window is and how large, for the next time."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    @property
    def menus(self) -> QMenuBar:
        """The menus, made when a school is first shown."""
        if self._bar is None:
            self._bar = QMenuBar()
            self._menus = {name: self._bar.addMenu(f"&{name}") for name in MENUS}
            for menu in self._menus.values():
                menu.aboutToShow.connect(self._mark)
        return self._bar

    def show_gate(self, gate: QWidget) -> None:
        """Show what stands before the school; nothing can be done from the menus there."""
        self._marked.clear()
        self._fill_screen(())
        for menu in self._menus.values():
            menu.clear()
        if self._bar is not None:
            self._bar.setParent(None)
        self._shell = None
        self.setCentralWidget(gate)
        self.setWindowTitle("Gradesk")

    def show_shell(self, shell: Shell) -> None:
        """Show the school."""
        self._shell = shell
        self.setCentralWidget(shell)
        shell.take_menus(self.menus)
        self.setWindowTitle("Gradesk: practice school" if shell.card.is_practice else "Gradesk")
        shell.moved.connect(lambda: self._fill_menus(shell))
        self._fill_menus(shell)
        shell.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_menus(self, shell: Shell) -> None:
        """What can be done where the window is now; the menus themselves stay, or every visit would leave five behind."""
        rows = shell.rows()
        self._marked.clear()
        is_alone = shell.alone.is_on
        self._fill_screen(rows if is_alone else ())
        if is_alone:
            rows = []
        for name in MENUS:
            menu = self._menus[name]
            menu.clear()
            for entry in rows:
                if entry.menu == name:
                    action = QAction(caption(entry.title), menu)
                    action.setShortcuts([QKeySequence(key) for key in (entry.shortcut, entry.also) if key])
                    action.triggered.connect(lambda _on=False, run=entry.run: run())
                    menu.addAction(action)
                    if entry.is_on is not None:
                        action.setCheckable(True)
                        self._marked.append((action, entry.is_on))
            if name == MENUS[0] and not is_alone:  # out of sight its keys would do nothing
                # Not the bound method: PySide would keep a reference to it of each time the menus were filled.
                menu.addAction("Close Gradesk", QKeySequence("Ctrl+Q"), lambda: self.close())

    def _fill_screen(self, rows: Sequence[Action]) -> None:
        """A screen that stands alone has the whole display, and its keys without menus; else the window is as it was."""
        for action in self._bare_keys:
            self.removeAction(action)
            action.deleteLater()  # else the window would keep it, and with it the screen and all of the school
        self._bare_keys = []
        keys = [(entry.title, (entry.shortcut, entry.also), entry.run) for entry in rows]
        for title, shortcuts, run in [*keys, ("Close Gradesk", ("Ctrl+Q",), self.close)] if rows else []:
            action = QAction(caption(title), self)
            action.setShortcuts([QKeySequence(key) for key in shortcuts if key])
            action.triggered.connect(lambda _on=False, run=run: run())
            self.addAction(action)
            self._bare_keys.append(action)
        if rows and self._before is None:
            self._before = (self.windowState(), self.geometry())
            self.setWindowState(self._before[0] | Qt.WindowState.WindowFullScreen)
        elif not rows and self._before is not None:
            (state, place), self._before = self._before, None
            self.setWindowState(state)
            if not state & (Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen):
                self.setGeometry(place)  # not every system brings it back by itself

    def _mark(self) -> None:
        # Just before they are seen: Qt turns a mark at each choice, and what is in force is chosen elsewhere, too.
        for action, is_on in self._marked:
            action.setChecked(is_on())

    def raise_up(self) -> None:
        """Come to the front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        # What stands before it, as a question or the cover, has the keys.
        (QApplication.activeModalWidget() or self).activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is being typed before going."""
        if (inside := self._shell) is not None:
            if sentence := inside.current.busy():
                inside.current.context.say(sentence, "problem")
                event.ignore()
                return
            inside.flush()
            inside.desk.write()
            sentence = inside.work_going_on() or inside.trouble
            if sentence and not inside.context.ask.confirm(self, f"{sentence} Close all the same?", "Close"):
                event.ignore()
                return
        self._fill_screen(())
        super().closeEvent(event)
