"""The register: a list of pupils, found, filtered, sorted and read a page at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from gradesk.model.plans.cycle import Cycle
from gradesk.model.plans.plan import Plan
from gradesk.model.pupils.pupil import Pupil, searchable
from gradesk.model.pupils.register_view import SavedFilter
from gradesk.model.pupils.support import LayerPeriod, LeadPeriod, Need, StatusPeriod
from gradesk.model.rules.days.freshness import FRESHNESS, freshness
from gradesk.model.school.school import Layer
from gradesk.model.school.staff import StaffMember
from gradesk.model.vocabulary import NEEDS, PLAN_STATES, STATUSES, YEAR_GROUPS
from gradesk.services import editing
from gradesk.services.pupils.passport_dates import CHECKED, REVIEW, is_fresh_as, most_urgent_first
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

NONE = "-"  # filter value for "has none"
SOON = timedelta(days=21)
REVIEWS = {"overdue": "overdue", "soon": "due within three weeks", NONE: "none planned"}


@dataclass(frozen=True)
class Criteria:
    """What the list is narrowed to; an empty value does not narrow. `scope` is roll, leavers or deleted."""

    search: str = ""
    scope: str = "roll"
    status: str = ""
    layer: str = ""
    need: str = ""
    year_group: str = ""
    class_name: str = ""
    key_adult: str = ""
    lead: str = ""
    plan_state: str = ""
    passport: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line of the register. Codes, not labels; `name` is the preferred one."""

    uuid: str
    name: str
    legal_name: str
    preferred_name: str
    upn: str
    date_of_birth: date | None
    year_group: str
    class_name: str
    status: str
    layer: str
    primary_need: str
    key_adult: str
    lead: str
    plan_state: str
    cycle: int | None
    stage: str
    next_review: date | None
    passport: str
    passport_checked: date | None


@dataclass(frozen=True)
class Choice:
    """One choice of a filter box."""

    value: str
    label: str


SORTS = (
    "name",
    "class_name",
    "year_group",
    "status",
    "layer",
    "primary_need",
    "key_adult",
    "lead",
    "plan_state",
    "stage",
    "next_review",
    "passport",
)

_STATUS = and_(StatusPeriod.pupil_id == Pupil.uuid, StatusPeriod.ends_on.is_(None), StatusPeriod.deleted_at.is_(None))
_LAYER = and_(LayerPeriod.pupil_id == Pupil.uuid, LayerPeriod.ends_on.is_(None), LayerPeriod.deleted_at.is_(None))
_NEED = and_(Need.pupil_id == Pupil.uuid, Need.rank == 1, Need.ends_on.is_(None), Need.deleted_at.is_(None))
_CYCLE = and_(Cycle.pupil_id == Pupil.uuid, Cycle.closed_on.is_(None), Cycle.deleted_at.is_(None))
_LEAD = and_(LeadPeriod.pupil_id == Pupil.uuid, LeadPeriod.ends_on.is_(None), LeadPeriod.deleted_at.is_(None))
_LEAD_ID = select(LeadPeriod.staff_id).where(_LEAD).correlate(Pupil).scalar_subquery()
_LEADER = aliased(StaffMember)
_LEAD_NAME = (
    select(_LEADER.name)
    .join(LeadPeriod, LeadPeriod.staff_id == _LEADER.uuid)
    .where(_LEAD)
    .correlate(Pupil)
    .scalar_subquery()
)
_YEAR_ORDER = case({code: place for place, code in enumerate(YEAR_GROUPS.codes)}, value=Pupil.year_group, else_=99)
_STATUS_ORDER = case({"E": 0, "K": 1, "W": 2}, value=StatusPeriod.status, else_=3)

_ORDER: dict[str, tuple[Any, ...]] = {
    "name": (),
    "class_name": (Pupil.class_name,),
    "year_group": (_YEAR_ORDER, Pupil.class_name),
    "status": (_STATUS_ORDER,),
    "layer": (func.coalesce(Layer.position, 99),),
    "primary_need": (func.coalesce(Need.code, "~"),),
    "key_adult": (func.coalesce(StaffMember.name, "~"),),
    "lead": (func.coalesce(_LEAD_NAME, "~"),),
    "stage": (func.coalesce(Cycle.stage, "~"),),
    "next_review": (func.coalesce(Cycle.review_due_on, "9999"),),
}


