"""Section F delivered? Each line of a plan against the support that runs on a day, and against the registers of a span."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from gradesk.model.ehc.plan import EhcLine
from gradesk.model.rules.ehc import delivery
from gradesk.model.rules.ehc.delivery import Arranged, Delivery
from gradesk.model.rules.term.minutes import tally
from gradesk.model.term.provision import Provision
from gradesk.services.ehc import promises
from gradesk.services.term import provisions, registers, tallied
from gradesk.services.term.provisions import Given
from gradesk.store.work import Store


@dataclass(frozen=True)
class LineState:
    """One line, how it stands on the day, and what the registers of the span say; no span says nothing of them."""

    line: EhcLine
    on_day: Delivery
    over_span: Delivery | None
    support: tuple[str, ...]


def of_case(store: Store, case_id: str, pupil_id: str, day: date, first: date | None = None) -> list[LineState]:
    """Every line of a plan on a day; with `first`, what was given from then until that day, too."""
    lines = promises.read(store, case_id).lines
    with store.read() as session:
        given = provisions.given(session, [pupil_id]).get(pupil_id, [])
        school = registers.calendar(session)
        weeks = _weeks(school, first, day) if first is not None else 0.0
        return [_state(session, line, given, pupil_id, day, first, weeks) for line in lines]


def _state(
    session: Session, line: EhcLine, given: list[Given], pupil_id: str, day: date, first: date | None, weeks: float
) -> LineState:
    mine = [one for one in given if line.code.casefold() in _codes(one.provision)]
    running = [one.provision for one in mine if one.runs(day)]
    found = [Arranged(row.name, minutes_a_week(row), row.scope) for row in running]
    promised = promises.quantity(line).minutes_a_week
    over = None
    if first is not None:
        ids = [one.provision.uuid for one in mine]
        had = _had(session, ids, pupil_id, day) - _had(session, ids, pupil_id, first - timedelta(days=1))
        over = delivery.over_span(promised, weeks, had)
    names = tuple(dict.fromkeys(row.name for row in running))
    return LineState(line, delivery.delivered(promised, line.scope, found), over, names)


def _had(session: Session, provision_ids: list[str], pupil_id: str, until: date) -> int:
    """The minutes a pupil had of some support until a day, by its registers."""
    held = tallied.held_by(session, provision_ids, until)
    return sum(tally(0, found).delivered for (_, whose), found in held.items() if whose == pupil_id)


def minutes_a_week(row: Provision) -> float:
    """What support gives in a week as it is planned; what says its hours for the plan and no times gives those."""
    if row.times_a_week and row.minutes:
        return row.times_a_week * row.minutes
    return (row.ehc_hours or 0.0) * 60


def _codes(row: Provision) -> set[str]:
    """The lines support names: "F3", or several as "F3, F5"."""
    return {
        word.strip().casefold() for word in row.ehc_line.replace(";", ",").replace(" ", ",").split(",") if word.strip()
    }


def _weeks(school: registers.Calendar, first: date, last: date) -> float:
    """The weeks of school between two days, in fifths: each day on which there is school is one."""
    days = sum(school.has_school(date.fromordinal(number)) for number in range(first.toordinal(), last.toordinal() + 1))
    return days / 5
