"""Copying a year forward: first what it would be and what to check, then one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout

from gradesk.model.rules.days.school_year import Span, year_name
from gradesk.services.school import next_year
from gradesk.services.school.next_year import Copied, Preview
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, caption
from gradesk.ui.kit.layouts import clear, column, flow

HEADINGS = {"half": "Half-terms", "closure": "Closed days", "date": "Dates"}


class NextYearCard(QFrame):
    """Nothing is written before the preview was seen; one Undo takes it all back."""

    def __init__(self, context: Context, done: Callable[[int], object]) -> None:
        super().__init__()
        self._context, self._done = context, done
        self._start = 0
        self._found: Preview | None = None
        self.setProperty("role", "card")
        self.look = button("See what it would be", self.preview)
        self._inside = QVBoxLayout()
        self._inside.setSpacing(4)
        self.act = button("Write these dates", self.apply, "main")
        self.leave = button("Leave it", self._clear, "link")
        self.setLayout(
            column(
                PlainLabel("Copy to next year", "heading"),
                PlainLabel(
                    "By this year’s habits: half-terms as far from the typical dates as now, INSET days moved along, census "
                    "days and windows for reviews by their rules.",
                    "quiet",
                ),
                flow(self.look),
                self._inside,
                flow(self.act, self.leave),
                margin=14,
            )
        )
        self._clear()

    def show_year(self, start: int) -> None:
        """Offer to copy another year."""
        if start != self._start:
            self._start = start
            self._clear()
        self.look.setText(caption(f"See what {year_name(start + 1)} would be"))
        self.look.setAccessibleName(self.look.text())

    def preview(self) -> None:
        """Show what would be written."""
        made: list[Preview] = []
        if not self._context.attempt(lambda: made.append(next_year.preview(self._context.store, self._start))):
            return
        self._clear()
        self._found = found = made[0]
        for words in found.checks:
            self._inside.addWidget(PlainLabel(f"To check: {words}", "field"))
        for what, heading in HEADINGS.items():
            lines = [line for line in found.lines if line.what == what]
            if lines:
                self._inside.addWidget(PlainLabel(heading, "field"))
            for line in lines:
                self._inside.addWidget(PlainLabel(_said(line)))
        for made_button in (self.act, self.leave):
            made_button.show()
        self.act.setText(caption(f"Write these dates into {found.name}"))
        self.act.setFocus()

    def apply(self) -> None:
        """Write it."""
        found = self._found
        if found is not None and self._context.attempt(lambda: next_year.apply(self._context.store, found)):
            self._clear()
            self._done(found.start)
            self._context.done(f"{found.name} is written; change what differs. Ctrl+Z takes it all back.", "good")

    def _clear(self) -> None:
        self._found = None
        clear(self._inside)
        self.act.hide()
        self.leave.hide()


def _said(line: Copied) -> str:
    before = f" (this year {_span(line.before)})" if line.before is not None else ""
    return f"{line.name}: {_span(line.after)}{before}"


def _span(span: Span) -> str:
    first = f"{span.starts_on:%a} {span.starts_on.day} {span.starts_on:%b %Y}"
    if span.starts_on == span.ends_on:
        return first
    return f"{first} to {span.ends_on:%a} {span.ends_on.day} {span.ends_on:%b %Y}"
