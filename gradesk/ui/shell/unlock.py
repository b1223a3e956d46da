"""The first thing seen: set up a school once, then unlock it with the passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLayout, QLineEdit, QStackedWidget, QWidget

from gradesk.practice import making
from gradesk.services.school import opening
from gradesk.store.keys import WrongPassphrase
from gradesk.store.work import Store
from gradesk.system.progress import Progress
from gradesk.system.refusal import Refused
from gradesk.ui import tasks
from gradesk.ui.ask import Ask
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, restyle
from gradesk.ui.kit.layouts import ScrollPage, card, column, row

PRACTICE = "A school of invented people to try everything in; it can be begun anew at any time."
LINE = 66  # characters across the card
DELAYS = (0, 0, 1, 2, 4, 8, 16, 30)  # seconds after each wrong passphrase


class _Page(QWidget):
    """A card in the middle of the window with a message line below its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self.message = PlainLabel("", "problem")
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message.hide()

    def tell(self, words: str, role: str = "problem") -> None:
        """Say something under the fields; a screen reader says it too."""
        restyle(self.message, role=role)
        self.message.setText(words)
        self.message.setAccessibleName(words)
        self.message.setVisible(bool(words))

    def lay(self, *widgets: QWidget | QLayout) -> None:
        """Put the card in the middle."""
        framed = card(*widgets)
        framed.setMinimumWidth(300)
        framed.setMaximumWidth(framed.fontMetrics().averageCharWidth() * LINE)
        across = row(None, framed, None)
        across.setStretch(1, 8)
        self.setLayout(column(None, across, None, margin=16))


