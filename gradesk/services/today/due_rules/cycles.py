"""Reviews, stages and cycles (Code of Practice 6.44-6.56)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gradesk.model.plans.cycle import CycleStage
from gradesk.model.vocabulary import STAGES
from gradesk.services.plans.next_steps import standing_still
from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts, OpenCycle, after, the_day_after


def review_overdue(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The day the review was due has passed."""
    for one in _meant(facts, rule):
        day = one.cycle.review_due_on
        if day is not None and day < facts.today:
            row = facts.rows[one.cycle.pupil_id]
            yield facts.line(rule, row, the_day_after(day), day, _which(one), subject=one.cycle.uuid)


def review_due(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The review is near. A stage that is late comes first: it is what holds the review up."""
    for one in _meant(facts, rule):
        day = one.cycle.review_due_on
        if day is not None and facts.today <= day <= after(facts.today, rule.days or 0) and not _is_late(facts, one):
            row = facts.rows[one.cycle.pupil_id]
            begins = facts.days_ago((facts.today - day).days + (rule.days or 0))
            yield facts.line(rule, row, begins, day, _which(one), subject=one.cycle.uuid)


def stage_overdue(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The stage was planned to end, and the cycle has not moved on; an overdue review says it already."""
    for one in _meant(facts, rule):
        day, review = _should_end(one.stage), one.cycle.review_due_on
        if after(day, rule.days or 0) < facts.today and (review is None or review >= facts.today):
            words = f"The {STAGES.label(one.cycle.stage)} stage should have ended"
            row = facts.rows[one.cycle.pupil_id]
            yield facts.line(rule, row, the_day_after(day), day, words, subject=one.cycle.uuid)


def no_movement(facts: Facts, rule: Rule) -> Iterator[Due]:
    """As many cycles as the school counts passed without movement, and nothing was decided."""
    for pupil_id, one in standing_still(facts.session).items():
        row = facts.rows.get(pupil_id)
        if row is not None and one.decided is None and (row.cycle is not None or row.status in "KE"):
            words = f"{one.cycles} cycles without movement"
            yield facts.line(rule, row, one.since, one.since, words, subject=one.cycle_id)


def no_cycle(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Supported, and no cycle is open."""
    return (facts.line(rule, row) for row in facts.meant(rule) if row.cycle is None)


def _should_end(stage: CycleStage) -> date:
    """The last day planned for it; one that began late has as many days as were planned."""
    if stage.started_on is None:
        return stage.planned_to
    return max(stage.planned_to, stage.started_on + (stage.planned_to - stage.planned_from))


def _which(one: OpenCycle) -> str:
    return f"Review of cycle {one.cycle.number}, now at {STAGES.label(one.cycle.stage)}"


def _is_late(facts: Facts, one: OpenCycle) -> bool:
    return one.stage.planned_to < facts.today


def _meant(facts: Facts, rule: Rule) -> Iterator[OpenCycle]:
    return (one for one in facts.cycles if facts.rows[one.cycle.pupil_id].status in rule.pupils)
