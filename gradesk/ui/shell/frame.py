"""The frame of the program: its title, its menus, and whatever of gate and school is inside."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from gradesk.ui.kit.labels import caption
from gradesk.ui.shell.window import Shell

MENUS = ("File", "Edit", "View", "Go", "Help")


class Window(QMainWindow):
    """The frame: title, menus, and whichever of gate and shell is inside."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Gradesk")
        self.resize(1280, 800)
        self._menus: dict[str, QMenu] = {}

    def show_gate(self, gate: QWidget) -> None:
        """Show what stands before the school; nothing can be done from the menus there."""
        for menu in self._menus.values():
            menu.clear()
        self.setCentralWidget(gate)
        self.setWindowTitle("Gradesk")

    def show_shell(self, shell: Shell) -> None:
        """Show the school."""
        self.setCentralWidget(shell)
        self.setWindowTitle("Gradesk: practice school" if shell.card.is_practice else "Gradesk")
        shell.moved.connect(lambda: self._fill_menus(shell))
        self._fill_menus(shell)
        shell.current.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_menus(self, shell: Shell) -> None:
        """What can be done where the window is now; the menus themselves stay, or every visit would leave five behind."""
        rows = shell.rows()
        for name in MENUS:
            menu = self._menus.get(name)
            if menu is None:
                menu = self._menus[name] = self.menuBar().addMenu(f"&{name}")
            menu.clear()
            for entry in rows:
                if entry.menu == name:
                    action = QAction(caption(entry.title), menu)
                    action.setShortcuts([QKeySequence(key) for key in (entry.shortcut, entry.also) if key])
                    action.triggered.connect(lambda _on=False, run=entry.run: run())
                    menu.addAction(action)
            if name == MENUS[0]:
                menu.addAction("Close Gradesk", QKeySequence("Ctrl+Q"), self.close)

    def raise_up(self) -> None:
        """Come to the front."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is being typed before going."""
        inside = self.centralWidget()
        if isinstance(inside, Shell):
            if sentence := inside.current.busy():
                inside.banner.say(sentence, "problem")
                event.ignore()
                return
            inside.flush()
            inside.desk.write()
            sentence = inside.work_going_on() or inside.trouble
            if sentence and not inside.context.ask.confirm(self, f"{sentence} Close all the same?", "Close"):
                event.ignore()
                return
        super().closeEvent(event)
