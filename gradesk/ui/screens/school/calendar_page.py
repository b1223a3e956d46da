"""The calendar of a school year: half-terms, closed days, dates; typed once, copied forward, and saved as a file."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from gradesk.interchange.calendar_events import read_calendar
from gradesk.model.rules.days.day_text import read_day, written_day
from gradesk.model.rules.days.school_year import span_of, year_starting
from gradesk.model.school.school import CalendarDate
from gradesk.model.vocabulary import CALENDAR_KINDS, CLOSURE_KINDS
from gradesk.services.school import calendar, school, term_dates
from gradesk.services.school.calendar import SchoolYear
from gradesk.services.school.term_dates import CalendarEvent, TermDates
from gradesk.services.term.planned import outside
from gradesk.services.today import calendar_file
from gradesk.ui.calendar_out import save_calendar
from gradesk.ui.context import Context
from gradesk.ui.file_task import FileTask
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, LineEditor, TickEditor, Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, column, flow
from gradesk.ui.kit.pictures.year_grid import YearGrid
from gradesk.ui.kit.tables.rows import RowsTable
from gradesk.ui.kit.tables.rows_model import Field, RowsModel
from gradesk.ui.screens.school.next_year_card import NextYearCard

LETTERS = {"inset": "I", "bank_holiday": "B", "closure": "X"}
DATES = {"census": "C", "review_window": "R", "parents_evening": "P", "deadline": "D", "trip": "T", "other": "•"}
LEGEND = (
    "A line under a day: school. I INSET, B bank holiday, X closed, C census day, R window for reviews, P parents’ evening, "
    "D deadline, T trip, • other. Arrows go from day to day."
)


class CalendarPage(QWidget):
    """One year at a time."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        today = context.store.clock.today
        self.year: SchoolYear | None = None
        self.which = ChoiceEditor([])
        self.which.fit_contents()
        self.which.widget.setAccessibleName("School year")
        self.which.edited.connect(self.reload)
        self.grid = YearGrid(lambda: context.look.theme, today)
        self.day = PlainLabel("", "field")
        self.grid.chosen.connect(lambda _day: self.day.setText(self.grid.words()))
        self.halves = _table(
            [
                Field("Half-term", lambda row: row.name, share=3),
                Field("First day", lambda row: written_day(row.starts_on), self._first, share=3),
                Field("Last day", lambda row: written_day(row.ends_on), self._last, share=3),
                Field("School days", self._school_days, share=2),
            ],
            "Half-terms", 1,
        )  # fmt: skip
        self.closures = _table(
            [
                Field("Day", lambda row: f"{row.day:%a} {written_day(row.day)}", share=2),
                Field("Kind", lambda row: CLOSURE_KINDS.label(row.kind), share=2),
                Field("Reason", lambda row: row.reason, share=4),
            ],
            "Closed days", 2,
        )  # fmt: skip
        self.closures.emptied.connect(lambda place, _column: self._remove_closure(place))
        self.dates = _table(
            [
                Field("Name", lambda row: row.name, self._rename, share=5),
                Field("Kind", lambda row: CALENDAR_KINDS.label(row.kind), share=3),
                Field("From", lambda row: written_day(row.starts_on), self._from, share=3),
                Field("To", lambda row: written_day(row.ends_on), self._to, share=3),
                Field("For", lambda row: row.classes, self._for, share=3),
            ],
            "Dates of the year", 0,
        )  # fmt: skip
        self.dates.emptied.connect(lambda place, _column: self._remove_date(place))
        self.line, self.kind, self.why = LineEditor(), ChoiceEditor(_choices(CLOSURE_KINDS)), LineEditor()
        self.new = Form(
            CalendarDate, ("name", "kind", "starts_on", "ends_on", "classes"), today, context.words(), 4, draft=True
        )
        self.new.righted.connect(context.unsay)
        self.read = button("Read term dates from a calendar file …", self._read)
        self.reading = FileTask(context, self.read, self, "calendar")
        self.suggested = PlainLabel("", "quiet")
        self.suggest = button("Put them in", self._suggest)
        self.initials = TickEditor("with the initials of pupils")
        self.initials.edited.connect(self._warn)
        self.warning = PlainLabel("", "quiet")
        self.next = NextYearCard(context, self.show_year)
        inside = QWidget()
        inside.setLayout(column(*self._cards(), None, margin=16, gap=12))
        self.setLayout(column(ScrollPage(inside)))
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Show the year chosen, at first the one that runs."""
        store = self.context.store
        known = calendar.years(store)
        kept = self.which.value()
        self.which.offer([(start, name) for start, name in known])
        self.which.show(kept if kept in dict(known) else year_starting(store.clock.today()))
        start = int(self.which.value() or year_starting(store.clock.today()))
        self.year = found = calendar.year(store, start)
        _model(self.halves).show_rows(found.halves)
        _model(self.closures).show_rows(found.closures)
        _model(self.dates).show_rows(found.dates)
        spans = found.spans
        closed = {row.day for row in found.closures}
        letters = {row.day: LETTERS.get(row.kind, "X") for row in found.closures}
        for row in found.dates:
            for number in range((row.ends_on - row.starts_on).days + 1):
                day = row.starts_on + timedelta(days=number)
                if day.weekday() < 5:
                    letters.setdefault(day, DATES.get(row.kind, "•"))
        self.grid.show_year(
            start,
            lambda day: day.weekday() < 5 and day not in closed and span_of(day, spans) is not None,
            letters,
            found.said,
        )
        waiting = calendar.suggestions(store, start) if found.halves else []
        names = "; ".join(f"{one.span.name} ({one.span.starts_on:%d/%m})" for one in waiting)
        self.suggested.setText(f"By rule, and not here yet: {names}." if waiting else "")
        for widget in (self.suggested, self.suggest):
            widget.setVisible(bool(waiting))
        self.next.show_year(start)
        self._measure()

    def show_year(self, start: int) -> None:
        """Show another year."""
        self.reload()
        self.which.show(start)
        self.reload()

    def flush(self) -> None:
        """Keep the cell that is being typed in."""
        for table in (self.halves, self.closures, self.dates):
            table.commit_open()

    # Parts ------------------------------------------------------------------------------------------------------

    def _cards(self) -> list[QWidget]:
        self.line.line.setPlaceholderText("such as 1/9, 19-21 Oct, 28/5")
        self.line.line.setAccessibleName("New closed days")
        self.line.line.setMinimumWidth(self.context.look.theme.px(220))
        self.line.line.returnPressed.connect(self._close)
        self.kind.widget.setAccessibleName("Kind of closed day")
        self.why.line.setPlaceholderText("reason, if there is one to tell")
        self.why.line.setAccessibleName("Reason")
        self.why.line.setMinimumWidth(self.context.look.theme.px(200))
        return [
            card(flow(PlainLabel("Calendar", "title", wrap=False), self.which.widget), self.grid, self.day,
                 PlainLabel(LEGEND, "quiet")),
            card(PlainLabel("Half-terms", "heading"),
                 PlainLabel("Enter on a day changes it. Every school sets its own; these began as typical dates.", "quiet"),
                 self.halves, flow(self.read)),
            card(PlainLabel("INSET days and closures", "heading"),
                 PlainLabel("Days inside terms without pupils. Delete takes the one in hand away.", "quiet"),
                 self.closures,
                 flow(self.line.widget, self.kind.widget, self.why.widget, button("Add these days", self._close))),
            card(PlainLabel("Census days, windows for reviews, deadlines", "heading"),
                 PlainLabel("Enter changes a cell; Delete takes the date in hand away.", "quiet"),
                 self.dates, self.suggested, flow(self.suggest), self.new, flow(button("Add this date", self._add))),
            self.next,
            card(PlainLabel("For another calendar", "heading"),
                 PlainLabel("A file that any calendar reads: the school’s dates under the names they have here, and the reviews "
                            "and meetings of the coming weeks as “Review, 5 Elm”: no name of a child goes into it.", "quiet"),
                 flow(self.initials.widget, button("Save as a calendar file", self._save)), self.warning),
        ]  # fmt: skip

    def _measure(self) -> None:
        for table in (self.halves, self.closures, self.dates):
            table.measure(self.context.look.theme)
            rows = sum(table.rowHeight(place) for place in range(_model(table).rowCount()))
            table.setFixedHeight(table.horizontalHeader().sizeHint().height() + max(rows, 30) + 6)

    def _school_days(self, row: Any) -> str:
        closed = {one.day for one in self.year.closures} if self.year else set()
        days = [row.starts_on + timedelta(days=number) for number in range((row.ends_on - row.starts_on).days + 1)]
        return str(sum(day.weekday() < 5 and day not in closed for day in days))

    # Doing ------------------------------------------------------------------------------------------------------

    def _first(self, row: Any, words: str) -> bool:
        day = self._day(words)
        return day is not None and self._move(row, day, row.ends_on)

    def _last(self, row: Any, words: str) -> bool:
        day = self._day(words)
        return day is not None and self._move(row, row.starts_on, day)

    def _move(self, row: Any, first: date, last: date) -> bool:
        return self._told(
            self.context.attempt(lambda: school.change_half_term(self.context.store, row.uuid, first, last))
        )

    def _told(self, done: bool) -> bool:
        """Say which sessions on record lie on days without school after a change of the calendar."""
        if done and (words := outside.words(self.context.store)):
            self.context.say(words, "info")
        return done

    def _rename(self, row: Any, words: str) -> bool:
        return self.context.attempt(lambda: calendar.change_date(self.context.store, row.uuid, {"name": words}))

    def _from(self, row: Any, words: str) -> bool:
        day = self._day(words)
        # A single day that moves stays a single day.
        values = {"starts_on": day} | ({"ends_on": day} if row.starts_on == row.ends_on else {})
        return day is not None and self.context.attempt(
            lambda: calendar.change_date(self.context.store, row.uuid, values)
        )

    def _to(self, row: Any, words: str) -> bool:
        day = self._day(words)
        return day is not None and self.context.attempt(
            lambda: calendar.change_date(self.context.store, row.uuid, {"ends_on": day})
        )

    def _day(self, words: str) -> date | None:
        start = self.year.start if self.year else self.context.store.clock.today().year
        day = read_day(words, date(start, 9, 1))
        if day is None:
            self.context.say(f"“{words}” is not a day, so the old one was kept. Type for example 24/11.", "problem")
        return day

    def _close(self) -> None:
        if self.year is None:
            return
        made: list[int] = []
        start, kind, why = self.year.start, str(self.kind.value()), str(self.why.value())
        if self.context.attempt(
            lambda: made.append(calendar.add_closures(self.context.store, start, str(self.line.value()), kind, why))
        ):
            self.line.show("")
            self.why.show("")
            words = "1 day is" if made == [1] else f"{made[0]} days are"
            self.context.done(f"{words} added; those that were there already stay as they are.", "good")
            self._told(True)

    def _remove_closure(self, place: int) -> None:
        row = _model(self.closures).rows[place]
        self.context.attempt(lambda: calendar.remove_closure(self.context.store, row.uuid))

    def _remove_date(self, place: int) -> None:
        row = _model(self.dates).rows[place]
        self.context.attempt(lambda: calendar.remove_date(self.context.store, row.uuid))

    def _read(self) -> None:
        if self.reading.stop():
            return
        path = self.context.ask.open_file(self, "Choose the calendar of term dates", "Calendars (*.ics);;All files (*)")
        if path is not None and self.year is not None:
            start = self.year.start
            self.reading.begin(partial(read_calendar, path), partial(self._take, start))

    def _take(self, start: int, events: list[CalendarEvent]) -> None:
        taken = list[TermDates]()
        if self.context.attempt(lambda: taken.append(term_dates.take_in(self.context.store, start, events))):
            found = taken[0]
            edges, closed, dates = len(found.starts) + len(found.ends), len(found.closed), len(found.dates)
            left = f" {len(found.left_out)} of other years were left out." if found.left_out else ""
            self.context.done(
                f"Taken from the calendar: {edges} first or last days of half-terms, {closed} closed days, {dates} other "
                f"dates.{left} Ctrl+Z takes all of it back.",
                "good",
            )

    def _suggest(self) -> None:
        if self.year is not None:
            start = self.year.start
            self.context.attempt(lambda: calendar.take_suggestions(self.context.store, start))

    def _add(self) -> None:
        try:
            values = self.new.values()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        if self.context.attempt(lambda: calendar.add_date(self.context.store, values)):
            self.new.clear()
            self.new.load(CalendarDate(name="", kind="other", starts_on=None, ends_on=None))
            self.new.focus_on("name")

    def _for(self, row: CalendarDate, words: str) -> bool:
        """Which classes a date is for."""
        return self.context.attempt(lambda: calendar.change_date(self.context.store, row.uuid, {"classes": words}))

    def _warn(self) -> None:
        self.warning.setText(calendar_file.WARNING if self.initials.value() else "")

    def _save(self) -> None:
        content = calendar_file.export(self.context.store, initials=bool(self.initials.value()))
        if save_calendar(self.context, self, content, "school-dates.ics"):
            self.context.say(f"{content.count('BEGIN:VEVENT')} dates are saved, and no name of a child.", "good")


def _table(fields: list[Field], name: str, enter_edits: int) -> RowsTable:
    return RowsTable(RowsModel(fields, key=lambda row: row.uuid), name, enter_edits)


def _model(table: RowsTable) -> RowsModel:
    model = table.model()
    assert isinstance(model, RowsModel)
    return model


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(term.code, term.label) for term in words]
