"""The plan and its targets: found, read whole, changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.plans.cycle import Cycle, CycleStage
from gradesk.model.plans.plan import BLOCK_BY_CODE, Plan, PlanAgreement, PlanVersion
from gradesk.model.plans.target import Target
from gradesk.model.rules.plan_states import OPEN, OVER, state_on
from gradesk.model.rules.words.blanks import filled, fills
from gradesk.model.rules.words.target_words import criterion, measured, sentence
from gradesk.model.school.school import PlanType
from gradesk.services import editing
from gradesk.services.plans import cycles
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

# The words of a target in the order of its page; what is frozen when a plan is agreed.
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
    "how_long",
    "place",
    "home_part",
    "by_when",
)
_SENTENCE = ("learner", "does", "given", "standard", "by_when")
_MEASURE = ("criterion_form", "criterion_goal", "criterion_of", "criterion_prompt")


@dataclass(frozen=True)
class PlanPage:
    """A plan with its targets in order and its versions, newest first. `state` is that of today."""

    plan: Plan
    kind: PlanType
    state: str
    targets: tuple[Target, ...]
    versions: tuple[PlanVersion, ...]
    agreements: tuple[PlanAgreement, ...]

    @property
    def blocks(self) -> tuple[str, ...]:
        """The codes of the blocks this plan shows, in order; targets it has are shown whatever its kind is made of."""
        codes = [code for code in self.kind.sections.split() if code in BLOCK_BY_CODE]
        if self.targets and "targets" not in codes:
            codes.insert(codes.index("agreement") if "agreement" in codes else len(codes), "targets")
        return tuple(codes)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the plan's own fields that its blocks show, in order."""
        return tuple(name for code in self.blocks for name in BLOCK_BY_CODE[code].fields)

    def agreed_by(self, version: PlanVersion) -> str:
        """Who agreed to a version, in words."""
        return ", ".join(row.name for row in self.agreements if row.version_id == version.uuid)


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
        versions = session.scalars(
            select(PlanVersion).where(PlanVersion.plan_id == plan_id).order_by(PlanVersion.number.desc())
        ).all()
        agreements = session.scalars(
            select(PlanAgreement)
            .where(
                PlanAgreement.version_id.in_([version.uuid for version in versions]),
                PlanAgreement.deleted_at.is_(None),
            )
            .order_by(PlanAgreement.happened_on, PlanAgreement.written_at)
        ).all()
        state = state_on(plan.state, plan.starts_on, store.clock.today())
        return PlanPage(plan, kind, state, targets_of(session, plan_id), tuple(versions), tuple(agreements))


def targets_of(session: Session, plan_id: str | None) -> tuple[Target, ...]:
    """The targets of a plan in order."""
    query = select(Target).where(Target.plan_id == plan_id, Target.deleted_at.is_(None))
    # A restored target may share its number with another; the older one stands first.
    query = query.order_by(Target.position, Target.written_at)
    return tuple(session.scalars(query)) if plan_id else ()


def targets_of_plans(store: Store, plan_ids: Sequence[str]) -> dict[str, list[Target]]:
    """The targets of several plans, each plan's in order."""
    with store.read() as session:
        query = select(Target).where(Target.plan_id.in_(plan_ids), Target.deleted_at.is_(None))
        found: dict[str, list[Target]] = {plan_id: [] for plan_id in plan_ids}
        for target in session.scalars(query.order_by(Target.position)):
            found[target.plan_id].append(target)
    return found


