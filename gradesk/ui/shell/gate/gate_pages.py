"""The pages of the gate: unlock, first start, a backup put back, a file that may be a copy, the practice school being built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QLayout, QLineEdit, QProgressBar, QWidget

from gradesk.services.school import before
from gradesk.system.lazy import lazily
from gradesk.system.paths import default_data_folder
from gradesk.ui.ask import Ask
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.secret import reveal, secret
from gradesk.ui.kit.labels import PlainLabel, restyle, tip
from gradesk.ui.kit.layouts import card, column, row
from gradesk.ui.qt_names import Qt

if TYPE_CHECKING:
    from gradesk.store.backups.backup_names import Kept
    from gradesk.store.copies import Doubt

if TYPE_CHECKING:
    from gradesk.ui.kit.announce import SpokenLabel, announce
    from gradesk.ui.kit.forms.fields import ChoiceEditor
else:
    ChoiceEditor = lazily("gradesk.ui.kit.forms.fields:ChoiceEditor")
    announce = lazily("gradesk.ui.kit.announce:announce")
    SpokenLabel = lazily("gradesk.ui.kit.announce:SpokenLabel")

PRACTICE = (
    "A school of invented people to try everything in, with a three-minute tour; it can be begun anew at any time."
)
PUT_BACK = "Put a backup back …"
BACKUP = "Into a new folder, compared row by row; a file that is there is never written over."
LINE = 66  # characters across the card
DELAYS = (0, 0, 1, 2, 4, 8, 16, 30)  # seconds after each wrong passphrase


class Page(QWidget):
    """A card in the middle of the window with a message line below its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self.message = PlainLabel("", "problem")
        self.message.hide()

    def tell(self, words: str, role: str = "problem") -> None:
        """Say something under the fields; a screen reader says it too."""
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        restyle(self.message, role=role)
        self.message.setText(words)
        self.message.setAccessibleName(words)
        self.message.setVisible(bool(words))
        announce(self, words, urgent=role == "problem")

    def lay(self, *widgets: QWidget | QLayout) -> None:
        """Put the card in the middle."""
        framed = card(*widgets)
        framed.setMinimumWidth(300)
        framed.setMaximumWidth(framed.fontMetrics().averageCharWidth() * LINE)
        across = row(None, framed, None)
        across.setStretch(1, 8)
        self.setLayout(column(None, across, None, margin=16))


class PassphrasePage(Page):
    """A passphrase that is asked for; `deed` is its button, and `checking` what it says until it is known to be right.

    Nobody is kept from a file that lies in a synced `folder` or on a stick, or is put there; but it is said once, and
    remembered.
    """

    def __init__(self, deed: str, checking: str, unlock: Callable[[str], None], folder: Path | None = None) -> None:
        super().__init__()
        self._folder, self._is_warned = folder, False
        self._checking = checking
        self._unlock = unlock
        self._wrong = 0
        self.passphrase = secret("Passphrase")
        self.passphrase.returnPressed.connect(self._try)
        self.show_it = QCheckBox("Show what I type")
        self.show_it.toggled.connect(lambda shown: reveal(self.passphrase, shown))
        self.go = button(deed, self._try, "main")
        self.heading = PlainLabel("Passphrase", "field")
        self.heading.setBuddy(self.passphrase)

    def wrong(self, words: str) -> None:
        """Say that it did not open; each time the next try has to wait a little longer."""
        self._wrong += 1
        delay = DELAYS[min(self._wrong, len(DELAYS) - 1)]
        self.tell(words + (f" You can try again in {delay} second{'' if delay == 1 else 's'}." if delay else ""))
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
        if self._folder is not None and (risk := before.risk(self._folder)):
            if not self._is_warned:
                self._is_warned = True
                self.tell(f"{risk} To have it there all the same, press Enter once more; that is remembered.")
                return
            before.accept_risk(self._folder)
        self.ready(False)
        self.tell(self._checking, "quiet")
        self._unlock(self.passphrase.text())


class UnlockPage(PassphrasePage):
    """The passphrase of a file that is there."""

    def __init__(
        self,
        folder: Path,
        unlock: Callable[[str], None],
        elsewhere: Callable[[], None],
        put_back: Callable[[], None],
        practise: Callable[[], None],
    ) -> None:
        super().__init__("Unlock", "Opening …", unlock, folder)
        # A locked file does not say whose it is; one that lies elsewhere than usual is told apart by its folder.
        where = PlainLabel(f"The file in the folder “{folder.name or folder}”", "quiet")
        where.setToolTip(tip(str(folder)))
        self.lay(
            PlainLabel("Unlock Gradesk", "title"),
            *([where] if folder != default_data_folder() else []),
            self.heading,
            self.passphrase,
            self.show_it,
            self.message,
            row(self.go, None, button("Another school’s file …", elsewhere, "link")),
            row(
                button(PUT_BACK, put_back, "link", BACKUP), None, button("Practice school", practise, "link", PRACTICE)
            ),
        )


