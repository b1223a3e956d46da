"""Agreeing a plan: what is missing, who agreed and how, and the version that is frozen by it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.base import fields_of
from gradesk.model.plans.plan import PLAN_SECTIONS, Plan, PlanAgreement, PlanVersion
from gradesk.model.plans.target import Target
from gradesk.model.rules.plan_states import IN_FORCE, state_on
from gradesk.model.rules.words.blanks import unfilled
from gradesk.model.school.school import PlanType
from gradesk.model.vocabulary import AGREERS
from gradesk.services import editing
from gradesk.services.plans import cycles, plans
from gradesk.services.plans.plans import TARGET_FIELDS, PlanPage
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Missing:
    """One thing a plan lacks before it can be agreed, and the field that would cure it; `short` is for a list."""

    field: str
    words: str
    target_id: str | None = None
    short: str = ""


@dataclass(frozen=True)
class Agreement:
    """Who agreed, as what (a code of AGREERS), and how (a code of AGREED_HOW)."""

    role: str
    name: str
    how: str = "paper"


# What every target needs (domain rule 3; Code of Practice 6.48-6.49), with the words that say so.
_TARGET_NEEDS = {
    "staff_wording": "its wording",
    "baseline": "a starting point",
    "success_criterion": "how we will know",
    "who": "who helps",
    "by_when": "a date",
}


def _may_have_blanks() -> dict[str, str]:
    """The typed fields of a target that stand in its version, by name, with what they are called."""
    return {
        info.name: info.label for info in fields_of(Target) if info.name in TARGET_FIELDS and info.python_type is str
    }


def missing(found: PlanPage) -> list[Missing]:
    """What a plan lacks before it can be agreed: strengths, both views or a reason, and whole targets (domain rule 3).

    Only what its kind of plan has room for is asked for: a short note has no targets.
    """
    plan, blocks = found.plan, found.blocks
    lacks: list[Missing] = []
    if not plan.strengths.strip():
        lacks.append(Missing("strengths", "strengths and interests"))
    if "pupil_view" in blocks and not plan.pupil_view.strip() and not plan.pupil_view_how.strip():
        lacks.append(Missing("pupil_view", "the pupil’s own view, or how you asked", short="the pupil’s view"))
    if "parent_view" in blocks and not plan.parent_view.strip() and not plan.parent_view_absent.strip():
        lacks.append(
            Missing("parent_view", "the parent carer’s view, or why there is none", short="the parent carer’s view")
        )
    if plan.review_on is None:
        lacks.append(Missing("review_on", "a day for the review"))
    if "targets" in blocks and not found.targets and found.kind.purpose == "learning":
        lacks.append(Missing("targets", "at least one target"))
    for number, target in enumerate(found.targets, start=1):
        for name, words in _TARGET_NEEDS.items():
            value = getattr(target, name)
            if not (value.strip() if isinstance(value, str) else value):
                lacks.append(Missing(name, f"target {number}: {words}", target.uuid, words))
        for name, label in _may_have_blanks().items():
            if unfilled(str(getattr(target, name) or "")):
                told = f"target {number}: what stands in [brackets] in “{label}”"
                lacks.append(Missing(name, told, target.uuid, "[brackets] to fill"))
        if target.by_when and target.by_when < plan.starts_on:
            lacks.append(
                Missing("by_when", f"target {number}: a date after the plan starts", target.uuid, "a later date")
            )
    return lacks


def agree(store: Store, plan_id: str, agreed: Sequence[Agreement], on: date | None = None, reason: str = "") -> int:
    """Agree a plan on a day (today): freeze its words as the next version. Returns the version's number.

    Refuses while something is missing, while nobody is named, when the same words were frozen before, and for any
    version but the first without a reason. A plan for learning is tied to the open cycle; without one it opens one.
    """
    found = plans.page(store, plan_id)
    day = on or store.clock.today()
    people = _all_named(agreed)
    _check(found, people, day, reason, store.clock.today())
    _refuse_second(store, found)
    with store.work(f"Agree {pupils.first_name(store, found.plan.pupil_id)}’s plan") as session:
        number = (session.scalar(select(func.max(PlanVersion.number)).where(PlanVersion.plan_id == plan_id)) or 0) + 1
        # The words of a whole plan may be longer than any one field, so they are kept past the check.
        kept = {"reason": reason.strip(), "happened_on": day, "pupil_id": found.plan.pupil_id, "plan_id": plan_id}
        checked = editing.check(PlanVersion, {**kept, "number": number})
        version = PlanVersion(**checked, content=frozen(found))
        session.add(version)
        session.flush()
        for one in people:
            _add_agreement(store, version, one, day)
        editing.change(store, Plan, plan_id, {"state": state_on("agreed", found.plan.starts_on, day)}, "")
        _put_away_before(session, found)
        if found.kind.purpose == "learning":
            _tie(store, found, day)
    return number


def _all_named(agreed: Sequence[Agreement]) -> list[Agreement]:
    """Those who agree, each by name; one without is asked for and never left out."""
    for one in agreed:
        if not one.name.strip():
            role = AGREERS.label(one.role).lower()
            raise Refused(
                f"The {role} is ticked without a name; nothing was agreed yet. Type who agreed, or take the tick away."
            )
    return list(agreed)


def put_away(store: Store, plan_id: str) -> None:
    """Put a plan away that is no longer needed; refuses one with targets that no review has rated."""
    found = plans.page(store, plan_id)
    # Targets that were agreed count, though they were taken out since.
    agreed = thawed(found.versions[0].content)["targets"] if found.versions else ()
    if found.plan.state in IN_FORCE and (found.targets or agreed) and found.kind.purpose == "learning":
        raise Refused("Its targets have no outcome yet, so the plan stays; nothing was changed. Review it first.")
    name = pupils.first_name(store, found.plan.pupil_id)
    editing.change(store, Plan, plan_id, {"state": "archived"}, f"Put {name}’s {found.kind.label} away")


def _put_away_before(session: Session, found: PlanPage) -> None:
    """Plans that were reviewed before this one was agreed go to the archive."""
    for row in session.scalars(
        select(Plan)
        .join(PlanType, PlanType.uuid == Plan.type_id)
        .where(
            Plan.pupil_id == found.plan.pupil_id,
            Plan.uuid != found.plan.uuid,
            Plan.state == "reviewed",
            PlanType.purpose == found.kind.purpose,
        )
    ):
        row.state = "archived"


def _check(found: PlanPage, people: Sequence[Agreement], day: date, reason: str, today: date) -> None:
    if found.plan.state in ("reviewed", "archived"):
        raise Refused("This plan was reviewed already; no version was made. Begin the next one.")
    lacks = missing(found)
    if lacks:
        named = ", ".join(lack.words for lack in lacks[:3])
        more = f" and {len(lacks) - 3} more" if len(lacks) > 3 else ""
        raise Refused(f"The plan cannot be agreed yet; every word is kept. Still missing: {named}{more}.")
    if not people:
        raise Refused("A plan is agreed by people; no version was made. Say who agreed to it.")
    if day > today:
        raise Refused("Nobody can have agreed on a day to come; no version was made. Check the date.")
    if found.versions:
        if not is_changed(found):
            raise Refused(f"These are the words of version {found.versions[0].number}; no other version was made.")
        if not reason.strip():
            raise Refused(
                "No new version was made yet: it needs the reason why the words changed. Type it beside the date."
            )
        if day < found.versions[0].happened_on:
            raise Refused("A new version cannot be older than the one before; no version was made. Check the date.")


def _refuse_second(store: Store, found: PlanPage) -> None:
    """Two drafts can stand beside each other when a deleted one was restored; they are not both agreed."""
    if found.plan.state != "draft":
        return
    for row in plans.plans(store, found.plan.pupil_id):
        if row.uuid == found.plan.uuid or row.state not in IN_FORCE:
            continue
        other = plans.page(store, row.uuid)
        if other.kind.purpose == found.kind.purpose:
            raise Refused(
                f"A {other.kind.label} is in force for this already; no version was made. Review that one first."
            )


def _tie(store: Store, found: PlanPage, day: date) -> None:
    current = cycles.current(store, found.plan.pupil_id)
    if current is None:
        opened = max(day, cycles.last_closed(store, found.plan.pupil_id) or day)
        due = found.plan.review_on if found.plan.review_on and found.plan.review_on >= opened else None
        cycles.open_cycle(store, found.plan.pupil_id, opened, due, found.plan.uuid)
    elif cycles.awaits_plan(store, current.cycle):
        cycles.attach_plan(store, current.cycle.uuid, found.plan.uuid)
    _move_on(store, found, day)


def _move_on(store: Store, found: PlanPage, day: date) -> None:
    """A plan that people agreed to ends Assess; once it has begun, what it says is being done."""
    current = cycles.current(store, found.plan.pupil_id)
    if current is None or current.cycle.plan_id != found.plan.uuid:
        return
    wanted = "do" if state_on("agreed", found.plan.starts_on, store.clock.today()) == "active" else "plan"
    cycles.move_to(store, current.cycle.uuid, wanted, day)


def add_agreement(store: Store, version_id: str, one: Agreement, on: date | None = None) -> str:
    """Note that somebody agreed to a version, such as when the signed paper comes back. Returns the row's uuid."""
    with store.read() as session:
        version = session.get_one(PlanVersion, version_id)
    day = on or store.clock.today()
    if not one.name.strip():
        raise Refused("An agreement needs a name; nothing was noted. Say who agreed.")
    if day > store.clock.today():
        raise Refused("Nobody can have agreed on a day to come; nothing was noted. Check the date.")
    if day < version.happened_on:
        raise Refused("Nobody can agree before the version was made; nothing was noted. Check the date.")
    with store.work(f"{one.name.strip()} agreed to {pupils.first_name(store, version.pupil_id)}’s plan"):
        return _add_agreement(store, version, one, day)


