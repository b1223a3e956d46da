"""Passports: there, and checked with the pupil within the year."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from gradesk.model.plans.passport import Passport
from gradesk.model.rules.days.freshness import YEAR_MONTHS, months_after
from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts, after

YEAR = 365


def no_passport(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Supported, and there is no passport."""
    there = set(facts.session.scalars(select(Passport.pupil_id).where(Passport.deleted_at.is_(None))))
    return (facts.line(rule, row) for row in facts.meant(rule) if row.uuid not in there)


def passport_old(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The day chosen for looking at it has come, or it was not checked with the pupil for the rule's days."""
    query = select(Passport.pupil_id, Passport.review_on, Passport.checked_on).where(Passport.deleted_at.is_(None))
    known = {pupil_id: (review, checked) for pupil_id, review, checked in facts.session.execute(query)}
    for row in facts.meant(rule):
        review, checked = known.get(row.uuid, (None, None))
        aged = (
            None
            if checked is None
            else months_after(checked, YEAR_MONTHS)
            if rule.days == YEAR
            else after(checked, rule.days or 0)
        )
        # A school that wants passports fresher than a year asks before the day that was chosen.
        days = [
            day for day in (review, aged if review is None or (rule.days or YEAR) < YEAR else None) if day is not None
        ]
        if days and min(days) <= facts.today:
            yield facts.line(rule, row, min(days), min(days))
