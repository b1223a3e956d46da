"""What a plan says: the words of its sections, outcomes and lines, typed or pasted once; and which targets serve what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.ehc.case import EhcCase, EhcSection
from gradesk.model.ehc.plan import EhcLine, EhcOutcome, EhcServing
from gradesk.model.ehc.words import EHC_SECTIONS
from gradesk.model.plans.target import Target
from gradesk.model.rules.ehc import splitting
from gradesk.model.rules.ehc.quantity import Quantity
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MOST_TIMES, MOST_MINUTES, MOST_HOURS = 60, 480, 1_500


@dataclass(frozen=True)
class Promised:
    """A plan as it was written down: sections by letter, outcomes with their targets, lines in order."""

    sections: Mapping[str, EhcSection]
    outcomes: tuple[tuple[EhcOutcome, tuple[Target, ...]], ...]
    lines: tuple[EhcLine, ...]


def read(store: Store, case_id: str) -> Promised:
    """Everything the plan of a case says."""
    with store.read() as session:
        sections = _all(session, EhcSection, case_id)
        outcomes, lines = _all(session, EhcOutcome, case_id), _all(session, EhcLine, case_id)
        served = _served(session, [one.uuid for one in outcomes])
    order = {"F": 0, "G": 1, "H": 2}
    return Promised(
        {one.code: one for one in sections},
        tuple((one, tuple(served.get(one.uuid, ()))) for one in sorted(outcomes, key=lambda one: one.position)),
        tuple(sorted(lines, key=lambda one: (order.get(one.kind, 9), one.position))),
    )


def quantity(line: EhcLine) -> Quantity:
    """How much a line promises."""
    return Quantity(line.times, line.minutes, line.hours, line.per)


def set_section(store: Store, case_id: str, code: str, words: str, initiator: object | None = None) -> None:
    """Keep the words of a section; empty ones take it away."""
    if code not in EHC_SECTIONS:
        raise Refused("There is no such section; nothing was changed. Choose one from the list.")
    with store.work(f"Section {code} of the EHC plan", initiator) as session:
        case = session.get_one(EhcCase, case_id)
        row = session.scalars(
            select(EhcSection).where(
                EhcSection.case_id == case_id, EhcSection.code == code, EhcSection.deleted_at.is_(None)
            )
        ).first()
        if row is not None:
            editing.change(store, EhcSection, row.uuid, {"words": words}, "")
        elif words.strip():
            editing.add(
                store, EhcSection, {"case_id": case_id, "pupil_id": case.pupil_id, "code": code, "words": words}, ""
            )


def paste_outcomes(store: Store, case_id: str, pasted: str) -> int:
    """Take section E apart into outcomes, after those that are there. Returns how many; one Undo takes all back."""
    found = splitting.lines(pasted)
    if not found:
        raise Refused("No outcome was found in it; nothing was added. Paste the words of section E.")
    with store.work(f"{len(found)} outcomes of the EHC plan") as session:
        case, there = session.get_one(EhcCase, case_id), len(_all(session, EhcOutcome, case_id))
        for number, words in enumerate(found, start=there + 1):
            values = {"words": words, "by_when": splitting.by_when(words), "position": number}
            editing.add(store, EhcOutcome, {**values, "case_id": case_id, "pupil_id": case.pupil_id}, "")
    return len(found)


def paste_lines(store: Store, case_id: str, pasted: str, kind: str = "F") -> tuple[int, int]:
    """Take a section of provision apart into lines, after those that are there.

    Returns how many lines, and of how many no amount could be read; those say so until it is typed.
    """
    found = splitting.read(pasted)
    if not found:
        raise Refused(f"No line was found in it; nothing was added. Paste the words of section {kind}.")
    with store.work(f"{len(found)} lines of section {kind}") as session:
        case = session.get_one(EhcCase, case_id)
        there = sum(one.kind == kind for one in _all(session, EhcLine, case_id))
        for number, one in enumerate(found, start=there + 1):
            amount = one.quantity
            values = {
                "kind": kind, "position": number, "words": one.words, "times": amount.times, "minutes": amount.minutes,
                "hours": amount.hours, "per": amount.per, "who": one.who, "scope": one.scope,
            }  # fmt: skip
            editing.add(store, EhcLine, {**values, "case_id": case_id, "pupil_id": case.pupil_id}, "")
    return len(found), sum(not one.quantity.is_read for one in found)


def change_outcome(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change an outcome."""
    if not str(values.get("words", "-")).strip():
        raise Refused("An outcome needs words; the old ones were kept. Delete it instead.")
    editing.change(store, EhcOutcome, uuid, values, "Change an EHC outcome", initiator)


