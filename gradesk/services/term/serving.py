"""Which targets support serves: linked, taken off, and told on either side, so that plan and support are one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.plan_states import OPEN
from gradesk.model.rules.term import dose_words
from gradesk.model.rules.term.dose_words import Dose
from gradesk.model.rules.term.minutes import Held
from gradesk.model.term.provision import Provision, ProvisionMember, ProvisionTarget
from gradesk.services import editing
from gradesk.services.portions import chunked
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions, tallied
from gradesk.services.term.provisions import Given
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

_LETTERS = 90  # of a target's words


@dataclass(frozen=True)
class Served:
    """Support that serves a target, as its pupil has it; so many of the sessions on the register they had."""

    given: Given
    had: int
    held: int

    @property
    def dose(self) -> str:
        """How often and how long each time, in words."""
        row = self.given.provision
        return dose_words.said(Dose(row.times_a_week, row.minutes))

    @property
    def until(self) -> date | None:
        """The pupil’s last day, or the one that is planned."""
        return self.given.ends_on or self.given.provision.planned_to

    def runs(self, today: date) -> bool:
        """Whether it has not ended yet for this pupil; what is to begin counts too."""
        return self.given.ends_on is None or self.given.ends_on > today

    def words(self, today: date) -> str:
        """All of it in a line: what, how often, by whom, until when, and how much was given."""
        row = self.given.provision
        end = written_day(self.until)
        when = ("until " if self.runs(today) else "ended ") + end if end else ""
        begins = f"from {written_day(self.given.starts_on)}" if self.given.starts_on > today else ""
        told = ", ".join(part for part in (row.name, self.dose, row.led_by, begins, when) if part)
        return f"{told}; given {self.had} of {self.held}" if self.held else told


@dataclass(frozen=True)
class Offered:
    """A target of somebody who is in it: whether it is linked, and its words with what is to be minded."""

    target_id: str
    pupil_id: str
    name: str
    words: str
    area: str
    is_linked: bool


def served(session: Session, target_ids: Sequence[str]) -> dict[str, tuple[Served, ...]]:
    """By target, the support that serves it, the newest first; what was taken from its pupil serves it no longer."""
    found: dict[str, list[Served]] = {}
    for ids in chunked(target_ids):
        rows = session.execute(
            select(ProvisionTarget.target_id, Provision, ProvisionMember)
            .join(Provision, Provision.uuid == ProvisionTarget.provision_id)
            .join(Target, Target.uuid == ProvisionTarget.target_id)
            .join(
                ProvisionMember,
                (ProvisionMember.provision_id == Provision.uuid) & (ProvisionMember.pupil_id == Target.pupil_id),
            )
            .where(
                ProvisionTarget.target_id.in_(ids),
                ProvisionTarget.deleted_at.is_(None),
                Provision.deleted_at.is_(None),
                ProvisionMember.deleted_at.is_(None),
            )
            .order_by(Provision.starts_on.desc(), Provision.name)
        ).all()
        held = tallied.held_by(session, sorted({row.uuid for _, row, _ in rows})) if rows else {}
        for target_id, row, member in rows:
            had, of = _sessions(held.get((row.uuid, member.pupil_id), ()))
            found.setdefault(target_id, []).append(Served(Given(row, member), had, of))
    return {target_id: tuple(some) for target_id, some in found.items()}


def of_targets(store: Store, target_ids: Sequence[str]) -> dict[str, tuple[Served, ...]]:
    """The same, read by itself."""
    with store.read() as session:
        return served(session, target_ids)


def of_target(store: Store, target_id: str) -> Target:
    """A target that was not deleted."""
    with store.read() as session:
        target = session.get(Target, target_id)
    if target is None or target.deleted_at is not None:
        raise Refused("This target was deleted meanwhile; nothing was linked. Restore it from the history.")
    return target


def open_targets(session: Session, provision_id: str, pupil_id: str) -> list[Target]:
    """The targets of a pupil’s open plans that support serves, the newest plan first."""
    links = session.scalars(provisions.links_of(provision_id, pupil_id)).all()
    query = (
        select(Target)
        .join(Plan, Plan.uuid == Target.plan_id)
        .where(
            Target.uuid.in_([one.target_id for one in links]),
            Target.deleted_at.is_(None),
            Plan.deleted_at.is_(None),
            Plan.state.in_(OPEN),
        )
    )
    return list(session.scalars(query.order_by(Plan.starts_on.desc(), Target.position)))


def targets_of(store: Store, pupil_id: str) -> dict[str, list[Target]]:
    """By support, the targets of a pupil that it serves, the newest plan first."""
    found: dict[str, list[Target]] = {}
    query = (
        select(ProvisionTarget.provision_id, Target)
        .join(Target, Target.uuid == ProvisionTarget.target_id)
        .join(Plan, Plan.uuid == Target.plan_id)
        .where(
            ProvisionTarget.pupil_id == pupil_id,
            ProvisionTarget.deleted_at.is_(None),
            Target.deleted_at.is_(None),
            Plan.deleted_at.is_(None),
        )
        .order_by(Plan.starts_on.desc(), Target.position)
    )
    with store.read() as session:
        for provision_id, target in session.execute(query):
            found.setdefault(provision_id, []).append(target)
    return found


def offered(store: Store, provision_id: str) -> list[Offered]:
    """The targets that can be ticked: those of the open plans of everybody in it, and those it serves already."""
    today = store.clock.today()
    with store.read() as session:
        row = provisions.there(session, provision_id)
        linked = set(session.scalars(_links_of(provision_id)))
        query = (
            select(Target, Plan, Pupil, ProvisionMember)
            .join(Plan, Plan.uuid == Target.plan_id)
            .join(Pupil, Pupil.uuid == Target.pupil_id)
            .join(ProvisionMember, ProvisionMember.pupil_id == Target.pupil_id)
            .where(
                ProvisionMember.provision_id == provision_id,
                ProvisionMember.deleted_at.is_(None),
                Target.deleted_at.is_(None),
                Plan.deleted_at.is_(None),
            )
            .order_by(Pupil.sort_name, Target.pupil_id, Plan.starts_on.desc(), Target.position)
        )
        found = []
        for target, plan, pupil, member in session.execute(query):
            is_open = plan.state in OPEN and Given(row, member).runs(max(today, row.starts_on))
            if is_open or target.uuid in linked:
                over = "" if plan.state in OPEN else " (of a plan that is over)"
                words = f"{target.position}  {short(target)}{over}"
                found.append(Offered(target.uuid, pupil.uuid, pupil.name, words, target.area, target.uuid in linked))
    return found


def set_targets(store: Store, provision_id: str, target_ids: Sequence[str], initiator: object | None = None) -> None:
    """Let support serve exactly these targets, in one step."""
    with store.work("Change which targets support serves", initiator) as session:
        before = set(session.scalars(_links_of(provision_id)))
        for target_id in target_ids:
            if target_id not in before:
                link(store, provision_id, target_id)
        for target_id in before - set(target_ids):
            unlink(store, provision_id, target_id)


def link(store: Store, provision_id: str, target_id: str) -> None:
    """Let support serve a target; refuses one that is gone or over, and one of a pupil who is not in it."""
    target = of_target(store, target_id)
    name = pupils.first_name(store, target.pupil_id)
    with store.work(f"Link support to {name}’s target {target.position}") as session:
        row = provisions.there(session, provision_id)
        _check(store, session, row, target, name)
        if target_id not in set(session.scalars(_links_of(provision_id))):
            values = {"provision_id": provision_id, "target_id": target_id, "pupil_id": target.pupil_id}
            editing.add(store, ProvisionTarget, values, "")


def hand_on(store: Store, before_id: str, provision_id: str) -> int:
    """Let support serve what the support before it served, as far as those targets are open and their pupils in it.

    Returns how many.
    """
    with store.read() as session:
        targets = [
            row.target_id
            for row in session.scalars(_rows_of(before_id))
            for target in [session.get_one(Target, row.target_id)]
            if target.deleted_at is None
            and session.get_one(Plan, target.plan_id).state in OPEN
            and session.scalars(
                provisions.members_of(provision_id).where(ProvisionMember.pupil_id == target.pupil_id)
            ).first()
        ]
    with store.work("Hand targets on to support"):
        for target_id in targets:
            link(store, provision_id, target_id)
    return len(targets)


def unlink(store: Store, provision_id: str, target_id: str) -> None:
    """Support serves this target no longer; both stay as they are."""
    with store.work("Take a target off support") as session:
        for one in session.scalars(_rows_of(provision_id).where(ProvisionTarget.target_id == target_id)):
            one.deleted_at = store.clock.now()


def short(target: Target) -> str:
    """What a target is about, in a line."""
    words = " ".join((target.pupil_wording or target.does or target.staff_wording or "Not worded yet").split())
    return words if len(words) <= _LETTERS else f"{words[:_LETTERS].rsplit(' ', 1)[0]} …"


def _check(store: Store, session: Session, row: Provision, target: Target, name: str) -> None:
    plan = session.get_one(Plan, target.plan_id)
    if plan.state not in OPEN or plan.deleted_at is not None:
        raise Refused(
            f"The plan with this target is over; nothing was linked. Choose a target of the plan that {name} has now."
        )
    member = session.scalars(provisions.members_of(row.uuid).where(ProvisionMember.pupil_id == target.pupil_id)).first()
    if member is None:
        raise Refused(f"{name} is not in {row.name}; nothing was linked. Add {name} to it first.")
    today = max(store.clock.today(), row.starts_on)
    if member.left_on is not None and member.left_on <= today:
        raise Refused(
            f"{name} left {row.name} on {written_day(member.left_on)}; nothing was linked. "
            "Choose support that still runs."
        )
    if row.ends_on is not None and row.ends_on <= today:
        raise Refused(
            f"{row.name} ended on {written_day(row.ends_on)}; nothing was linked. Choose one that still runs."
        )


def _sessions(held: Sequence[Held]) -> tuple[int, int]:
    """How many a pupil had, and how many were due and are on the register; one that made another good is no more due."""
    had = sum(one.ran and one.mark in ("here", "part") for one in held)
    due = sum(not one.extra and (bool(one.mark) or not one.ran) for one in held)
    return had, max(had, due)


def _rows_of(provision_id: str) -> Select[ProvisionTarget]:
    return select(ProvisionTarget).where(
        ProvisionTarget.provision_id == provision_id, ProvisionTarget.deleted_at.is_(None)
    )


def _links_of(provision_id: str) -> Select[str]:
    return select(ProvisionTarget.target_id).where(
        ProvisionTarget.provision_id == provision_id, ProvisionTarget.deleted_at.is_(None)
    )
