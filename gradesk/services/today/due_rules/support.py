"""Support that ran past its planned end, and advice that was asked for and has not come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select

from gradesk.model.pupils.happening import Happening
from gradesk.model.term.provision import Provision
from gradesk.services.term import provisions
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


def referral_waiting(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A referral of which nothing is written, and no report has come since."""
    newest = (
        select(Happening.pupil_id, func.max(Happening.happened_on))
        .where(Happening.deleted_at.is_(None), Happening.kind == "report")
        .group_by(Happening.pupil_id)
    )
    reported: dict[str, date] = {row[0]: row[1] for row in facts.session.execute(newest)}
    query = select(Happening).where(
        Happening.deleted_at.is_(None),
        Happening.kind == "referral",
        Happening.note == "",
        Happening.happened_on <= facts.days_ago(rule.days),
    )
    for one in facts.session.scalars(query.order_by(Happening.happened_on)):
        row = facts.rows.get(one.pupil_id)
        answered = reported.get(one.pupil_id, date.min) >= one.happened_on
        if row is not None and row.status in rule.pupils and not answered:
            asked = " to ".join(part for part in (one.title or "Referral", one.who) if part)
            day = after(one.happened_on, rule.days or 0)
            waits = (facts.today - one.happened_on).days // 7
            yield facts.line(rule, row, day, day, f"{asked}: waiting {waits} weeks", subject=one.uuid, record=one.uuid)