def _plan_state(today: date) -> Any:
    """The state of the newest plan; one that was agreed is active from its first day (`rules.plan_states`)."""
    begun = and_(Plan.state == "agreed", Plan.starts_on <= today)
    return (
        select(case((begun, "active"), else_=Plan.state))
        .where(Plan.pupil_id == Pupil.uuid, Plan.deleted_at.is_(None), Plan.state != "archived")
        .order_by(Plan.starts_on.desc(), Plan.written_at.desc())
        .limit(1)
        .correlate(Pupil)
        .scalar_subquery()
    )


def count(store: Store, criteria: Criteria, at_most: int | None = None) -> int:
    """How many pupils the criteria leave; where only a few matter, no more than `at_most` are looked at."""
    with store.read() as session:
        found = select(Pupil.uuid).where(*_conditions(criteria, store.clock.today())).limit(at_most)
        query = select(func.count()).select_from(found.subquery())
        return session.scalar(query) or 0


def page(
    store: Store, criteria: Criteria, sort: str = "name", descending: bool = False, offset: int = 0, limit: int = 200
) -> list[RegisterRow]:
    """A stretch of the list in order. `sort` is one of `SORTS`; equal values go by name."""
    with store.read() as session:
        ids = _ordered_ids(session, criteria, store.clock.today(), sort, descending, offset, limit)
        return _rows(session, ids, store.clock.today())


def everyone(store: Store, criteria: Criteria | None = None) -> list[RegisterRow]:
    """The whole list by name, for the command line and for batches."""
    with store.read() as session:
        ids = _ordered_ids(session, criteria or Criteria(), store.clock.today(), "name", False, 0, -1)
        return _rows(session, ids, store.clock.today())


def of(store: Store, pupil_ids: list[str]) -> list[RegisterRow]:
    """The lines of these pupils in their order; those who are not there any more are passed over."""
    with store.read() as session:
        kept: set[str] = set()
        for start in range(0, len(pupil_ids), 500):
            some = pupil_ids[start : start + 500]
            kept |= set(session.scalars(select(Pupil.uuid).where(Pupil.uuid.in_(some), Pupil.deleted_at.is_(None))))
        return _rows(session, [uuid for uuid in pupil_ids if uuid in kept], store.clock.today())


def ids(store: Store, criteria: Criteria) -> list[str]:
    """The uuids of the whole list by name."""
    with store.read() as session:
        return _ordered_ids(session, criteria, store.clock.today(), "name", False, 0, -1)


def choices(store: Store) -> dict[str, list[Choice]]:
    """What each filter box offers, from what the school really has."""
    with store.read() as session:
        here = Pupil.deleted_at.is_(None)
        years = set(session.scalars(select(Pupil.year_group).where(here).distinct()))
        classes = session.scalars(select(Pupil.class_name).where(here, Pupil.class_name != "").distinct()).all()
        layers = session.scalars(select(Layer).where(Layer.deleted_at.is_(None)).order_by(Layer.position)).all()
        adults = session.scalars(
            select(StaffMember).where(StaffMember.deleted_at.is_(None)).order_by(StaffMember.name)
        ).all()
    none = Choice(NONE, "none")
    return {
        "status": [Choice("KE", "On the SEN register (K and E)"), *(Choice(t.code, t.label) for t in STATUSES)],
        "layer": [*(Choice(row.code, row.label) for row in layers), none],
        "need": [*(Choice(term.code, term.label) for term in NEEDS), none],
        "year_group": [Choice(term.code, term.label) for term in YEAR_GROUPS if term.code in years],
        "class_name": [Choice(name, name) for name in sorted(classes, key=str.casefold)],
        "key_adult": [*(Choice(row.uuid, row.name) for row in adults), none],
        "lead": [*(Choice(row.uuid, row.name) for row in adults), none],
        "plan_state": [*(Choice(term.code, term.label) for term in PLAN_STATES if term.code != "archived"), none],
        "passport": [Choice(term.code, term.label.lower()) for term in FRESHNESS],
        "review": [Choice(code, label) for code, label in REVIEWS.items()],
    }


