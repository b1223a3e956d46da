"""Who might be in a group: pupils whose need, age and open target fit an intervention, each with why; and what to think over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.support import Need
from gradesk.model.rules.days.year_group import age_on, place_of
from gradesk.model.rules.plan_states import OPEN
from gradesk.model.rules.term import blocks
from gradesk.model.rules.term.blocks import Member
from gradesk.model.term.provision import Provision
from gradesk.model.vocabulary import NEEDS
from gradesk.services.pupils import register
from gradesk.services.pupils.register import RegisterRow
from gradesk.services.term import provisions
from gradesk.services.term.interventions import Entry
from gradesk.store.work import Store

_FIRST_YEAR = 4  # years old is who begins the year of school that is counted 0
_LETTERS = 70  # of a target's words


@dataclass(frozen=True)
class Suggested:
    """A pupil who might be in it, and why, in words."""

    pupil_id: str
    name: str
    class_name: str
    why: str


def suggested(store: Store, entry: Entry) -> list[Suggested]:
    """Pupils of the register whose area of need, age and an open target fit, and who do not have it; by class and name."""
    today = store.clock.today()
    with store.read() as session:
        needs, targets = _needs(session), open_targets(session)
        now = provisions.given(session, None, *provisions.running(today), Provision.intervention == entry.code)
    found = []
    for row in register.everyone(store):
        age = _age(row, today)
        mine = [need for need in needs.get(row.uuid, ()) if _area(need) in entry.areas]
        open_for = [target for target in targets.get(row.uuid, ()) if target.area in entry.areas]
        fits = age is not None and entry.ages[0] <= age <= entry.ages[1]
        if row.status in "EKW" and fits and mine and open_for and row.uuid not in now:
            why = f"{NEEDS.label(mine[0].code)}; {age} years; target: {_short(open_for[0])}"
            found.append(Suggested(row.uuid, row.name, row.class_name, why))
    return sorted(found, key=lambda one: (one.class_name, one.name))


def minded(store: Store, entry: Entry, pupil_ids: Sequence[str]) -> list[str]:
    """What to think over before it begins for these pupils, as sentences; nothing of it forbids."""
    today = store.clock.today()
    with store.read() as session:
        needs = _needs(session)
        now = provisions.given(
            session, list(pupil_ids), *provisions.running(today), Provision.intervention == entry.code
        )
    rows = {row.uuid: row for row in register.of(store, list(pupil_ids))}
    members = [
        Member(
            _age(rows[uuid], today) if uuid in rows else None,
            frozenset(area for need in needs.get(uuid, ()) if (area := _area(need))),
        )
        for uuid in pupil_ids
    ]
    has_it = [rows[uuid].name for uuid in pupil_ids if uuid in now and uuid in rows]
    said = blocks.warnings(entry.group, entry.ages, members, entry.areas) if pupil_ids else []
    return [*said, *(f"{name} has it already." for name in has_it)]


def _age(row: RegisterRow, today: date) -> int | None:
    if row.date_of_birth is not None:
        return age_on(row.date_of_birth, today)
    place = place_of(row.year_group)
    return None if place is None else place + _FIRST_YEAR


def _area(need: Need) -> str:
    return need.area or (NEEDS[need.code].meaning if need.code in NEEDS else "")


def _needs(session: Session) -> dict[str, list[Need]]:
    found: dict[str, list[Need]] = {}
    query = select(Need).where(Need.ends_on.is_(None), Need.deleted_at.is_(None)).order_by(Need.rank)
    for need in session.scalars(query):
        found.setdefault(need.pupil_id, []).append(need)
    return found


def open_targets(session: Session) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    query = (
        select(Target)
        .join(Plan, Plan.uuid == Target.plan_id)
        .where(Target.deleted_at.is_(None), Plan.deleted_at.is_(None), Plan.state.in_(OPEN))
        .order_by(Plan.starts_on.desc(), Target.position)
    )
    for target in session.scalars(query):
        found.setdefault(target.pupil_id, []).append(target)
    return found


def _short(target: Target) -> str:
    words = target.does or target.staff_wording
    return words if len(words) <= _LETTERS else f"{words[:_LETTERS].rsplit(' ', 1)[0]} …"
