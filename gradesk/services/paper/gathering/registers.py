"""Filling the register list: everybody on it, or the pupils asked for, with how things stand for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.pupils.support import Need
from gradesk.model.rules.days.school_year import academic_year
from gradesk.model.vocabulary import NEEDS, PLAN_STATES, STATUSES
from gradesk.services.meetings import home_contacts
from gradesk.services.paper import layouts
from gradesk.services.paper.class_sheets import Column, RegisterLine, RegisterSheet
from gradesk.services.paper.gathering.classes import group_heading, people
from gradesk.services.paper.gathering.pages import common
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.portions import chunked
from gradesk.services.pupils import register
from gradesk.services.pupils.register import Criteria
from gradesk.services.school import school
from gradesk.store.work import Store

ON_THE_REGISTER = Criteria(status="KE")


def register_sheets(store: Store, pupil_ids: Sequence[str]) -> list[RegisterSheet]:
    """One list of these pupils in their order; of everybody on the register when none are named."""
    card, rules, today = school.card(store), school.contact_rules(store), store.clock.today()
    whole = not pupil_ids
    wanted = list(dict.fromkeys(pupil_ids)) or register.ids(store, ON_THE_REGISTER)
    rows = {row.uuid: row for row in register.of(store, wanted)}
    labels = {row.code: row.label for row in school.layers(store)}
    with store.read() as session:
        here = people(session, wanted)
        ids = [one.uuid for one in here]
        needs, contacts = _needs(session, ids), _contacts(session, ids, today)
    lines = tuple(
        RegisterLine(
            heading=one.heading,
            status=STATUSES.label(one.status),
            layer=labels.get(rows[one.uuid].layer, rows[one.uuid].layer),
            needs=tuple(needs.get(one.uuid, ())),
            lead=rows[one.uuid].lead,
            plan=PLAN_STATES.label(rows[one.uuid].plan_state),
            review_on=rows[one.uuid].next_review,
            contacts=contacts.get(one.uuid, 0),
            wanted=rules.wanted,
        )
        for one in here
    )
    name = PupilHeading(preferred_name=card.name, is_group=True) if whole or not here else group_heading(card, here)
    return [
        RegisterSheet(
            pupil_ids=tuple(ids),
            heading=name,
            **common(store),
            columns=tuple(
                Column(one.code, one.heading, one.is_outside) for one in layouts.layout(store, "register").shown()
            ),
            lines=lines,
        )
    ]


def _needs(session: Session, pupil_ids: Sequence[str]) -> dict[str, list[str]]:
    """The labels of each pupil's needs, the primary one first."""
    found: dict[str, list[str]] = defaultdict(list)
    for ids in chunked(pupil_ids):
        query = select(Need).where(Need.pupil_id.in_(ids), Need.ends_on.is_(None), Need.deleted_at.is_(None))
        for row in session.scalars(query.order_by(Need.rank)):
            found[row.pupil_id].append(NEEDS.label(row.code))
    return found


def _contacts(session: Session, pupil_ids: Sequence[str], today: date) -> Mapping[str, int]:
    """How many contacts of this school year count, by pupil."""
    year = academic_year(today)
    return home_contacts.counted(session, year.starts_on, year.ends_on, pupil_ids)
