"""Annual reviews: the ladder counted back from the anniversary and on from the meeting, what was found, the season of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.ehc.case import EhcCase
from gradesk.model.ehc.review import AnnualReview, EhcFinding
from gradesk.model.ehc.words import LINE_FINDINGS, OUTCOME_RATINGS
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.clocks.counting import Sum, count
from gradesk.model.rules.clocks.rule import ClockRule
from gradesk.model.rules.days.day_text import written_day
from gradesk.services import editing
from gradesk.services.ehc import cases
from gradesk.services.ehc.cases import Case
from gradesk.services.happened import refuse_before_birth
from gradesk.services.pupils import pupils
from gradesk.services.school import clocks
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

# The rungs: the field with the day it was done, what it is, its clock. All of them count from the meeting.
RUNGS: tuple[tuple[str, str, str], ...] = (
    ("views_asked_on", "Views asked for", "review_views"),
    ("invited_on", "Invitations sent", "review_invitations"),
    ("reports_in_on", "Reports in", "review_reports_in"),
    ("papers_out_on", "Papers out", "review_papers_out"),
    ("held_on", "Meeting", ""),
    ("report_sent_on", "Our report to the council", "review_report"),
    ("decided_on", "The council decides", "review_decision"),
    ("final_on", "Final plan", "review_final"),
)
BEFORE = timedelta(weeks=4)  # the meeting lies before the anniversary: the council has four weeks to decide
ADULTHOOD_FROM = 9  # year group


@dataclass(frozen=True)
class Rung:
    """One step of a review: by when, and the day it was done. `sum` is None of the meeting itself."""

    code: str
    title: str
    due: date
    sum: Sum | None
    done_on: date | None

    @property
    def words(self) -> str:
        """How its day was counted."""
        return self.sum.words if self.sum is not None else "The day of the meeting."

    def is_late(self, today: date) -> bool:
        """Whether its day is over and it was not done."""
        return self.done_on is None and self.due < today


@dataclass(frozen=True)
class Ladder:
    """A review with its rungs. `due` is the anniversary by which it is concluded; `is_planned` says the meeting has a day."""

    review: AnnualReview
    due: date | None
    rungs: tuple[Rung, ...]
    for_adulthood: bool

    @property
    def is_planned(self) -> bool:
        """Whether the meeting has its day."""
        return self.review.meeting_on is not None

    @property
    def next(self) -> Rung | None:
        """The first rung that was not done; none of a review that is over."""
        if self.review.decided_on is not None and (self.review.decision != "amend" or self.review.final_on is not None):
            return None
        left = [rung for rung in self.rungs if rung.done_on is None]
        if self.review.decision in ("maintain", "cease"):
            left = [rung for rung in left if rung.code != "final_on"]
        return left[0] if left else None


@dataclass(frozen=True)
class Season:
    """One plan in the list of all: its next review, what is next and when; the year's clock where none is begun.

    `counted` and `more` say how the day was counted.
    """

    case: Case
    ladder: Ladder | None
    due: date | None  # the anniversary
    what: str
    on: date | None
    counted: Sum | None = None
    more: str = ""

    @property
    def words(self) -> str:
        """How the day was counted."""
        return " ".join(filter(None, (self.counted.words if self.counted is not None else "", self.more)))

    def is_late(self, today: date) -> bool:
        """Whether the next thing should be done by now."""
        return self.on is not None and self.on < today


def ladder(store: Store, review: AnnualReview, case: Case) -> Ladder:
    """The rungs of a review, counted from its meeting; without one, from four weeks before the anniversary."""
    with store.read() as session:
        rules = {rule.code: rule for rule in clocks.in_force(session)}
        closures, pupil = clocks.closures(session), session.get_one(Pupil, review.pupil_id)
    return _ladder(review, case, rules, closures, pupil.year_group)


def begin(store: Store, case_id: str, values: Mapping[str, Any] | None = None) -> str:
    """Begin the next annual review of a case with a plan. Returns its uuid."""
    with store.read() as session:
        row = session.get_one(EhcCase, case_id)
    case = cases.current(store, row.pupil_id)
    if case is None or case.case.uuid != case_id or not case.has_plan or case.concluded_on is None:
        raise Refused("There is no plan in force to review; nothing was begun. Note the day of the final plan first.")
    if any(one.decided_on is None for one in case.reviews):
        raise Refused("A review is under way already; nothing was begun. Note the council’s decision on it first.")
    body = {**(values or {}), "case_id": case_id, "pupil_id": row.pupil_id, "happened_on": case.concluded_on}
    name = pupils.first_name(store, row.pupil_id)
    return editing.add(store, AnnualReview, body, f"Annual review of {name}’s plan")


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Say when a rung was done, or change the review's words."""
    with store.read() as session:
        row = session.get_one(AnnualReview, uuid)
    days = {name: values.get(name, getattr(row, name)) for name, _, _ in RUNGS}
    _check(store, row, days, values)
    editing.change(store, AnnualReview, uuid, values, "Change an annual review", initiator)


def done(store: Store, uuid: str, code: str, on: date | None = None) -> None:
    """Say that a rung was done on a day (today)."""
    title = next(title for name, title, _ in RUNGS if name == code)
    with store.work(f"Annual review: {title.lower()}"):
        values: dict[str, Any] = {code: on or store.clock.today()}
        if code == "held_on":
            values["meeting_on"] = values[code]
        change(store, uuid, values)


def remove(store: Store, uuid: str) -> None:
    """Delete a review that was not; restorable."""
    editing.remove(store, AnnualReview, uuid, "Delete an annual review")


