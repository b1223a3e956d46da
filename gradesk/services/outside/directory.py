"""The directory of people outside: who they are, whom they know, when they last saw anybody and last wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.outside.people import Involvement, Professional
from gradesk.model.outside.referral import Referral, ReferralStep
from gradesk.model.outside.report import Report
from gradesk.model.pupils.happening import Happening
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.clocks.counting import Sum, count
from gradesk.model.rules.days.day_text import written_day
from gradesk.services import editing
from gradesk.services.happened import refuse_before_birth
from gradesk.services.pupils import pupils
from gradesk.services.school import clocks
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Known:
    """One person outside and one pupil: since when, what for, when they were last seen, the newest report."""

    professional: Professional
    pupil_id: str
    name: str
    class_name: str
    involvement: Involvement | None
    seen_on: date | None
    report: Report | None
    told_on: date | None  # when words about the pupil last went to them
    current: Sum | None  # until when the newest report is current; none without one, or where that clock is off
    today: date

    @property
    def is_stale(self) -> bool:
        """Whether the newest report is no longer current; `current` has the sum in words."""
        return self.current is not None and self.current.due < self.today

    @property
    def is_over(self) -> bool:
        """Whether their work with the pupil was ended."""
        return self.involvement is not None and self.involvement.ended_on is not None


@dataclass(frozen=True)
class Listed:
    """One line of the directory."""

    professional: Professional
    known: tuple[Known, ...] = ()

    @property
    def seen_on(self) -> date | None:
        """When they last saw any pupil."""
        return max((one.seen_on for one in self.known if one.seen_on), default=None)

    @property
    def report(self) -> Report | None:
        """The newest report of theirs."""
        return max((one.report for one in self.known if one.report), key=lambda one: one.happened_on, default=None)


def listed(store: Store) -> list[Listed]:
    """Everybody in the directory by name, with whom they know of those on the roll."""
    today = store.clock.today()
    with store.read() as session:
        people = session.scalars(select(Professional).where(Professional.deleted_at.is_(None))).all()
        known = _known(session, today)
    on_roll = [one for one in known if one.name]
    by_person: dict[str, list[Known]] = defaultdict(list)
    for one in on_roll:
        by_person[one.professional.uuid].append(one)
    rows = [Listed(one, tuple(sorted(by_person[one.uuid], key=lambda known: known.name))) for one in people]
    return sorted(rows, key=lambda row: (_is_gone(row.professional, today), row.professional.called.casefold()))


def network(store: Store, pupil_id: str) -> list[Known]:
    """Who outside knows a pupil, those who work with them now first, each with the newest report."""
    with store.read() as session:
        found = _known(session, store.clock.today(), pupil_id)
    return sorted(found, key=lambda one: (one.is_over, one.professional.called.casefold()))


def people(store: Store) -> list[Professional]:
    """Everybody who can be asked, by name."""
    today = store.clock.today()
    with store.read() as session:
        found = session.scalars(select(Professional).where(Professional.deleted_at.is_(None))).all()
    return sorted((one for one in found if not _is_gone(one, today)), key=lambda one: one.called.casefold())


def choices(store: Store, also: str | None = None) -> list[tuple[Any, str]]:
    """Everybody who can be asked, to choose one from, with nobody first; and one more who stands chosen already."""
    offered = people(store)
    if also and also not in {one.uuid for one in offered}:
        with store.read() as session:
            offered += [one for one in (session.get(Professional, also),) if one is not None]
    return [(None, ""), *((one.uuid, one.whole) for one in offered)]


def names(store: Store) -> list[str]:
    """The names of the people who can be asked, each once; services of which nobody is known have none."""
    return list(dict.fromkeys(one.name for one in people(store) if one.name.strip()))


def get(store: Store, uuid: str) -> Professional:
    """One of the directory, also one that was deleted."""
    with store.read() as session:
        return session.get_one(Professional, uuid)


def add(store: Store, values: Mapping[str, Any]) -> str:
    """Add a person or a service."""
    _check_named(store, values, "")
    return editing.add(store, Professional, values, "Add somebody to the directory")


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change what is noted of a person or a service."""
    before = get(store, uuid)
    _check_named(store, {"name": before.name, "service": before.service, **values}, uuid)
    editing.change(store, Professional, uuid, values, "Change somebody of the directory", initiator)


