"""Who leads, and whom the pupil trusts (founding guide, A7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import LayerPeriod, StatusPeriod
from gradesk.model.school.staff import StaffMember
from gradesk.services.pupils import access, leaving
from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts, Place


def not_told(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The status or the layer in force says no day on which parents were told (Children and Families Act 2014 s.68)."""
    found: dict[str, tuple[date, str]] = {}
    for kind, nothing in ((LayerPeriod, LayerPeriod.layer == "all"), (StatusPeriod, StatusPeriod.status == "N")):
        query = select(kind.pupil_id, kind.starts_on, kind.uuid).where(
            kind.ends_on.is_(None), kind.deleted_at.is_(None), kind.parents_told_on.is_(None), ~nothing
        )
        # Of the two the status is asked for first: that is the one the law is about.
        found |= {pupil_id: (day, uuid) for pupil_id, day, uuid in facts.session.execute(query)}
    for pupil_id, (day, uuid) in found.items():
        row = facts.rows.get(pupil_id)
        if row is not None and (row.status in rule.pupils or row.layer not in ("", "all")):
            words = "When were parents told?"
            yield facts.line(rule, row, day, day, words, subject=uuid, record=uuid)


def no_lead(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Whoever is watched, supported, or gets more than everybody does has somebody who leads it."""
    for row in facts.rows.values():
        wanted = row.status in rule.pupils or row.layer not in ("", "all")
        if wanted and row.uuid not in facts.leads:
            yield facts.line(rule, row)


def lead_left(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The named lead no longer works here."""
    for row in facts.meant(rule):
        lead = facts.leads.get(row.uuid)
        if lead is not None and lead.left_on is not None and lead.has_left(facts.today):
            yield facts.line(
                rule, row, lead.left_on, lead.left_on, f"{lead.name}, the lead, has left", subject=lead.uuid
            )


def key_adult_left(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The key adult no longer works here."""
    left = select(StaffMember.uuid).where(StaffMember.left_on <= facts.today)
    query = (
        select(Pupil.uuid, StaffMember.name, StaffMember.left_on)
        .join(StaffMember, StaffMember.uuid == Pupil.key_adult_id)
        # Said once more as a list, so that SQLite begins with the few who left and not with every pupil.
        .where(Pupil.deleted_at.is_(None), StaffMember.left_on <= facts.today, Pupil.key_adult_id.in_(left))
    )
    for pupil_id, name, left_on in facts.session.execute(query):
        row = facts.rows.get(pupil_id)
        if row is not None and row.status in rule.pupils:
            yield facts.line(rule, row, left_on, left_on, f"{name}, the key adult, has left")


def no_key_adult(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Supported, and nobody is named as key adult."""
    return (facts.line(rule, row) for row in facts.meant(rule) if not row.key_adult)


def access_due(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Whoever asked for everything is answered in time, also about somebody who left (UK GDPR, Article 12(3))."""
    for request, pupil in access.waiting(facts.session):
        last = access.due_on(facts.session, request)
        place = Place("pupil", rule.tab, request.uuid)
        words = f"Answer {request.who} by {last:%d/%m/%Y}"
        yield Due(
            pupil.uuid, pupil.name, pupil.class_name, rule.code, request.happened_on, last, words, request.uuid, place
        )


def leavers_review(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The yearly review of leavers, in one line: nobody is named on Today who is here no more."""
    found = leaving.due(facts.session, facts.today)
    if not found:
        return
    since = min(one.look_on for one in found if one.look_on is not None)
    words = f"{len(found):,} {'leaver' if len(found) == 1 else 'leavers'} to keep or to erase"
    yield Due(
        "", "", "", rule.code, since, leaving.reviewed_to(facts.today), words, "leavers", Place("school", "leavers")
    )
