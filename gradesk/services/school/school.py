"""Setting a school up, its words, its labels and its year."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.base import Entity
from gradesk.model.meetings.kind import MeetingKind
from gradesk.model.pupils.leaving import RetentionRule
from gradesk.model.rules.days.school_year import Span, academic_year, bank_holidays, typical_half_terms, year_starting
from gradesk.model.rules.stages import SHARES
from gradesk.model.rules.term.effect import read_gains
from gradesk.model.school.school import (
    AcademicYear,
    ClosureDay,
    HalfTerm,
    Layer,
    PlanType,
    Rating,
    RatingScale,
    School,
    Term,
)
from gradesk.model.stored_file import StoredFile
from gradesk.model.vocabulary import STAGES
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused
from gradesk.system.words import Words

LONGEST_STAGE = 40  # weeks: a school year has 39
MOST_WEEKS, MOST_NOTIONAL = 52, 1_000_000  # of a year; pounds
MOST_CONTACTS = 40


@dataclass(frozen=True)
class Label:
    """A row the school can rename: a layer, a plan type, a rating scale or one of its values."""

    uuid: str
    code: str
    label: str
    symbol: str = ""
    is_success: bool = False
    is_movement: bool = False

    @property
    def words(self) -> str:
        """The symbol and the label; one of them where they say the same, as on a scale of numbers."""
        return self.label if self.symbol in ("", self.label) else f"{self.symbol} {self.label}"


@dataclass(frozen=True)
class SchoolCard:
    """What the window and every page say about the school."""

    uuid: str
    name: str
    is_practice: bool
    words: Words
    stuck_after: int = 2


@dataclass(frozen=True)
class ContactRules:
    """How many contacts with home a school wants in a year, and which kinds count towards them."""

    wanted: int
    counting: frozenset[str]


def set_up(
    store: Store, name: str, *, practice: bool = False, years_back: int = 0, rules_from: date | None = None
) -> None:
    """Fill a new file: the school, its labels, and typical terms for this year, the next, and `years_back` before.

    Until `rules_from` a rule of Today that asks of everybody waits for the first of its kind (`services/today/beginning.py`).
    """
    clean = editing.check(School, {"name": name})["name"]
    if not clean:
        raise Refused("A school needs a name; nothing was made. Type the name it has on its letters.")
    with store.work("Set up the school") as session:
        session.add(School(name=clean, is_practice=practice, rules_from=rules_from))
        _add_labels(session)
        this_year = year_starting(store.clock.today())
        for start in range(this_year - years_back, this_year + 2):
            _add_year(session, start)


def card(store: Store) -> SchoolCard:
    """The school's name and words."""
    with store.read() as session:
        school = session.scalars(select(School)).first()
        if school is None:
            return SchoolCard("", "", False, Words())
        return SchoolCard(school.uuid, school.name, school.is_practice, words_of(school), school.stuck_after)


def words_of(school: School) -> Words:
    """The words of a school whose record was read already."""
    return Words(school.word_pupil, school.word_senco, school.word_plan)


def record(store: Store) -> School:
    """The school's own record, with its numbers; a new one while the file has none."""
    with store.read() as session:
        return session.scalars(select(School)).first() or School()


def logo(store: Store) -> bytes | None:
    """The bytes of the school's logo, or None."""
    with store.read() as session:
        return session.scalar(select(StoredFile.content).join(School, School.logo_id == StoredFile.uuid))


def stage_weeks(store: Store) -> dict[str, int]:
    """How many weeks the school gives each stage of a cycle, in their order."""
    found = record(store)
    weeks = {code: getattr(found, f"weeks_{code}") or 0 for code in STAGES.codes}
    return weeks if all(weeks.values()) else dict(SHARES)


def contact_rules(store: Store) -> ContactRules:
    """What the school wants of contact with home (founding guide; Code of Practice 6.65)."""
    with store.read() as session:
        query = select(MeetingKind.code).where(MeetingKind.counts, MeetingKind.deleted_at.is_(None))
        return ContactRules(record(store).contacts_a_year or 0, frozenset(session.scalars(query)))


