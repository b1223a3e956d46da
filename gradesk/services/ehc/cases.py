"""Cases: begun, every date of them, and the clocks that run from these dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.ehc.case import EhcCase, EhcDate
from gradesk.model.ehc.review import AnnualReview
from gradesk.model.ehc.words import EHC_EVENTS
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.clocks.counting import Sum, count
from gradesk.model.rules.days.day_text import written_day
from gradesk.services import editing
from gradesk.services.happened import refuse_before_birth
from gradesk.services.portions import chunked
from gradesk.services.pupils import pupils
from gradesk.services.school import clocks
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

# The clocks of a case: the rule, the date it starts from, and the dates that end it.
CLOCKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("assessment_decision", "requested", ("decided_yes", "decided_no")),
    ("assessment_no_plan", "requested", ("no_plan", "draft", "final", "decided_no")),
    ("assessment_final", "requested", ("final", "no_plan", "decided_no")),
    ("assessment_advice", "advice_asked", ("advice_sent",)),
    ("draft_answer", "draft", ("draft_answered", "final", "amended")),
    ("consultation_answer", "consulted", ("consult_answered",)),
    ("amendment_final", "amendment", ("amended",)),
)
# What can be only after it was asked for, where the day of asking is known; and what cannot be without it.
_AFTER = ("decided_yes", "decided_no", "advice_asked", "advice_sent", "no_plan", "draft", "draft_answered", "final")
_NEEDS = ("decided_yes", "decided_no", "no_plan")
IN_FORCE = ("final", "amended")
UNDER_FIVE = 5  # years of age


@dataclass(frozen=True)
class Clock:
    """One clock that runs or ran: its sum, and the day it was answered."""

    pupil_id: str
    sum: Sum
    done_on: date | None = None
    about: str = ""  # which council, where several could be meant

    @property
    def title(self) -> str:
        """What is due."""
        return f"{self.sum.rule.title}: {self.about}" if self.about else self.sum.rule.title

    def is_late(self, today: date) -> bool:
        """Whether it was not answered in time, or not at all and its day is over."""
        return self.done_on > self.sum.due if self.done_on is not None else self.sum.due < today

    def state(self, today: date) -> str:
        """How it stands, in words."""
        if self.done_on is not None:
            days = (self.done_on - self.sum.due).days
            late = f", {days} day{'' if days == 1 else 's'} late" if days > 0 else ", in time"
            return f"done {written_day(self.done_on)}{late}"
        days = (today - self.sum.due).days
        return f"{days} day{'' if days == 1 else 's'} over" if days > 0 else f"due {written_day(self.sum.due)}"


@dataclass(frozen=True)
class Case:
    """A case whole: its dates by day, its clocks, its reviews by the day they count from."""

    case: EhcCase
    name: str
    class_name: str
    dates: tuple[EhcDate, ...]
    clocks: tuple[Clock, ...]
    reviews: tuple[AnnualReview, ...]

    @property
    def final_on(self) -> date | None:
        """The day of the newest final or amended plan."""
        return max((one.happened_on for one in self.dates if one.code in IN_FORCE), default=None)

    @property
    def has_plan(self) -> bool:
        """Whether a plan is in force."""
        ceased = max((one.happened_on for one in self.dates if one.code == "ceased"), default=None)
        return self.final_on is not None and (ceased is None or ceased < self.final_on)

    @property
    def concluded_on(self) -> date | None:
        """From when the next review's year counts: the council's last decision on a review, or the plan."""
        days = [one.decided_on for one in self.reviews if one.decided_on is not None]
        return max((day for day in (*days, self.final_on) if day is not None), default=None)

    @property
    def stage(self) -> str:
        """How far it has come, in words."""
        if self.case.closed_on is not None:
            return f"Closed {written_day(self.case.closed_on)}"
        newest = max(self.dates, key=lambda one: (one.happened_on, EHC_EVENTS.codes.index(one.code)), default=None)
        if self.has_plan:
            return f"Plan of {written_day(self.final_on)}"
        return f"{EHC_EVENTS.label(newest.code)} {written_day(newest.happened_on)}" if newest else "Begun"


def of_pupil(store: Store, pupil_id: str) -> list[Case]:
    """A pupil's cases, the open one first, then the newest."""
    with store.read() as session:
        query = select(EhcCase).where(EhcCase.pupil_id == pupil_id, EhcCase.deleted_at.is_(None))
        found = whole(session, session.scalars(query).all())
    newest = sorted(found, key=lambda one: one.case.happened_on, reverse=True)
    return sorted(newest, key=lambda one: one.case.closed_on is not None)


