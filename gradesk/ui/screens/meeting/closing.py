"""Thank you: what is still to be asked, signing, and the one key that ends the meeting."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.services.meetings import ending
from gradesk.services.meetings.ending import Query
from gradesk.services.meetings.minutes import Minutes
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, clear, column, flow
from gradesk.ui.screens.meeting.room import Room
from gradesk.ui.screens.meeting.signing import Signing


class ThankYou(QWidget):
    """The last page before the end. `go_to` takes to what is asked, `end` ends the meeting."""

    def __init__(self, room: Room, go_to: Callable[[Query], object], end: Callable[[], object]) -> None:
        super().__init__()
        self._room, self._go_to = room, go_to
        self.title = PlainLabel("", "title")
        self._asked = QVBoxLayout()
        self._asked.setSpacing(2)
        self.signing = Signing(room)
        self.act = button("End the meeting", end, "main", "Enter. The summary comes up at once")
        content = QWidget()
        content.setLayout(column(self._asked, self.signing, None, gap=16))
        page = ScrollPage(content)
        self.setLayout(column(self.title, page, flow(self.act), gap=14, grows=page))

    def show_minutes(self, found: Minutes) -> None:
        """Show what is still open."""
        name = found.first_name
        self.title.setText(
            f"Thank you, everybody: that is what we agreed for {name}." if name else "Thank you, everybody."
        )
        clear(self._asked)
        open_still = ending.queries(self._room.context.store, found.meeting.uuid)
        if open_still:
            self._asked.addWidget(PlainLabel("Still open; the meeting can end with it:", "field"))
        for one in open_still:
            self._asked.addWidget(flow(button(one.words, partial(self._go_to, one), "link")))
        self.signing.show_minutes(found)

    def begin(self) -> None:
        """On the button."""
        self.act.setFocus(Qt.FocusReason.OtherFocusReason)
