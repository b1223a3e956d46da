"""What reports advise, sentence by sentence: whose it is, by when, where it lives, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.outside.people import Professional
from gradesk.model.outside.report import Recommendation, Report
from gradesk.model.outside.words import ADVICE_ANSWERS, ADVICE_HOMES
from gradesk.model.plans.target import Target
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import Adjustment
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.school.agenda import AgreedAction
from gradesk.model.term.provision import Provision
from gradesk.services import editing
from gradesk.services.happened import check_day
from gradesk.services.meetings import actions
from gradesk.services.plans import adjustments, plans
from gradesk.services.portions import chunked
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

NOT_FOLLOWED = "none"
SEEN = 70  # characters of a home's words in a choice
_RECORDS: Mapping[str, type[Any]] = {
    "target": Target, "provision": Provision, "adjustment": Adjustment, "action": AgreedAction,
}  # fmt: skip


@dataclass(frozen=True)
class Advice:
    """One recommendation: of which report, about whom; its owner, day and state where it lives, in words."""

    row: Recommendation
    report: Report
    from_whom: str
    name: str
    class_name: str
    owner: str
    due_on: date | None
    done_on: date | None  # in place, or done
    lives_in: str  # the record's own words
    is_lost: bool  # the record it lived in was deleted

    @property
    def has_home(self) -> bool:
        """Whether somebody decided where it lives, or that it is not followed."""
        return bool(self.row.home) and not self.is_lost

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is expected of it."""
        return self.has_home and (self.row.home == NOT_FOLLOWED or self.done_on is not None)

    @property
    def state(self) -> str:
        """What became of it, as words."""
        if self.is_lost:
            return "its home was deleted"
        if not self.row.home:
            return "has no home yet"
        if self.row.home == NOT_FOLLOWED:
            answer = ADVICE_ANSWERS.label(self.row.answer) or "Not followed"
            return f"{answer}: {self.row.why}" if self.row.why else answer
        kind = ADVICE_HOMES.label(self.row.home).lower()
        adapted = ", adapted" if self.row.answer == "adapted" else ""
        if self.done_on is not None:
            word = "done on" if self.row.home == "action" else "in place since"
            return f"{word} {written_day(self.done_on)} ({kind}{adapted})"
        return f"to be put in place ({kind}{adapted})"

    def is_late(self, today: date) -> bool:
        """Whether its day has passed and it is not settled."""
        return not self.is_settled and self.due_on is not None and self.due_on < today


def of_report(store: Store, report_id: str) -> list[Advice]:
    """What one report advises, in its order."""
    return _read(store, Recommendation.report_id == report_id)


def of_pupil(store: Store, pupil_id: str) -> list[Advice]:
    """What every report about a pupil advises, the newest report first."""
    return _read(store, Recommendation.pupil_id == pupil_id)


def tracked(store: Store) -> list[Advice]:
    """Everything that was advised about those on the roll: what is open first, by its day."""
    found = _read(store, Pupil.left_on.is_(None))
    return sorted(found, key=lambda one: (one.is_settled, one.due_on or date.max, one.name))


