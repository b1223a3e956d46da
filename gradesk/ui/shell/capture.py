"""The line to catch something in passing, from anywhere (Ctrl+Space): whose it is is shown while it is typed, never guessed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from gradesk.model.rules.school_year import day_words
from gradesk.services.today import capturing
from gradesk.services.today.capturing import Known, Reading
from gradesk.ui.context import Context
from gradesk.ui.shell.typed_line import TypedLine

LONGEST = 2_000  # characters of a line
TOO_LONG = f"A line holds {LONGEST:,} characters; the rest was not put in. Log this one and go on in another."


class CaptureLine(TypedLine):
    """Enter logs a line whose pupil is certain or chosen; one that is not asks once, and then waits in the in-tray."""

    def __init__(self, context: Context, in_sight: Callable[[], str], back: Callable[[], object]) -> None:
        super().__init__(context, back, "Catch a line", "Whose it may be", LONGEST)
        self._in_sight = in_sight
        self._known: tuple[Known, ...] = ()
        self._reading: Reading | None = None
        self._asked = self._picked = False
        self.line.setPlaceholderText("Who, and what was said: Ava mum phoned happy with reading")
        self.line.inputRejected.connect(lambda: context.say(TOO_LONG, "problem"))
        self.line.textEdited.connect(lambda _typed: self._read())
        self.offers.itemClicked.connect(lambda _item: self._take(self.offers.currentRow()))

    def open(self) -> None:
        """Show the line, with what was half typed before."""
        self._known = capturing.everybody(self._context.store)
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()  # so that a new line does not run into what was half typed
        self._read()

    def keep(self) -> None:
        """Log the line where it is certain whose it is; else ask, and at the second time put it into the in-tray."""
        reading = self._reading
        if reading is None or not self.half_typed:
            self._context.say("The line is empty; nothing was kept. Type a name and what was said.", "info")
            return
        whose = self._chosen()
        store = self._context.store
        if whose is not None:
            if self._context.attempt(lambda: capturing.log(store, reading, whose)):
                self._done(f"Logged with {whose.name}: {capturing.said(reading)}. Ctrl+Z takes it back.")
        elif not self._asked:
            self._asked = True
            self._say()
        elif self._context.attempt(lambda: capturing.wait(store, reading)):
            self._done("It waits in the in-tray, word for word, until you say whose it is. Ctrl+Z takes it back.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose whose it is, and a digit does once it was asked; Enter keeps, Escape leaves the words there."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.line:
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.offers.count():
                step = 1 if key == Qt.Key.Key_Down else -1
                self._point((self.offers.currentRow() + step) % self.offers.count())
                return True
            if self._asked and event.text().isdecimal() and 1 <= int(event.text()) <= self.offers.count():
                self._take(int(event.text()) - 1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.keep()
                return True
            if key == Qt.Key.Key_Escape:
                self.shut()
                return True
        return super().eventFilter(watched, event)

    def _read(self) -> None:
        self._asked = self._picked = False
        self._reading = capturing.read(self._context.store, self.line.text(), self._known, self._in_sight())
        found = self._reading.candidates if self.half_typed else ()
        certain = self._reading.certain
        self.offers.clearSelection()
        self.offer(
            [_offered(place, one) for place, one in enumerate(found, start=1)],
            found.index(certain) if certain in found else -1,
        )
        if certain is None:
            self.offers.setCurrentRow(-1)
        self._say()

    def _chosen(self) -> Known | None:
        if self._reading is None:
            return None
        place = self.offers.currentRow()
        if self._picked and 0 <= place < len(self._reading.candidates):
            return self._reading.candidates[place]
        return self._reading.certain

    def _point(self, place: int) -> None:
        self.offers.setCurrentRow(place)
        self._picked = True
        self._say()

    def _take(self, place: int) -> None:
        self._point(place)
        self.keep()

    def _say(self) -> None:
        words = self._said()
        self.understood.setText(words)
        self.line.setAccessibleDescription(words)
        self.settle()

    def _said(self) -> str:
        reading = self._reading
        if reading is None or not self.half_typed:
            return self._context.words().say("Begin with the {pupil}’s name, then what was said.")
        whose = self._chosen()
        about = f"{capturing.said(reading)}, {day_words(reading.caught.day, self._context.store.clock.today())}"
        if whose is not None:
            place = f" ({whose.class_name})" if whose.class_name else ""
            return f"For {whose.name}{place}: {about}. Enter logs it."
        if not reading.candidates:
            ending = "Enter again puts it into the in-tray" if self._asked else "Enter twice puts it into the in-tray"
            nobody = self._context.words().say("No {pupil}’s name is known in it")
            return f"{nobody}: {about}. {ending}; there it waits, word for word."
        if self._asked:
            return f"Whose is it? A digit says so; Enter again puts it into the in-tray, word for word: {about}."
        return f"Whose is it? Down chooses: {about}. Enter asks, and Enter again puts it into the in-tray."

    def _done(self, words: str) -> None:
        self.line.clear()
        self._read()
        self.shut()
        self._context.say(words, "good")


def _offered(place: int, one: Known) -> str:
    return f"{place}  {one.name}" + (f" ({one.class_name})" if one.class_name else "")