def change_school(store: Store, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change the school's name, its words, or the numbers its rules use."""
    if not str(values.get("name", "-")).strip():
        raise Refused("A school needs a name; the old one was kept. Type the name it has on its letters.")
    if "stuck_after" in values and not 1 <= (values["stuck_after"] or 0) <= 9:
        raise Refused("Gradesk asks after 1 to 9 cycles; the old number was kept. Two is usual.")
    for code in STAGES.codes:
        if not 1 <= (values.get(f"weeks_{code}", 1) or 0) <= LONGEST_STAGE:
            raise Refused(f"A stage takes 1 to {LONGEST_STAGE} weeks; the old number was kept. Type one between them.")
    if not 0 <= (values.get("contacts_a_year", 0) or 0) <= MOST_CONTACTS:
        raise Refused(f"Between 0 and {MOST_CONTACTS} contacts a year; the old number was kept. Three is usual.")
    _check_costs(values)
    editing.change(store, School, card(store).uuid, values, "Change the school", initiator)


def _check_costs(values: Mapping[str, Any]) -> None:
    """What the costs of support are reckoned with."""
    if "cost_weeks" in values and not 1 <= (values["cost_weeks"] or 0) <= MOST_WEEKS:
        raise Refused(f"A year has 1 to {MOST_WEEKS} weeks of school; the old number was kept. 38 is usual.")
    if "notional" in values and not 0 <= (-1 if values["notional"] is None else values["notional"]) <= MOST_NOTIONAL:
        raise Refused(f"That goes from £0 to £{MOST_NOTIONAL:,}; the old figure was kept. £6,000 is usual.")
    read_gains(str(values.get("gain_bands") or ""))


def layers(store: Store) -> list[Label]:
    """The layers of support in order, under the school's names."""
    return _labels(store, Layer)


def plan_types(store: Store) -> list[Label]:
    """The kinds of plan in order."""
    return _labels(store, PlanType)


def ratings(store: Store, plan_type_id: str) -> list[Label]:
    """The values of the rating scale a kind of plan uses, lowest first."""
    with store.read() as session:
        kind = session.get_one(PlanType, plan_type_id)
        rows = session.scalars(select(Rating).where(Rating.scale_id == kind.scale_id).order_by(Rating.position))
        return [Label(row.uuid, row.code, row.label, row.symbol, row.is_success, row.is_movement) for row in rows]


def every_rating(store: Store) -> dict[str, Label]:
    """Every value of every rating scale by its uuid: outcomes keep their words when a plan is rated on another scale."""
    with store.read() as session:
        return {
            row.uuid: Label(row.uuid, row.code, row.label, row.symbol, row.is_success, row.is_movement)
            for row in session.scalars(select(Rating))
        }


def scales(store: Store) -> list[tuple[str, list[Label]]]:
    """Every rating scale by its name, with its values, lowest first."""
    with store.read() as session:
        rows = session.execute(
            select(RatingScale.label, Rating)
            .join(Rating, Rating.scale_id == RatingScale.uuid)
            .where(RatingScale.deleted_at.is_(None))
            .order_by(RatingScale.position, Rating.position)
        )
        found: dict[str, list[Label]] = {}
        for scale, row in rows:
            found.setdefault(scale, []).append(Label(row.uuid, row.code, row.label, row.symbol))
        return list(found.items())


def rename(store: Store, kind: str, uuid: str, label: str, initiator: object | None = None) -> None:
    """Give a layer, plan type or rating another name; `kind` is "layer", "plan_type" or "rating"."""
    entities: dict[str, type[Entity]] = {"layer": Layer, "plan_type": PlanType, "rating": Rating}
    entity = entities[kind]
    if not label.strip():
        raise Refused("A label cannot be empty; the old one was kept. Type the word your school uses.")
    editing.change(store, entity, uuid, {"label": label.strip()}, f"Rename to “{label.strip()}”", initiator)


def half_terms(store: Store) -> list[Span]:
    """All half-terms the school has entered, oldest first."""
    with store.read() as session:
        rows = session.scalars(select(HalfTerm).where(HalfTerm.deleted_at.is_(None)).order_by(HalfTerm.starts_on))
        return [Span(row.name, row.starts_on, row.ends_on) for row in rows]


def closures(store: Store) -> list[tuple[date, str]]:
    """Days inside term on which pupils are not in school, with the reason, oldest first."""
    with store.read() as session:
        query = select(ClosureDay.day, ClosureDay.reason).where(ClosureDay.deleted_at.is_(None))
        return [(day, reason) for day, reason in session.execute(query.order_by(ClosureDay.day))]


def calendar(store: Store, since: date | None = None) -> list[tuple[str, HalfTerm]]:
    """Half-terms with the name of their year, oldest first; with `since` only of the years that end after that day."""
    with store.read() as session:
        rows = session.execute(
            select(AcademicYear.name, HalfTerm)
            .join(Term, Term.academic_year_id == AcademicYear.uuid)
            .join(HalfTerm, HalfTerm.term_id == Term.uuid)
            .where(HalfTerm.deleted_at.is_(None), AcademicYear.ends_on > (since or date.min))
            .order_by(HalfTerm.starts_on)
        )
        return [(name, half) for name, half in rows]


def change_half_term(store: Store, uuid: str, starts_on: date, ends_on: date, initiator: object | None = None) -> None:
    """Move a half-term; refuses one that ends before it starts, runs into another, or lies in an impossible year."""
    editing.check(HalfTerm, {"starts_on": starts_on, "ends_on": ends_on})
    if ends_on < starts_on:
        raise Refused("A half-term cannot end before it starts; the old dates were kept. Check the two days.")
    with store.work("Change term dates", initiator) as session:
        half = session.get_one(HalfTerm, uuid)
        clash = session.scalars(
            select(HalfTerm).where(
                HalfTerm.uuid != uuid,
                HalfTerm.deleted_at.is_(None),
                HalfTerm.starts_on <= ends_on,
                HalfTerm.ends_on >= starts_on,
            )
        ).first()
        if clash is not None:
            raise Refused(f"These days run into {clash.name}; the old dates were kept. Change {clash.name} first.")
        half.starts_on, half.ends_on = starts_on, ends_on
        term = session.get_one(Term, half.term_id)
        halves = session.scalars(select(HalfTerm).where(HalfTerm.term_id == term.uuid)).all()
        term.starts_on = min(row.starts_on for row in halves)
        term.ends_on = max(row.ends_on for row in halves)


L = TypeVar("L", Layer, PlanType)


def _labels(store: Store, entity: type[L]) -> list[Label]:
    with store.read() as session:
        rows = session.scalars(select(entity).where(entity.deleted_at.is_(None)).order_by(entity.position))
        return [Label(row.uuid, row.code, row.label) for row in rows]


def _add_labels(session: Session) -> None:
    shipped = tomllib.loads(resource("school", "labels.toml").read_text("utf-8"))
    for position, row in enumerate(shipped["layer"]):
        session.add(Layer(**row, position=position))
    meetings = tomllib.loads(resource("school", "meetings.toml").read_text("utf-8"))
    for position, row in enumerate(meetings["kind"]):
        session.add(MeetingKind(**row, position=position))
    retention = tomllib.loads(resource("school", "retention.toml").read_text("utf-8"))
    for position, row in enumerate(retention["rule"]):
        session.add(RetentionRule(**row, position=position))
    scales: dict[str, str] = {}
    for position, row in enumerate(shipped["scale"]):
        scale = RatingScale(code=row["code"], label=row["label"], position=position)
        session.add(scale)
        session.flush()
        scales[row["code"]] = scale.uuid
        for place, rating in enumerate(row["ratings"]):
            session.add(Rating(**rating, scale_id=scale.uuid, position=place))
    for position, row in enumerate(shipped["plan_type"]):
        scale_id = scales[row.pop("scale")]
        session.add(PlanType(**row, scale_id=scale_id, position=position))


def _add_year(session: Session, start: int) -> None:
    span = academic_year(date(start, 9, 1))
    year = AcademicYear(name=span.name, starts_on=span.starts_on, ends_on=span.ends_on)
    session.add(year)
    session.flush()
    halves = typical_half_terms(start)
    for first, second in zip(halves[::2], halves[1::2], strict=True):
        term = Term(
            academic_year_id=year.uuid,
            name=first.name.rsplit(" ", 1)[0],
            starts_on=first.starts_on,
            ends_on=second.ends_on,
        )
        session.add(term)
        session.flush()
        for half in (first, second):
            session.add(HalfTerm(term_id=term.uuid, name=half.name, starts_on=half.starts_on, ends_on=half.ends_on))
    for day, reason in bank_holidays(start).items():
        if any(half.holds(day) for half in halves):
            session.add(ClosureDay(day=day, kind="bank_holiday", reason=reason))
