"""Sessions on record that lie on days without school, because the calendar changed after they took place."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import academic_year
from gradesk.model.term.provision import Provision
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.services.term import registers
from gradesk.store.work import Store


def recorded(store: Store) -> list[tuple[date, str]]:
    """Those of this school year at which somebody is marked: the day, and which support; by day."""
    first = academic_year(store.clock.today()).starts_on
    with store.read() as session:
        school = registers.calendar(session)
        query = (
            select(ProvisionSession.happened_on, Provision.name)
            .join(Provision, Provision.uuid == ProvisionSession.provision_id)
            .join(SessionMark, SessionMark.session_id == ProvisionSession.uuid)
            .where(
                ProvisionSession.deleted_at.is_(None), Provision.deleted_at.is_(None), SessionMark.deleted_at.is_(None),
                SessionMark.mark != "", ProvisionSession.happened_on >= first,
            )
            .distinct()
        )  # fmt: skip
        found = [(day, name) for day, name in session.execute(query) if not school.has_school(day)]
    return sorted(found)


def words(store: Store) -> str:
    """What is said of them after the calendar changed; empty where there are none."""
    found = recorded(store)
    if not found:
        return ""
    day, name = found[0]
    more = f" and {len(found) - 1} more sessions" if len(found) > 1 else ""
    verb = "lie" if more else "lies"
    return (
        f"{name} on {written_day(day)}{more} {verb} on days without school now. What was recorded stays as it is; put the days "
        "right again, or take the marks back on the register."
    )
