"""The annual review: its ladder, each rung one press, what was found of each outcome and line, what everybody wishes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gradesk.model.ehc.review import AnnualReview, EhcFinding
from gradesk.model.ehc.words import LINE_FINDINGS, OUTCOME_RATINGS
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.ehc import promises, reviews
from gradesk.services.ehc.cases import Case
from gradesk.services.ehc.reviews import Ladder, Rung
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, is_gone
from gradesk.ui.screens.pupil.move_away import headed
from gradesk.ui.screens.pupil.panel import Panel

DAYS = (
    "meeting_on", "views_asked_on", "invited_on", "reports_in_on", "papers_out_on", "held_on", "report_sent_on", "decided_on",
    "decision", "final_on",
)  # fmt: skip
WORDS = ("works", "wishes", "disagreed")
FOUND = ("finding", "words")
# The paper of a rung, which the print desk makes.
PAPERS = {
    "views_asked_on": ("Sheets for everybody’s views …", "preparation"), "invited_on": ("Invitation …", "invitation"),
    "held_on": ("Summary of the meeting …", "meeting-summary"),
}  # fmt: skip


class ReviewCard(QWidget):
    """The review under way, or the button that begins the next; those before in a line each."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self._open = self._told = ""
        self._first: dict[str, QPushButton] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.setLayout(column(self._list))

    def forget(self) -> None:
        """Close what is open: another pupil is shown."""
        self._open = self._told = ""

    def build(self, case: Case | None) -> None:
        """Show the reviews of a case with a plan."""
        clear(self._list)
        self._first = {}
        if case is None or not case.has_plan:
            return
        store = self._panel.context.store
        ladders = [reviews.ladder(store, one, case) for one in reversed(case.reviews)]
        going = [one for one in ladders if one.next is not None]
        if not going:
            begin = button("Begin the next annual review", partial(self._begin, case), "main")
            self._first[case.case.uuid] = begin
            self._list.addWidget(card(PlainLabel("Annual review", "heading"), flow(begin)))
        for one in ladders:
            self._list.addWidget(self._going(case, one) if one in going else self._over(one))

    def go_to(self, uuid: str) -> bool:
        """Put the cursor on the next rung of a review, or of a case on what begins its next one; False when it is none of these."""
        if uuid not in self._first or is_gone(self._first[uuid]):
            return False
        self._first[uuid].setFocus()
        return True

    def _going(self, case: Case, one: Ladder) -> QWidget:
        context, uuid = self._panel.context, one.review.uuid
        today = context.store.clock.today()
        due = f"to be concluded by {day_words(one.due, today)}" if one.due is not None else ""
        acts = [
            button("Close its days" if self._open == uuid else "All its days", partial(self._turn, uuid), "link"),
            button("Delete", partial(self._delete, uuid), "link"),
        ]
        parts: list[Any] = [headed(context, PlainLabel(f"Annual review {due}".strip(), "heading"), *acts)]
        if not one.is_planned:
            said = "The meeting has no day yet; the ladder is counted from four weeks before the anniversary."
            parts.append(PlainLabel(said, "problem"))
        meeting = self._panel.form(
            AnnualReview, DAYS if self._open == uuid else ("meeting_on",), partial(self._keep, uuid), 4, halves=True,
            about=f"ehc review {uuid}", ahead=True,
        )  # fmt: skip
        meeting.say_of("annual review").load(one.review)
        parts.append(meeting)
        parts += [self._rung(one, rung) for rung in one.rungs]
        names = (*WORDS, "adulthood") if one.for_adulthood else WORDS
        words = self._panel.form(
            AnnualReview, names, partial(self._keep, uuid), 2, halves=True, about=f"ehc words {uuid}"
        )
        words.say_of("annual review").load(one.review)
        parts.append(words)
        parts += self._findings(case, uuid)
        return card(*parts)

    def _rung(self, one: Ladder, rung: Rung) -> QWidget:
        context, today = self._panel.context, self._panel.context.store.clock.today()
        uuid = one.review.uuid
        if rung.done_on is not None:
            days = (rung.done_on - rung.due).days
            late = f", {days} days late" if days > 0 and rung.sum is not None else ""
            state = f"done {written_day(rung.done_on)}{late}"
        else:
            state = f"{'late, it was due' if rung.is_late(today) else 'by'} {day_words(rung.due, today)}"
        words = PlainLabel(f"{rung.title}: {state}", "problem" if rung.is_late(today) else "")
        acts: list[QPushButton] = []
        if rung.done_on is None:
            acts.append(button("Done today", partial(self._done, uuid, rung.code), "main" if rung == one.next else ""))
        if rung.code in PAPERS:
            label, document = PAPERS[rung.code]
            acts.append(button(label, partial(self._print, document), "link"))
        acts.append(
            button("Hide the sum" if self._told == rung.code else "Its sum", partial(self._tell, rung.code), "link")
        )
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {rung.title}")
        if rung == one.next and acts:
            self._first[uuid] = acts[0]
        holder = QWidget()
        head = headed(context, words, *acts)
        if self._told != rung.code:
            holder.setLayout(head)
            return holder
        source = f" {rung.sum.source}" if rung.sum is not None else ""
        holder.setLayout(column(head, PlainLabel(f"{rung.words}{source}", "quiet"), gap=2))
        return holder

    def _findings(self, case: Case, review_id: str) -> list[Any]:
        store = self._panel.context.store
        read, found = promises.read(store, case.case.uuid), reviews.findings(store, review_id)
        parts: list[Any] = []
        if read.outcomes:
            parts.append(PlainLabel("How far is each outcome reached?", "field"))
        for one, _ in read.outcomes:
            choices = [("", ""), *((term.code, term.label) for term in OUTCOME_RATINGS)]
            parts += self._finding(review_id, "outcome", one.uuid, f"E{one.position}: {one.words}", choices, found)
        if read.lines:
            parts.append(PlainLabel("What becomes of each line?", "field"))
        for line in read.lines:
            choices = [("", ""), *((term.code, term.label) for term in LINE_FINDINGS)]
            parts += self._finding(review_id, "line", line.uuid, f"{line.code}: {line.words}", choices, found)
        return parts

    def _finding(
        self, review_id: str, about: str, record_id: str, told: str, choices: Any, found: Mapping[str, EhcFinding]
    ) -> list[Any]:
        row = found.get(record_id)
        shown = SimpleNamespace(finding=row.finding if row else "", words=row.words if row else "")
        store = self._panel.context.store

        def keep(values: Mapping[str, Any]) -> None:
            now = reviews.findings(store, review_id).get(record_id)
            whole = {"finding": now.finding if now else "", "words": now.words if now else "", **values}
            reviews.find(store, review_id, about, record_id, whole["finding"] or "", whole["words"], self._panel)

        form = self._panel.form(
            EhcFinding,
            FOUND,
            keep,
            3,
            {"finding": choices},
            halves=True,
            spans={"words": 2},
            about=f"finding {record_id}",
        )
        form.say_of(told).load(shown)
        return [PlainLabel(told), form]

    def _over(self, one: Ladder) -> QWidget:
        review = one.review
        held = f"held {written_day(review.held_on)}" if review.held_on else "not held"
        decided = f", decided {written_day(review.decided_on)}" if review.decided_on else ""
        return card(
            PlainLabel(f"Annual review {held}{decided}", "field"),
            *([PlainLabel(review.wishes)] if review.wishes else []),
        )

    def _begin(self, case: Case) -> None:
        self._panel.flush()
        made: list[str] = []
        if self._panel.attempt(lambda: made.append(reviews.begin(self._panel.context.store, case.case.uuid))):
            self._panel.reload()
            self._panel.context.done("Begun. Give the meeting its day, and the ladder is counted from it.", "good")

    def _done(self, uuid: str, code: str) -> None:
        self._panel.flush()
        if self._panel.attempt(lambda: reviews.done(self._panel.context.store, uuid, code)):
            self._panel.reload()
            self._panel.context.done("Noted with today’s date; “All its days” corrects it.", "good")
            self.go_to(uuid)

    def _print(self, document: str) -> None:
        self._panel.flush()
        self._panel.context.go("preview", document=document, pupil_ids=(self._panel.pupil_id,))

    def _tell(self, code: str) -> None:
        self._panel.flush()
        self._told = "" if self._told == code else code
        self._panel.reload()

    def _turn(self, uuid: str) -> None:
        self._panel.flush()
        self._open = "" if self._open == uuid else uuid
        self._panel.reload()

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        reviews.change(self._panel.context.store, uuid, values)

    def _delete(self, uuid: str) -> None:
        self._panel.flush()
        if self._panel.attempt(lambda: reviews.remove(self._panel.context.store, uuid)):
            self._panel.reload()
            self._panel.context.done("The review is deleted; Ctrl+Z brings it back.", "info")
