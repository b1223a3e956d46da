"""What support costs in a school year: by support, by pupil against what a school meets itself, and by kind of money."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.days.school_year import Span, academic_year
from gradesk.model.rules.term import costing, money
from gradesk.model.rules.term.minutes import Tally
from gradesk.model.school.school import School
from gradesk.model.term.provision import ProvisionMember
from gradesk.model.term.session import ProvisionSession
from gradesk.model.term.words import MONEY
from gradesk.services.portions import chunked
from gradesk.services.term import registers, tallied
from gradesk.services.term.figures import Figures
from gradesk.services.term.provisions import Given
from gradesk.services.term.registers import Calendar
from gradesk.services.term.told import board
from gradesk.services.term.told.board import Line
from gradesk.store.work import Store

_DAY = timedelta(days=1)
UNSAID = "Not said yet"  # from which money


@dataclass(frozen=True)
class Share:
    """One pupil's part of one support in the school year, in minutes and pence; `a_year` is what it costs at this pace."""

    line: Line
    pupil_id: str
    name: str
    tally: Tally
    planned: int
    given: int
    a_year: int
    is_whole: bool  # all of it lies in the year


@dataclass(frozen=True)
class Spent:
    """Some shares together: of a support, of a pupil, or of a kind of money. `key` says which."""

    key: str
    name: str
    shares: tuple[Share, ...]

    @property
    def minutes(self) -> Tally:
        """Minutes of pupils in the year."""
        return sum((one.tally for one in self.shares), Tally())

    @property
    def planned(self) -> int:
        """Pence planned in the year."""
        return sum(one.planned for one in self.shares)

    @property
    def given(self) -> int:
        """Pence of what was given in the year."""
        return sum(one.given for one in self.shares)

    @property
    def a_year(self) -> int:
        """Pence a year would cost as it runs now."""
        return sum(one.a_year for one in self.shares)


@dataclass(frozen=True)
class Spending:
    """The school year. `notional` is in pence; each of the three lists has all the shares."""

    year: Span
    weeks: int
    notional: int
    support: tuple[Spent, ...]
    pupils: tuple[Spent, ...]
    money: tuple[Spent, ...]
    bare: tuple[str, ...]  # supports whose minutes have no rate, by name

    @property
    def planned(self) -> int:
        """All that is planned, in pence."""
        return sum(one.planned for one in self.support)

    @property
    def given(self) -> int:
        """All that was given, in pence."""
        return sum(one.given for one in self.support)

    def of(self, key: str) -> Spent | None:
        """The sums of one support, pupil or kind of money."""
        return next((one for one in (*self.support, *self.pupils, *self.money) if one.key == key), None)


def of_year(store: Store) -> Spending:
    """What this school year costs: all that runs in it or ended in it."""
    today = store.clock.today()
    year = academic_year(today)
    lines = board.of_year(store)
    with store.read() as session:
        row = session.scalars(select(School)).first() or School(cost_weeks=38, notional=6000)
        school, members = registers.calendar(session), _members(session, [line.uuid for line in lines])
        ran = _ran(session, [line.uuid for line in lines], year)
    shares = [
        share for line in lines for share in _shares(line, members.get(line.uuid, {}), year, school, ran, row.cost_weeks, today)
    ]  # fmt: skip
    order = {code: place for place, code in enumerate(MONEY.codes)}
    return Spending(
        year,
        row.cost_weeks,
        row.notional * 100,
        _by_support(lines, shares),
        tuple(
            sorted(
                _grouped(shares, lambda one: f"pupil {one.pupil_id}", lambda one: one.name),
                key=lambda one: (one.name.casefold(), one.key),
            )
        ),
        _grouped(
            sorted(shares, key=lambda one: order.get(_paid_from(one), len(order))),
            lambda one: f"money {_paid_from(one)}",
            lambda one: MONEY.label(_paid_from(one)) or UNSAID,
        ),
        tuple(line.provision.name for line in lines if line.costed.rate is None and line.provision.minutes),
    )


def percent_of(pence: int, notional: int) -> int | None:
    """Whole per cent of what a school meets itself, rounded down; None where that is nothing."""
    return pence * 100 // notional if notional else None


