"""Planned, delivered, missed and owed minutes of support, and what it costs, pupil by pupil and together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.term import costing, money
from gradesk.model.rules.term.costing import Minutes, Parts
from gradesk.model.rules.term.minutes import Tally, planned_minutes, tally
from gradesk.model.school.staff import StaffMember
from gradesk.model.term.closing import MemberClosing, ProvisionClosing
from gradesk.model.term.expense import ProvisionExpense
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.model.term.session import HourlyRate
from gradesk.model.vocabulary import STAFF_ROLES
from gradesk.services.portions import chunked
from gradesk.services.term import expenses, provisions, registers, tallied, twice
from gradesk.services.term.provisions import Given
from gradesk.services.term.registers import Calendar
from gradesk.services.term.twice import Twice
from gradesk.store.work import Store

_BY_LABEL = {term.label.casefold(): term.code for term in STAFF_ROLES}  # led by “Teaching assistant”
HUNDREDTHS = 10_000  # of a per cent in one


@dataclass(frozen=True)
class Figures:
    """Minutes and pence of one pupil in one support."""

    pupil_id: str
    tally: Tally
    planned_cost: int
    delivered_cost: int


@dataclass(frozen=True)
class Costed:
    """One support with the figures of everybody in it; its own are their sums. `rate` is pence an hour, None without any.

    `planned` and `given` are the parts of its cost, `planned_minutes` and `given_minutes` those of its adult; `twice` names
    the ones that count elsewhere. A `closed` one stands as it was on that day.
    """

    provision: Provision
    members: tuple[Figures, ...]
    rate: Fraction | None
    planned: Parts
    given: Parts
    planned_minutes: Minutes
    given_minutes: Minutes
    expenses: tuple[ProvisionExpense, ...] = ()
    twice: tuple[Twice, ...] = ()
    closed: bool = False
    charges: Mapping[str, str] = field(default_factory=dict)

    @property
    def tally(self) -> Tally:
        """The minutes of all its pupils."""
        return sum((one.tally for one in self.members), Tally())

    @property
    def planned_cost(self) -> int:
        """What it was planned to cost, in pence."""
        return sum(one.planned_cost for one in self.members)

    @property
    def delivered_cost(self) -> int:
        """What was given of it cost, in pence."""
        return sum(one.delivered_cost for one in self.members)


def costed(store: Store, pupil_ids: Sequence[str] | None = None) -> list[Costed]:
    """All support, or that of some pupils, by its first day and name; each with everybody who is in it."""
    with store.read() as session:
        query = select(Provision).where(Provision.deleted_at.is_(None))
        if pupil_ids is not None:
            wanted: set[str] = set()
            for ids in chunked(pupil_ids):
                mine = select(ProvisionMember.provision_id).where(
                    ProvisionMember.pupil_id.in_(ids), ProvisionMember.deleted_at.is_(None)
                )
                wanted.update(session.scalars(mine))
            query = query.where(Provision.uuid.in_(sorted(wanted)))
        rows = session.scalars(query.order_by(Provision.starts_on, Provision.name)).all()
        return figures(session, rows, store.clock.today())


def of(store: Store, provision_id: str) -> Costed:
    """The figures of one support."""
    with store.read() as session:
        return figures(session, [provisions.there(session, provision_id)], store.clock.today())[0]


def figures(session: Session, rows: Sequence[Provision], today: date) -> list[Costed]:
    """The figures of some support."""
    ids = [row.uuid for row in rows]
    members: dict[str, list[ProvisionMember]] = {}
    for some in chunked(ids):
        query = (
            select(ProvisionMember)
            .join(Pupil, Pupil.uuid == ProvisionMember.pupil_id)
            .where(ProvisionMember.provision_id.in_(some), ProvisionMember.deleted_at.is_(None))
        )
        for one in session.scalars(query.order_by(Pupil.sort_name, ProvisionMember.pupil_id)):
            members.setdefault(one.provision_id, []).append(one)
    kept = _kept(session, rows)
    still = [row for row in rows if row.uuid not in kept]
    facts, bought = _Facts(session, still, today), expenses.of(session, ids)
    found = []
    for row in rows:
        mine, spent = members.get(row.uuid, []), bought.get(row.uuid, ())
        if row.uuid in kept:
            found.append(_as_kept(row, mine, *kept[row.uuid], spent))
        else:
            found.append(_now(row, mine, facts, spent))
    return found


class _Facts:
    """What the figures of open support follow from, each read once."""

    def __init__(self, session: Session, rows: Sequence[Provision], today: date) -> None:
        ids = [row.uuid for row in rows]
        self.today = today
        self.held, self.ran = tallied.held_by(session, ids, today), tallied.ran(session, ids)
        self.school, self.rates, self.roles = registers.calendar(session), _rates(session), _roles(session)
        self.twice = twice.found(session, rows, self.school, self.roles, today)


def _now(
    row: Provision, members: Sequence[ProvisionMember], facts: _Facts, spent: Sequence[ProvisionExpense]
) -> Costed:
    """The figures of open support."""
    tallies = [
        tally(_planned(Given(row, one), facts.school, facts.today), facts.held.get((row.uuid, one.pupil_id), []))
        for one in members
    ]
    rate, elsewhere = _rate(row, facts.rates, facts.roles), facts.twice.get(row.uuid, ())
    planned = _minutes(
        _planned(Given(row, ProvisionMember()), facts.school, facts.today), sum(one.planned for one in elsewhere)
    )
    given = _minutes(facts.ran.get(row.uuid, 0), sum(one.given for one in elsewhere))
    bought = sum(one.pence for one in spent if one.kind == "resource")
    agreed, came = (
        sum(costing.for_days(getattr(one, name), one.pence) for one in spent if one.kind == "agency")
        for name in ("days", "days_given")
    )
    whole, done = costing.parts(planned, rate, bought, agreed), costing.parts(given, rate, bought, came)
    each = zip(
        members,
        tallies,
        _parted(whole.total, _weights(members, [Fraction(one.planned) for one in tallies])),
        _parted(done.total, _weights(members, [Fraction(one.delivered) for one in tallies])),
        strict=True,
    )
    mine = tuple(Figures(one.pupil_id, minutes, cost, real) for one, minutes, cost, real in each)
    return Costed(
        row, mine, rate, whole, done, planned, given, tuple(spent), elsewhere, False, _charges(members)
    )  # fmt: skip


def _minutes(whole: int, elsewhere: int) -> Minutes:
    return Minutes(whole, min(elsewhere, whole))


def _charges(members: Sequence[ProvisionMember]) -> dict[str, str]:
    return {one.pupil_id: one.charge for one in members}


def _kept(session: Session, rows: Sequence[Provision]) -> dict[str, tuple[ProvisionClosing, dict[str, MemberClosing]]]:
    """By support, what it was closed with."""
    found: dict[str, tuple[ProvisionClosing, dict[str, MemberClosing]]] = {}
    for ids in chunked([row.uuid for row in rows if row.ends_on is not None]):
        query = (
            select(ProvisionClosing, MemberClosing)
            .outerjoin(
                MemberClosing,
                (MemberClosing.closing_id == ProvisionClosing.uuid) & MemberClosing.deleted_at.is_(None),
            )
            .where(ProvisionClosing.provision_id.in_(ids), ProvisionClosing.deleted_at.is_(None))
        )
        for whole, one in session.execute(query):
            there = found.setdefault(whole.provision_id, (whole, {}))[1]
            if one is not None:
                there[one.pupil_id] = one
    return found


def _as_kept(
    row: Provision,
    members: Sequence[ProvisionMember],
    whole: ProvisionClosing,
    kept: Mapping[str, MemberClosing],
    spent: Sequence[ProvisionExpense],
) -> Costed:
    """The figures of a closed block, as they were on that day."""
    mine = tuple(_figures_kept(member.pupil_id, kept.get(member.pupil_id)) for member in members)
    return Costed(
        row,
        mine,
        Fraction(whole.rate) if whole.rate else None,
        Parts(whole.planned_adults, whole.planned_bought, whole.planned_agency),
        Parts(whole.given_adults, whole.given_bought, whole.given_agency),
        Minutes(whole.planned_minutes, whole.planned_twice),
        Minutes(whole.given_minutes, whole.given_twice),
        tuple(spent),
        closed=True,
        charges=_charges(members),
    )


def _figures_kept(pupil_id: str, one: MemberClosing | None) -> Figures:
    """Nothing for whoever was put back into a block after it was closed."""
    if one is None:
        return Figures(pupil_id, Tally(), 0, 0)
    tally = Tally(one.planned, one.delivered, one.missed, one.owed)
    return Figures(pupil_id, tally, one.planned_cost, one.delivered_cost)


def _planned(given: Given, school: Calendar, today: date) -> int:
    """Over the weeks with school from the first day to the last that is known; open ended, until today."""
    row = given.provision
    last = given.ends_on or row.planned_to or today
    weeks = school.weeks(given.starts_on, last)
    return planned_minutes(row.times_a_week, row.minutes, weeks)


def _parted(pence: int, weights: Sequence[Fraction]) -> list[int]:
    return money.shares(pence, weights) if weights else []


def _weights(members: Sequence[ProvisionMember], minutes: Sequence[Fraction]) -> list[Fraction]:
    """By the minutes of each, or all of it to those for whom alone the group exists."""
    whole = [Fraction(int(one.charge == "full")) for one in members]
    return whole if any(whole) else list(minutes)


def _rates(session: Session) -> dict[str, list[HourlyRate]]:
    """By role, the newest first."""
    found: dict[str, list[HourlyRate]] = {}
    query = select(HourlyRate).where(HourlyRate.deleted_at.is_(None)).order_by(HourlyRate.from_on.desc())
    for one in session.scalars(query):
        found.setdefault(one.role, []).append(one)
    return found


def _roles(session: Session) -> Mapping[str, str]:
    """By name; whoever was taken off the staff list has the role they had, else all they led would cost nothing."""
    query = select(StaffMember.name, StaffMember.role).order_by(StaffMember.deleted_at.is_(None))
    return {name.casefold().strip(): role for name, role in session.execute(query)}


def rates_of(store: Store, day: date) -> Callable[[str], Fraction | None]:
    """What an hour of whoever leads costs on a day, asked by name or role."""
    with store.read() as session:
        rates, roles = _rates(session), _roles(session)
    return lambda led_by: _an_hour(led_by, "", day, rates, roles)


def _rate(row: Provision, rates: Mapping[str, list[HourlyRate]], roles: Mapping[str, str]) -> Fraction | None:
    """What an hour of whoever leads it cost when it began."""
    return _an_hour(row.led_by, row.cost_role, row.starts_on, rates, roles)


def why_no_rate(store: Store, row: Provision) -> str:
    """In a sentence, why an hour of whoever leads it has no rate, and what to do."""
    name = row.led_by.strip()
    with store.read() as session:
        role = _role(name, row.cost_role, _roles(session))
    if role:
        words = f"{STAFF_ROLES.label(role)} on {written_day(row.starts_on)}"
        return f"No rate of {words}, its first day: write one under Money."
    if name:
        return f"No rate: “{name}” is nobody of the staff list, so choose the role under “Costed as”."
    return "No rate: say who leads it, or choose the role under “Costed as”."


def _role(led_by: str, cost_role: str, roles: Mapping[str, str]) -> str:
    name = led_by.casefold().strip()
    return roles.get(name) or cost_role or _BY_LABEL.get(name, "")


def _an_hour(
    led_by: str, cost_role: str, day: date, rates: Mapping[str, list[HourlyRate]], roles: Mapping[str, str]
) -> Fraction | None:
    """With on-costs; None where nobody wrote that down."""
    on_the_day = next((one for one in rates.get(_role(led_by, cost_role, roles), ()) if one.from_on <= day), None)
    if on_the_day is None:
        return None
    return Fraction(on_the_day.pence) * (1 + Fraction(on_the_day.on_costs, HUNDREDTHS))
