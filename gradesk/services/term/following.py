"""Drafts follow what they carry on: what changes in support meanwhile, and who leaves it, changes in them too, where they had
it as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.base import Entity
from gradesk.model.term.draft import DraftBar, DraftMember, TermDraft
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.services import editing
from gradesk.store.work import Store

# What a draft copies of support.
CARRIED = (
    "name", "intervention", "form", "area", "led_by", "stands_in", "times_a_week", "minutes", "weekdays", "begins_at", "room",
)  # fmt: skip
_WHEN = ("weekdays", "begins_at")  # one without the other says nothing


def copied(row: Provision | DraftBar) -> dict[str, Any]:
    """What a draft copies of support, as it is."""
    return {name: getattr(row, name) for name in CARRIED}


def follow(session: Session, row: Provision, before: Mapping[str, Any]) -> None:
    """Let open drafts have what support has now, wherever they had what it had `before`."""
    if all(getattr(row, name) == was for name, was in before.items()):
        return
    for bar, _ in _bars(session, row.uuid):
        take_over(bar, row, before)


def leave(store: Store, session: Session, member: ProvisionMember) -> None:
    """Let a pupil who is in support no longer when a draft begins be out of the draft too."""
    for bar, span in _bars(session, member.provision_id):
        if member.deleted_at is not None or _left_by(member.left_on, bar, span):
            for one in session.scalars(_of(bar, member.pupil_id)):
                one.deleted_at = one.deleted_at or store.clock.now()


def come_back(store: Store, session: Session, member: ProvisionMember, left_before: date | None) -> None:
    """Let a pupil who joined support, or was to have left it and is in it after all, be in the drafts that follow it; not
    where they were taken out of one.
    """
    for bar, span in _bars(session, member.provision_id):
        if _left_by(left_before, bar, span) and not _left_by(member.left_on, bar, span):
            found = list(session.scalars(_of(bar, member.pupil_id)))
            if not found:
                editing.add(store, DraftMember, {"bar_id": bar.uuid, "pupil_id": member.pupil_id}, "")
            elif all(one.deleted_at is not None for one in found):
                found[-1].deleted_at = None


def hand_on(store: Store, session: Session, before: Provision, made: Provision, accepted_id: str) -> None:
    """Let the other drafts carry on the support that an accepted one begins in place of the one before, and not that one."""
    session.flush()
    stay = set(session.scalars(_pupils_of(made.uuid)))
    gone = set(session.scalars(_pupils_of(before.uuid))) - stay
    for bar, span in _bars(session, before.uuid):
        if span.uuid == accepted_id:
            continue
        bar.provision_id = made.uuid
        take_over(bar, made, copied(before))
        for pupil_id in gone:
            for one in session.scalars(_of(bar, pupil_id)):
                one.deleted_at = one.deleted_at or store.clock.now()


def _left_by(day: date | None, bar: DraftBar, span: TermDraft) -> bool:
    return day is not None and day <= max(bar.starts_on, span.starts_on)


def take_over(bar: Entity, row: Entity, before: Mapping[str, Any]) -> None:
    """Let a record of a draft have what another has now, wherever it had what that had `before`; days and times together."""
    when_was_kept = all(getattr(bar, name) == before.get(name, getattr(row, name)) for name in _WHEN)
    for name, was in before.items():
        if when_was_kept if name in _WHEN else getattr(bar, name) == was:
            setattr(bar, name, getattr(row, name))


def _bars(session: Session, provision_id: str) -> list[tuple[DraftBar, TermDraft]]:
    """What carries support on in drafts that are neither accepted nor thrown away."""
    query = (
        select(DraftBar, TermDraft)
        .join(TermDraft, TermDraft.uuid == DraftBar.draft_id)
        .where(
            DraftBar.provision_id == provision_id, DraftBar.deleted_at.is_(None),
            TermDraft.deleted_at.is_(None), TermDraft.accepted_on.is_(None),
        )
    )  # fmt: skip
    return [(bar, span) for bar, span in session.execute(query)]


def _of(bar: DraftBar, pupil_id: str) -> Any:
    query = select(DraftMember).where(DraftMember.bar_id == bar.uuid, DraftMember.pupil_id == pupil_id)
    return query.order_by(DraftMember.written_at)


def _pupils_of(provision_id: str) -> Any:
    return select(ProvisionMember.pupil_id).where(
        ProvisionMember.provision_id == provision_id, ProvisionMember.deleted_at.is_(None)
    )
