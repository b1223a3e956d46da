"""The reports about a pupil: dated, from whom, its files, and how much of what each advises has a home."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from gradesk.model.outside.report import Report
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.outside import directory, referrals, reports
from gradesk.services.outside.reports import Row
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, is_gone
from gradesk.ui.screens.pupil.move_away import for_staff, headed
from gradesk.ui.screens.pupil.outside.reading import Reading
from gradesk.ui.screens.pupil.panel import Panel

FIELDS = ("title", "professional_id", "referral_id", "happened_on", "seen_on", "received_on", "shared_on", "findings")


SHARED = "Talked over with home"


class ReportCards(QWidget):
    """A card for each report, the newest first. One at a time is read, and one shows its words to be corrected."""

    def __init__(self, panel: Panel, attach: Callable[[str], object]) -> None:
        super().__init__()
        self._panel, self._attach = panel, attach
        self._open = self._read = ""
        self.reading: Reading | None = None
        self._first: dict[str, QPushButton] = {}
        self._shares: dict[str, QPushButton] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.setLayout(column(PlainLabel("Reports and advice", "heading"), self._list))

    def forget(self) -> None:
        """Close what is open: another pupil is shown."""
        self._open = self._read = ""
        self._stop()

    def build(self) -> None:
        """Read and show them anew; what is being read stays open where it was."""
        rows = reports.of_pupil(self._panel.context.store, self._panel.pupil_id)
        place = self.reading.place() if self.reading is not None else None
        opened = self.reading.opened if self.reading is not None else ""
        self._stop()
        clear(self._list)
        self._first, self._shares = {}, {}
        if not rows:
            words = "No report came yet. “A report came …” notes one; attach it, and take up what it advises sentence by sentence."
            self._list.addWidget(PlainLabel(words, "quiet"))
        for row in rows:
            self._list.addWidget(self._card(row, opened))
        if self.reading is not None and place is not None:
            self.reading.put_back(place)

    def go_to(self, uuid: str, at: Sequence[str] = ()) -> bool:
        """Go to a report, or open the one that a recommendation stands in; False when it is neither.

        `at` are the words of a button there that has the cursor, where it is there.
        """
        if any(words.startswith(SHARED) for words in at) and uuid in self._shares and not is_gone(self._shares[uuid]):
            self._shares[uuid].setFocus()
            return True
        if uuid in self._first and not is_gone(self._first[uuid]):
            self._first[uuid].setFocus()
            return True
        report_id = reports.of_advice(self._panel.context.store, uuid)
        if report_id not in self._first:
            return False
        self.read(report_id)
        return self.reading is not None and self.reading.go_to(uuid, at)

    def read(self, uuid: str) -> None:
        """Open a report to be read, with what it advises beside it."""
        self._panel.flush()
        self._stop()
        self._read = "" if self._read == uuid else uuid
        self._panel.reload()
        if self.reading is not None:
            self.reading.begin()
        elif uuid in self._first:
            self._first[uuid].setFocus()

    def correct(self, uuid: str, field: str = "title") -> None:
        """Open the words of a report."""
        self._panel.flush()
        self._open = "" if self._open == uuid else uuid
        self._panel.reload()
        for form in self.findChildren(Form):
            if form.about == f"report {uuid}" and not is_gone(form):
                form.focus_on(field)

    def _card(self, row: Row, opened: str) -> QFrame:
        context, uuid = self._panel.context, row.report.uuid
        today = context.store.clock.today()
        is_read = self._read == uuid
        look = button(
            "Close the report" if is_read else "Read it, take advice up", partial(self.read, uuid),
            "" if is_read or (not row.open and row.advised) else "main",
        )  # fmt: skip
        self._first[uuid] = look
        acts = [
            look,
            button("Attach its file …", partial(self._attach, uuid), "", "Kept inside the school’s encrypted file"),
            button("Done" if self._open == uuid else "Correct", partial(self.correct, uuid), "link"),
            button("Delete", partial(self._delete, uuid), "link"),
        ]
        if row.report.shared_on is None:
            self._shares[uuid] = button(SHARED, partial(self._shared, uuid), "", "Today")
            acts.insert(2, self._shares[uuid])
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {row.label}")
        told = [row.from_whom] if row.report.title else []
        told.append(f"dated {day_words(row.report.happened_on, today)}")
        told += [f"seen {written_day(row.report.seen_on)}"] if row.report.seen_on else []
        told.append(f"came {day_words(row.report.received_on, today)}")
        shared = row.report.shared_on
        told.append(f"talked over with home {day_words(shared, today)}" if shared else "not talked over with home yet")
        parts: list[Any] = [
            headed(context, PlainLabel(row.label, "field"), *acts, for_staff(self._panel, "report", uuid, row.label)),
            PlainLabel(" · ".join(filter(None, told)), "quiet"),
            PlainLabel(_advised(row), "quiet" if row.advised and not row.open else "problem" if row.open else "quiet"),
        ]
        if row.report.findings and not is_read:
            parts.append(PlainLabel(row.report.findings))
        if self._open == uuid:
            parts.append(self._words(row))
        if is_read:
            self.reading = Reading(self._panel, row, opened)
            parts.append(self.reading)
        return card(*parts)

    def _words(self, row: Row) -> Form:
        store, uuid = self._panel.context.store, row.report.uuid
        options = {
            "professional_id": directory.choices(store, row.report.professional_id),
            "referral_id": referrals.choices(store, row.report.pupil_id),
        }
        form = self._panel.form(Report, FIELDS, partial(self._keep, uuid), 3, options, about=f"report {uuid}")
        form.say_of(row.label).load(row.report)
        return form

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        reports.change(self._panel.context.store, uuid, values, self._panel)

    def _shared(self, uuid: str) -> None:
        self._panel.flush()
        store = self._panel.context.store
        if self._panel.attempt(lambda: reports.change(store, uuid, {"shared_on": store.clock.today()})):
            self._panel.reload()
            self._panel.context.done("Noted with today’s date; Ctrl+Z takes it back.", "good")

    def _delete(self, uuid: str) -> None:
        self._panel.flush()
        if self._panel.attempt(lambda: reports.remove(self._panel.context.store, uuid)):
            self._panel.reload()
            self._panel.context.done("The report is deleted; its files stay. Ctrl+Z brings it back.", "info")

    def _stop(self) -> None:
        if self.reading is not None:
            self.reading.stop()
            self.reading = None


def _advised(row: Row) -> str:
    files = f"{len(row.files)} file{'' if len(row.files) == 1 else 's'}" if row.files else "no file attached"
    if not row.advised:
        return f"{files} · nothing taken up yet"
    open_ = f", {row.open} without a home" if row.open else ", each with a home"
    return f"{files} · {row.advised} recommendation{'' if row.advised == 1 else 's'}{open_}"
