"""What was held, the newest first, a page at a time; found by the pupil or the kind."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QStackedWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.services.meetings import listed
from gradesk.services.meetings.listed import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.searching import SearchLine
from gradesk.ui.kit.layouts import column, row
from gradesk.ui.kit.tables.paged import Column, PagedModel, PagedTable
from gradesk.ui.parts.part import Part

ORDER = ("day", "pupil", "kind", "said", "class", "whom")  # the last stay away where there is no room


class Held(Part):
    """A search line and the list; Enter opens the meeting on the pupil’s page."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        say, today = context.words().say, context.store.clock.today
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.reload)
        self.search = SearchLine()
        self.search.setPlaceholderText("Any part of a name, or a kind of meeting")
        self.search.setAccessibleName(say("Find meetings by {pupil} or kind"))
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.down.connect(self._into_the_list)
        self.counted = SpokenLabel("", "quiet", wrap=False)
        self.model = PagedModel(
            [
                Column("day", "When", lambda one: _when(one, day_words(one.meeting.happened_on, today())), 26, False),
                Column("pupil", say("{Pupil}"), lambda one: one.name, 22, False),
                Column("class", "Class", lambda one: one.class_name, 10, False),
                Column("kind", "Kind", _kind, 26, False),
                Column("whom", "With whom", lambda one: one.meeting.with_whom, 24, False),
                Column("said", "What was said", lambda one: " ".join(one.meeting.summary.split()), 44, False),
            ],
            lambda: listed.count_held(context.store, self.search.text()),
            lambda _sort, _down, offset, limit: listed.held(context.store, self.search.text(), offset, limit),
        )
        self.table = PagedTable(self.model, "Meetings and contacts that were held", lambda: ORDER)
        self.table.activated.connect(self._open)
        self.table.doubleClicked.connect(self._open)
        self.table.typed.connect(self._go_on_searching)
        self.none = EmptyState(
            "Nothing was held yet",
            say("Meetings that were held stand here, and every call and word at the door that was logged."),
        )
        self.nothing = EmptyState(
            "Nothing matches", "Try a shorter part of the name, or another kind.", "Show all", self.search.clear
        )
        self.shown = QStackedWidget()
        for widget in (self.table, self.none, self.nothing):
            self.shown.addWidget(widget)
        head = row(self.search, self.counted)
        head.setStretch(0, 1)
        layout = column(head, self.shown, gap=8, grows=self.shown)
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.search
        context.look.heed(self, lambda: self.table.measure(context.look.theme))

    def reload(self) -> None:
        """Read the list anew."""
        self._timer.stop()
        place = self.table.currentIndex().row()
        self.model.refresh()
        total = self.model.rowCount()
        self.counted.setText("1 was held" if total == 1 else f"{total:,} were held")
        self.table.measure(self.context.look.theme)
        self.shown.setCurrentWidget(self.table if total else self.nothing if self.search.text().strip() else self.none)
        if total:
            self.table.selectRow(min(max(place, 0), total - 1))

    @property
    def here(self) -> Line | None:
        """The meeting in hand."""
        return self.model.row(self.table.currentIndex().row()) if self.table.hasFocus() else None

    def _open(self, index: QModelIndex) -> None:
        one = self.model.row(index.row())
        if one is None:
            return
        if one.meeting.pupil_id is None:
            self.context.say("This meeting was about nobody in particular.", "info")
            return
        self.context.go(
            "pupil", pupil_id=one.meeting.pupil_id, tab="contacts", record=one.meeting.uuid, at=("summary",)
        )

    def _into_the_list(self) -> None:
        self.reload()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.selectRow(0)

    def _go_on_searching(self, letter: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(self.search.text() + letter)


def _when(one: Line, words: str) -> str:
    return f"{words}, {one.meeting.starts_at}" if one.meeting.starts_at else words


def _kind(one: Line) -> str:
    return f"{one.kind}: {one.meeting.title}" if one.meeting.title else one.kind
