"""Support past its planned end, near it or long not looked at, and sessions that nobody marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import days_words
from gradesk.model.term.provision import Provision
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.services.pupils.register import RegisterRow
from gradesk.services.term import provisions
from gradesk.services.term.provisions import Given
from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts, after, the_day_after


def support_over(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Support whose planned end has passed, and that nobody has ended or planned anew."""
    over = (Provision.ends_on.is_(None), Provision.planned_to < facts.today)
    for pupil_id, found in provisions.given(facts.session, None, *over).items():
        row = facts.rows.get(pupil_id)
        for one in found:
            planned = one.provision.planned_to
            if row is not None and row.status in rule.pupils and planned is not None and one.ends_on is None:
                words = f"{one.provision.name}: past its planned end"
                since = the_day_after(planned)
                yield facts.line(rule, row, since, planned, words, subject=one.uuid, record=one.uuid)


def support_ends(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Support whose planned end is near, and of which nobody has said what came of it: one line for all who are in it."""
    last = after(facts.today, rule.days or 0)
    soon = (Provision.ends_on.is_(None), Provision.outcome == "", Provision.planned_to.between(facts.today, last))
    for row, one, count in _once(facts, rule, soon):
        planned = one.planned_to
        if planned is not None:
            words = f"{_for(one, count)}: ends {days_words((planned - facts.today).days)}"
            since = date.fromordinal(max(planned.toordinal() - (rule.days or 0), one.starts_on.toordinal()))
            yield facts.line(rule, row, since, planned, words, subject=one.uuid, record=one.uuid)


def support_long(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Support that has run long since it began or was looked at: one line for all who are in it.

    What is past its planned end has a line that asks more plainly.
    """
    seen = func.max(Provision.starts_on, func.coalesce(Provision.looked_on, Provision.starts_on))
    going_on = or_(Provision.planned_to.is_(None), Provision.planned_to >= facts.today)
    long = (Provision.ends_on.is_(None), going_on, seen < facts.days_ago(rule.days))
    for row, one, count in _once(facts, rule, long):
        begun = max(one.starts_on, one.looked_on or one.starts_on)
        day = after(begun, rule.days or 0)
        weeks = (facts.today - begun).days // 7
        words = f"{_for(one, count)}: {weeks} weeks since anybody looked at it"
        yield facts.line(rule, row, the_day_after(day), day, words, subject=one.uuid, record=one.uuid)


def session_unmarked(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Sessions that were put on to make others good, whose day is over and at which nobody is marked."""
    marked = select(SessionMark.session_id).where(SessionMark.deleted_at.is_(None), SessionMark.mark != "")
    query = (
        select(ProvisionSession)
        .join(Provision, Provision.uuid == ProvisionSession.provision_id)
        .where(
            ProvisionSession.deleted_at.is_(None), ProvisionSession.extra, ProvisionSession.ran,
            ProvisionSession.happened_on < facts.today, ProvisionSession.uuid.not_in(marked),
            Provision.deleted_at.is_(None), Provision.ends_on.is_(None),
        )
    )  # fmt: skip
    sessions = facts.session.scalars(query.order_by(ProvisionSession.happened_on)).all()
    if not sessions:
        return
    wanted = Provision.uuid.in_({one.provision_id for one in sessions})
    whose = {one.uuid: (row, one, count) for row, one, count in _once(facts, rule, (wanted,))}
    for held in sessions:
        if held.provision_id in whose:
            row, one, count = whose[held.provision_id]
            day = held.happened_on
            words = f"{_for(one, count)}: the session put on for {written_day(day)} is not marked"
            found = facts.line(rule, row, the_day_after(day), day, words, subject=held.uuid, record=one.uuid)
            yield replace(found, place=replace(found.place, screen="term"))


def _once(facts: Facts, rule: Rule, conditions: Sequence[Any]) -> Iterator[tuple[RegisterRow, Provision, int]]:
    """Each support once, with the first of its pupils by name whom the rule is about, and how many there are."""
    members: dict[str, list[Given]] = {}
    found = provisions.given(facts.session, None, *conditions)
    for row in facts.meant(rule):
        for one in found.get(row.uuid, []):
            if one.ends_on is None:
                members.setdefault(one.uuid, []).append(one)
    for given in members.values():
        yield facts.rows[given[0].pupil_id], given[0].provision, len(given)


def _for(one: Provision, count: int) -> str:
    return one.name if count == 1 else f"{one.name} ({count} in it)"