def change(store: Store, plan_id: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change words or dates of a plan. What was due with the plan's review stays due with it: targets, and the cycle."""
    found = page(store, plan_id)
    plan = found.plan
    _refuse_over(plan)
    starts = values.get("starts_on", plan.starts_on)
    review = values.get("review_on", plan.review_on)
    if starts is None:
        raise Refused("A plan needs a day on which it starts; the old one was kept. Type a date.")
    if review is not None and review < starts:
        raise Refused("A plan cannot be reviewed before it starts; the old date was kept. Check the two days.")
    name = pupils.first_name(store, plan.pupil_id)
    with store.work(f"Change {name}’s plan", initiator):
        editing.change(store, Plan, plan_id, values, "")
        if review is not None and review != plan.review_on:
            for target in found.targets:
                if target.by_when == plan.review_on:
                    _change(store, target, {"by_when": review})
            current = cycles.current(store, plan.pupil_id)
            if current is not None and current.cycle.plan_id == plan_id:
                cycles.change_review_due(store, current.cycle.uuid, review)


def move_review(store: Store, cycle_id: str, day: date) -> None:
    """Move the day a cycle's review is due. A plan that is still a draft moves with it; what was agreed stays as agreed."""
    with store.read() as session:
        cycle = session.get_one(Cycle, cycle_id)
        plan = session.get(Plan, cycle.plan_id) if cycle.plan_id else None
    if plan is not None and plan.state == "draft" and plan.deleted_at is None:
        change(store, plan.uuid, {"review_on": day})
    else:
        cycles.change_review_due(store, cycle_id, day)


def move_stage_end(store: Store, stage_id: str, day: date) -> None:
    """Move the planned end of a stage; that of the review moves the day the review is due, with a draft plan."""
    with store.read() as session:
        stage = session.get_one(CycleStage, stage_id)
    if stage.code == "review" and stage.ended_on is None:
        move_review(store, stage.cycle_id, day)
    else:
        cycles.move_stage_end(store, stage_id, day)


def _refuse_over(plan: Plan) -> None:
    if plan.state in OVER:
        raise Refused("This plan is over, so its words stay as they were; nothing was changed. Begin the next plan.")


def remove(store: Store, plan_id: str) -> None:
    """Delete a draft, with its targets; refuses a plan that people agreed to."""
    found = page(store, plan_id)
    if found.versions or found.plan.state != "draft":
        raise Refused("This plan was agreed, so it stays; nothing was deleted. Review it, and it is put away.")
    with store.work(f"Delete {pupils.first_name(store, found.plan.pupil_id)}’s draft plan"):
        for target in found.targets:
            editing.remove(store, Target, target.uuid, "")
        editing.remove(store, Plan, plan_id, "")


def add_target(store: Store, plan_id: str, values: Mapping[str, Any] | None = None) -> str:
    """Add a target at the end of the plan; by when is the plan's review unless said otherwise. Returns its uuid.

    Who helps is taken from the target before, or is the key adult, until it is said otherwise.
    """
    found = page(store, plan_id)
    _refuse_over(found.plan)
    position = max((target.position for target in found.targets), default=0) + 1
    name = pupils.first_name(store, found.plan.pupil_id)
    # The adult who helps with one target mostly helps with the next; the first one is the key adult's to begin with.
    who = found.targets[-1].who if found.targets else pupils.nearest_adult(store, found.plan.pupil_id)
    start = {"by_when": found.plan.review_on, "learner": name, "who": who, **(values or {})}
    made = Target(**{key: start.get(key) for key in (*_SENTENCE, *_MEASURE)})
    start.setdefault("staff_wording", _sentence_of(made))
    start.setdefault("success_criterion", _criterion_of(made))
    fixed = {"pupil_id": found.plan.pupil_id, "plan_id": plan_id, "position": position}
    return editing.add(store, Target, {**start, **fixed}, f"Add target {position} to {name}’s plan")


def is_unworded(target: Target) -> bool:
    """Whether nobody said anything of a target yet but what was put there by itself."""
    by_itself = {"who": target.who, "staff_wording": _sentence_of(target)}
    texts = [name for name in TARGET_FIELDS if name != "by_when"] + ["does", "given", "standard"]
    return all(
        not (getattr(target, name) or "").strip() or getattr(target, name) == by_itself.get(name) for name in texts
    )


def same_helper(store: Store, plan_id: str, who: str) -> int:
    """Let the same people help with every target of a plan; returns how many targets changed."""
    found = page(store, plan_id)
    _refuse_over(found.plan)
    if not who.strip():
        raise Refused("It is not said yet who helps; nothing was changed. Type who helps with this target first.")
    others = [target for target in found.targets if target.who != who]
    with store.work(f"The same helper for all of {pupils.first_name(store, found.plan.pupil_id)}’s targets"):
        for target in others:
            editing.change(store, Target, target.uuid, {"who": who}, "")
    return len(others)


def change_target(store: Store, target_id: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change one target. Its sentence and criterion follow their parts until they are worded by hand."""
    with store.read() as session:
        target = session.get_one(Target, target_id)
        _refuse_over(session.get_one(Plan, target.plan_id))
    label = f"Change {pupils.first_name(store, target.pupil_id)}’s target {target.position}"
    with store.work(label, initiator):
        _change(store, target, values)


def _change(store: Store, target: Target, values: Mapping[str, Any]) -> None:
    following = dict(values)
    for whole, parts, made in (
        ("staff_wording", _SENTENCE, _sentence_of),
        ("success_criterion", _MEASURE, _criterion_of),
    ):
        touched = whole not in values and any(name in values for name in parts)
        if touched and getattr(target, whole) in ("", made(target)):
            following[whole] = made(_with(target, values, parts))
    _follow_blanks(target, values, following)
    _follow_words(target, following)
    editing.change(store, Target, target.uuid, following, "")


def _follow_blanks(target: Target, values: Mapping[str, Any], following: dict[str, Any]) -> None:
    """A blank that how well and how we know have in common is filled once for both."""
    for one, other in (("standard", "success_criterion"), ("success_criterion", "standard")):
        if one in values and other not in following:
            words = fills(getattr(target, one), str(values[one] or ""))
            after = filled(getattr(target, other), words)
            if after != getattr(target, other):
                following[other] = after
    if "standard" in following and "staff_wording" not in following and target.staff_wording == _sentence_of(target):
        following["staff_wording"] = _sentence_of(_with(target, following, _SENTENCE))


def _follow_words(target: Target, following: dict[str, Any]) -> None:
    """The numbers of the graph are those the words speak of, unless they are typed themselves."""
    if "success_criterion" in following and not {"criterion_goal", "criterion_of"} & set(following):
        goal, of = measured(following["success_criterion"])
        if goal is not None and target.criterion_form != "prompt":
            following["criterion_goal"] = goal
            following["criterion_of"] = of if of is not None else target.criterion_of
    if "baseline" in following and "baseline_value" not in following:
        before, _ = measured(target.baseline)
        start, _ = measured(following["baseline"])
        if start is not None and target.baseline_value in (None, before):
            following["baseline_value"] = start


def move_target(store: Store, target_id: str, steps: int) -> None:
    """Move a target up (negative) or down its plan's list."""
    target, order = _among(store, target_id)
    place = [row.uuid for row in order].index(target_id)
    moved = order.pop(place)
    order.insert(min(max(place + steps, 0), len(order)), moved)
    with store.work(f"Put {pupils.first_name(store, target.pupil_id)}’s targets in another order"):
        _number(store, order)


def remove_target(store: Store, target_id: str) -> None:
    """Take a target out of the plan; those after it close up, so that a number means the same everywhere."""
    target, order = _among(store, target_id)
    number = 1 + [row.uuid for row in order].index(target_id)
    with store.work(f"Remove target {number} from {pupils.first_name(store, target.pupil_id)}’s plan"):
        editing.remove(store, Target, target_id, "")
        _number(store, [row for row in order if row.uuid != target_id])


def _among(store: Store, target_id: str) -> tuple[Target, list[Target]]:
    with store.read() as session:
        target = session.get_one(Target, target_id)
        order = list(targets_of(session, target.plan_id))
        plan = session.get_one(Plan, target.plan_id)
    if target.deleted_at is not None:
        raise Refused("This target was deleted meanwhile; nothing was changed. Restore it from the history.")
    _refuse_over(plan)
    return target, order


def _number(store: Store, order: Sequence[Target]) -> None:
    for position, row in enumerate(order, start=1):
        if row.position != position:
            editing.change(store, Target, row.uuid, {"position": position}, "")


def for_learning(store: Store, pupil_id: str) -> str | None:
    """The pupil's newest plan for learning that is neither reviewed nor put away: the one a cycle works on."""
    with store.read() as session:
        query = (
            select(Plan.uuid)
            .join(PlanType, PlanType.uuid == Plan.type_id)
            .where(
                Plan.pupil_id == pupil_id,
                Plan.deleted_at.is_(None),
                Plan.state.in_(OPEN),
                PlanType.purpose == "learning",
            )
        )
        return session.scalars(query.order_by(Plan.starts_on.desc(), Plan.written_at.desc())).first()


def _sentence_of(target: Target) -> str:
    return sentence(target.learner or "", target.does or "", target.given or "", target.standard or "", target.by_when)


def _criterion_of(target: Target) -> str:
    return criterion(
        target.criterion_form or "", target.criterion_goal, target.criterion_of, target.criterion_prompt or ""
    )


def _with(target: Target, values: Mapping[str, Any], names: Sequence[str]) -> Target:
    return Target(**{name: values.get(name, getattr(target, name)) for name in names})


def day_or_none(text: object) -> date | None:
    """A day as a frozen version keeps it."""
    return date.fromisoformat(text) if isinstance(text, str) and text else None