def remove(store: Store, uuid: str) -> None:
    """Take somebody out of the directory of whom nothing tells; others are put out of use by a day."""
    with store.read() as session:
        told = _told_of(session, uuid)
    if told:
        raise Refused(
            f"{told}; nothing was deleted. Say since when they are not asked any more, and they are offered no longer."
        )
    editing.remove(store, Professional, uuid, "Take somebody out of the directory")


def involve(store: Store, pupil_id: str, values: Mapping[str, Any]) -> str:
    """Say that somebody outside works with a pupil."""
    if not values.get("professional_id"):
        raise Refused(
            "Who works with them? Nothing was noted yet. Choose somebody of the directory, or add them first."
        )
    begun = values.get("happened_on") or store.clock.today()
    _check_span(store, pupil_id, begun, values.get("ended_on"))
    name = pupils.first_name(store, pupil_id)
    body = {**values, "pupil_id": pupil_id, "happened_on": begun}
    return editing.add(store, Involvement, body, f"Somebody outside works with {name}")


def change_involvement(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change since or until when somebody works with a pupil, or what for."""
    with store.read() as session:
        row = session.get_one(Involvement, uuid)
    begun, ended = values.get("happened_on", row.happened_on), values.get("ended_on", row.ended_on)
    _check_span(store, row.pupil_id, begun, ended)
    editing.change(store, Involvement, uuid, values, "Change the work of a person outside", initiator)


def remove_involvement(store: Store, uuid: str) -> None:
    """Say that they never worked with the pupil; restorable."""
    editing.remove(store, Involvement, uuid, "Take a person outside off a pupil")


def _known(session: Session, today: date, pupil_id: str | None = None) -> list[Known]:
    """Every pair of a person outside and a pupil of whom any record tells; no name of a pupil who left."""
    people = {one.uuid: one for one in session.scalars(select(Professional).where(Professional.deleted_at.is_(None)))}
    work = {(one.professional_id, one.pupil_id): one for one in _newest_last(session, Involvement, pupil_id)}
    seen: dict[tuple[str, str], date] = {}
    told: dict[tuple[str, str], date] = {}
    for pair, day in _seen(session, today, pupil_id):
        seen[pair] = max(day, seen.get(pair, day))
    for pair, code, day in _steps(session, pupil_id):
        if code in ("sent", "asked", "more"):
            told[pair] = max(day, told.get(pair, day))
    reports = {
        (one.professional_id, one.pupil_id): one
        for one in _newest_last(session, Report, pupil_id)
        if one.professional_id is not None
    }
    asked = {(one.professional_id, one.pupil_id) for one in _newest_last(session, Referral, pupil_id)}
    pairs = [pair for pair in {*work, *seen, *reports, *asked} if pair[0] in people]
    named = _pupils(session, {pair[1] for pair in pairs}, pupil_id)
    current = _current(session, reports)
    return [
        Known(
            people[who], whom, *named.get(whom, ("", "")), work.get((who, whom)),
            seen.get((who, whom)), reports.get((who, whom)), told.get((who, whom)), current.get((who, whom)), today,
        )
        for who, whom in pairs
    ]  # fmt: skip


def _current(session: Session, reports: Mapping[tuple[str, str], Report]) -> dict[tuple[str, str], Sum]:
    """Until when each report is current, by the school's clock; nothing where that is switched off."""
    rule = next(one for one in clocks.in_force(session) if one.code == "advice_stale")
    if not rule.is_on:
        return {}
    closures = clocks.closures(session)
    return {pair: count(rule, report.happened_on, closures) for pair, report in reports.items()}


def _seen(session: Session, today: date, pupil_id: str | None) -> Iterable[tuple[tuple[str, str], date]]:
    """When somebody outside saw a pupil: a step says so, a visit that was held, a report that names the day."""
    for pair, code, day in _steps(session, pupil_id):
        if code == "seen":
            yield pair, day
    for report in _newest_last(session, Report, pupil_id):
        if report.professional_id is not None and report.seen_on is not None:
            yield (report.professional_id, report.pupil_id), report.seen_on
    for visit in _newest_last(session, Happening, pupil_id):
        if visit.professional_id is not None and visit.kind == "visit" and visit.happened_on <= today:
            yield (visit.professional_id, visit.pupil_id), visit.happened_on


def _steps(session: Session, pupil_id: str | None) -> list[tuple[tuple[str, str], str, date]]:
    query = (
        select(Referral.professional_id, Referral.pupil_id, ReferralStep.code, ReferralStep.happened_on)
        .join(ReferralStep, ReferralStep.referral_id == Referral.uuid)
        .where(Referral.deleted_at.is_(None), ReferralStep.deleted_at.is_(None))
    )
    if pupil_id is not None:
        query = query.where(Referral.pupil_id == pupil_id)
    return [((who, whom), code, day) for who, whom, code, day in session.execute(query)]


def _newest_last(session: Session, entity: Any, pupil_id: str | None) -> Sequence[Any]:
    query = select(entity).where(entity.deleted_at.is_(None))
    if pupil_id is not None:
        query = query.where(entity.pupil_id == pupil_id)
    return session.scalars(query.order_by(entity.happened_on, entity.written_at)).all()


def _pupils(session: Session, ids: set[str], always: str | None) -> dict[str, tuple[str, str]]:
    query = select(Pupil).where(Pupil.deleted_at.is_(None))
    rows = [one for one in session.scalars(query) if one.uuid in ids and (one.left_on is None or one.uuid == always)]
    return {one.uuid: (one.name, one.class_name) for one in rows}


def _check_named(store: Store, values: Mapping[str, Any], uuid: str) -> None:
    name, service = str(values.get("name", "")).strip(), str(values.get("service", "")).strip()
    if not name and not service:
        raise Refused("A name or a service is needed; nothing was changed. Type one of them.")
    with store.read() as session:
        query = select(Professional).where(Professional.deleted_at.is_(None), Professional.uuid != uuid)
        same = [
            one
            for one in session.scalars(query)
            if (one.name.casefold().strip(), one.service.casefold().strip()) == (name.casefold(), service.casefold())
        ]
    if same:
        raise Refused(f"{same[0].whole} is in the directory already; nothing was changed. Look at the line there.")


def _check_span(store: Store, pupil_id: str, begun: Any, ended: Any) -> None:
    if isinstance(begun, date):
        refuse_before_birth(store, pupil_id, begun, "Their work")
    if isinstance(begun, date) and isinstance(ended, date) and ended < begun:
        raise Refused(
            f"It cannot have ended on {written_day(ended)}, before it began ({written_day(begun)}); nothing was changed. "
            "Check both dates."
        )


def _told_of(session: Session, uuid: str) -> str:
    kinds: tuple[tuple[Any, str], ...] = (
        (Referral, "referral"), (Report, "report"), (Involvement, "pupil they work with"), (Happening, "visit"),
    )  # fmt: skip
    for entity, words in kinds:
        query = select(entity.uuid).where(entity.professional_id == uuid, entity.deleted_at.is_(None)).limit(1)
        if session.scalars(query).first() is not None:
            return f"There is a {words} of theirs"
    return ""


def _is_gone(one: Professional, today: date) -> bool:
    return one.left_on is not None and one.left_on <= today
