"""Everything that runs or ran, with the names of who is in it: what the board of groups and its registers show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.school_year import Span, academic_year, days_words
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.services.portions import chunked
from gradesk.services.pupils.pupils import NAMES
from gradesk.services.term import figures, owing, registers
from gradesk.services.term.figures import Costed
from gradesk.services.term.owing import Debt
from gradesk.store.work import Store

SOON = timedelta(days=14)  # before its planned end
PRESENT = 80  # per cent: fewer is worth looking at
LONG = timedelta(weeks=20)
AT_ONCE = 30  # figures that are read together: more than fit into a window


class Figured:
    """The figures of the supports on a board, read when one of them is asked for, with those that stand next to it."""

    def __init__(self, store: Store, rows: Sequence[Provision]) -> None:
        self._store, self._rows = store, rows
        self._place = {row.uuid: place for place, row in enumerate(rows)}
        self._known: dict[str, Costed] = {}
        self._debts: dict[str, Debt] = {}

    def of(self, uuid: str) -> Costed:
        """The figures of one."""
        if uuid not in self._known:
            begin = self._place[uuid]
            some = [row for row in self._rows[begin : begin + AT_ONCE] if row.uuid not in self._known]
            with self._store.read() as session:
                today = self._store.clock.today()
                found = figures.figures(session, some, today)
                self._debts.update(owing.debts(session, some, today))
            self._known.update({one.provision.uuid: one for one in found})
        return self._known[uuid]

    def debt(self, uuid: str) -> Debt:
        """What one still has to get, and when."""
        self.of(uuid)
        return self._debts.get(uuid, Debt())


@dataclass(frozen=True)
class Line:
    """One support on the board: the names of who is in it in order; its figures and what is to be minded, when asked for."""

    provision: Provision
    names: tuple[str, ...]
    today: date
    figured: Figured = field(compare=False, repr=False)

    @property
    def uuid(self) -> str:
        """Of the support."""
        return self.provision.uuid

    @property
    def costed(self) -> Costed:
        """Its figures, and those of everybody in it."""
        return self.figured.of(self.uuid)

    @property
    def minded(self) -> tuple[str, ...]:
        """What is to be minded, in words."""
        return tuple(_minded(self.costed, self.figured.debt(self.uuid), self.today))


def lines(store: Store, *, ended: bool = False) -> list[Line]:
    """What runs or is to come, or what has ended in this school year; by its planned end, the soonest first."""
    return _lines(store, Provision.ends_on.is_not(None) if ended else Provision.ends_on.is_(None))


def of_year(store: Store) -> list[Line]:
    """What runs or is to come, then what has ended in this school year."""
    return _lines(store)


def _lines(store: Store, *conditions: ColumnElement[bool]) -> list[Line]:
    today = store.clock.today()
    begins = academic_year(today).starts_on
    this_year = Provision.ends_on.is_(None) | (Provision.ends_on >= begins)
    with store.read() as session:
        rows = session.scalars(select(Provision).where(Provision.deleted_at.is_(None), this_year, *conditions)).all()
        names = _names(session, [row.uuid for row in rows])
    order = sorted(
        rows, key=lambda row: (row.ends_on is not None, row.planned_to or date.max, row.name.casefold(), row.uuid)
    )
    figured = Figured(store, order)
    return [Line(row, tuple(names.get(row.uuid, ())), today, figured) for row in order]


def everybody(store: Store) -> tuple[str, ...]:
    """Who has support in this school year, by name."""
    uuids = [one.uuid for one in of_year(store)]
    found: dict[str, str] = {}
    with store.read() as session:
        for ids in chunked(uuids):
            query = (
                select(Pupil.uuid, Pupil.sort_name)
                .join(ProvisionMember, ProvisionMember.pupil_id == Pupil.uuid)
                .where(
                    ProvisionMember.provision_id.in_(ids),
                    ProvisionMember.deleted_at.is_(None),
                    Pupil.deleted_at.is_(None),
                )
            )
            for uuid, name in session.execute(query):
                found[uuid] = name
    return tuple(sorted(found, key=lambda uuid: (found[uuid], uuid)))


def halves(store: Store) -> list[Span]:
    """The half-terms a register can be of; where nobody entered any, the month."""
    with store.read() as session:
        found = list(registers.calendar(session).half_terms)
    if found:
        return found
    today = store.clock.today()
    return [Span("The last four weeks", today - timedelta(days=27), today)]


def half_of(spans: Sequence[Span], day: date) -> Span:
    """The half-term of a day, or the last one before it."""
    before = [one for one in spans if one.starts_on <= day]
    return before[-1] if before else spans[0]


def _names(session: Session, provision_ids: Sequence[str]) -> dict[str, list[str]]:
    """By support, who is in it, in the order of its figures."""
    found: dict[str, list[str]] = {}
    for ids in chunked(provision_ids):
        query = (
            select(ProvisionMember.provision_id, *NAMES)
            .join(Pupil, Pupil.uuid == ProvisionMember.pupil_id)
            .where(ProvisionMember.provision_id.in_(ids), ProvisionMember.deleted_at.is_(None))
            .order_by(Pupil.sort_name, ProvisionMember.pupil_id)
        )
        for uuid, *names in session.execute(query):
            found.setdefault(uuid, []).append(Pupil.in_full(*names))
    return found


def _minded(one: Costed, debt: Debt, today: date) -> list[str]:
    row, tally = one.provision, one.tally
    found = (
        [f"{tally.owed:,} minutes owed"] if tally.owed else []
    )  # what is owed is seen first, however narrow the column
    if row.ends_on is None and (planned := debt.plan_words(today)):
        found.append(planned)
    if row.ends_on is None and row.planned_to is not None and row.planned_to < today:
        found.append("past its planned end")
    elif row.ends_on is None and row.planned_to is not None and row.planned_to - today <= SOON:
        found.append(f"ends {days_words((row.planned_to - today).days)}")
    if row.ends_on is None and row.planned_to is None:
        found.append("no end is planned")
    if row.ends_on is None and today - row.starts_on > LONG:
        found.append("runs for more than 20 weeks")
    held = tally.delivered + tally.missed
    if held and tally.delivered * 100 < held * PRESENT:
        found.append(f"{round(tally.delivered * 100 / held)} % given")
    if not row.minutes or not row.times_a_week:
        found.append("no minutes or times a week")
    elif row.planned_to is not None and not tally.planned and one.members:
        found.append("no day with school from its first to its last")
    return found
