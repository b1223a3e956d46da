"""Filling the governors' summary: numbers of those on the register and of the school year, small ones held back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.plans.cycle import Cycle, Review, TargetOutcome
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import LayerPeriod
from gradesk.model.rules.days.school_year import Span, academic_year
from gradesk.model.rules.suppression import alone, part, table
from gradesk.model.school.school import Layer, Rating
from gradesk.model.vocabulary import NEEDS, STATUSES, YEAR_GROUPS
from gradesk.services.meetings import home_contacts
from gradesk.services.paper import layouts
from gradesk.services.paper.class_sheets import Count, CountTable, GovernorsSheet, YearInNumbers
from gradesk.services.paper.gathering.pages import common
from gradesk.services.paper.gathering.registers import ON_THE_REGISTER
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.pupils import register
from gradesk.services.pupils.register import RegisterRow
from gradesk.services.school import school
from gradesk.store.work import Store

NOT_RECORDED = "Not recorded"


@dataclass(frozen=True)
class _Year:
    """What happened in a school year, over all pupils who are not deleted."""

    cycles: int
    rated: int
    met: int
    contacts: int
    reviews: int
    up: int
    down: int


def governors_sheets(store: Store, _pupil_ids: Sequence[str] = ()) -> list[GovernorsSheet]:
    """One sheet of the whole school, whoever is asked for."""
    card, span = school.card(store), academic_year(store.clock.today())
    rows = register.everyone(store, ON_THE_REGISTER)
    wanted = school.contact_rules(store).wanted
    with store.read() as session:
        year = _year(session, span, {row.uuid for row in rows}, wanted)
    tables = {
        "status": _table("status", (STATUSES.label(row.status) for row in rows), [one.label for one in STATUSES]),
        "layer": _layers(store, rows),
        "year": _table("year", (YEAR_GROUPS.label(row.year_group) for row in rows), [one.label for one in YEAR_GROUPS]),
        "need": _table("need", (NEEDS.label(row.primary_need) for row in rows), [one.label for one in NEEDS]),
        "progress": _progress(rows, year, wanted),
    }
    return [
        GovernorsSheet(
            heading=PupilHeading(preferred_name=card.name, is_group=True),
            **common(store),
            year=YearInNumbers(
                span.name,
                alone(len(rows)),
                alone(year.cycles),
                part(year.contacts, wanted * len(rows)),
                wanted * len(rows),
                alone(year.reviews),
                round(100 * year.met / year.rated) if part(year.met, year.rated).count and year.rated else None,
                alone(year.down),
            ),
            tables=tuple(
                CountTable(one.code, one.heading, tables[one.code].counts, tables[one.code].total)
                for one in layouts.layout(store, "governors").shown()
                if tables[one.code].counts
            ),
        )
    ]


def _table(code: str, labels: Iterable[str], order: Sequence[str]) -> CountTable:
    """The labels counted, in an order, those that nobody has left out."""
    found = Counter(label or NOT_RECORDED for label in labels)
    known = [label for label in (*order, NOT_RECORDED) if found[label]]
    counts = [found[label] for label in known]
    shown = table(counts)
    return CountTable(
        code, "", tuple(Count(label, one) for label, one in zip(known, shown, strict=True)), alone(sum(counts))
    )


def _layers(store: Store, rows: Sequence[RegisterRow]) -> CountTable:
    labels = {row.code: row.label for row in school.layers(store)}
    return _table("layer", (labels.get(row.layer, row.layer) for row in rows), list(labels.values()))


def _progress(rows: Sequence[RegisterRow], year: _Year, wanted: int) -> CountTable:
    agreed = sum(row.plan_state in {"agreed", "active", "reviewed"} for row in rows)
    drafts = sum(row.plan_state == "draft" for row in rows)
    return CountTable(
        "progress",
        "",
        (
            Count("Cycles closed", alone(year.cycles)),
            Count("{count} % of targets met or partly met", part(year.met, year.rated), year.rated),
            Count("Contacts with home", part(year.contacts, wanted * len(rows)), wanted * len(rows)),
            Count("Reviews with parents", alone(year.reviews)),
            Count("Plans agreed", part(agreed, len(rows)), len(rows)),
            Count("Plans that wait for agreement", alone(drafts)),
            Count("Moved to more support", alone(year.up)),
            Count("Moved to less support", alone(year.down)),
        ),
    )


def _year(session: Session, span: Span, on_register: set[str], wanted: int) -> _Year:
    here = select(Pupil.uuid).where(Pupil.deleted_at.is_(None))
    closed = session.scalar(
        select(func.count())
        .select_from(Cycle)
        .where(
            Cycle.deleted_at.is_(None), Cycle.closed_on.between(span.starts_on, span.ends_on), Cycle.pupil_id.in_(here)
        )
    )
    rated = session.execute(
        select(Rating.is_success, Rating.is_movement)
        .join(TargetOutcome, TargetOutcome.rating_id == Rating.uuid)
        .join(Review, Review.uuid == TargetOutcome.review_id)
        .where(
            TargetOutcome.deleted_at.is_(None),
            Review.deleted_at.is_(None),
            Review.recorded_on.is_not(None),
            Review.happened_on.between(span.starts_on, span.ends_on),
            Review.pupil_id.in_(here),
        )
    ).all()
    contacts = home_contacts.counted(session, span.starts_on, span.ends_on)
    held = session.scalar(
        select(func.count())
        .select_from(Review)
        .join(Cycle, Cycle.uuid == Review.cycle_id)
        .where(
            Review.deleted_at.is_(None),
            Cycle.deleted_at.is_(None),
            Review.recorded_on.is_not(None),
            Review.with_home,
            Review.happened_on.between(span.starts_on, span.ends_on),
            Review.pupil_id.in_(on_register),
        )
    )
    up, down = _moves(session, span)
    return _Year(
        closed or 0,
        len(rated),
        sum(success or movement for success, movement in rated),
        sum(min(count, wanted) for pupil_id, count in contacts.items() if pupil_id in on_register),
        held or 0,
        up,
        down,
    )


def _moves(session: Session, span: Span) -> tuple[int, int]:
    """Moves from one layer to one with more support, and to one with less, that began in the year."""
    places: dict[str, int] = {row.code: row.position for row in session.scalars(select(Layer))}
    periods = session.execute(
        select(LayerPeriod.pupil_id, LayerPeriod.layer, LayerPeriod.starts_on)
        .join(Pupil, Pupil.uuid == LayerPeriod.pupil_id)
        .where(LayerPeriod.deleted_at.is_(None), Pupil.deleted_at.is_(None))
        .order_by(LayerPeriod.pupil_id, LayerPeriod.starts_on)
    ).all()
    steps = [
        places.get(after.layer, 0) - places.get(before.layer, 0)
        for before, after in pairwise(periods)
        if before.pupil_id == after.pupil_id and span.holds(after.starts_on)
    ]
    return sum(step > 0 for step in steps), sum(step < 0 for step in steps)
