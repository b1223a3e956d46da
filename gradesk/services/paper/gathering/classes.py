"""Filling the sheets about a class: its grid, and what a supply teacher needs on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from gradesk.model.plans.passport import Passport
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import Adjustment, StatusPeriod
from gradesk.model.school.staff import StaffMember
from gradesk.model.term.provision import Provision
from gradesk.model.vocabulary import YEAR_GROUPS
from gradesk.services.paper import layouts
from gradesk.services.paper.class_sheets import AwayRow, ClassGridSheet, Column, GridRow, Often, SupplyRow, SupplySheet
from gradesk.services.paper.gathering.pages import common
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.portions import chunked
from gradesk.services.school import school
from gradesk.services.school.school import SchoolCard
from gradesk.services.term import provisions
from gradesk.store.work import Store

AT_ONCE = 400
_WATCHED = frozenset("KEW")
# A school of some thousands is read for one page, so no more of each than stands on it.
_OF_A_PERSON = (
    Pupil.uuid, Pupil.preferred_forename, Pupil.legal_forename, Pupil.preferred_surname, Pupil.legal_surname,
    Pupil.class_name, Pupil.year_group, Pupil.date_of_birth, Pupil.medical, StaffMember.name, StatusPeriod.status,
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """A pupil with what every page about a class says of them."""

    uuid: str
    heading: PupilHeading
    status: str
    medical: str


def people(session: Session, pupil_ids: Sequence[str]) -> list[Person]:
    """Those who are not deleted, in the order asked for."""
    found: dict[str, Person] = {}
    on = and_(StatusPeriod.pupil_id == Pupil.uuid, StatusPeriod.ends_on.is_(None), StatusPeriod.deleted_at.is_(None))
    for ids in chunked(pupil_ids):
        query = (
            select(*_OF_A_PERSON)
            .outerjoin(StaffMember, StaffMember.uuid == Pupil.key_adult_id)
            .outerjoin(StatusPeriod, on)
            .where(Pupil.uuid.in_(ids), Pupil.deleted_at.is_(None))
        )
        for row in session.execute(query):
            heading = PupilHeading(
                preferred_name=Pupil.called(row.preferred_forename, row.legal_forename, row.legal_surname),
                surname=row.preferred_surname or row.legal_surname,
                class_name=row.class_name,
                year_label=YEAR_GROUPS.label(row.year_group),
                key_adult=row.name or "",
                date_of_birth=row.date_of_birth,
            )
            found[row.uuid] = Person(row.uuid, heading, row.status or "N", row.medical)
    return [found[uuid] for uuid in dict.fromkeys(pupil_ids) if uuid in found]


def group_heading(card: SchoolCard, here: Sequence[Person]) -> PupilHeading:
    """What a list of pupils is called: their class if they share one, else their number."""
    classes = {one.heading.class_name for one in here}
    counted = card.words.say(f"{len(here)} {{pupils}}" if len(here) != 1 else "1 {pupil}")
    return PupilHeading(preferred_name=(classes.pop() if len(classes) == 1 else "") or counted, is_group=True)


def class_grid_sheets(store: Store, pupil_ids: Sequence[str]) -> list[ClassGridSheet]:
    """One sheet of these pupils in their order, with the columns the school wants; none for nobody."""
    card = school.card(store)
    columns = tuple(
        Column(one.code, one.heading, one.is_outside) for one in layouts.layout(store, "class-grid").shown()
    )
    with store.read() as session:
        here = people(session, pupil_ids)
        passports = _passports(session, [one.uuid for one in here])
    rows = [GridRow(one.heading, _texts(one, passports.get(one.uuid), columns)) for one in here]
    with_words = [row for row in rows if any(text.strip() for text in row.texts)]
    if not here:
        return []
    return [
        ClassGridSheet(
            pupil_ids=tuple(one.uuid for one in here),
            heading=group_heading(card, here),
            **common(store),
            columns=columns,
            rows=tuple(with_words),
            others=len(rows) - len(with_words),
        )
    ]


def supply_sheets(store: Store, pupil_ids: Sequence[str], day: date | None = None) -> list[SupplySheet]:
    """A sheet for each class among these pupils, on a day; today unless another is given."""
    card, on = school.card(store), day or store.clock.today()
    fixed = {**common(store), "made_on": on}
    with store.read() as session:
        here = people(session, pupil_ids)
        ids = [one.uuid for one in here]
        passports, own = _passports(session, ids), _adjustments(session, ids, on)
        away = _away(session, ids, on)
        every_day = _every_day(session, {one.heading.class_name for one in here}, on)
    classes: dict[str, list[Person]] = defaultdict(list)
    for one in here:
        classes[one.heading.class_name].append(one)
    sheets: list[SupplySheet] = []
    for name, members in classes.items():
        rows = [_supply_row(one, passports.get(one.uuid), own.get(one.uuid, ())) for one in members]
        known = [
            row
            for row, one in zip(rows, members, strict=True)
            if one.status in _WATCHED or any((row.helps, row.avoid, row.health, row.adjustments))
        ]
        sheets.append(
            SupplySheet(
                pupil_ids=tuple(one.uuid for one in members),
                heading=group_heading(card, members),
                **fixed,
                every_day=every_day.get(name, ()) + every_day.get("", ()) if name else every_day.get("", ()),
                rows=tuple(known),
                away=tuple(
                    AwayRow(one.heading, row.name, row.led_by, Often(row.times_a_week, row.minutes))
                    for one in members
                    for row in away.get(one.uuid, ())
                ),
                others=len(rows) - len(known),
            )
        )
    return sheets


def _texts(one: Person, passport: Passport | None, columns: Iterable[Column]) -> tuple[str, ...]:
    values = {"health": one.medical, "go_to": (passport.go_to if passport else "") or one.heading.key_adult}
    return tuple(
        values.get(column.code, "") or (getattr(passport, column.code, "") if passport else "") for column in columns
    )


def _supply_row(one: Person, passport: Passport | None, adjustments: Sequence[str]) -> SupplyRow:
    return SupplyRow(
        one.heading,
        passport.helps if passport else "",
        tuple(adjustments),
        passport.does_not_help if passport else "",
        one.medical,
        one.heading.key_adult or (passport.go_to if passport else ""),
    )


def _passports(session: Session, pupil_ids: Sequence[str]) -> dict[str, Passport]:
    return {
        row.pupil_id: row
        for ids in chunked(pupil_ids)
        for row in session.scalars(select(Passport).where(Passport.pupil_id.in_(ids), Passport.deleted_at.is_(None)))
    }


def _running(day: date) -> list[ColumnElement[bool]]:
    begun = or_(Adjustment.starts_on.is_(None), Adjustment.starts_on <= day)
    return [Adjustment.deleted_at.is_(None), begun, or_(Adjustment.ends_on.is_(None), Adjustment.ends_on > day)]


def _adjustments(session: Session, pupil_ids: Sequence[str], day: date) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for ids in chunked(pupil_ids):
        query = select(Adjustment).where(Adjustment.pupil_id.in_(ids), *_running(day))
        for row in session.scalars(query.order_by(Adjustment.written_at)):
            assert row.pupil_id is not None
            found[row.pupil_id] = (*found.get(row.pupil_id, ()), _with_place(row))
    return found


def _every_day(session: Session, classes: set[str], day: date) -> dict[str, tuple[str, ...]]:
    """By class, "" for the whole school."""
    found: dict[str, tuple[str, ...]] = {}
    query = select(Adjustment).where(
        Adjustment.pupil_id.is_(None),
        Adjustment.class_name.in_({*classes, ""}),
        *_running(day),
    )
    for row in session.scalars(query.order_by(Adjustment.written_at)):
        found[row.class_name] = (*found.get(row.class_name, ()), _with_place(row))
    return found


def _with_place(row: Adjustment) -> str:
    return f"{row.words} ({row.lessons})" if row.lessons.strip() else row.words


def _away(session: Session, pupil_ids: Sequence[str], day: date) -> dict[str, list[Provision]]:
    """Support outside the class that runs on the day; one whose planned end has passed still runs until it is ended."""
    outside = (Provision.form != "class", *provisions.running(day))
    return {
        pupil_id: sorted((one.provision for one in found if one.runs(day)), key=lambda row: (row.name, row.starts_on))
        for pupil_id, found in provisions.given(session, pupil_ids, *outside).items()
    }