def current(store: Store, pupil_id: str) -> Case | None:
    """The open case, if there is one."""
    return next((one for one in of_pupil(store, pupil_id) if one.case.closed_on is None), None)


def every(store: Store) -> list[Case]:
    """The open case of everybody on the roll, by name."""
    with store.read() as session:
        query = (
            select(EhcCase)
            .join(Pupil, Pupil.uuid == EhcCase.pupil_id)
            .where(
                EhcCase.deleted_at.is_(None),
                EhcCase.closed_on.is_(None),
                Pupil.deleted_at.is_(None),
                Pupil.left_on.is_(None),
            )
            .order_by(Pupil.sort_name)
        )
        return whole(session, session.scalars(query).all())


def whole(session: Session, found: Sequence[EhcCase]) -> list[Case]:
    """Some cases with their dates, clocks and reviews."""
    dates: dict[str, list[EhcDate]] = defaultdict(list)
    reviews: dict[str, list[AnnualReview]] = defaultdict(list)
    named: dict[str, Pupil] = {}
    for ids in chunked([one.uuid for one in found]):
        events = select(EhcDate).where(EhcDate.case_id.in_(ids), EhcDate.deleted_at.is_(None))
        for event in session.scalars(events.order_by(EhcDate.happened_on, EhcDate.written_at)):
            dates[event.case_id].append(event)
        held = select(AnnualReview).where(AnnualReview.case_id.in_(ids), AnnualReview.deleted_at.is_(None))
        for review in session.scalars(held.order_by(AnnualReview.happened_on, AnnualReview.written_at)):
            reviews[review.case_id].append(review)
    for ids in chunked(sorted({one.pupil_id for one in found})):
        named |= {row.uuid: row for row in session.scalars(select(Pupil).where(Pupil.uuid.in_(ids)))}
    rules = {rule.code: rule for rule in clocks.in_force(session) if rule.is_on}
    closures = clocks.closures(session)
    made = []
    for one in found:
        pupil, mine = named[one.pupil_id], dates[one.uuid]
        running = []
        for code, start, ends in CLOCKS:
            if code not in rules:
                continue
            for event in (each for each in mine if each.code == start):
                counted = count(rules[code], event.happened_on, closures)
                done = _done(mine, event, ends)
                running.append(Clock(one.pupil_id, counted, done, event.who if start == "consulted" else ""))
        last = Case(one, pupil.name, pupil.class_name, tuple(mine), (), tuple(reviews[one.uuid]))
        if last.has_plan and (since := last.concluded_on) is not None and one.closed_on is None:
            running += _yearly(last, pupil, since, rules, closures)
        running.sort(key=lambda each: (each.done_on is not None, each.sum.due))
        made.append(Case(one, pupil.name, pupil.class_name, tuple(mine), tuple(running), tuple(reviews[one.uuid])))
    return made


def begin(store: Store, pupil_id: str, values: Mapping[str, Any], first: str = "requested") -> str:
    """Begin a case with its first date (`first`): the request, or the final plan a pupil came with. Returns its uuid."""
    day = values.get("happened_on") or store.clock.today()
    _check_day(store, pupil_id, day, "A case")
    with store.work(f"EHC case of {pupils.first_name(store, pupil_id)}"):
        uuid = editing.add(store, EhcCase, {**values, "pupil_id": pupil_id, "happened_on": day}, "")
        if first:
            record(store, uuid, first, {"happened_on": day})
    return uuid


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change what is noted of a case, or close it."""
    with store.read() as session:
        row = session.get_one(EhcCase, uuid)
    closed = values.get("closed_on")
    if isinstance(closed, date):
        _check_day(store, row.pupil_id, closed, "The end of a case")
        if closed < row.happened_on:
            raise Refused(
                f"It cannot have been closed on {written_day(closed)}, before it began ({written_day(row.happened_on)}); "
                "nothing was changed. Check both dates."
            )
    editing.change(store, EhcCase, uuid, values, "Change an EHC case", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete a case that never was; restorable. One that has more than its first date is closed instead."""
    with store.read() as session:
        found = whole(session, [session.get_one(EhcCase, uuid)])[0]
    if len(found.dates) > 1 or found.reviews:
        raise Refused("This case has its history; nothing was deleted. Close it, and what was stays to be read.")
    with store.work("Delete an EHC case") as session:
        now = store.clock.now()
        for one in found.dates:
            session.get_one(EhcDate, one.uuid).deleted_at = now
        session.get_one(EhcCase, uuid).deleted_at = now