def _shares(
    line: Line,
    members: Mapping[str, ProvisionMember],
    year: Span,
    school: Calendar,
    ran: Mapping[str, tuple[int, int]],
    weeks: int,
    today: date,
) -> Iterable[Share]:
    yearly = _a_year(line, members, weeks, today)
    for place, (name, each) in enumerate(zip(line.names, line.costed.members, strict=True)):
        given = Given(line.costed.provision, members.get(each.pupil_id, ProvisionMember()))
        before, inside, behind = _weeks(given, year, school, today)
        old, new = ran.get(line.uuid, (0, 0)) if given.starts_on < year.starts_on else (0, 1)
        done = (old, new, 0) if old or new else (before, inside, 0)
        yield Share(
            line,
            each.pupil_id,
            name,
            _tally(each, (before, inside, behind), done),
            costing.portions(each.planned_cost, before, inside, behind),
            costing.portions(each.delivered_cost, *done),
            yearly[place],
            not before and not behind and not done[0],
        )


def _tally(each: Figures, weeks: tuple[int, int, int], done: tuple[int, int, int]) -> Tally:
    tally = each.tally
    given = (costing.portions(minutes, *done) for minutes in (tally.delivered, tally.missed, tally.owed))
    return Tally(costing.portions(tally.planned, *weeks), *given)


def _weeks(given: Given, year: Span, school: Calendar, today: date) -> tuple[int, int, int]:
    """Weeks with school before, in and behind the year."""
    first, last = given.starts_on, given.ends_on or given.provision.planned_to or today
    spans = (
        (first, min(last, year.starts_on - _DAY)),
        (max(first, year.starts_on), min(last, year.ends_on)),
        (max(first, year.ends_on + _DAY), last),
    )
    before, inside, behind = (school.weeks(*span) for span in spans)
    return before, inside, behind


def _a_year(line: Line, members: Mapping[str, ProvisionMember], weeks: int, today: date) -> list[int]:
    """What it costs at this pace in a year of so many weeks, by those who have it now; nothing else is in it."""
    row, costed = line.costed.provision, line.costed
    now = [Given(row, members.get(one.pupil_id, ProvisionMember())).runs(today) for one in costed.members]
    a_week = (row.times_a_week or 0) * (row.minutes or 0) - sum(one.a_week for one in costed.twice)
    if not any(now) or a_week <= 0:
        return [0] * len(now)
    full = [here and costed.charges.get(one.pupil_id) == "full" for here, one in zip(now, costed.members, strict=True)]
    weights = [Fraction(int(one)) for one in (full if any(full) else now)]
    return money.shares(costing.a_year(a_week, weeks, costed.rate), weights)


def _by_support(lines: Sequence[Line], shares: Sequence[Share]) -> tuple[Spent, ...]:
    mine: dict[str, list[Share]] = {}
    for one in shares:
        mine.setdefault(one.line.uuid, []).append(one)
    return tuple(
        Spent(f"support {line.uuid}", line.costed.provision.name, tuple(mine.get(line.uuid, ()))) for line in lines
    )


def _grouped(shares: Iterable[Share], key: Callable[[Share], str], name: Callable[[Share], str]) -> tuple[Spent, ...]:
    """Shares of one key together, in the order in which the keys come."""
    found: dict[str, list[Share]] = {}
    for one in shares:
        found.setdefault(key(one), []).append(one)
    return tuple(Spent(code, name(some[0]), tuple(some)) for code, some in found.items())


def _paid_from(one: Share) -> str:
    return one.line.costed.provision.money


def _members(session: Session, provision_ids: Sequence[str]) -> dict[str, dict[str, ProvisionMember]]:
    found: dict[str, dict[str, ProvisionMember]] = {}
    for ids in chunked(provision_ids):
        query = select(ProvisionMember).where(
            ProvisionMember.provision_id.in_(ids), ProvisionMember.deleted_at.is_(None)
        )
        for one in session.scalars(query):
            found.setdefault(one.provision_id, {})[one.pupil_id] = one
    return found


def _ran(session: Session, provision_ids: Sequence[str], year: Span) -> dict[str, tuple[int, int]]:
    """Minutes that ran before the year, and in it."""
    found: dict[str, tuple[int, int]] = {}
    for ids in chunked(provision_ids):
        query = select(ProvisionSession).where(*tallied.given(ids))
        for one in session.scalars(query):
            before, inside = found.get(one.provision_id, (0, 0))
            is_old = one.happened_on < year.starts_on
            found[one.provision_id] = (before + one.minutes * is_old, inside + one.minutes * (not is_old))
    return found
