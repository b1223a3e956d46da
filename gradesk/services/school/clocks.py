"""The clocks: as Gradesk ships them, as the school has set them, and what each makes of a day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.clocks.closures import Closures
from gradesk.model.rules.clocks.counting import Sum, count
from gradesk.model.rules.clocks.rule import LEAST, MOST, OWN, ClockRule, from_table, unit_words
from gradesk.model.rules.days.days import FIRST, LAST
from gradesk.model.rules.days.school_year import Span
from gradesk.model.school.agenda import ClockSetting
from gradesk.model.school.school import AcademicYear, ClosureDay, HalfTerm, Term
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused


@cache
def families() -> Mapping[str, str]:
    """The titles of the families by code, in their order."""
    return {row["code"]: row["title"] for row in _shipped()["family"]}


@cache
def shipped() -> tuple[ClockRule, ...]:
    """All rules with their usual numbers, in the order of the list."""
    return tuple(from_table(row) for row in _shipped()["rule"])


def rules(store: Store) -> tuple[ClockRule, ...]:
    """All rules as the school has set them, also those that are switched off."""
    with store.read() as session:
        return in_force(session)


def in_force(session: Session) -> tuple[ClockRule, ...]:
    """The same, by a session that is open already."""
    settings = _settings(session)
    return tuple(_as_set(rule, settings.get(rule.code)) for rule in shipped())


def source_notes(store: Store) -> dict[str, str]:
    """Where the school says its own numbers stand, by the code of the rule."""
    with store.read() as session:
        return {code: row.source for code, row in _settings(session).items() if row.source}


def change(
    store: Store,
    code: str,
    *,
    is_on: bool,
    number: int | None = None,
    source: str = "",
    initiator: object | None = None,
) -> None:
    """Switch a rule on or off, or give it another number (1 to 500 of its unit) and say where that stands.

    The usual number is kept as none; a rule with a fixed day has no number.
    """
    rule = _of(code)
    if rule.usual is None or number == rule.usual:
        number = None
    if number is not None and not LEAST <= number <= MOST:
        raise Refused(
            f"A clock counts {LEAST} to {MOST} {unit_words(rule.unit, MOST)}; the old number was kept. Type one between them."
        )
    values = {"is_on": is_on, "number": number, "source": " ".join(source.split())}
    with store.work(f"Clock “{rule.title}”", initiator) as session:
        row = session.scalars(select(ClockSetting).where(ClockSetting.rule == code)).first()
        if row is None:
            row = ClockSetting(rule=code, written_at=store.clock.now(), happened_on=store.clock.today())
            session.add(row)
        row.deleted_at = None
        for name, value in values.items():
            setattr(row, name, value)


def put_back(store: Store, code: str, initiator: object | None = None) -> None:
    """Have a rule as Gradesk ships it again."""
    change(store, code, is_on=_of(code).is_on, initiator=initiator)


def is_as_shipped(rule: ClockRule) -> bool:
    """Whether the school has left a rule as it is: on or off, its number, its source."""
    return rule == _of(rule.code)


def sum_of(store: Store, code: str, start: date) -> Sum:
    """What a rule in force makes of a day, in words, also where it is switched off."""
    _of(code)
    if not FIRST <= start <= LAST:
        raise Refused(
            f"A clock starts on a day from {FIRST.year} to {LAST.year}; nothing was counted. Check the year you typed."
        )
    with store.read() as session:
        rule = next(one for one in in_force(session) if one.code == code)
        return count(rule, start, closures(session))


def closures(session: Session) -> Closures:
    """When the school is closed, by the calendars of all its years."""
    halves = session.execute(
        select(HalfTerm.name, HalfTerm.starts_on, HalfTerm.ends_on)
        .join(Term, Term.uuid == HalfTerm.term_id)
        .join(AcademicYear, AcademicYear.uuid == Term.academic_year_id)
        .where(HalfTerm.deleted_at.is_(None), Term.deleted_at.is_(None), AcademicYear.deleted_at.is_(None))
        .order_by(HalfTerm.starts_on)
    )
    days = session.execute(select(ClosureDay.day, ClosureDay.reason).where(ClosureDay.deleted_at.is_(None)))
    return Closures(tuple(Span(*row) for row in halves), {row.day: row.reason for row in days})


def _of(code: str) -> ClockRule:
    rule = next((one for one in shipped() if one.code == code), None)
    if rule is None:
        raise Refused("There is no such clock; nothing was changed. Look at the page “Clocks” of School.")
    return rule


def _settings(session: Session) -> dict[str, ClockSetting]:
    query = select(ClockSetting).where(ClockSetting.deleted_at.is_(None))
    return {row.rule: row for row in session.scalars(query)}


def _as_set(rule: ClockRule, setting: ClockSetting | None) -> ClockRule:
    """A number of the school's own is its own rule, whatever the law says; what the law says stays in sight beside it."""
    if setting is None:
        return rule
    found = replace(rule, is_on=setting.is_on)
    note = f"{setting.source.rstrip('.')}. " if setting.source else ""
    if setting.number is not None and rule.usual is not None:
        usual = f"Gradesk’s list says {rule.span}: {rule.source}"
        return replace(found, number=setting.number, made_under=OWN, source=f"{note or 'Our own number. '}{usual}")
    return replace(found, source=f"{note}{rule.source}")


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads(resource("clocks", "rules.toml").read_text("utf-8"))