def add_agreements(store: Store, version_id: str, people: Sequence[Agreement], on: date | None = None) -> None:
    """Note that several people agreed to a version too, in one step."""
    with store.read() as session:
        version = session.get_one(PlanVersion, version_id)
    with store.work(f"Who else agreed to {pupils.first_name(store, version.pupil_id)}’s plan"):
        for one in people:
            add_agreement(store, version_id, one, on)


def _add_agreement(store: Store, version: PlanVersion, one: Agreement, day: date) -> str:
    values = {"role": one.role, "name": one.name.strip(), "how": one.how, "happened_on": day}
    return editing.add(store, PlanAgreement, {**values, "pupil_id": version.pupil_id, "version_id": version.uuid}, "")


def not_yet_agreed(found: PlanPage) -> list[str]:
    """The roles of which nobody agreed to the newest version yet; none before there is a version."""
    if not found.versions:
        return []
    there = {row.role for row in found.agreements if row.version_id == found.versions[0].uuid}
    return [role for role in AGREERS.codes if role not in there]


def is_changed(found: PlanPage) -> bool:
    """Whether the words were changed since the newest version was agreed."""
    if not found.versions:
        return False
    then, now = _words(found.versions[0].content), _words(frozen(found))
    # Fields that came with a later Gradesk are not in what was frozen before, and change nothing that was agreed.
    return then != {name: _as_then(then.get(name), words) for name, words in now.items()}


