"""The line over the page that catches anything in passing: a step towards a target, a call, a word at the door, a note."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from gradesk.model.rules.days.school_year import day_words
from gradesk.services.custody import moving
from gradesk.services.plans import jotting
from gradesk.services.plans.jotting import OpenTarget
from gradesk.services.today import capturing, one_line
from gradesk.services.today.capturing import Known
from gradesk.services.today.one_line import Understood, Way
from gradesk.ui.context import Context
from gradesk.ui.shell.travel import Acts
from gradesk.ui.shell.typing.typed_line import TypedLine

LONGEST = 2_000  # characters
HALF_TYPED = "Another line is half typed, so this one stays where it is; both are kept. Keep or empty that line first."
WHOSE = "Whose is it? Type the {pupil}’s name in front; until then it stays where it is. Escape leaves it there."
TOO_LONG = "A line holds 2,000 characters, so the rest was not put in. Write more on the page it belongs to."


class CaptureLine(TypedLine):
    """Enter keeps a line that is certain or chosen; one that is not asks once, and then waits in the in-tray.

    What it will do stands under it before Enter; afterwards the banner offers Undo and another pupil.
    """

    def __init__(self, context: Context, in_sight: Callable[[], str], back: Callable[[], object]) -> None:
        super().__init__(context, back, "Catch a line", "What it may be, and whose", LONGEST)
        self._in_sight = in_sight
        self._apart = ""  # words the name is still missing in front of
        # The units that kept them about somebody else, until it is said whose they are.
        self._instead: tuple[int, ...] = ()
        self._known: tuple[Known, ...] = ()
        self._targets: tuple[OpenTarget, ...] = ()
        self._found: Understood | None = None
        self._asked = self._picked = self._elsewhere = False
        self.line.setPlaceholderText("Who, and what was said or seen: Ava mum phoned happy, or Ava 3/5 today")
        self.line.inputRejected.connect(lambda: context.say(TOO_LONG, "problem"))
        self.line.textEdited.connect(self._edited)
        self.offers.itemClicked.connect(lambda _item: self._take(self.offers.currentRow()))

    def open(self) -> None:
        """Show the line, with what was half typed before."""
        if self.isHidden():
            self._leave_where_it_is()
        self._show()

    def _show(self) -> None:
        self._known = capturing.everybody(self._context.store)
        self._targets = jotting.open_targets(self._context.store)
        self.leave_from_here()
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()  # so that a new line does not run into what was half typed
        self._read()

    def open_with(self, words: str, at: int | None = None) -> None:
        """Show the line with words in it to go on with, the cursor behind them or at a place."""
        self.line.setText(words)
        self._show()
        self.line.deselect()
        self.line.setCursorPosition(len(words) if at is None else at)

    def shut(self) -> None:
        """Put the line away; words that are kept about somebody still stay with them."""
        self._leave_where_it_is()
        super().shut()

    def _leave_where_it_is(self) -> None:
        """Words that were to be given to another pupil stay where they are, and the line is empty again."""
        if self._instead:
            self.line.setText("")
            self._elsewhere, self._apart, self._instead = False, "", ()

    @property
    def its_own(self) -> str:
        """What is half typed here and kept nowhere yet."""
        return "" if self._instead else self.line.text()

    def keep(self) -> None:
        """Keep the line where it is certain what it is; else ask, and at the second time put it into the in-tray."""
        found = self._found
        if found is None or not self.half_typed:
            self._context.say("The line is empty; nothing was kept. Type a name and what was said.", "info")
            return
        way, store = self._chosen(), self._context.store
        done: list[str] = []
        if way is not None:
            if self._context.attempt(lambda: done.append(self._kept(lambda: one_line.keep(store, found, way)))):
                again, wrote = one_line.without_the_name(found, way), self._context.changes.written
                self._done(done[0], lambda: self._for_another(again, wrote))
        elif self._instead and not self._ways():
            self._context.say(self._context.words().say(WHOSE), "info")
        elif not self._asked:
            self._asked = True
            self._say()
        elif self._context.attempt(lambda: done.append(self._kept(lambda: capturing.wait(store, found.reading)))):
            only = found.reading.candidates[0] if len(found.reading.candidates) == 1 else None
            acts = [] if only is None else [(f"It is {only.name}’s", lambda: self._give(done[0], only))]
            self._done("It waits in the in-tray, word for word, until you say whose it is.", None, acts)

    def _kept(self, deed: Callable[[], str]) -> str:
        """Keep the line; what stood about somebody else before goes in the same step."""
        store = self._context.store
        if not self._instead:
            return deed()
        with store.work(self._context.words().say("Give a line to another {pupil}")):
            moving.take_away(store, self._instead)
            return deed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows choose, and a digit does once it was asked; Enter keeps, Escape leaves the words there."""
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

    def _edited(self, text: str) -> None:
        """Keep one blank between a name that is put in front and the words that stood there."""
        if self._apart and text.endswith(self._apart):
            at, front = self.line.cursorPosition(), text.removesuffix(self._apart).lstrip()
            if front.strip():
                self.line.setText(f"{front.rstrip()} {self._apart}")
                self.line.setCursorPosition(min(at, len(front.rstrip()) + 1))
        elif self._apart:  # other words: what is kept about somebody stays there
            self._elsewhere, self._apart, self._instead = False, "", ()
        self._read()

    def _read(self) -> None:
        self._asked = self._picked = False
        in_sight = "" if self._elsewhere else self._in_sight()
        self._found = one_line.read(self._context.store, self._named(), self._known, self._targets, in_sight)
        ways = self._ways()
        certain = self._found.certain
        self.offers.clearSelection()
        self.offer(
            [_offered(place, one, self._found) for place, one in enumerate(ways, start=1)],
            ways.index(certain) if certain in ways else -1,
        )
        if certain is None:
            self.offers.setCurrentRow(-1)
        self._say()

    def _named(self) -> str:
        """What stands in the line; in front of words whose name is asked for, any part of a name that fits one is that one's."""
        text = self.line.text()
        front = text.removesuffix(self._apart).strip() if self._apart else ""
        fitting = [one for one in self._known if front and capturing.fits(one, front)]
        return f"{fitting[0].name} {self._apart}" if len(fitting) == 1 else text

    def _ways(self) -> Sequence[Way]:
        return self._found.ways if self._found is not None and self.half_typed else ()

    def _chosen(self) -> Way | None:
        place, ways = self.offers.currentRow(), self._ways()
        if self._picked and 0 <= place < len(ways):
            return ways[place]
        return self._found.certain if self._found is not None else None

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
        found, say = self._found, self._context.words().say
        if found is None or not self.half_typed:
            return say("Begin with the {pupil}’s name, then what was said or seen.")
        way = self._chosen()
        if self._instead and way is None and not found.ways:
            return say(WHOSE)
        if way is not None:
            verb = "logs it" if way.mark is None else "notes it"
            return f"{one_line.told(self._context.store, found, way)}. Enter {verb}."
        today = self._context.store.clock.today()
        about = f"{capturing.said(found.reading)}, {day_words(found.reading.caught.day, today)}"
        if not found.ways:
            ending = "Enter again puts it into the in-tray" if self._asked else "Enter twice puts it into the in-tray"
            nobody = say("No {pupil}’s name is known in it")
            return f"{nobody}: {about}. {ending}; there it waits, word for word."
        whose = "Whose is it?" if found.reading.certain is None else "What is it?"
        if self._asked:
            return f"{whose} A digit says so; Enter again puts it into the in-tray, word for word: {about}."
        return f"{whose} Down chooses: {about}. Enter asks, and Enter again puts it into the in-tray."

    def _give(self, line: str, whose: Known) -> None:
        """Give the line that has just begun to wait to the one pupil it may be about."""
        if self._context.attempt(lambda: capturing.give(self._context.store, line, whose.pupil_id)):
            self._context.done(f"Logged with {whose.name}.")

    def _done(self, words: str, another: Callable[[], object] | None, acts: Acts = ()) -> None:
        self.line.setText("")  # not `clear`, whose Ctrl+Z would bring the words back as if they had not been kept
        self._elsewhere, self._apart, self._instead = False, "", ()
        self._read()
        self.shut()
        other = [] if another is None or not self._context.changes.written else [(self._another(), another)]
        self._context.done(words, "good", [*other, *acts])

    def _for_another(self, words: str, wrote: Sequence[int]) -> None:
        """Ask for the name in front of the same words; they stay where they are until it is said."""
        if self.half_typed:
            retry = [(self._another(), lambda: self._for_another(words, wrote))]
            self._context.say(HALF_TYPED, "problem", retry)
            return
        self._elsewhere, self._apart, self._instead = True, words, tuple(wrote)
        self.open_with(words, 0)

    def _another(self) -> str:
        return self._context.words().say("Another {pupil} …")


def _offered(place: int, way: Way, found: Understood) -> str:
    who = way.whose.name + (f" ({way.whose.class_name})" if way.whose.class_name else "")
    if way.mark is None:
        return f"{place}  {who}: {capturing.said(found.reading)}"
    return f"{place}  {who}, target {way.mark.target.number}: {way.mark.target.words}"