def record(store: Store, case_id: str, code: str, values: Mapping[str, Any] | None = None) -> str:
    """Note a date of a case. Returns its uuid. A final plan makes the pupil's status that of an EHC plan."""
    body = dict(values or {})
    day = body.get("happened_on") or store.clock.today()
    with store.read() as session:
        case = session.get_one(EhcCase, case_id)
        dates = whole(session, [case])[0].dates
    _check_date(store, case, dates, code, day)
    body |= {"case_id": case_id, "pupil_id": case.pupil_id, "code": code, "happened_on": day}
    with store.work(f"{EHC_EVENTS.label(code)}: {pupils.first_name(store, case.pupil_id)}") as session:
        made = editing.add(store, EhcDate, body, "")
        row = session.get_one(EhcCase, case_id)
        row.happened_on = min(row.happened_on, day)
        if code == "final":
            _make_status(store, case.pupil_id, day)
    return made


def change_date(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct a date of a case."""
    with store.read() as session:
        row = session.get_one(EhcDate, uuid)
        case = session.get_one(EhcCase, row.case_id)
        dates = [one for one in whole(session, [case])[0].dates if one.uuid != uuid]
    day = values.get("happened_on", row.happened_on)
    _check_date(store, case, dates, str(values.get("code", row.code)), day)
    later = [one for one in dates if one.code in _AFTER and isinstance(day, date) and one.happened_on < day]
    if row.code == "requested" and later:
        raise Refused(
            f"It cannot have been asked for on {written_day(day)}, after “{EHC_EVENTS.label(later[0].code)}” of "
            f"{written_day(later[0].happened_on)}; the old day was kept. Check both dates."
        )
    editing.change(store, EhcDate, uuid, values, "Correct a date of an EHC case", initiator)


def remove_date(store: Store, uuid: str) -> None:
    """Delete a date that was not; restorable."""
    editing.remove(store, EhcDate, uuid, "Delete a date of an EHC case")


def _yearly(last: Case, pupil: Pupil, since: date, rules: Mapping[str, Any], closures: Any) -> list[Clock]:
    """The clocks of the next annual review, which run from the day the last one was concluded."""
    under_five = pupil.date_of_birth is not None and since.year - pupil.date_of_birth.year < UNDER_FIVE
    code = "review_under_fives" if under_five and "review_under_fives" in rules else "review_yearly"
    coming = next((one for one in last.reviews if one.decided_on is None), None)
    found = []
    if code in rules:
        found.append(Clock(pupil.uuid, count(rules[code], since, closures)))
    if "review_ask_council" in rules and (coming is None or coming.meeting_on is None):
        found.append(Clock(pupil.uuid, count(rules["review_ask_council"], since, closures)))
    return found


def _done(dates: Sequence[EhcDate], event: EhcDate, ends: Sequence[str]) -> date | None:
    """The first day on or after an event on which it was answered; where a council is named, by its own name."""
    for one in dates:
        same = not event.who or not one.who or one.who.casefold() == event.who.casefold()
        if one.code in ends and one.happened_on >= event.happened_on and same:
            return one.happened_on
    return None


def _check_date(store: Store, case: EhcCase, dates: Sequence[EhcDate], code: str, day: Any) -> None:
    words = EHC_EVENTS.label(code)
    _check_day(store, case.pupil_id, day, f"“{words}”")
    asked = [one.happened_on for one in dates if one.code == "requested"]
    if code in _NEEDS and not asked:
        raise Refused(
            f"“{words}” needs the day it was asked for; nothing was noted. Note “{EHC_EVENTS.label('requested')}” first."
        )
    if code in _AFTER and asked and day < min(asked):
        raise Refused(
            f"“{words}” cannot be of {written_day(day)}, before it was asked for ({written_day(min(asked))}); nothing was "
            "noted. Check both dates."
        )
    if code == "amended" and not any(one.code in IN_FORCE and one.happened_on <= day for one in dates):
        raise Refused("An amended plan follows a final one; nothing was noted. Note the final plan first.")


def _make_status(store: Store, pupil_id: str, day: date) -> None:
    status = pupils.page(store, pupil_id).status
    if status is None or (status.status != "E" and status.starts_on <= day):
        pupils.set_status(store, pupil_id, "E", day, "The EHC plan is final", day)


def _check_day(store: Store, pupil_id: str, day: Any, what: str) -> None:
    if not isinstance(day, date):
        return
    if day > store.clock.today():
        raise Refused(f"{what} cannot be of {written_day(day)}, a day to come; nothing was noted. Check the date.")
    refuse_before_birth(store, pupil_id, day, what)