def save_filter(store: Store, name: str, criteria: Criteria) -> str:
    """Keep a filter under a name; the name of an older one replaces it."""
    if not name.strip():
        raise Refused("A saved filter needs a name; it was not kept. Type a name such as “Year 5, no plan”.")
    body = json.dumps({key: value for key, value in asdict(criteria).items() if value})
    for old in saved_filters(store):
        if old.name.casefold() == name.strip().casefold():
            editing.change(store, SavedFilter, old.uuid, {"criteria": body}, f"Change the filter “{old.name}”")
            return old.uuid
    return editing.add(
        store, SavedFilter, {"name": name.strip(), "criteria": body}, f"Keep the filter “{name.strip()}”"
    )


def saved_filters(store: Store) -> list[SavedFilter]:
    """The saved filters by name."""
    with store.read() as session:
        query = select(SavedFilter).where(SavedFilter.deleted_at.is_(None)).order_by(SavedFilter.name)
        return list(session.scalars(query))


def delete_filter(store: Store, uuid: str) -> None:
    """Forget a saved filter."""
    editing.remove(store, SavedFilter, uuid, "Delete a saved filter")


def criteria_of(saved: SavedFilter) -> Criteria:
    """The criteria a saved filter stands for; keys of a later Gradesk are passed over."""
    raw: Mapping[str, str] = json.loads(saved.criteria)
    known = asdict(Criteria())
    return Criteria(**{key: str(value) for key, value in raw.items() if key in known})


