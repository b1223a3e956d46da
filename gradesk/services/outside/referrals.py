"""Referrals on their way: thought of, sent, waited for, answered; where each stands is what its steps say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.outside.people import Professional
from gradesk.model.outside.referral import Consent, Referral, ReferralStep
from gradesk.model.outside.report import Report
from gradesk.model.outside.words import REFERRAL_STEPS
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.day_text import written_day
from gradesk.services import editing
from gradesk.services.happened import refuse_before_birth
from gradesk.services.outside import chasing, consents
from gradesk.services.outside.chasing import Chase
from gradesk.services.portions import chunked
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

STAGES = ("idea", "discussed", "consent", "sent", "acknowledged", "waiting", "seen", "report", "closed", "declined")
# What leaves it at the stage where it was, and restarts the time until it is asked for.
BETWEEN = ("asked", "more", "missed")
# What can only be said of a referral that went out, and what sends words about the pupil out.
_OUT = ("acknowledged", "waiting", "seen", "report", "declined", "asked", "more", "missed")
SENDING = ("sent", "asked", "more")
_OVER = "closed"


class Uncovered(Refused):
    """No consent covers it. It can be done all the same when somebody says why, in `step(..., why=)`."""


@dataclass(frozen=True)
class Line:
    """One referral: about whom, to whom, its steps by day, where it stands since when, and when to ask for it."""

    referral: Referral
    professional: Professional
    name: str
    class_name: str
    steps: tuple[ReferralStep, ...]
    stage: str
    since: date
    days: int
    chase: Chase | None
    consent: Consent | None

    @property
    def is_open(self) -> bool:
        """Whether anything is still expected of it."""
        return self.stage != _OVER

    @property
    def stage_words(self) -> str:
        """The stage in words."""
        return REFERRAL_STEPS.label(self.stage)

    @property
    def sent_on(self) -> date | None:
        """The day it first went out."""
        return next((one.happened_on for one in self.steps if one.code == "sent"), None)

    def is_due(self, today: date) -> bool:
        """Whether it is time to ask."""
        return self.chase is not None and self.chase.on <= today


def board(store: Store, *, closed: bool = False) -> list[Line]:
    """All referrals of pupils on the roll that are open (or those that are closed), the longest at its stage first."""
    with store.read() as session:
        query = (
            select(Referral)
            .join(Pupil, Pupil.uuid == Referral.pupil_id)
            .where(Referral.deleted_at.is_(None), Pupil.deleted_at.is_(None), Pupil.left_on.is_(None))
        )
        lines = lined_up(session, session.scalars(query).all(), store.clock.today())
    return sorted((one for one in lines if one.is_open != closed), key=_order)


def of_pupil(store: Store, pupil_id: str) -> list[Line]:
    """All referrals of a pupil, the open ones first."""
    with store.read() as session:
        query = select(Referral).where(Referral.pupil_id == pupil_id, Referral.deleted_at.is_(None))
        lines = lined_up(session, session.scalars(query).all(), store.clock.today())
    return sorted(lines, key=lambda one: (not one.is_open, *_order(one)))


def line(store: Store, uuid: str) -> Line:
    """One referral."""
    with store.read() as session:
        return lined_up(session, [session.get_one(Referral, uuid)], store.clock.today())[0]


def choices(store: Store, pupil_id: str) -> list[tuple[Any, str]]:
    """A pupil's referrals, to choose one from that a report answers, with none first."""
    found = [
        (one.referral.uuid, f"{one.professional.called}, {one.stage_words.lower()} {written_day(one.since)}")
        for one in of_pupil(store, pupil_id)
    ]
    return [(None, ""), *found]


def lined_up(session: Session, found: Sequence[Referral], today: date) -> list[Line]:
    """Some referrals with all that is told of them."""
    steps, reports = _steps(session, found), _reports(session, found)
    people = {one.uuid: one for one in session.scalars(select(Professional))}
    named: dict[str, tuple[str, str]] = {}
    consents_of: dict[str, list[Consent]] = defaultdict(list)
    for ids in chunked(sorted({one.pupil_id for one in found})):
        for row in session.scalars(select(Pupil).where(Pupil.uuid.in_(ids))):
            named[row.uuid] = (row.name, row.class_name)
        given = select(Consent).where(Consent.pupil_id.in_(ids), Consent.deleted_at.is_(None))
        for consent in session.scalars(given.order_by(Consent.happened_on.desc(), Consent.written_at.desc())):
            consents_of[consent.pupil_id].append(consent)
    rules = chasing.rules(session)
    lines = []
    for one in found:
        mine = sorted(steps[one.uuid], key=_by_day)
        stage, since = _stage(one, mine, reports.get(one.uuid))
        chase = chasing.chase(rules, stage, since, [step for step in mine if step.happened_on >= since])
        in_force = consents.covers(session, consents_of[one.pupil_id], one.professional_id, today)
        lines.append(
            Line(
                one, people[one.professional_id], *named[one.pupil_id], tuple(mine), stage, since,
                (today - since).days, chase, in_force,
            )
        )  # fmt: skip
    return lines


