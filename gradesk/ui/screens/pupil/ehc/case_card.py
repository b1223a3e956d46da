"""The case: how far it has come, every clock with its sum, and every date of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.ehc.case import EhcCase, EhcDate
from gradesk.model.ehc.words import EHC_EVENTS
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.ehc import cases
from gradesk.services.ehc.cases import Case, Clock
from gradesk.services.outside import directory
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, is_gone
from gradesk.ui.parts.draft import Draft
from gradesk.ui.screens.pupil.move_away import headed
from gradesk.ui.screens.pupil.panel import Panel

CASE = ("council", "reference", "officer_id", "happened_on", "closed_on", "closed_why")
NEW = ("happened_on", "council", "reference", "officer_id")
DATE = ("code", "happened_on", "who", "note")
# Two ways in which a case begins: its first date, the title of its card, and what it asks.
BEGINS = {
    "requested": (
        "The council was asked for an assessment",
        "The day the council had the request starts the 20 weeks.",
    ),
    "final": ("There is a plan already", "The day of the final plan starts the year of its annual review."),
}


class CaseCard(QWidget):
    """Shows the open case, or the two ways to begin one."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self._open = ""  # the date that is corrected, or "words" of the case
        self._told = ""  # the clock whose sum is shown
        self._draft = ""
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.setLayout(column(self._list))

    def forget(self) -> None:
        """Close what is open: another pupil is shown."""
        self._open = self._told = self._draft = ""

    def build(self, found: list[Case]) -> None:
        """Show the cases."""
        clear(self._list)
        current = next((one for one in found if one.case.closed_on is None), None)
        if current is None:
            self._list.addWidget(self._beginning(bool(found)))
        for one in found:
            self._list.addWidget(self._case(one))

    def go_to(self, uuid: str) -> bool:
        """Open a date; False when it is none of these."""
        if uuid not in {one.uuid for case in self._cases() for one in case.dates}:
            return False
        self._turn(uuid)
        return True

    def _cases(self) -> list[Case]:
        return cases.of_pupil(self._panel.context.store, self._panel.pupil_id)

    def _beginning(self, was: bool) -> QWidget:
        words = "No case is open." if was else "No EHC plan, and none was asked for."
        more = (
            "Two criteria alone decide whether a council assesses: a child has or may have special needs, and it may be "
            "necessary to provide for them by a plan. What councils usually ask for is evidence, never a condition."
        )
        parts: list[Any] = [PlainLabel("EHC plan", "heading"), PlainLabel(words), PlainLabel(more, "quiet")]
        acts = [button(f"{title} …", partial(self._offer, code)) for code, (title, _) in BEGINS.items()]
        acts[0].setProperty("role", "main")
        parts.append(flow(*acts))
        if self._draft in BEGINS:
            title, hint = BEGINS[self._draft]
            blank = EhcCase(happened_on=self._panel.context.store.clock.today(), council="", reference="")
            options = {"officer_id": directory.choices(self._panel.context.store)}
            keep = partial(self._begin, self._draft)
            parts.append(
                Draft(self._panel.context, title, blank, NEW, "Begin the case", keep, self._put_away, options, hint)
            )
        return card(*parts)

    def _case(self, one: Case) -> QWidget:
        context, uuid = self._panel.context, one.case.uuid
        council = f" · {one.case.council}" if one.case.council else ""
        acts = [
            button("Close its words" if self._open == uuid else "Its words", partial(self._turn, uuid), "link"),
            button("Delete", partial(self._delete, uuid), "link"),
        ]
        parts: list[Any] = [headed(context, PlainLabel(f"EHC: {one.stage}{council}", "heading"), *acts)]
        if one.case.closed_why:
            parts.append(PlainLabel(one.case.closed_why, "quiet"))
        if self._open == uuid:
            options = {"officer_id": directory.choices(context.store, one.case.officer_id)}
            keep = partial(self._keep, uuid)
            form = self._panel.form(EhcCase, CASE, keep, 3, options, halves=True, about=f"ehc case {uuid}")
            form.load(one.case)
            parts.append(form)
        if one.clocks and one.case.closed_on is None:
            parts.append(PlainLabel("Clocks", "field"))
            parts += [self._clock(place, clock) for place, clock in enumerate(one.clocks)]
        parts.append(PlainLabel("Dates", "field"))
        parts += [self._date(date) for date in reversed(one.dates)]
        if one.case.closed_on is None:
            if self._draft == "date":
                blank = EhcDate(code=None, happened_on=context.store.clock.today(), who="", note="")
                keep_date = partial(self._add_date, uuid)
                parts.append(
                    Draft(context, "A date of the case", blank, DATE, "Note this date", keep_date, self._put_away)
                )
            else:
                parts.append(flow(button("Note a date …", partial(self._offer, "date"))))
        return card(*parts)

    def _clock(self, place: int, clock: Clock) -> QWidget:
        today = self._panel.context.store.clock.today()
        late = clock.is_late(today)
        words = PlainLabel(f"{clock.title}: {clock.state(today)}", "problem" if late and clock.done_on is None else "")
        key = f"clock {place}"
        act = button("Hide the sum" if self._told == key else "Its sum", partial(self._tell, key), "link")
        act.setAccessibleName(f"{act.text()}: {clock.title}")
        holder = QWidget()
        head = headed(self._panel.context, words, act)
        if self._told != key:
            holder.setLayout(head)
            return holder
        rule = clock.sum.rule
        under = f"{rule.source} Made under: {rule.made_under}."
        holder.setLayout(
            column(head, PlainLabel(f"{rule.starts}. {clock.sum.words}", "quiet"), PlainLabel(under, "quiet"), gap=2)
        )
        return holder

    def _date(self, one: EhcDate) -> QWidget:
        today = self._panel.context.store.clock.today()
        parts = [f"{EHC_EVENTS.label(one.code)} {day_words(one.happened_on, today)}", one.who, one.note]
        words = " · ".join(filter(None, parts))
        is_open = self._open == one.uuid
        acts = [button("Done" if is_open else "Correct", partial(self._turn, one.uuid), "link")]
        if is_open:
            acts.append(button("Delete this date", partial(self._delete_date, one.uuid), "link"))
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {words}")
        holder = QWidget()
        head = headed(self._panel.context, PlainLabel(words, "quiet"), *acts)
        if not is_open:
            holder.setLayout(head)
            return holder
        form = self._panel.form(
            EhcDate, DATE, partial(self._keep_date, one.uuid), 4, halves=True, about=f"ehc date {one.uuid}"
        )
        form.say_of(words).load(one)
        holder.setLayout(column(head, form, gap=4))
        return holder

    def _offer(self, code: str) -> None:
        self._panel.flush()
        self._draft = code
        self._panel.reload()
        draft = self.findChild(Draft)
        for draft in self.findChildren(Draft):
            if not is_gone(draft):
                draft.form.focus_on("code" if code == "date" else "happened_on")

    def _put_away(self) -> None:
        self._draft = ""
        self._panel.reload()
        self._panel.setFocus()

    def _begin(self, first: str, values: Mapping[str, Any]) -> bool:
        store, pupil_id = self._panel.context.store, self._panel.pupil_id
        if not self._panel.attempt(lambda: cases.begin(store, pupil_id, values, first)):
            return False
        self._close()
        self._panel.context.done("The case is begun; its clocks run.", "good")
        return True

    def _add_date(self, case_id: str, values: Mapping[str, Any]) -> bool:
        store, rest = self._panel.context.store, dict(values)
        code = str(rest.pop("code") or "")
        if not code:
            self._panel.context.say("Which date is it? Nothing was noted yet. Choose from the list.", "problem")
            return False
        if not self._panel.attempt(lambda: cases.record(store, case_id, code, rest)):
            return False
        self._close()
        self._panel.context.done("Noted; the clocks are counted anew.", "good")
        return True

    def _close(self) -> None:
        self._draft = ""
        for draft in self.findChildren(Draft):
            draft.form.clear()
        self._panel.reload()

    def _tell(self, key: str) -> None:
        self._panel.flush()
        self._told = "" if self._told == key else key
        self._panel.reload()

    def _turn(self, uuid: str) -> None:
        self._panel.flush()
        self._open = "" if self._open == uuid else uuid
        self._panel.reload()
        for form in self.findChildren(Form):
            if form.about in (f"ehc case {uuid}", f"ehc date {uuid}") and not is_gone(form):
                form.focus_on("council" if form.about.startswith("ehc case") else "happened_on")

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        cases.change(self._panel.context.store, uuid, values, self._panel)

    def _keep_date(self, uuid: str, values: Mapping[str, Any]) -> None:
        cases.change_date(self._panel.context.store, uuid, values, self._panel)

    def _delete(self, uuid: str) -> None:
        self._panel.flush()
        if self._panel.attempt(lambda: cases.remove(self._panel.context.store, uuid)):
            self._panel.reload()
            self._panel.context.done("The case is deleted; Ctrl+Z brings it back.", "info")

    def _delete_date(self, uuid: str) -> None:
        self._panel.flush()
        if self._panel.attempt(lambda: cases.remove_date(self._panel.context.store, uuid)):
            self._open = ""
            self._panel.reload()
            self._panel.context.done("The date is deleted; Ctrl+Z brings it back.", "info")
