"""Assessments, observations, and whether adjustments were looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.evidence.measure import MeasureResult
from gradesk.model.evidence.observation import Observation
from gradesk.model.pupils.support import Adjustment
from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts, after


def assessment_due(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The newest assessment or observation is older than the rule's days, or there is none (Code of Practice 6.45)."""
    newest = newest_evidence(facts.session, facts.today)
    for row in facts.meant(rule):
        last = newest.get(row.uuid)
        if last is None:
            yield facts.line(rule, row, words="No assessment or observation yet")
        elif last < facts.days_ago(rule.days):
            day = after(last, rule.days or 0)
            yield facts.line(rule, row, day, day, f"Last assessed on {last:%d/%m/%Y}")


def newest_evidence(session: Session, today: date) -> dict[str, date]:
    """The day of the newest assessment or observation up to a day, by pupil."""
    newest: dict[str, date] = {}
    for entity in (MeasureResult, Observation):
        query = select(entity.pupil_id, func.max(entity.happened_on)).where(
            entity.deleted_at.is_(None), entity.happened_on <= today
        )
        for pupil_id, day in session.execute(query.group_by(entity.pupil_id)):
            newest[pupil_id] = max(day, newest.get(pupil_id, day))
    return newest


def adjustment_unseen(facts: Facts, rule: Rule) -> Iterator[Due]:
    """An adjustment of the pupil's own that nobody looked at for the rule's days; the one longest unseen is opened."""
    query = select(Adjustment).where(
        Adjustment.pupil_id.is_not(None),
        Adjustment.deleted_at.is_(None),
        Adjustment.ends_on.is_(None) | (Adjustment.ends_on > facts.today),
    )
    oldest = facts.days_ago(rule.days)
    found: dict[str, list[tuple[date, str]]] = {}
    for one in facts.session.scalars(query):
        seen = one.checked_on or one.starts_on or one.happened_on
        if seen < oldest and one.pupil_id in facts.rows:
            found.setdefault(one.pupil_id, []).append((seen, one.uuid))
    for pupil_id, rows in found.items():
        row = facts.rows[pupil_id]
        if row.status in rule.pupils:
            seen, uuid = min(rows)
            words = "1 adjustment to look at" if len(rows) == 1 else f"{len(rows)} adjustments to look at"
            day = after(seen, rule.days or 0)
            yield facts.line(rule, row, day, day, words, record=uuid)