def add(store: Store, pupil_id: str, values: Mapping[str, Any], step: Mapping[str, Any] | None = None) -> str:
    """Begin a referral, as an idea or with the step it has come to already. Returns its uuid."""
    if not values.get("professional_id"):
        raise Refused("Who is to be asked? Nothing was begun yet. Choose somebody of the directory, or add them first.")
    day = values.get("happened_on") or store.clock.today()
    _check_day(store, pupil_id, day, "A referral")
    with store.work(f"Referral of {pupils.first_name(store, pupil_id)}"):
        uuid = editing.add(store, Referral, {**values, "pupil_id": pupil_id, "happened_on": day}, "")
        if step:
            advance(store, uuid, str(step["code"]), step, why=str(step.get("note", "")))
    return uuid


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change the words of a referral, or whom it goes to."""
    before = line(store, uuid)
    if "professional_id" in values and not values["professional_id"]:
        raise Refused("A referral goes to somebody; the old one was kept. Choose another one.")
    if (day := values.get("happened_on")) is not None:
        _check_day(store, before.referral.pupil_id, day, "A referral")
        if before.steps and day > before.steps[0].happened_on:
            raise Refused(
                f"It was thought of before its first step ({written_day(before.steps[0].happened_on)}); the old day was "
                "kept. Check both dates."
            )
    editing.change(store, Referral, uuid, values, "Change a referral", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete a referral with its steps; restorable. One that a report answers stays."""
    with store.read() as session:
        answered = _reports(session, [session.get_one(Referral, uuid)])
    if answered:
        raise Refused(
            "A report answers this referral; nothing was deleted. Close it, or take it out of the report first."
        )
    with store.work("Delete a referral") as session:
        for step in _steps(session, [session.get_one(Referral, uuid)])[uuid]:
            step.deleted_at = store.clock.now()
        session.get_one(Referral, uuid).deleted_at = store.clock.now()


def advance(store: Store, uuid: str, code: str, values: Mapping[str, Any] | None = None, why: str = "") -> str:
    """Note the next step of a referral, or something between. Returns its uuid.

    What goes out without a consent that covers it is `Uncovered`, until `why` says that it goes all the same.
    """
    body = dict(values or {})
    before = line(store, uuid)
    day = body.get("happened_on") or store.clock.today()
    body |= {"code": code, "happened_on": day, "pupil_id": before.referral.pupil_id, "referral_id": uuid}
    _check_step(store, before, code, day, body.get("until"))
    if code in SENDING:
        consent = consents.covering(store, before.referral.pupil_id, before.referral.professional_id, day)
        body["consent_id"] = consent.uuid if consent is not None else None
        if consent is None:
            if not why.strip():
                raise Uncovered(without_consent(before, day))
            body["note"] = why.strip()
    with store.work(f"{REFERRAL_STEPS.label(code)}: referral of {before.name.split()[0]}") as session:
        made = editing.add(store, ReferralStep, body, "")
        referral = session.get_one(Referral, uuid)
        referral.happened_on = min(referral.happened_on, day)
    return made


def consented(store: Store, uuid: str, values: Mapping[str, Any]) -> str:
    """Note the consent that a referral stands on, given to whom it goes to, and the step. Returns the consent's uuid."""
    before = line(store, uuid)
    with store.work(f"Consent for the referral of {before.name.split()[0]}"):
        to_them = {**values, "professional_id": before.referral.professional_id}
        made = consents.add(store, before.referral.pupil_id, to_them)
        day = values.get("happened_on") or store.clock.today()
        advance(store, uuid, "consent", {"happened_on": day, "who": values.get("given_by", "")})
    return made


def without_consent(before: Line, day: date) -> str:
    """Why words about a pupil do not go out on a day, as a sentence."""
    return (
        f"No consent covers sending words about {before.name} to {before.professional.called} on {written_day(day)}; "
        "nothing was noted. Note the consent first, or say why it goes without one."
    )


