"""The plan and its targets: begun, written, agreed and kept in versions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from gradesk.model.plan import PLAN_SECTIONS, Plan, PlanVersion, Target
from gradesk.model.rules.stages import usual_review_day
from gradesk.model.school import PlanType
from gradesk.services import editing, pupils, school
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TARGET_FIELDS = (
    "pupil_wording",
    "staff_wording",
    "baseline",
    "success_criterion",
    "area",
    "adulthood",
    "how",
    "who",
    "how_often",
    "by_when",
)


@dataclass(frozen=True)
class PlanPage:
    """A plan with its targets in order and its versions, newest first."""

    plan: Plan
    type_label: str
    sections: tuple[str, ...]
    targets: tuple[Target, ...]
    versions: tuple[PlanVersion, ...]


@dataclass(frozen=True)
class Missing:
    """One thing a plan lacks before it can be agreed, and the field that would cure it."""

    field: str
    words: str
    target_id: str | None = None


def plans(store: Store, pupil_id: str) -> list[Plan]:
    """All plans of a pupil, newest first."""
    with store.read() as session:
        query = select(Plan).where(Plan.pupil_id == pupil_id, Plan.deleted_at.is_(None))
        return list(session.scalars(query.order_by(Plan.starts_on.desc(), Plan.written_at.desc())))


def page(store: Store, plan_id: str) -> PlanPage:
    """One plan whole."""
    with store.read() as session:
        plan = session.get(Plan, plan_id)
        if plan is None or plan.deleted_at is not None:
            raise Refused("This plan was deleted; its words are kept. Restore it from the pupil’s history.")
        kind = session.get_one(PlanType, plan.type_id)
        targets = session.scalars(
            select(Target).where(Target.plan_id == plan_id, Target.deleted_at.is_(None)).order_by(Target.position)
        ).all()
        versions = session.scalars(
            select(PlanVersion).where(PlanVersion.plan_id == plan_id).order_by(PlanVersion.number.desc())
        ).all()
        return PlanPage(plan, kind.label, tuple(kind.sections.split()), tuple(targets), tuple(versions))


def begin(store: Store, pupil_id: str, type_code: str = "ilp", starts_on: date | None = None) -> str:
    """Begin a draft plan that starts today (or on a day), with a review at the usual time. Returns its uuid."""
    day = starts_on or store.clock.today()
    kind = next((row for row in school.plan_types(store) if row.code == type_code), None)
    if kind is None:
        raise Refused("There is no such kind of plan; nothing was begun. Choose one from the list.")
    review = usual_review_day(day, school.half_terms(store))
    values = {"pupil_id": pupil_id, "type_id": kind.uuid, "starts_on": day, "review_on": review, "happened_on": day}
    return editing.add(store, Plan, values, f"Begin {pupils.first_name(store, pupil_id)}’s {kind.label}")


def change(store: Store, plan_id: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change words or dates of a plan."""
    plan = page(store, plan_id).plan
    starts = values.get("starts_on", plan.starts_on)
    review = values.get("review_on", plan.review_on)
    if starts is None:
        raise Refused("A plan needs a day on which it starts; the old one was kept. Type a date.")
    if review is not None and review < starts:
        raise Refused("A plan cannot be reviewed before it starts; the old date was kept. Check the two days.")
    name = pupils.first_name(store, plan.pupil_id)
    editing.change(store, Plan, plan_id, values, f"Change {name}’s plan", initiator)


def add_target(store: Store, plan_id: str, values: Mapping[str, Any] | None = None) -> str:
    """Add a target at the end of the plan; by when is the plan's review unless said otherwise. Returns its uuid."""
    found = page(store, plan_id)
    position = max((target.position for target in found.targets), default=0) + 1
    start = {"by_when": found.plan.review_on, **(values or {})}
    fixed = {"pupil_id": found.plan.pupil_id, "plan_id": plan_id, "position": position}
    label = f"Add target {position} to {pupils.first_name(store, found.plan.pupil_id)}’s plan"
    return editing.add(store, Target, {**start, **fixed}, label)


def change_target(store: Store, target_id: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change one target."""
    with store.read() as session:
        target = session.get_one(Target, target_id)
    label = f"Change {pupils.first_name(store, target.pupil_id)}’s target {target.position}"
    editing.change(store, Target, target_id, values, label, initiator)


def remove_target(store: Store, target_id: str) -> None:
    """Take a target out of the plan; it can be restored."""
    with store.read() as session:
        target = session.get_one(Target, target_id)
    label = f"Remove target {target.position} from {pupils.first_name(store, target.pupil_id)}’s plan"
    editing.remove(store, Target, target_id, label)


def missing(found: PlanPage) -> list[Missing]:
    """What a plan lacks before it can be agreed: strengths, both views or a reason, and whole targets (domain rule 3)."""
    plan = found.plan
    lacks: list[Missing] = []
    if not plan.strengths.strip():
        lacks.append(Missing("strengths", "strengths and interests"))
    if not plan.pupil_view.strip() and not plan.pupil_view_how.strip():
        lacks.append(Missing("pupil_view", "the pupil’s own view, or how you asked"))
    if not plan.parent_view.strip() and not plan.parent_view_absent.strip():
        lacks.append(Missing("parent_view", "the parent carer’s view, or why there is none"))
    if plan.review_on is None:
        lacks.append(Missing("review_on", "a day for the review"))
    if not found.targets:
        lacks.append(Missing("targets", "at least one target"))
    for number, target in enumerate(found.targets, start=1):
        needed = {
            "staff_wording": "its wording",
            "baseline": "a starting point",
            "success_criterion": "how we will know",
            "who": "who helps",
            "by_when": "a date",
        }
        for name, words in needed.items():
            if not getattr(target, name):
                lacks.append(Missing(name, f"target {number}: {words}", target.uuid))
    return lacks


def agree(store: Store, plan_id: str, agreed_by: str, on: date | None = None, reason: str = "") -> int:
    """Agree a plan: freeze its words as the next version. Refuses while something is missing. Returns the number."""
    found = page(store, plan_id)
    lacks = missing(found)
    if lacks:
        named = ", ".join(lack.words for lack in lacks[:3])
        more = f" and {len(lacks) - 3} more" if len(lacks) > 3 else ""
        raise Refused(f"The plan cannot be agreed yet; every word is kept. Still missing: {named}{more}.")
    if not agreed_by.strip():
        raise Refused("A plan is agreed by people; nothing was frozen. Say who agreed to it.")
    day = on or store.clock.today()
    with store.work(f"Agree {pupils.first_name(store, found.plan.pupil_id)}’s plan") as session:
        number = (session.scalar(select(func.max(PlanVersion.number)).where(PlanVersion.plan_id == plan_id)) or 0) + 1
        session.add(
            PlanVersion(
                pupil_id=found.plan.pupil_id,
                plan_id=plan_id,
                number=number,
                agreed_by=agreed_by.strip(),
                reason=reason.strip(),
                content=_frozen(found),
                happened_on=day,
            )
        )
        state = "active" if found.plan.starts_on <= day else "agreed"
        editing.change(store, Plan, plan_id, {"state": state}, "")
    return number


def _frozen(found: PlanPage) -> str:
    def plain(value: object) -> object:
        return value.isoformat() if isinstance(value, date) else value

    content = {
        "title": found.type_label,
        "starts_on": plain(found.plan.starts_on),
        "review_on": plain(found.plan.review_on),
        "sections": {name: getattr(found.plan, name) for name in PLAN_SECTIONS},
        "targets": [{name: plain(getattr(target, name)) for name in TARGET_FIELDS} for target in found.targets],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True)