def _conditions(criteria: Criteria, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if criteria.scope == "deleted":
        found.append(Pupil.deleted_at.is_not(None))
    else:
        found.append(Pupil.deleted_at.is_(None))
        gone = and_(Pupil.left_on.is_not(None), Pupil.left_on <= today)
        found.append(gone if criteria.scope == "leavers" else or_(Pupil.left_on.is_(None), Pupil.left_on > today))
    found += [Pupil.search_text.contains(word, autoescape=True) for word in searchable(criteria.search).split()]
    found += _narrowings(criteria, today)
    return found


def _narrowings(criteria: Criteria, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if criteria.status:
        open_status = select(StatusPeriod.status).where(_STATUS).correlate(Pupil).scalar_subquery()
        if criteria.status == "N":
            found.append(func.coalesce(open_status, "N") == "N")
        else:
            found.append(open_status.in_(list(criteria.status)))
    for value, column, on in (
        (criteria.layer, LayerPeriod.layer, _LAYER),
        (criteria.need, Need.code, _NEED),
    ):
        if value:
            current = select(column).where(on).correlate(Pupil).scalar_subquery()
            found.append(current.is_(None) if value == NONE else current == value)
    if criteria.year_group:
        found.append(Pupil.year_group == criteria.year_group)
    if criteria.class_name:
        found.append(Pupil.class_name == criteria.class_name)
    if criteria.key_adult:
        none = criteria.key_adult == NONE
        found.append(Pupil.key_adult_id.is_(None) if none else Pupil.key_adult_id == criteria.key_adult)
    if criteria.lead:
        lead = _LEAD_ID
        found.append(lead.is_(None) if criteria.lead == NONE else lead == criteria.lead)
    if criteria.passport in FRESHNESS:
        found.append(is_fresh_as(criteria.passport, today))
    if criteria.plan_state:
        state = _plan_state(today)
        found.append(state.is_(None) if criteria.plan_state == NONE else state == criteria.plan_state)
    if criteria.review in REVIEWS:
        due = select(Cycle.review_due_on).where(_CYCLE).correlate(Pupil).scalar_subquery()
        within = {"overdue": due < today, "soon": due.between(today, today + SOON), NONE: due.is_(None)}
        found.append(within[criteria.review])
    return found


def _ordered_ids(
    session: Session, criteria: Criteria, today: date, sort: str, descending: bool, offset: int, limit: int
) -> list[str]:
    query = select(Pupil.uuid).where(*_conditions(criteria, today))
    # Only the joins that the order needs: the plain list by name is read from one index.
    joins: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "status": (StatusPeriod, _STATUS),
        "primary_need": (Need, _NEED),
        "stage": (Cycle, _CYCLE),
        "next_review": (Cycle, _CYCLE),
        "key_adult": (StaffMember, StaffMember.uuid == Pupil.key_adult_id),
    }
    if sort in joins:
        query = query.outerjoin(*joins[sort])
    elif sort == "layer":
        query = query.outerjoin(LayerPeriod, _LAYER).outerjoin(Layer, Layer.code == LayerPeriod.layer)
    ordering = _ORDER.get(sort, ())
    if sort == "plan_state":
        ordering = (func.coalesce(_plan_state(today), "~"),)
    elif sort == "passport":
        ordering = most_urgent_first(today)
    keys = [*ordering, Pupil.sort_name, Pupil.uuid]
    order = [key.desc() for key in keys] if descending else keys
    return list(session.scalars(query.order_by(*order).offset(offset).limit(limit)))


def _full(today: date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Pupil.uuid,
            Pupil.legal_surname,
            Pupil.legal_forename,
            Pupil.preferred_forename,
            Pupil.preferred_surname,
            Pupil.upn,
            Pupil.date_of_birth,
            Pupil.year_group,
            Pupil.class_name,
            func.coalesce(StatusPeriod.status, "N").label("status"),
            func.coalesce(LayerPeriod.layer, "").label("layer"),
            func.coalesce(Need.code, "").label("need"),
            func.coalesce(StaffMember.name, "").label("adult"),
            func.coalesce(_LEAD_NAME, "").label("lead"),
            func.coalesce(_plan_state(today), "").label("plan_state"),
            Cycle.number,
            func.coalesce(Cycle.stage, "").label("stage"),
            Cycle.review_due_on,
            CHECKED.label("checked"),
            REVIEW.label("look_again"),
        )
        .outerjoin(StatusPeriod, _STATUS)
        .outerjoin(LayerPeriod, _LAYER)
        .outerjoin(Need, _NEED)
        .outerjoin(StaffMember, StaffMember.uuid == Pupil.key_adult_id)
        .outerjoin(Cycle, _CYCLE)
    )


def _rows(session: Session, ids: list[str], today: date) -> list[RegisterRow]:
    found: dict[str, RegisterRow] = {}
    # Classes, needs and adults come back as a new text with every row; twenty thousand rows share one of each.
    texts: dict[str, str] = {}

    def one(text: str) -> str:
        return texts.setdefault(text, text)

    for start in range(0, len(ids), 500):
        for row in session.execute(_full(today).where(Pupil.uuid.in_(ids[start : start + 500]))):
            legal = f"{row.legal_forename} {row.legal_surname}".strip()
            surname = row.preferred_surname or row.legal_surname
            preferred = f"{row.preferred_forename or row.legal_forename} {surname}".strip()
            preferred = legal if preferred == legal else preferred
            found[row.uuid] = RegisterRow(
                uuid=row.uuid,
                name=preferred,
                legal_name=legal,
                preferred_name=preferred,
                upn=row.upn,
                date_of_birth=row.date_of_birth,
                year_group=one(row.year_group),
                class_name=one(row.class_name),
                status=one(row.status),
                layer=one(row.layer),
                primary_need=one(row.need),
                key_adult=one(row.adult),
                lead=one(row.lead),
                plan_state=one(row.plan_state),
                cycle=row.number,
                stage=one(row.stage),
                next_review=row.review_due_on,
                passport=freshness(row.checked, row.look_again, today),
                passport_checked=row.checked,
            )
    return [found[uuid] for uuid in ids]