def change_line(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a line: its words, its amount, who gives it, where it holds."""
    if not str(values.get("words", "-")).strip():
        raise Refused("A line needs words; the old ones were kept. Delete it instead.")
    for name, most, words in (
        ("times", MOST_TIMES, "times"), ("minutes", MOST_MINUTES, "minutes each time"), ("hours", MOST_HOURS, "hours in all"),
    ):  # fmt: skip
        given = values.get(name)
        if given is not None and not 0 < given <= most:
            raise Refused(f"“{given:g} {words}” cannot be; nothing was changed. Type a number up to {most:,}.")
    editing.change(store, EhcLine, uuid, values, "Change a line of the EHC plan", initiator)


def remove_outcome(store: Store, uuid: str) -> None:
    """Delete an outcome; lines and targets that served it stay. Restorable."""
    with store.work("Delete an EHC outcome") as session:
        for line in session.scalars(select(EhcLine).where(EhcLine.outcome_id == uuid)):
            line.outcome_id = None
        for one in session.scalars(
            select(EhcServing).where(EhcServing.outcome_id == uuid, EhcServing.deleted_at.is_(None))
        ):
            one.deleted_at = store.clock.now()
        editing.remove(store, EhcOutcome, uuid, "")


def remove_line(store: Store, uuid: str) -> None:
    """Delete a line; support that names it stays. Restorable."""
    editing.remove(store, EhcLine, uuid, "Delete a line of the EHC plan")


def serve(store: Store, outcome_id: str, target_ids: Sequence[str]) -> None:
    """Say which targets work towards an outcome, and that no others do."""
    with store.work("Targets of an EHC outcome") as session:
        outcome = session.get_one(EhcOutcome, outcome_id)
        query = select(EhcServing).where(EhcServing.outcome_id == outcome_id, EhcServing.deleted_at.is_(None))
        there = {one.target_id: one for one in session.scalars(query)}
        for target_id, row in there.items():
            if target_id not in target_ids:
                row.deleted_at = store.clock.now()
        for target_id in target_ids:
            if target_id not in there:
                values = {"outcome_id": outcome_id, "target_id": target_id, "pupil_id": outcome.pupil_id}
                editing.add(store, EhcServing, values, "")


def outcomes_to_choose(store: Store, case_id: str) -> list[tuple[Any, str]]:
    """The outcomes of a plan, to choose one that a line serves, with none first."""
    return [
        (None, ""), *((one.uuid, f"E{one.position}: {one.words[:60]}") for one, _ in read(store, case_id).outcomes)
    ]  # fmt: skip


def _served(session: Session, outcome_ids: Sequence[str]) -> dict[str, list[Target]]:
    query = (
        select(EhcServing.outcome_id, Target)
        .join(Target, Target.uuid == EhcServing.target_id)
        .where(EhcServing.outcome_id.in_(outcome_ids), EhcServing.deleted_at.is_(None), Target.deleted_at.is_(None))
        .order_by(Target.position)
    )
    found: dict[str, list[Target]] = defaultdict(list)
    for outcome_id, target in session.execute(query):
        found[outcome_id].append(target)
    return found


def _all(session: Session, entity: Any, case_id: str) -> list[Any]:
    query = select(entity).where(entity.case_id == case_id, entity.deleted_at.is_(None))
    return list(session.scalars(query.order_by(entity.written_at)))
