"""Filling the maps of support: of one pupil with its targets, and of a class or the whole school with who gets it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.rules import doses
from gradesk.model.rules.days.school_year import academic_year
from gradesk.model.rules.plan_states import IN_FORCE
from gradesk.model.term.provision import Provision
from gradesk.model.vocabulary import AREAS, PROVISION_FORMS
from gradesk.services.paper.class_sheets import Often, SupportMapSheet, SupportPart, SupportRow
from gradesk.services.paper.gathering import maps
from gradesk.services.paper.gathering.classes import Person, group_heading, people
from gradesk.services.paper.gathering.pages import common
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.portions import chunked
from gradesk.services.school import school
from gradesk.services.term import provisions, serving
from gradesk.services.term.provisions import Given
from gradesk.store.work import Store

OTHER = "Other support"


def pupil_map_sheets(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[SupportMapSheet]:
    """A map for each of these pupils who has, or this school year had, support; or one in columns (`maps.offered_of_one`)."""
    if which:
        return maps.map_sheets(store, pupil_ids, which, each=True)
    today = store.clock.today()
    with store.read() as session:
        here = people(session, pupil_ids)
        ids = [one.uuid for one in here]
        found, targets = _provisions(session, ids, today), _targets(session, ids)
        planned = _planned(session, ids, today)
    fixed = common(store)
    sheets: list[SupportMapSheet] = []
    for one in here:
        mine, said = found.get(one.uuid, []), planned.get(one.uuid, [])
        if mine or said:
            running = [(row.provision.area, _row(row)) for row in mine if row.runs(today)]
            running += _said_only(running, said)
            ended = tuple(_row(row) for row in mine if not row.runs(today))
            parts = _parts(running, targets.get(one.uuid, {}))
            sheets.append(_sheet(fixed, [one], one.heading, parts, ended))
    return sheets


def class_map_sheets(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[SupportMapSheet]:
    """One map of these pupils: the same support given in the same way stands once, with all who get it. Or one in columns
    (`maps.offered`).
    """
    if which:
        return maps.map_sheets(store, pupil_ids, which)
    today = store.clock.today()
    with store.read() as session:
        here = people(session, pupil_ids)
        ids = [one.uuid for one in here]
        found, planned = _provisions(session, ids, today), _planned(session, ids, today)
    if not here:
        return []
    together: dict[tuple[str, SupportRow], list[tuple[PupilHeading, SupportRow]]] = defaultdict(list)
    for one in here:
        mine = [(row.provision.area, _row(row)) for row in found.get(one.uuid, ()) if row.runs(today)]
        for area, made in mine + _said_only(mine, planned.get(one.uuid, [])):
            key = replace(made, starts_on=None, until=None, outcome="")
            together[area, key].append((one.heading, made))
    running = [
        (area, replace(key, starts_on=_first(made), until=_last(made), pupils=tuple(who for who, _ in made)))
        for (area, key), made in together.items()
    ]
    card = school.card(store)
    return [_sheet(common(store), here, group_heading(card, here), _parts(running, {}), ())]


def _sheet(
    fixed: Mapping[str, Any],
    here: Sequence[Person],
    heading: PupilHeading,
    parts: tuple[SupportPart, ...],
    ended: tuple[SupportRow, ...],
) -> SupportMapSheet:
    return SupportMapSheet(
        **fixed,
        pupil_ids=tuple(one.uuid for one in here),
        heading=heading,
        parts=parts,
        ended=ended,
    )


def _parts(running: Sequence[tuple[str, SupportRow]], targets: dict[str, list[str]]) -> tuple[SupportPart, ...]:
    """By area in the order of the list, what has none last; within an area by name."""
    return tuple(
        SupportPart(
            AREAS.label(area) or OTHER,
            tuple(sorted((row for found, row in running if found == area), key=lambda row: row.what.casefold())),
            tuple(targets.get(area, ())) if area else (),
        )
        for area in (*AREAS.codes, "")
        if any(found == area for found, _ in running)
    )


def _row(one: Given) -> SupportRow:
    row = one.provision
    return SupportRow(
        what=row.name,
        form=PROVISION_FORMS.label(row.form),
        led_by=row.led_by,
        often=Often(row.times_a_week, row.minutes),
        starts_on=one.starts_on,
        until=one.ends_on or row.planned_to,
        outcome=row.outcome,
    )


def _first(made: Iterable[tuple[PupilHeading, SupportRow]]) -> date | None:
    return min((row.starts_on for _, row in made if row.starts_on), default=None)


def _last(made: Iterable[tuple[PupilHeading, SupportRow]]) -> date | None:
    return max((row.until for _, row in made if row.until), default=None)


def _provisions(session: Session, pupil_ids: Sequence[str], today: date) -> dict[str, list[Given]]:
    """What has begun and runs still, or ended in this school year, by pupil."""
    begins = academic_year(today).starts_on
    this_year = (
        Provision.starts_on <= today,
        or_(Provision.ends_on.is_(None), Provision.ends_on >= begins),
    )
    found = provisions.given(session, pupil_ids, *this_year)
    return {
        pupil_id: [one for one in rows if one.starts_on <= today and (one.ends_on is None or one.ends_on >= begins)]
        for pupil_id, rows in found.items()
    }


def _said_only(
    running: Sequence[tuple[str, SupportRow]], said: Sequence[tuple[str, SupportRow]]
) -> list[tuple[str, SupportRow]]:
    """What targets and plans say, but for what is recorded as support under the same name: that is one and the same."""
    there = {row.what.casefold().strip(" .") for _, row in running}
    found: dict[tuple[str, str], tuple[str, SupportRow]] = {}
    for area, row in said:
        words = row.what.casefold().strip(" .")
        if not any(name and (name in words or words in name) for name in there):
            found.setdefault((area, words), (area, row))
    return list(found.values())


def _planned(session: Session, pupil_ids: Sequence[str], today: date) -> dict[str, list[tuple[str, SupportRow]]]:
    """The support that targets and plans in force speak of, by pupil, with its area."""
    found: dict[str, list[tuple[str, SupportRow]]] = defaultdict(list)
    for ids in chunked(pupil_ids):
        plans = _plans_in_force(session, ids)
        days = {plan.uuid: (plan.starts_on, plan.review_on) for plan in plans.values()}
        query = select(Target).where(Target.plan_id.in_(days), Target.deleted_at.is_(None)).order_by(Target.position)
        targets = session.scalars(query).all()
        served = serving.served(session, [one.uuid for one in targets])
        for one in targets:
            # What is linked to support is told by that.
            if one.how.strip() and not any(each.runs(today) for each in served.get(one.uuid, ())):
                found[one.pupil_id].append((one.area, _of_target(one, *days[one.plan_id])))
        for plan in plans.values():
            lines = [line.strip(" -•\t") for line in plan.provision.splitlines()]
            row = SupportRow(what="", starts_on=plan.starts_on, until=plan.review_on)
            found[plan.pupil_id] += [("", replace(row, what=line, often=_often(line, line))) for line in lines if line]
    return {
        pupil_id: [(area, row) for area, row in rows if row.starts_on is None or row.starts_on <= today]
        for pupil_id, rows in found.items()
    }


def _of_target(one: Target, starts_on: date, review_on: date | None) -> SupportRow:
    dose = " · ".join(part.strip() for part in (one.how_often, one.how_long) if part.strip())
    return SupportRow(
        what=" ".join(one.how.split()),
        led_by=one.who,
        often=_often(one.how_often, one.how_long),
        starts_on=starts_on,
        until=one.by_when or review_on,
        dose=dose,
    )


def _often(how_often: str, how_long: str) -> Often:
    return Often(doses.times_a_week(how_often), doses.minutes(how_long))


def _plans_in_force(session: Session, ids: Sequence[str]) -> dict[str, Plan]:
    query = select(Plan).where(Plan.pupil_id.in_(ids), Plan.deleted_at.is_(None), Plan.state.in_(IN_FORCE))
    return {plan.pupil_id: plan for plan in session.scalars(query.order_by(Plan.starts_on, Plan.written_at))}


def _targets(session: Session, pupil_ids: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """The targets of the newest plan of each pupil that is in use, by area."""
    found: dict[str, dict[str, list[str]]] = {}
    for ids in chunked(pupil_ids):
        newest = [plan.uuid for plan in _plans_in_force(session, ids).values()]
        query = select(Target).where(Target.plan_id.in_(newest), Target.deleted_at.is_(None))
        for row in session.scalars(query.order_by(Target.position)):
            words = row.pupil_wording.strip() or row.staff_wording.strip()
            if words:
                found.setdefault(row.pupil_id, {}).setdefault(row.area, []).append(words)
    return found
