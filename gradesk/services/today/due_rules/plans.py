"""Plans and their targets (Code of Practice 6.48-6.51)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from gradesk.model.plans.plan import Plan, PlanAgreement, PlanVersion
from gradesk.model.plans.target import Target
from gradesk.model.rules.plan_states import IN_FORCE, OPEN
from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts, after, the_day_after

_HEARD = {"pupil": "{pupil}", "parent": "parent carer"}


def no_plan(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Supported, and there is no plan."""
    return (facts.line(rule, row) for row in facts.meant(rule) if not row.plan_state)


def plan_over(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A plan past its review; where its cycle's own review is overdue, that line says it already."""
    said = {
        one.cycle.plan_id
        for one in facts.cycles
        if one.cycle.review_due_on is not None and one.cycle.review_due_on < facts.today
    }
    query = select(Plan).where(Plan.deleted_at.is_(None), Plan.state.in_(OPEN), Plan.review_on < facts.today)
    for plan in facts.session.scalars(query.order_by(Plan.review_on)):
        row = facts.rows.get(plan.pupil_id)
        if row is not None and row.status in rule.pupils and plan.uuid not in said and plan.review_on is not None:
            yield facts.line(rule, row, the_day_after(plan.review_on), plan.review_on, subject=plan.uuid)


def plan_unsigned(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A draft that nobody has agreed to, so long after it was begun."""
    newest = facts.days_ago(rule.days)
    query = select(Plan.uuid, Plan.pupil_id, Plan.starts_on, Plan.written_at).where(
        Plan.deleted_at.is_(None), Plan.state == "draft"
    )
    for uuid, pupil_id, starts_on, written_at in facts.session.execute(query):
        # A draft for next term is not late, and one that was back-dated only begins to wait when it is written.
        begun = max(starts_on, written_at.astimezone().date())
        row = facts.rows.get(pupil_id)
        if row is not None and row.status in rule.pupils and begun <= newest:
            day = after(begun, rule.days or 0)
            yield facts.line(rule, row, day, day, subject=uuid)


def plan_unheard(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A plan in force that nobody, or only school, agreed to: the pupil or a parent carer is not among those named."""
    newest = select(PlanVersion.plan_id, func.max(PlanVersion.number).label("number")).group_by(PlanVersion.plan_id)
    last = newest.subquery()
    query = (
        select(PlanVersion.uuid, Plan.uuid, Plan.pupil_id, PlanVersion.happened_on)
        .join(last, (last.c.plan_id == PlanVersion.plan_id) & (last.c.number == PlanVersion.number))
        .join(Plan, Plan.uuid == PlanVersion.plan_id)
        .where(Plan.deleted_at.is_(None), Plan.state.in_(IN_FORCE))
    )
    say = facts.words.say
    heard: dict[str, set[str]] = {}
    agreed = select(PlanAgreement.version_id, PlanAgreement.role).where(PlanAgreement.deleted_at.is_(None))
    for version_id, role in facts.session.execute(agreed):
        heard.setdefault(version_id, set()).add(role)
    for version_id, plan_id, pupil_id, agreed_on in facts.session.execute(query):
        row = facts.rows.get(pupil_id)
        lacking = [words for role, words in _HEARD.items() if role not in heard.get(version_id, ())]
        if row is not None and row.status in rule.pupils and lacking and agreed_on <= facts.days_ago(rule.days):
            day = after(agreed_on, rule.days or 0)
            yield facts.line(rule, row, day, day, say(f"Agreed without {' and '.join(lacking)}"), subject=plan_id)


def no_own_words(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Targets of open plans that say nothing in the pupil's own words: one line for each plan."""
    query = (
        select(Target.uuid, Target.pupil_id, Plan.uuid, Plan.starts_on)
        .join(Plan, Plan.uuid == Target.plan_id)
        .where(
            Target.deleted_at.is_(None),
            Target.pupil_wording == "",
            Plan.deleted_at.is_(None),
            Plan.state.in_(OPEN),
        )
        .order_by(Plan.uuid, Target.position, Target.written_at)
    )
    found: dict[tuple[str, str], list[str]] = {}
    begun = {}
    for target_id, pupil_id, plan_id, starts_on in facts.session.execute(query):
        found.setdefault((pupil_id, plan_id), []).append(target_id)
        begun[plan_id] = starts_on
    for (pupil_id, plan_id), targets in found.items():
        row = facts.rows.get(pupil_id)
        if row is not None and row.status in rule.pupils:
            words = (
                "1 target is not in own words" if len(targets) == 1 else f"{len(targets)} targets are not in own words"
            )
            yield facts.line(rule, row, begun[plan_id], None, words, subject=plan_id, record=targets[0])