def find(
    store: Store,
    review_id: str,
    about: str,
    record_id: str,
    finding: str,
    words: str = "",
    initiator: object | None = None,
) -> None:
    """Say what a review found of an outcome or of a line; an empty finding without words takes it back."""
    known = OUTCOME_RATINGS if about == "outcome" else LINE_FINDINGS
    if finding and finding not in known:
        raise Refused("There is no such finding; nothing was changed. Choose one from the list.")
    with store.work("Finding of an annual review", initiator) as session:
        review = session.get_one(AnnualReview, review_id)
        row = session.scalars(
            select(EhcFinding).where(
                EhcFinding.review_id == review_id, EhcFinding.record_id == record_id, EhcFinding.deleted_at.is_(None)
            )
        ).first()
        if row is not None:
            editing.change(store, EhcFinding, row.uuid, {"finding": finding, "words": words}, "")
        elif finding or words.strip():
            body = {"review_id": review_id, "pupil_id": review.pupil_id, "about": about, "record_id": record_id}
            editing.add(store, EhcFinding, {**body, "finding": finding, "words": words}, "")


def findings(store: Store, review_id: str) -> dict[str, EhcFinding]:
    """What a review found, by outcome and line."""
    with store.read() as session:
        query = select(EhcFinding).where(EhcFinding.review_id == review_id, EhcFinding.deleted_at.is_(None))
        return {one.record_id: one for one in session.scalars(query)}


def season(store: Store) -> list[Season]:
    """Every plan in force of those on the roll with what is next of its review, the soonest first."""
    found = cases.every(store)
    with store.read() as session:
        return seasons(session, found)


def seasons(session: Session, found: Sequence[Case]) -> list[Season]:
    """The same of cases that were read, by a session that is open already."""
    rules = {rule.code: rule for rule in clocks.in_force(session)}
    closures = clocks.closures(session)
    years = {row.uuid: row.year_group for row in session.execute(select(Pupil.uuid, Pupil.year_group))}
    rows = [_season(one, rules, closures, years.get(one.case.pupil_id, "")) for one in found if one.has_plan]
    return sorted(rows, key=lambda one: (one.on or date.max, one.case.name))


def _season(case: Case, rules: Mapping[str, ClockRule], closures: Any, year_group: str) -> Season:
    yearly = next(
        (one.sum for one in case.clocks if one.sum.rule.code in ("review_yearly", "review_under_fives")), None
    )
    due = yearly.due if yearly is not None else None
    review = next((one for one in case.reviews if one.decided_on is None), None)
    if review is None and case.reviews and case.reviews[-1].decision == "amend" and case.reviews[-1].final_on is None:
        review = case.reviews[-1]
    if review is not None:
        made = _ladder(review, case, rules, closures, year_group)
        rung = made.next
        if rung is not None:
            what = rung.title if made.is_planned or rung.code != "held_on" else "Choose the day of the meeting"
            return Season(case, made, due, what, rung.due, rung.sum, "" if rung.sum is not None else rung.words)
    if due is None:
        off = "The clock of the annual review is switched off."
        return Season(case, None, None, "Its year is not counted", None, None, off)
    start = due - BEFORE - timedelta(weeks=rules["review_views"].number or 6)
    assert yearly is not None
    return Season(case, None, due, "Begin the review", start, yearly, "Views are asked for before the meeting.")


def _ladder(review: AnnualReview, case: Case, rules: Mapping[str, ClockRule], closures: Any, year_group: str) -> Ladder:
    yearly = next(
        (one.sum for one in case.clocks if one.sum.rule.code in ("review_yearly", "review_under_fives")), None
    )
    rule = rules.get("review_yearly")
    due = yearly.due if yearly is not None else count(rule, review.happened_on, closures).due if rule else None
    meeting = review.held_on or review.meeting_on or (due - BEFORE if due is not None else review.happened_on)
    rungs = []
    for code, title, clock in RUNGS:
        done_on = getattr(review, code)
        if not clock:
            rungs.append(Rung(code, title, meeting, None, done_on))
        elif rules[clock].is_on:
            counted = count(rules[clock], meeting, closures)
            rungs.append(Rung(code, title, counted.due, counted, done_on))
    grown = year_group.isdigit() and int(year_group) >= ADULTHOOD_FROM
    return Ladder(review, due, tuple(rungs), grown)


def _check(store: Store, row: AnnualReview, days: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    today = store.clock.today()
    titles = {name: title for name, title, _ in RUNGS}
    for name, day in days.items():
        if isinstance(day, date) and name in values:
            if day > today:
                raise Refused(
                    f"“{titles[name]}” cannot be of {written_day(day)}, a day to come; nothing was changed. Check the date."
                )
            refuse_before_birth(store, row.pupil_id, day, f"“{titles[name]}”")
    meeting = values.get("meeting_on")
    if isinstance(meeting, date):
        refuse_before_birth(store, row.pupil_id, meeting, "The meeting")
    held = days["held_on"]
    for name in ("report_sent_on", "decided_on", "final_on"):
        day = days[name]
        if isinstance(day, date) and held is None:
            raise Refused(f"“{titles[name]}” follows the meeting; nothing was changed. Say first when it was held.")
        if isinstance(day, date) and isinstance(held, date) and day < held:
            raise Refused(
                f"“{titles[name]}” cannot be of {written_day(day)}, before the meeting ({written_day(held)}); nothing was "
                "changed. Check both dates."
            )
    if (
        isinstance(days["final_on"], date)
        and isinstance(days["decided_on"], date)
        and days["final_on"] < days["decided_on"]
    ):
        raise Refused("The final plan follows the decision; nothing was changed. Check both dates.")
