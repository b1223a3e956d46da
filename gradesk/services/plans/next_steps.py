"""After cycles without movement: the choices of the graduated approach, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.plans.cycle import Cycle, NextStep, Review, TargetOutcome
from gradesk.model.school.school import Rating, School
from gradesk.model.vocabulary import NEXT_STEPS
from gradesk.services import editing
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Stuck:
    """A pupil whose last cycles brought no movement: how many, the newest of them, and what was decided, if anything."""

    pupil_id: str
    cycles: int
    cycle_id: str
    since: date
    decided: NextStep | None


def stuck(store: Store, pupil_id: str) -> Stuck | None:
    """The pupil's standstill, when as many cycles as the school counts (two) passed without movement; else None."""
    with store.read() as session:
        return standing_still(session, [pupil_id]).get(pupil_id)


def stuck_pupils(store: Store) -> dict[str, Stuck]:
    """Everybody whose last cycles brought no movement."""
    with store.read() as session:
        return standing_still(session)


def standing_still(session: Session, pupil_ids: Sequence[str] | None = None) -> dict[str, Stuck]:
    """By a session that is open already: everybody (or of those named) whose last cycles brought no movement.

    A cycle moved when at least one of its targets has an outcome that counts as movement on its scale; a cycle without
    outcomes says nothing and is passed over (founding guide: look again after two cycles).
    """
    after = session.scalar(select(School.stuck_after)) or 2
    moved = _movement(session, pupil_ids)
    decided = {row.cycle_id: row for row in session.scalars(select(NextStep).where(NextStep.deleted_at.is_(None)))}
    found: dict[str, Stuck] = {}
    for pupil_id, rows in moved.items():
        still: list[tuple[str, date]] = []
        for cycle_id, day, has_moved in rows:  # newest first
            if has_moved:
                break
            still.append((cycle_id, day))
        if len(still) >= after:
            newest, since = still[0]
            found[pupil_id] = Stuck(pupil_id, len(still), newest, since, decided.get(newest))
    return found


def _movement(session: Session, pupil_ids: Sequence[str] | None) -> dict[str, list[tuple[str, date, bool]]]:
    query = (
        select(Review.pupil_id, Review.cycle_id, Review.happened_on, Rating.is_movement)
        .join(Cycle, Cycle.uuid == Review.cycle_id)
        .join(TargetOutcome, TargetOutcome.review_id == Review.uuid)
        .join(Rating, Rating.uuid == TargetOutcome.rating_id)
        .where(
            Review.recorded_on.is_not(None),
            Review.deleted_at.is_(None),
            Cycle.deleted_at.is_(None),
            TargetOutcome.deleted_at.is_(None),
        )
        .order_by(Cycle.number.desc())
    )
    if pupil_ids is not None:
        query = query.where(Review.pupil_id.in_(pupil_ids))
    found: dict[str, dict[str, tuple[date, bool]]] = {}
    for pupil_id, cycle_id, day, moves in session.execute(query):
        cycles = found.setdefault(pupil_id, {})
        before = cycles.get(cycle_id, (day, False))
        cycles[cycle_id] = (day, before[1] or moves)
    return {
        pupil_id: [(cycle_id, day, moved) for cycle_id, (day, moved) in cycles.items()]
        for pupil_id, cycles in found.items()
    }


def decide(store: Store, pupil_id: str, choice: str, reason: str, on: date | None = None) -> str:
    """Record what comes next after cycles without movement, and why; a second decision takes the place of the first."""
    found = stuck(store, pupil_id)
    if found is None:
        raise Refused("The last cycles brought movement, so there is nothing to decide here; nothing was recorded.")
    if choice not in NEXT_STEPS:
        raise Refused("There is no such choice; nothing was recorded. Choose one from the card.")
    if not reason.strip():
        raise Refused("A decision needs its reason, because panels and inspectors ask for it; nothing was recorded.")
    day = on or store.clock.today()
    if day < found.since or day > store.clock.today():
        raise Refused("The decision lies between the last review and today; nothing was recorded. Check the date.")
    values = {"choice": choice, "reason": reason.strip(), "happened_on": day}
    label = f"{pupils.first_name(store, pupil_id)}: {NEXT_STEPS.label(choice)}"
    if found.decided is not None:
        editing.change(store, NextStep, found.decided.uuid, values, label)
        return found.decided.uuid
    return editing.add(store, NextStep, {**values, "pupil_id": pupil_id, "cycle_id": found.cycle_id}, label)


def decisions(store: Store, pupil_id: str) -> list[NextStep]:
    """All such decisions about a pupil, newest first."""
    with store.read() as session:
        query = select(NextStep).where(NextStep.pupil_id == pupil_id, NextStep.deleted_at.is_(None))
        return list(session.scalars(query.order_by(NextStep.happened_on.desc(), NextStep.written_at.desc())))