def _secret(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setAccessibleName(name)
    line.setMaxLength(1000)
    return line


def _reveal(line: QLineEdit, shown: bool) -> None:
    line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class UnlockPage(_Page):
    """The passphrase of a file that is there."""

    def __init__(
        self, unlock: Callable[[str], None], elsewhere: Callable[[], None], practise: Callable[[], None]
    ) -> None:
        super().__init__()
        self._unlock = unlock
        self._wrong = 0
        self.passphrase = _secret("Passphrase")
        self.passphrase.returnPressed.connect(self._try)
        self.show_it = QCheckBox("Show what I type")
        self.show_it.toggled.connect(lambda shown: _reveal(self.passphrase, shown))
        self.go = button("Unlock", self._try, "main")
        heading = PlainLabel("Passphrase", "field")
        heading.setBuddy(self.passphrase)
        self.lay(
            PlainLabel("Unlock Gradesk", "title"),
            heading,
            self.passphrase,
            self.show_it,
            self.message,
            row(self.go, None, button("Another school’s file …", elsewhere, "link")),
            row(None, button("Practice school", practise, "link", PRACTICE)),
        )

    def wrong(self, words: str) -> None:
        """Say that it did not open; each time the next try has to wait a little longer."""
        self._wrong += 1
        delay = DELAYS[min(self._wrong, len(DELAYS) - 1)]
        self.tell(words + (f" You can try again in {delay} seconds." if delay else ""))
        self.ready(delay == 0)
        if delay:
            QTimer.singleShot(delay * 1000, self, lambda: self.ready(True))

    def ready(self, yes: bool) -> None:
        """Let the person type, or not."""
        self.passphrase.setEnabled(yes)
        self.go.setEnabled(yes)
        if yes:
            self.passphrase.setFocus()
            self.passphrase.selectAll()

    def _try(self) -> None:
        if not self.passphrase.text():
            self.tell("Type the passphrase of your school’s file.")
            return
        self.ready(False)
        self.tell("Opening …", "quiet")
        self._unlock(self.passphrase.text())


class FirstStartPage(_Page):
    """Where the file lies, the school's name, and a passphrase twice."""

    def __init__(
        self,
        folder: Path,
        set_up: Callable[[Path, str, str], None],
        elsewhere: Callable[[], None],
        practise: Callable[[], None],
        ask: Ask,
    ) -> None:
        super().__init__()
        self._set_up = set_up
        self._ask = ask
        self.school = QLineEdit()
        self.school.setAccessibleName("Your school’s name")
        self.place = QLineEdit(str(folder))
        self.place.setAccessibleName("Folder")
        self.first, self.second = _secret("Passphrase"), _secret("Passphrase again")
        self.hint = PlainLabel(opening.strength("").words, "quiet")
        self.first.textChanged.connect(lambda text: self.hint.setText(opening.strength(text).words))
        self.first.textChanged.connect(lambda _text: self.tell(""))
        self.show_it = QCheckBox("Show what I type")
        self.show_it.toggled.connect(lambda shown: _reveal(self.first, shown))
        self.show_it.toggled.connect(lambda shown: _reveal(self.second, shown))
        self.go = button("Set up", self._try, "main")
        self.second.returnPressed.connect(self._try)
        change = button("Choose …", self._choose)
        change.setAccessibleName("Choose another folder")
        self.lay(
            PlainLabel("Welcome to Gradesk", "title"),
            PlainLabel(
                "Everything you write is kept in one encrypted file on this laptop and goes nowhere else. "
                "Nobody can open it without the passphrase: not we, not the office. Keep it where you keep your keys.",
            ),
            *self._field("Your school’s name", self.school),
            *self._field("Passphrase (four or more unrelated words are easy to keep and hard to guess)", self.first),
            self.hint,
            *self._field("The same passphrase again", self.second),
            self.show_it,
            PlainLabel("Where the file lies", "field"),
            row(self.place, change),
            self.message,
            row(self.go, None, button("I have a school’s file already …", elsewhere, "link")),
            PlainLabel(PRACTICE, "quiet"),
            row(button("Look at the practice school", practise), None),
        )

    def _field(self, label: str, editor: QLineEdit) -> tuple[PlainLabel, QLineEdit]:
        heading = PlainLabel(label, "field")
        heading.setBuddy(editor)
        return heading, editor

    def ready(self, yes: bool) -> None:
        """Let the person go on, or not."""
        self.go.setEnabled(yes)

    def _choose(self) -> None:
        chosen = self._ask.folder(self, "Where the school’s file lies", self.place.text())
        if chosen is not None:
            self.place.setText(str(chosen))

    def _try(self) -> None:
        problem = opening.problem_with(self.school.text(), self.first.text(), self.second.text(), self.place.text())
        if problem:
            self.tell(problem)
            return
        self.ready(False)
        self.tell("Making the encrypted file …", "quiet")
        self._set_up(opening.place(self.place.text()), self.school.text(), self.first.text())


class DoubtPage(_Page):
    """Asked once when a file was copied or put back: go on with it as a copy of its own, or leave it."""

    def __init__(self, words: str, go_on: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.words = PlainLabel(words)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.go = button("Go on with this file", go_on)
        self.leave = button("Close it again", leave, "main")
        self.lay(
            PlainLabel("Is this the right file?", "title"),
            self.words,
            PlainLabel("Nothing was changed in it so far. Gradesk asks this once."),
            self.message,
            row(self.leave, None, self.go),
        )


class Gate(QStackedWidget):
    """Shows the page that fits the folder, and gives away the opened store."""

    opened = Signal(object)

    def __init__(self, folder: Path, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self._task: tasks.Task | None = None
        self.folder = folder
        self.first_start: FirstStartPage | None = None
        self.unlock: UnlockPage | None = None
        self.doubt: DoubtPage | None = None
        self._in_doubt: Store | None = None
        self.look_in(folder)

    def look_in(self, folder: Path) -> None:
        """Show the page for a folder: unlock what is there, or set up what is not."""
        self.folder = folder
        self._empty()
        if opening.is_set_up(folder):
            self.unlock = UnlockPage(self._open, self._elsewhere, self.practise)
            self.addWidget(ScrollPage(self.unlock))
            self.unlock.passphrase.setFocus()
        else:
            self.first_start = FirstStartPage(folder, self._make, self._elsewhere, self.practise, self._ask)
            self.addWidget(ScrollPage(self.first_start))
            self.first_start.school.setFocus()

    def take(self, store: Store) -> None:
        """Give an opened file away, or ask first whether it is the right one."""
        if store.copy.doubt is None:
            self.opened.emit(store)
            return
        self._empty()
        self._in_doubt = store
        self.doubt = DoubtPage(store.copy.doubt.words, self._go_on, self._leave)
        self.addWidget(ScrollPage(self.doubt))
        self.doubt.leave.setFocus()

    def practise(self) -> None:
        """Open the practice school, or build it first; the real school’s file is not touched."""
        self._build(
            lambda count: making.open_or_make(making.usual_folder(), making.PUPILS, making.SEED, progress=count).store
        )

    def practise_anew(self) -> None:
        """Build the practice school of this folder anew."""
        self._build(lambda count: making.begin_anew(self.folder, progress=count))

    def _build(self, deed: Callable[[Progress], Store]) -> None:
        page = self.unlock or self.first_start
        if page is None:
            return
        page.ready(False)
        page.tell("Opening the practice school …", "quiet")
        words = "Building the practice school: {done} of {total} pupils …"
        self._task = tasks.start(deed, self)
        self._task.counted.connect(lambda done, total: page.tell(words.format(done=done, total=total), "quiet"))
        self._task.done.connect(self._done)
        self._task.refused.connect(self._refused)
        tasks.begin(self._task)

    def close_waiting(self) -> None:
        """Close a file about which nobody has answered."""
        if self._in_doubt is not None:
            self._in_doubt.close()
            self._in_doubt = None

    def _go_on(self) -> None:
        store = self._in_doubt
        assert store is not None and self.doubt is not None
        try:
            store.become_another()
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
        self.first_start = self.unlock = self.doubt = None

    def _elsewhere(self) -> None:
        chosen = self._ask.folder(self, "The folder of a school’s file", str(self.folder))
        if chosen is None:
            return
        if opening.is_set_up(chosen):
            self.look_in(chosen)
        elif (page := self.unlock or self.first_start) is not None:
            page.tell(f"There is no school’s file in {chosen}; nothing was changed. Choose another folder.")

    def _open(self, passphrase: str) -> None:
        def deed() -> Store | WrongPassphrase:
            try:
                return opening.open_school(self.folder, passphrase)
            except WrongPassphrase as wrong:
                return wrong

        self._run(deed)

    def _make(self, folder: Path, name: str, passphrase: str) -> None:
        self.folder = folder
        self._run(lambda: opening.make_school(folder, name, passphrase))

    def _run(self, deed: Callable[[], Store | WrongPassphrase]) -> None:
        # The key takes most of a second on purpose; the window stays alive meanwhile.
        self._task = tasks.start(lambda _count: deed(), self)
        self._task.done.connect(self._done)
        self._task.refused.connect(self._refused)
        tasks.begin(self._task)

    def _done(self, result: Store | WrongPassphrase) -> None:
        if isinstance(result, Store):
            self.take(result)
        elif self.unlock is not None:
            self.unlock.wrong(str(result))

    def _refused(self, words: str) -> None:
        if self.unlock is not None:
            self.unlock.tell(words)
            self.unlock.ready(True)
        elif self.first_start is not None:
            self.first_start.ready(True)
            self.first_start.tell(words)