def change_step(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct a step: its day, who, the day they named, the note."""
    with store.read() as session:
        row = session.get_one(ReferralStep, uuid)
    before = line(store, row.referral_id)
    day = values.get("happened_on", row.happened_on)
    _check_step(store, before, row.code, day, values.get("until", row.until), but=uuid)
    if row.code in SENDING and row.consent_id is None and not str(values.get("note", row.note)).strip():
        raise Refused(
            "It went out without consent, so its reason stays; the old one was kept. Change it, or note the consent."
        )
    if row.code in SENDING and row.consent_id is not None and isinstance(day, date):
        whom = before.professional.uuid
        if consents.covering(store, row.pupil_id, whom, day) is None:
            raise Refused(
                f"No consent covers {written_day(day)}; the old day was kept. Correct the day of the consent first."
            )
    with store.work("Correct a step of a referral", initiator) as session:
        editing.change(store, ReferralStep, uuid, values, "")
        referral = session.get_one(Referral, row.referral_id)
        referral.happened_on = min(referral.happened_on, day or row.happened_on)


def remove_step(store: Store, uuid: str) -> None:
    """Delete a step that was not; the referral stands where it stood before. Restorable."""
    editing.remove(store, ReferralStep, uuid, "Delete a step of a referral")


def steps_on(one: Line) -> tuple[str, ...]:
    """The steps that can follow from where a referral stands, the likeliest first; what a report does is not among them."""
    if one.stage == _OVER:
        return ("sent",)
    if one.sent_on is None:
        place = STAGES.index(one.stage)
        return (*STAGES[place + 1 : STAGES.index("acknowledged")], _OVER)
    ahead = list(STAGES[STAGES.index("acknowledged") : STAGES.index("report")])
    place = ahead.index(one.stage) + 1 if one.stage in ahead else 0
    further = ahead[place:] if one.stage != "report" else []
    again = ("sent",) if one.stage == "declined" else ()
    declined = ("declined",) if one.stage in ("sent", "acknowledged", "waiting") else ()
    return (*again, *further, *BETWEEN, *declined, _OVER)


def _stage(one: Referral, steps: Sequence[ReferralStep], report: Report | None) -> tuple[str, date]:
    """Where a referral stands, and since when: the last of its steps that moved it, or the report that answers it."""
    went = any(step.code == "sent" for step in steps)  # then a talk or a consent that came late moves it no more
    counted = STAGES[STAGES.index("sent") :] if went else STAGES
    moved = [(step.happened_on, STAGES.index(step.code), step.code) for step in steps if step.code in counted]
    if report is not None:
        moved.append((report.received_on, STAGES.index("report"), "report"))
    if not moved:
        return "idea", one.happened_on
    day, _, code = max(moved)
    # The day it came to the stage, not the day the same was said once more.
    same = [when for when, _, what in moved if what == code]
    after = [when for when, _, what in moved if what != code]
    return code, min((when for when in same if not after or when >= max(after)), default=day)


def _steps(session: Session, found: Sequence[Referral]) -> dict[str, list[ReferralStep]]:
    steps: dict[str, list[ReferralStep]] = defaultdict(list)
    for ids in chunked([one.uuid for one in found]):
        query = select(ReferralStep).where(ReferralStep.referral_id.in_(ids), ReferralStep.deleted_at.is_(None))
        for step in session.scalars(query):
            steps[step.referral_id].append(step)
    return steps


def _reports(session: Session, found: Sequence[Referral]) -> dict[str, Report]:
    newest: dict[str, Report] = {}
    for ids in chunked([one.uuid for one in found]):
        query = select(Report).where(Report.referral_id.in_(ids), Report.deleted_at.is_(None))
        for report in session.scalars(query.order_by(Report.received_on, Report.written_at)):
            if report.referral_id is not None:
                newest[report.referral_id] = report
    return newest


def _check_step(store: Store, before: Line, code: str, day: Any, until: Any, but: str = "") -> None:
    if not isinstance(day, date):
        return
    words = REFERRAL_STEPS.label(code)
    _check_day(store, before.referral.pupil_id, day, f"“{words}”")
    went = min((one.happened_on for one in before.steps if one.code == "sent" and one.uuid != but), default=None)
    if code in _OUT and went is None:
        raise Refused(f"“{words}” needs a referral that was sent; nothing was noted. Say first when it was sent.")
    if code in _OUT and went is not None and day < went:
        raise Refused(
            f"“{words}” cannot be of {written_day(day)}, before it was sent ({written_day(went)}); nothing was noted. "
            "Check both dates."
        )
    if code == "sent" and but:
        later = [one for one in before.steps if one.code in _OUT and one.happened_on < day]
        if later and not any(
            one.code == "sent" and one.uuid != but and one.happened_on <= later[0].happened_on for one in before.steps
        ):
            raise Refused(
                f"It cannot have been sent on {written_day(day)}, after “{REFERRAL_STEPS.label(later[0].code)}” of "
                f"{written_day(later[0].happened_on)}; the old day was kept. Check both dates."
            )
    if isinstance(until, date) and until < day:
        raise Refused(
            f"The day they named ({written_day(until)}) lies before this step ({written_day(day)}); nothing was noted. "
            "Check both dates."
        )


def _check_day(store: Store, pupil_id: str, day: Any, what: str) -> None:
    if not isinstance(day, date):
        return
    if day > store.clock.today():
        raise Refused(f"{what} cannot be of {written_day(day)}, a day to come; nothing was noted. Check the date.")
    refuse_before_birth(store, pupil_id, day, what)


def _by_day(step: ReferralStep) -> tuple[date, int, Any]:
    place = STAGES.index(step.code) if step.code in STAGES else len(STAGES)
    return step.happened_on, place, step.written_at


def _order(one: Line) -> tuple[int, date, str]:
    return STAGES.index(one.stage), one.since, one.name