def add(store: Store, report_id: str, words: str, values: Mapping[str, Any] | None = None) -> str:
    """Take a sentence of a report up as a recommendation. Returns its uuid; the same sentence is not taken twice."""
    said = " ".join(words.split())
    if not said:
        raise Refused("Which sentence is it? Nothing was taken up. Select it in the report, or type it.")
    with store.read() as session:
        report = session.get_one(Report, report_id)
        mine = select(Recommendation).where(Recommendation.report_id == report_id, Recommendation.deleted_at.is_(None))
        there = session.scalars(mine).all()
    if any(one.words.casefold() == said.casefold() for one in there):
        raise Refused("This sentence is among the recommendations already; it was not taken up twice.")
    place = max((one.position for one in there), default=0) + 1
    body = {**(values or {}), "words": said, "report_id": report_id, "pupil_id": report.pupil_id, "position": place}
    return editing.add(
        store, Recommendation, body, f"A recommendation about {pupils.first_name(store, report.pupil_id)}"
    )


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a recommendation. Who sees to it and by when go to the action it lives in, where there is one."""
    with store.read() as session:
        row = session.get_one(Recommendation, uuid)
    if not str(values.get("words", "-")).strip():
        raise Refused("A recommendation needs words; the old ones were kept. Delete it instead.")
    if row.home == NOT_FOLLOWED and not str(values.get("why", row.why)).strip():
        raise Refused("What is not followed needs its reason; the old one was kept. Give it a home instead.")
    if (day := values.get("in_place_on")) is not None:
        check_day(store, row.pupil_id, day, "Being in place")
    if row.home != "action":
        editing.change(store, Recommendation, uuid, values, "Change a recommendation", initiator)
        return
    names = {"owner": "owner", "due_on": "due_on", "in_place_on": "done_on"}
    theirs = {names[name]: value for name, value in values.items() if name in names}
    own = {name: value for name, value in values.items() if name not in names}
    with store.work("Change a recommendation", initiator):
        if theirs:
            actions.change(store, row.home_id, theirs)
        if own:
            editing.change(store, Recommendation, uuid, own, "")


def remove(store: Store, uuid: str) -> None:
    """Delete a recommendation; what it lives in stays. Restorable."""
    editing.remove(store, Recommendation, uuid, "Delete a recommendation")


def homes(store: Store, pupil_id: str) -> list[tuple[str, str]]:
    """Where a recommendation can live: something new of each kind, what the pupil has already, or not followed.

    The code is the kind and, after a colon, the record; a new one has none.
    """
    found = [("", ""), ("action:", "A new action")]
    plan_id = plans.for_learning(store, pupil_id)
    if plan_id is not None:
        found.append(("target:", "A new target of the plan"))
    found += [("provision:", "New support"), ("adjustment:", "A new everyday adjustment")]
    if plan_id is not None:
        found += [
            (f"target:{one.uuid}", f"Target {one.position}: {_short(one.staff_wording or one.pupil_wording)}")
            for one in plans.page(store, plan_id).targets
        ]
    for given in provisions.of_pupil(store, pupil_id):
        if given.ends_on is None:
            found.append((f"provision:{given.provision.uuid}", f"Support: {_short(given.provision.name)}"))
    found += [
        (f"adjustment:{one.uuid}", f"Every day: {_short(one.words)}")
        for one in adjustments.of_pupil(store, pupil_id).now
    ]
    found += [
        (f"action:{one.uuid}", f"Action: {_short(one.what)}")
        for one in actions.of_pupil(store, pupil_id)
        if one.done_on is None
    ]
    return [*found, (f"{NOT_FOLLOWED}:", "Not followed, because …")]


def home_code(one: Advice) -> str:
    """What `homes` calls where a recommendation lives."""
    if not one.has_home:
        return ""
    return f"{one.row.home}:{one.row.home_id}"


def place(store: Store, uuid: str, code: str, why: str = "") -> None:
    """Give a recommendation a home, making it where it is new; or say that it is not followed, and `why`."""
    with store.read() as session:
        row = session.get_one(Recommendation, uuid)
    kind, _, record = code.partition(":")
    if kind == NOT_FOLLOWED and not why.strip():
        raise Refused("Why is it not followed? Its home was not changed. Say it in a few words, for who asks later.")
    if kind and kind != NOT_FOLLOWED and kind not in _RECORDS:
        raise Refused("There is no such place; nothing was changed. Choose one from the list.")
    label = "A recommendation is not followed" if kind == NOT_FOLLOWED else "Place a recommendation"
    with store.work(label):
        values: dict[str, Any] = {"home": kind, "home_id": record, "in_place_on": None}
        if kind == NOT_FOLLOWED:
            values |= {
                "answer": row.answer if row.answer in ("not_possible", "dropped") else "not_possible",
                "why": why.strip(),
            }
        elif kind:
            if not record:
                values["home_id"] = _made(store, row, kind)
            values["answer"] = row.answer if row.answer in ("accepted", "adapted") else "accepted"
            if kind == "adjustment" or (kind == "provision" and record):
                values["in_place_on"] = store.clock.today()
        else:
            values |= {"answer": "", "home_id": ""}
        editing.change(store, Recommendation, uuid, values, "")


def done(store: Store, uuid: str) -> None:
    """Say that a recommendation is in place since today, or its action done."""
    with store.read() as session:
        row = session.get_one(Recommendation, uuid)
    if not row.home:
        raise Refused("It has no home yet; nothing was changed. Say first where it lives.")
    if row.home == NOT_FOLLOWED:
        raise Refused("It is not followed, so it cannot be in place; nothing was changed. Give it a home first.")
    change(store, uuid, {"in_place_on": store.clock.today()})


def _made(store: Store, row: Recommendation, kind: str) -> str:
    if kind == "action":
        values = {"what": row.words, "owner": row.owner, "due_on": row.due_on}
        return actions.add(store, row.pupil_id, values)
    if kind == "adjustment":
        return adjustments.add(store, row.words, pupil_id=row.pupil_id)
    if kind == "provision":
        values = {"name": _short(row.words), "led_by": row.owner}
        return provisions.add(store, [row.pupil_id], values)
    plan_id = plans.for_learning(store, row.pupil_id)
    if plan_id is None:
        raise Refused("There is no open plan for a target to stand in; nothing was placed. Begin a plan first.")
    return plans.add_target(store, plan_id, {"how": row.words, **({"who": row.owner} if row.owner else {})})


def open_by(session: Session, day: date) -> list[Advice]:
    """What is not settled and should have been by a day, the oldest first."""
    found = _found(session, Recommendation.in_place_on.is_(None), Recommendation.home != NOT_FOLLOWED)
    late = [one for one in found if not one.is_settled and one.due_on is not None and one.due_on <= day]
    return sorted(late, key=lambda one: (one.due_on or day, one.name))


def _read(store: Store, *conditions: Any) -> list[Advice]:
    with store.read() as session:
        return _found(session, *conditions)


def _found(session: Session, *conditions: Any) -> list[Advice]:
    query = (
        select(Recommendation, Report, Pupil, Professional)
        .join(Report, Report.uuid == Recommendation.report_id)
        .join(Pupil, Pupil.uuid == Recommendation.pupil_id)
        .outerjoin(Professional, Professional.uuid == Report.professional_id)
        .where(
            Recommendation.deleted_at.is_(None), Report.deleted_at.is_(None), Pupil.deleted_at.is_(None), *conditions
        )
        .order_by(Report.happened_on.desc(), Report.uuid, Recommendation.position, Recommendation.written_at)
    )
    rows = session.execute(query).all()
    lives = _homes_of(session, [row for row, *_ in rows])
    return [_advice(row, report, pupil, who, lives) for row, report, pupil, who in rows]


def _advice(
    row: Recommendation, report: Report, pupil: Pupil, who: Professional | None, lives: Mapping[str, Any]
) -> Advice:
    home = lives.get(row.home_id) if row.home in _RECORDS else None
    owner, due_on, done_on = row.owner, row.due_on, row.in_place_on
    if isinstance(home, AgreedAction):
        owner, due_on, done_on = home.owner, home.due_on, home.done_on
    return Advice(
        row, report, who.called if who is not None else "", pupil.name, pupil.class_name, owner, due_on, done_on,
        _words(home), row.home in _RECORDS and home is None,
    )  # fmt: skip


def _homes_of(session: Session, rows: Sequence[Recommendation]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind, entity in _RECORDS.items():
        for ids in chunked([row.home_id for row in rows if row.home == kind]):
            query = select(entity).where(entity.uuid.in_(ids), entity.deleted_at.is_(None))
            found |= {one.uuid: one for one in session.scalars(query)}
    return found


def _words(home: Any) -> str:
    match home:
        case Target():
            return home.staff_wording or home.pupil_wording or f"Target {home.position}"
        case Provision():
            return home.name
        case Adjustment():
            return home.words
        case AgreedAction():
            return home.what
    return ""


def _short(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= SEEN else said[: SEEN - 1].rstrip() + "…"


def without_home(session: Session, received_by: date) -> list[Report]:
    """Reports that came by a day and of which nothing was placed: no recommendation has a home, or none was taken up."""
    placed = (
        select(func.count())
        .where(Recommendation.report_id == Report.uuid, Recommendation.deleted_at.is_(None), Recommendation.home != "")
        .correlate(Report)
        .scalar_subquery()
    )
    query = select(Report).where(Report.deleted_at.is_(None), Report.received_on <= received_by, placed == 0)
    return list(session.scalars(query.order_by(Report.received_on)))
