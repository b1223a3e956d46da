"""Everything that runs or ran, with the names of who is in it: what the board of groups and its registers show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.school_year import Span, academic_year, days_words
from gradesk.services.portions import chunked
from gradesk.services.term import figures, registers
from gradesk.services.term.figures import Costed
from gradesk.store.work import Store

SOON = timedelta(days=14)  # before its planned end
PRESENT = 80  # per cent: fewer is worth looking at
LONG = timedelta(weeks=20)


@dataclass(frozen=True)
class Line:
    """One support on the board: its figures, the names of who is in it in order, and what is to be minded, in words."""

    costed: Costed
    names: tuple[str, ...]
    minded: tuple[str, ...]

    @property
    def uuid(self) -> str:
        """Of the support."""
        return self.costed.provision.uuid


def lines(store: Store, *, ended: bool = False) -> list[Line]:
    """What runs or is to come, or what has ended in this school year; by its planned end, the soonest first."""
    return [one for one in of_year(store) if (one.costed.provision.ends_on is not None) == ended]


def of_year(store: Store) -> list[Line]:
    """What runs or is to come, then what has ended in this school year."""
    today = store.clock.today()
    begins = academic_year(today).starts_on
    found = [one for one in figures.costed(store) if (one.provision.ends_on or begins) >= begins]
    names = _names(store, [each.pupil_id for one in found for each in one.members])
    found.sort(
        key=lambda one: (
            one.provision.ends_on is not None, one.provision.planned_to or date.max, one.provision.name.casefold(),
        )
    )  # fmt: skip
    return [
        Line(one, tuple(names.get(each.pupil_id, "") for each in one.members), tuple(_minded(one, today)))
        for one in found
    ]


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


def _names(store: Store, pupil_ids: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    with store.read() as session:
        for ids in chunked(sorted(set(pupil_ids))):
            found.update({one.uuid: one.name for one in session.scalars(select(Pupil).where(Pupil.uuid.in_(ids)))})
    return found


def _minded(one: Costed, today: date) -> list[str]:
    row, tally = one.provision, one.tally
    found = []
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
    if tally.owed:
        found.append(f"{tally.owed:,} minutes owed")
    if not row.minutes or not row.times_a_week:
        found.append("no minutes or times a week")
    return found
