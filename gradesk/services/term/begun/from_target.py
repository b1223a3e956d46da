"""Support begun from what a target says, and the groups that run already and would fit its pupil."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules import doses
from gradesk.model.rules.days.year_group import place_of
from gradesk.model.rules.term import blocks, dose_words, plain_words
from gradesk.model.rules.term.dose_words import Dose
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.services.pupils import pupils
from gradesk.services.term import interventions, provisions, registers, serving
from gradesk.services.term.interventions import Entry
from gradesk.services.term.registers import Calendar
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MOST = 8  # pupils in a group that takes one more (domain 1.1: a small group is 6 to 8)
OFFERED = 5  # groups that are offered at most


@dataclass(frozen=True)
class Fit:
    """Support that runs and would serve a target: what it is, in words; whether its pupil has it already."""

    provision_id: str
    name: str
    words: str
    has_it: bool


def draft(store: Store, target_id: str) -> dict[str, Any]:
    """The values of support that does what a target says; what its words do not say plainly is left open."""
    target, plan = _target(store, target_id)
    entries = interventions.find(store)
    with store.read() as session:
        school = registers.calendar(session)
    dose = dose_words.read(", ".join(part for part in (target.how_long, target.how_often) if part.strip()))
    if dose is None:
        both = f"{target.how_long} {target.how_often}"
        dose = Dose(doses.times_a_week(target.how_often), doses.minutes(both))
    name = plain_words.name_of(target.how)
    form = plain_words.form_of(target.how, target.place)
    return values(
        target, plan, name, form, dose, interventions.named_in(entries, target.how), store.clock.today(), school
    )


def values(
    target: Target, plan: Plan, name: str, form: str, dose: Dose, entry: Entry | None, today: date, school: Calendar
) -> dict[str, Any]:
    """Support as a target tells of it; an entry of the catalogue that it names says what the target does not."""
    starts = max(today, plan.starts_on)
    by = target.by_when or plan.review_on
    ends = interventions.end_of(school, starts, dose.weeks) if dose.weeks else by
    usual = blocks.form(entry.group[0], 1) if entry is not None else "one_to_one"
    return {
        "name": entry.name.split(" (")[0] if entry is not None else name,
        "intervention": entry.code if entry is not None else "",
        "form": form or usual,
        "area": target.area or (entry.areas[0] if entry is not None else ""),
        "led_by": " ".join(target.who.split()),
        "times_a_week": dose.times,
        "minutes": dose.minutes,
        "starts_on": starts,
        "planned_to": ends if ends is not None and ends >= starts else None,
        "cost_role": entry.role if entry is not None else "",
        "exit_criterion": " ".join(target.success_criterion.split()),
        "measure": (entry.measure or entry.measure_words) if entry is not None else "",
    }


def begin(store: Store, target_id: str, given: Mapping[str, Any]) -> str:
    """Begin support for the pupil of a target, linked to it, in one step. Returns its uuid."""
    target, _ = _target(store, target_id)
    name = pupils.first_name(store, target.pupil_id)
    with store.work(f"Begin support for {name}’s target {target.position}"):
        uuid = provisions.add(store, [target.pupil_id], given)
        serving.link(store, uuid, target_id)
    return uuid


def take(store: Store, target_id: str, provision_id: str) -> None:
    """Let support that runs serve a target too; its pupil joins today, if they are not in it yet."""
    target, _ = _target(store, target_id)
    name = pupils.first_name(store, target.pupil_id)
    with store.work(f"{name} joins support for target {target.position}") as session:
        row = provisions.there(session, provision_id)
        members = {one.pupil_id for one in session.scalars(provisions.members_of(provision_id))}
        if target.pupil_id not in members:
            provisions.join(store, provision_id, target.pupil_id, max(store.clock.today(), row.starts_on))
        serving.link(store, provision_id, target_id)


def fitting(store: Store, target_id: str) -> list[Fit]:
    """What runs and would serve a target: first what its pupil has, then groups of its area with room and of about that age."""
    target, _ = _target(store, target_id)
    today = store.clock.today()
    entry = interventions.named_in(interventions.find(store), target.how)
    with store.read() as session:
        linked = {one.given.uuid for one in serving.served(session, [target_id]).get(target_id, ())}
        pupil = session.get_one(Pupil, target.pupil_id)
        rows = session.scalars(
            select(Provision).where(*_runs(today)).order_by(Provision.name, Provision.starts_on)
        ).all()
        classes = _years(session, [row.uuid for row in rows])
    found = []
    for row in rows:
        members = classes.get(row.uuid, {})
        has_it = target.pupil_id in members
        named = entry is not None and row.intervention == entry.code
        same = bool(target.area) and row.area == target.area
        if row.uuid not in linked and (has_it or ((same or named) and _has_room(row, members, pupil.year_group))):
            dose = dose_words.said(Dose(row.times_a_week, row.minutes))
            count = "1 is in it" if len(members) == 1 else f"{len(members)} are in it"
            told = ", ".join(part for part in (row.name, dose, row.led_by, count) if part)
            found.append((not has_it, not named, Fit(row.uuid, row.name, told, has_it)))
    return [fit for *_, fit in sorted(found, key=lambda one: one[:2])][:OFFERED]


def _has_room(row: Provision, members: Mapping[str, str], year: str) -> bool:
    if row.form != "group" or len(members) >= MOST:
        return False
    places = [place for each in (*members.values(), year) if (place := place_of(each)) is not None]
    return not places or max(places) - min(places) <= blocks.SPREAD


def _runs(today: date) -> list[Any]:
    return [
        *provisions.running(today),
        Provision.deleted_at.is_(None),
        func.coalesce(Provision.planned_to, today) >= today,
    ]


def _years(session: Session, provision_ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """By support, who is in it and has not left, with their year group."""
    found: dict[str, dict[str, str]] = {}
    query = (
        select(ProvisionMember, Pupil.year_group)
        .join(Pupil, Pupil.uuid == ProvisionMember.pupil_id)
        .where(
            ProvisionMember.provision_id.in_(provision_ids),
            ProvisionMember.deleted_at.is_(None),
            ProvisionMember.left_on.is_(None),
        )
    )
    for member, year in session.execute(query):
        found.setdefault(member.provision_id, {})[member.pupil_id] = year
    return found


def _target(store: Store, target_id: str) -> tuple[Target, Plan]:
    with store.read() as session:
        target = session.get(Target, target_id)
        plan = session.get(Plan, target.plan_id) if target is not None else None
    if target is None or plan is None or target.deleted_at is not None:
        raise Refused("This target was deleted meanwhile; nothing was begun. Restore it from the history.")
    return target, plan
