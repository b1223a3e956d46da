"""The paper in the hand: the summary stands on the screen, is printed or saved, and is noted as given."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradesk.documents.desk import desk
from gradesk.documents.desk.batch import Item, Order
from gradesk.documents.desk.desk import Ready
from gradesk.documents.press.choices import AT_HOME, OFFERED, Choices
from gradesk.services.meetings.minutes import Minutes
from gradesk.services.paper.gathering import meetings
from gradesk.services.pupils import contacts
from gradesk.system.files import write_whole
from gradesk.system.refusal import Refused
from gradesk.ui import tasks
from gradesk.ui.actions import Action
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.kit.pictures.fitted_pages import FittedPages
from gradesk.ui.kit.pictures.pages import Pages, PrintJob
from gradesk.ui.screens.meeting.room import Room

# What is on the screen: a document of the catalogue in one of its variants.
PAGES = {
    "summary": Item("meeting-summary", "parent"),
    "thanks": Item("thank-you"),
    "staff": Item("meeting-summary", "staff"),
}
NO_PAGE = "This meeting is about nobody in particular, so it has no page; its words are kept."
NOT_YET = "The summary is printed when the meeting has ended; go on to Thank you first."
BEING_MADE = "The page is still being made; press the key again in a moment."
NOBODY_TO_THANK = "Nobody from home is ticked as having been there, so there is nobody to thank by letter."
SHARING = "There is a note on what is not to be shared about this family: read it at the desk before this is given to anybody."
SOMEBODY_ELSE = (
    "Somebody else may be named on this page, so it was not let out; every word is kept. Change the words at their step, or "
    "print it from Print after the meeting."
)


class Result(QWidget):
    """What came of the meeting, and its pages."""

    def __init__(self, room: Room) -> None:
        super().__init__()
        self._room = room
        self._which = "summary"
        self._ready: Ready | None = None
        self._task: tasks.Task | None = None
        self._job: PrintJob | None = None
        self.told = PlainLabel("", "ask")
        self.pages = FittedPages()
        self.pages.setAccessibleName("The summary as it will be printed")
        self.pages.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.print_button = button("Print …", self.print, "main", "Ctrl+P")
        self.save_button = button("Save …", self.save, "", "Ctrl+S")
        self.thanks = button("Letter of thanks", lambda: self.turn("thanks"), "", "Ctrl+T")
        self.staff = button("What staff do", lambda: self.turn("staff"), "", "Ctrl+Shift+T")
        self.language = ChoiceEditor(
            [("", "English"), *((one, name) for one, name in OFFERED["language"] if one not in ("en", AT_HOME))]
        )
        self.language.widget.setAccessibleName("Language beside English")
        self.language.edited.connect(self.make)
        self.sharing = PlainLabel("", "problem")
        self.setLayout(
            column(
                self.told,
                self.sharing,
                flow(self.print_button, self.save_button, self.thanks, self.staff, self.language.widget),
                self.pages,
                gap=12,
                grows=self.pages,
            )
        )

    def show_result(self, found: Minutes, told: Sequence[str]) -> None:
        """Show what came of it, and the summary."""
        first = found.first_name
        store, pupil_id = self._room.context.store, found.meeting.pupil_id
        about = f"The meeting about {first}" if first else "The meeting"
        self.told.setText(" ".join(told) or f"{about} has ended and is written down.")
        wishes = meetings.wishes(store, [pupil_id]).get(pupil_id, []) if pupil_id else []
        spoken = [code for wish in wishes for code in wish.codes if code != "en"]
        self.language.show(next(iter(spoken), ""))
        kept = contacts.not_shared(store, [pupil_id]) if pupil_id else []
        # What it says is for whoever is at the keyboard, and others sit at the table.
        said = "; ".join(kept) if self._room.shows_all else SHARING
        self.sharing.setText(said if kept else "")
        self.sharing.setVisible(bool(kept))
        for widget in (self.print_button, self.save_button, self.thanks, self.staff, self.language.widget, self.pages):
            widget.setVisible(pupil_id is not None)
        if pupil_id is None:
            self.told.setText(" ".join([*told, NO_PAGE]))
            return
        self.pages.show_pages(None)  # those of the meeting before are about another child
        self.turn("summary")
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> list[Action]:
        """What can be done with the pages, once there are some."""
        return [
            Action("print", "Print …", self.print, "Ctrl+P", "File"),
            Action("save", "Save …", self.save, "Ctrl+S", "File"),
            Action("thanks", "Letter of thanks", partial(self.turn, "thanks"), "Ctrl+T", "File"),
            Action("staff", "What staff do", partial(self.turn, "staff"), "Ctrl+Shift+T", "File"),
        ]

    def turn(self, which: str) -> None:
        """Show another of its pages; asked for again, the summary."""
        if not self.isVisible() and which != "summary":
            self._room.context.say(NOT_YET, "info")
            return
        people = self._room.minutes.people
        if which == "thanks" and people and not any(one.part == "home" and one.came == "yes" for one in people):
            self._room.context.say(NOBODY_TO_THANK, "info")
            return
        self._which = "summary" if which == self._which and which != "summary" else which
        self.thanks.setText("Back to the summary" if self._which == "thanks" else "Letter of thanks")
        self.staff.setText("Back to the summary" if self._which == "staff" else "What staff do")
        self.make()

    def make(self) -> None:
        """Draw the page, off the window's thread."""
        meeting = self._room.minutes.meeting
        pupil_id = meeting.pupil_id
        self._ready = None
        if pupil_id is None:
            return
        store, code = self._room.context.store, str(self.language.value() or "")
        item = replace(PAGES[self._which], which=meeting.uuid)  # it need not be the newest, as when it is typed up late
        choices = Choices(language=code or "en", both=bool(code))

        def work(_count: object) -> Ready:
            return desk.ready(store, Order((item,), (pupil_id,)), choices.look(store))

        if self._task is not None:
            self._task.stop()
        self._task = task = tasks.start(work, self)
        task.done.connect(lambda ready: self._made(ready) if task is self._task else None)
        task.refused.connect(lambda words: self._room.context.say(words, "problem") if task is self._task else None)
        tasks.begin(task)

    def print(self) -> None:
        """Print it through the system's dialogue."""
        pdf = self._released()
        which, ready = self._which, self._ready  # another may be turned to while this one is on its way
        if pdf is None or ready is None or self._job is not None:
            return
        printer = self._room.context.ask.printer(self, len(ready.batch.pages))
        if printer is not None:
            self._job = PrintJob(pdf, printer, self)
            self._job.ended.connect(partial(self._printed, which, ready))
            self._job.begin()

    def save(self) -> None:
        """Save it, under a name that is nobody's."""
        pdf = self._released()
        if pdf is None or self._ready is None:
            return
        stem = desk.stem(Order((PAGES[self._which],), ()))
        # Only files of this kind are shown: what else lies there may bear names.
        path = self._room.context.ask.save_file(self, "Save the page", f"{stem}.pdf", f"PDF ({stem}*.pdf)")
        if path is not None and self._room.attempt(lambda: write_whole(path, pdf)):
            self._note("saved", f"Saved as {Path(path).name}.", self._which, self._ready)

    def busy(self) -> str:
        """Pages on their way out are finished first."""
        return "The page is still going to the printer." if self._job is not None else ""

    def _released(self) -> bytes | None:
        if not self.isVisible():
            self._room.context.say(NOT_YET, "info")
            return None
        if self._room.minutes.meeting.pupil_id is None:
            self._room.context.say(NO_PAGE, "info")
            return None
        if self._ready is None:
            self._room.context.say(BEING_MADE, "info")
            return None
        try:
            return self._ready.released()
        except Refused:
            self._room.context.say(SOMEBODY_ELSE, "problem")  # the refusal itself names whom it found
            return None

    def _made(self, ready: Ready) -> None:
        self._task, self._ready = None, ready
        self._room.context.unsay(BEING_MADE)
        self.pages.show_pages(Pages(ready.batch.pdf))

    def _printed(self, which: str, ready: Ready, number: int, total: int) -> None:
        self._job = None
        if number and number == total:
            self._note("printed", "Sent to the printer.", which, ready)
        else:
            self._room.context.say(
                "The printer took nothing; nothing was printed. Check it, or save the page.", "problem"
            )

    def _note(self, how: str, said: str, which: str, ready: Ready) -> None:
        """Whoever of the family was there was given it; the staff's list is given to nobody at home."""
        store, found = self._room.context.store, self._room.minutes
        desk.note_left(store, (ready.batch,), how)
        home = [one.name for one in found.people if one.part == "home" and one.came == "yes"]
        if which == "staff" or not home:
            self._room.context.say(said, "good")
            return
        given: list[str] = []
        for name in home:
            with suppress(Refused):  # they have the newest already
                desk.note_given(store, (ready.batch,), name, how)
            given.append(name)
        self._room.context.say(f"{said} Noted as given to {', '.join(given)}.", "good")