class FirstStartPage(Page):
    """Where the file lies, the school's name, and a passphrase twice."""

    def __init__(
        self,
        folder: Path,
        set_up: Callable[[Path, str, str], None],
        elsewhere: Callable[[], None],
        put_back: Callable[[], None],
        practise: Callable[[], None],
        ask: Ask,
    ) -> None:
        super().__init__()
        self._set_up = set_up
        self._ask = ask
        self._warned = Path()
        self.school = QLineEdit()
        self.school.setAccessibleName("Your school’s name")
        self.place = QLineEdit(str(folder))
        self.place.setAccessibleName("Folder")
        self.first, self.second = secret("Passphrase"), secret("Passphrase again")
        self.hint = SpokenLabel(before.strength("").words, "quiet")
        self.first.textChanged.connect(lambda text: self.hint.setText(before.strength(text).words))
        self.first.textChanged.connect(lambda _text: self.tell(""))
        self.show_it = QCheckBox("Show what I type")
        self.show_it.toggled.connect(lambda shown: reveal(self.first, shown))
        self.show_it.toggled.connect(lambda shown: reveal(self.second, shown))
        self.go = button("Set up", self._try, "main")
        # Enter goes down the fields: who types on after the name types into the next one, never the passphrase into it.
        self.school.returnPressed.connect(self.first.setFocus)
        self.first.returnPressed.connect(self.second.setFocus)
        for last in (self.second, self.place):
            last.returnPressed.connect(self._try)
        change = button("Choose …", self._choose)
        change.setAccessibleName("Choose another folder")
        self.lay(
            PlainLabel("Welcome to Gradesk", "title"),
            PlainLabel(
                "Everything you write is kept in one encrypted file on this laptop and goes nowhere else. "
                "Nobody can open it without the passphrase: not we, not the office. Keep the passphrase where you keep your keys.",
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
            row(button("Look at the practice school", practise), None, button(PUT_BACK, put_back, "link", BACKUP)),
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
        problem = before.problem_with(self.school.text(), self.first.text(), self.second.text(), self.place.text())
        if problem:
            self.tell(problem)
            self._to_what_is_wrong()
            return
        place = before.place(self.place.text())
        if risk := before.risk(place):
            if self._warned != place:
                self._warned = place
                self.tell(f"{risk} To put it there all the same, choose “Set up” once more; that is remembered.")
                self.place.setFocus()
                return
            before.accept_risk(place)
        self.ready(False)
        self.tell("Making the encrypted file …", "quiet")
        self._set_up(place, self.school.text(), self.first.text())

    def _to_what_is_wrong(self) -> None:
        """Put the cursor where the sentence says that something is missing."""
        if not self.school.text().strip():
            wrong = self.school
        elif not before.strength(self.first.text()).good:
            wrong = self.first
        else:
            wrong = self.second if self.first.text() != self.second.text() else self.place
        wrong.setFocus()
        wrong.selectAll()


class RestorePage(PassphrasePage):
    """The passphrase, or the code of the recovery sheet, that opens a backup which is put into a new folder."""

    def __init__(
        self,
        source: Path,
        kept: Sequence[Kept],
        to: Path,
        restore: Callable[[Path, str], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__("Put it back", "Restoring and comparing …", lambda typed: restore(self.chosen, typed), to)
        self._source = source
        self.which = ChoiceEditor([("", f"The newest of {len(kept):,}"), *((str(one.path), _day(one)) for one in kept)])
        self.which.widget.setAccessibleName("Which backup")
        self.which.fit_contents()
        if len(kept) < 2:
            self.which.widget.hide()  # never shown before it stands on its page: it would be a window of its own
        self.heading.setText("The passphrase of that time, or the code of the recovery sheet")
        what = _day(kept[0]) if len(kept) == 1 else f"A backup in {source}" if kept else source.name
        words = PlainLabel(f"{what} is put into {to}, compared row by row, and opened as a copy of its own.")
        self.lay(
            PlainLabel("Put a backup back", "title"),
            words,
            row(self.which.widget, None),
            self.heading,
            self.passphrase,
            self.show_it,
            self.message,
            row(self.go, None, button("Leave it", leave, "link")),
        )

    @property
    def chosen(self) -> Path:
        """The backup in hand; of a folder of them the newest, as long as no other was chosen."""
        return Path(str(self.which.value())) if self.which.value() else self._source


def _day(one: Kept) -> str:
    made = one.made_at.astimezone()
    return f"The backup of {made:%A}, {made.day} {made:%B %Y at %H:%M} (no. {one.number})"


class DoubtPage(Page):
    """Asked once when a file was copied or put back: as what to go on with it, or to leave it."""

    def __init__(self, doubt: Doubt, go_on: Callable[[bool], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.words = PlainLabel(doubt.words)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.go = button("Go on with this file", lambda: go_on(False))
        self.same = button("It is one file, used in turn", lambda: go_on(True))
        self.leave = button("Close it again", leave, "main")
        parts: list[QWidget | QLayout] = [PlainLabel("Is this the right file?", "title"), self.words]
        if doubt.can_be_passed_on:
            parts += [
                PlainLabel(
                    "If this is one file that is used in turn from two laptops, on a stick or a share, say so once on each: "
                    "this laptop then asks again only when something is missing that was written on it."
                ),
                row(self.same, None),
            ]
        self.lay(
            *parts,
            PlainLabel("Nothing was changed in it so far. Gradesk asks this once."),
            self.message,
            row(self.leave, None, self.go),
        )


class BuildingPage(Page):
    """How far the building of the practice school has come; there is nothing to press meanwhile."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lay(PlainLabel(title, "title"), self.bar, self.message)
        self.tell("Opening the practice school …", "quiet")

    def count(self, done: int, total: int) -> None:
        """Say how many of its pupils are there."""
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)
        self.tell(f"{done} of {total} pupils are there …", "quiet")
