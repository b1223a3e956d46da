"""Passports: there, checked with the pupil within the year; and whether colleagues work by the newest, and have read it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from gradesk.model.plans.passport import Passport, PassportVersion
from gradesk.model.rules.days.freshness import YEAR_MONTHS, months_after
from gradesk.model.school.given_copy import GivenCopy
from gradesk.model.school.staff import StaffMember
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


def copy_old(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A colleague holds a passport of which there is a newer version: one line for all who do."""
    query = (
        select(PassportVersion.pupil_id, func.max(PassportVersion.number))
        .where(PassportVersion.deleted_at.is_(None))
        .group_by(PassportVersion.pupil_id)
    )
    newest: dict[str, int] = {row[0]: row[1] for row in facts.session.execute(query)}
    held: dict[str, list[GivenCopy]] = {}
    for copy in _with_colleagues(facts):
        if copy.pupil_id in newest and (copy.number or 0) < newest[copy.pupil_id]:
            held.setdefault(copy.pupil_id, []).append(copy)
    for pupil_id, found in held.items():
        row = facts.rows[pupil_id]
        if row.status in rule.pupils:
            words = f"Works by an older passport: {', '.join(dict.fromkeys(one.holder for one in found))}"
            yield facts.line(rule, row, None, None, words, record=found[0].uuid)


def copy_unread(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A colleague was given a passport a while ago and has not said that they read it: one line for all of a pupil."""
    late: dict[str, list[GivenCopy]] = {}
    for copy in _with_colleagues(facts):
        if copy.read_on is None and copy.happened_on <= facts.days_ago(rule.days):
            late.setdefault(copy.pupil_id, []).append(copy)
    for pupil_id, found in late.items():
        row = facts.rows[pupil_id]
        if row.status in rule.pupils:
            day = after(min(one.happened_on for one in found), rule.days or 0)
            words = f"Not signed for: {', '.join(dict.fromkeys(one.holder for one in found))}"
            yield facts.line(rule, row, day, day, words, record=found[0].uuid)


def _with_colleagues(facts: Facts) -> Iterator[GivenCopy]:
    """The passports that members of staff hold of those on the roll."""
    staff = {
        name.casefold()
        for name in facts.session.scalars(select(StaffMember.name).where(StaffMember.deleted_at.is_(None)))
    }
    query = select(GivenCopy).where(
        GivenCopy.deleted_at.is_(None), GivenCopy.taken_back_on.is_(None), GivenCopy.document == "passport"
    )
    for copy in facts.session.scalars(query.order_by(GivenCopy.happened_on)):
        if copy.pupil_id in facts.rows and copy.holder.casefold() in staff:
            yield copy