def in_force(store: Store, pupil_id: str) -> PlanPage | None:
    """The plan for learning that holds today: active, else agreed for later, else a draft, else the last one."""
    found = plans.plans(store, pupil_id)
    if not found:
        return None
    with store.read() as session:
        learning = set(session.scalars(select(PlanType.uuid).where(PlanType.purpose == "learning")))
    today = store.clock.today()
    order = (*IN_FORCE, "draft", "reviewed", "archived")
    rows = [row for row in found if row.type_id in learning]
    # The order of the list stays among plans of one state: the newest comes first.
    best = min(rows, key=lambda row: order.index(state_on(row.state, row.starts_on, today)), default=found[0])
    return plans.page(store, best.uuid)


def frozen(found: PlanPage) -> str:
    """The words of a plan as a version keeps them: JSON of its sections and targets, always in the same order."""
    content = {
        "title": found.kind.label,
        "starts_on": _plain(found.plan.starts_on),
        "review_on": _plain(found.plan.review_on),
        "sections": {name: getattr(found.plan, name) for name in PLAN_SECTIONS},
        "targets": [
            {"uuid": target.uuid} | {name: _plain(getattr(target, name)) for name in TARGET_FIELDS}
            for target in found.targets
        ],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def _words(content: str) -> dict[str, Any]:
    # The title is the school's and may be renamed; the plan's words stay what they were.
    return {name: words for name, words in thawed(content).items() if name != "title"}


def _as_then(then: Any, now: Any) -> Any:
    if isinstance(then, dict) and isinstance(now, dict):
        return {name: words for name, words in now.items() if name in then}
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [_as_then(before, after) for before, after in zip(then, now, strict=True)]
    return now


def thawed(content: str) -> Mapping[str, Any]:
    """What `frozen` wrote, as plain values."""
    found: Mapping[str, Any] = json.loads(content)
    return found


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
