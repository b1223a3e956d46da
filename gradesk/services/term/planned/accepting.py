"""A draft becomes the plan, in one step: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.draft import DraftBar, TermDraft
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.services.term import closing, following, provisions, registers, serving
from gradesk.services.term.planned import drafted_week, drafts, gathering
from gradesk.services.term.provisions import Given
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Accepted:
    """What accepting a draft did."""

    begun: int
    carried_on: int
    ended: int


def accept(store: Store, uuid: str) -> Accepted:
    """Make a draft the plan, in one step that can be undone: all of it or nothing.

    What a bar carries on goes on as the same support where its adult, dose, group, times and room stay, and is planned to end with
    the bar; where they change, the old one is planned to end before and a new one begins. What runs now and is not in the draft is
    planned to end before it, unless it was begun since the draft was: that goes on beside it. Whoever joined since stays in it.
    Lessons, duties and the rest of the week that the draft has otherwise are so from its first day. What was recorded stays as
    it is.
    """
    with store.read() as session:
        span, rows = drafts.there(session, uuid), drafts.bars_of(session, uuid)
        held = _held(session, rows, span.starts_on)
    day_before = span.starts_on - timedelta(days=1)
    begun = carried = ended = 0
    with store.work(f"Accept the draft of {span.name}") as session:
        kept = {one.uuid for one in _begun_since(session, uuid)}
        for row in rows:
            before = _carried_on(session, row)
            ids = held[row.uuid]
            if before is not None:
                kept.add(before.uuid)
                if _goes_on(session, before, row, ids, span.starts_on):
                    provisions.change(store, before.uuid, {"planned_to": row.planned_to, **_placing(row)})
                    carried += 1
                    continue
                if before.starts_on > day_before:
                    raise Refused(
                        f"{before.name} begins on {written_day(before.starts_on)} by now and is otherwise in the draft; nothing "
                        "was accepted. Take it out of the draft, or change the support that is there."
                    )
                _end_before(store, session, before, day_before)
            _begin(store, session, row, ids)
            begun += 1
        for other in drafts.running(session, span.starts_on):
            if other.uuid not in kept and other.starts_on <= day_before:
                _end_before(store, session, other, day_before)
                ended += 1
        drafted_week.begin(store, session, drafts.there(session, uuid))
        session.get_one(TermDraft, uuid).accepted_on = store.clock.today()
    return Accepted(begun, carried, ended)


def begun_since(store: Store, uuid: str) -> list[str]:
    """The support that was begun since a draft was, and that runs in its term without being in it: it goes on beside it."""
    with store.read() as session:
        return [one.name for one in _begun_since(session, uuid)]


def anew(session: Session, uuid: str) -> list[str]:
    """What a draft was to carry on and what was closed or deleted since: accepted, it begins anew."""
    return [row.name for row in drafts.bars_of(session, uuid) if row.provision_id and _carried_on(session, row) is None]


def _begun_since(session: Session, uuid: str) -> list[Provision]:
    span = drafts.there(session, uuid)
    known = set(session.scalars(select(DraftBar.provision_id).where(DraftBar.draft_id == uuid)))
    found = [one for one in drafts.running(session, span.starts_on) if one.written_at > span.written_at]
    return [one for one in found if one.uuid not in known and (one.planned_to or date.max) >= span.starts_on]


def _held(session: Session, rows: Sequence[DraftBar], day: date) -> dict[str, list[str]]:
    """By bar, who is in it and does not leave by a day; refuses a draft in which something is held for nobody."""
    if not rows:
        raise Refused("This draft is empty; nothing was accepted. Copy a half-term forward or add support first.")
    members = gathering.members_of_bars(session, [row.uuid for row in rows])
    held = {bar_id: drafts.who_stay(session, ids, day) for bar_id, ids in members.items()}
    for row in rows:
        if row.uuid not in members:
            raise Refused(
                f"Nobody is in {row.name} of the draft; nothing was accepted. Put somebody in or take it out."
            )
        if not held[row.uuid]:
            raise Refused(f"Everybody in {row.name} of the draft leaves before it; nothing was accepted. Take it out.")
    return held


def _begin(store: Store, session: Session, row: DraftBar, ids: Sequence[str]) -> None:
    """Begin what a bar has as support of its own, in place of what it was copied from."""
    # What the draft shows of an EHC plan comes from there too, closed meanwhile or not: it is to be kept.
    origin = session.get(Provision, row.provision_id) if row.provision_id else None
    days = {"starts_on": row.starts_on, "planned_to": row.planned_to}
    made = provisions.add(store, ids, following.copied(row) | _kept_of(origin) | days)
    if origin is not None:
        serving.hand_on(store, origin.uuid, made)
        following.hand_on(store, session, origin, provisions.there(session, made), row.draft_id)


def _carried_on(session: Session, row: DraftBar) -> Provision | None:
    """The support a bar carries on, while it is there and open."""
    before = session.get(Provision, row.provision_id) if row.provision_id else None
    if before is None or before.deleted_at is not None or provisions.closed(session, before.uuid) is not None:
        return None
    return before if before.ends_on is None else None


def _goes_on(session: Session, before: Provision, row: DraftBar, held: Sequence[str], day: date) -> bool:
    """Whether a bar is the same support as before: same words, dose, adult, group, times and room.

    Support has its times from its first day to its last, so other ones are another block; one that had none yet may get them.
    The group is looked at without those who leave before the term, on its first day or the first of the support.
    """
    same: tuple[str, ...] = ("name", "form", "area", "led_by", "times_a_week", "minutes", "room")
    if before.weekdays or before.begins_at:
        same += ("weekdays", "begins_at")
    if any(getattr(before, name) != getattr(row, name) for name in same):
        return False
    if row.starts_on not in (day, max(day, before.starts_on)) or _paused(session, before, day):
        return False
    found = session.scalars(select(ProvisionMember).where(
        ProvisionMember.provision_id == before.uuid, ProvisionMember.deleted_at.is_(None)
    ))  # fmt: skip
    first = max(day, before.starts_on)
    ids = [one.pupil_id for one in found if Given(before, one).runs(first)]
    return set(drafts.who_stay(session, ids, day)) == set(held)


def _paused(session: Session, before: Provision, day: date) -> bool:
    """Whether support was planned to end days of school before a term: going on as one it would owe them all."""
    if before.planned_to is None:
        return False
    school = registers.calendar(session)
    days = ((before.planned_to + timedelta(days=number)) for number in range(1, (day - before.planned_to).days))
    return any(school.has_school(one) for one in days)


def _last_held(session: Session, row: Provision) -> date:
    """The last day of support on which something was given or somebody joined."""
    days = [one.joined_on for one in session.scalars(provisions.members_of(row.uuid)) if one.joined_on is not None]
    return max([*days, *session.scalars(provisions.given_on(row.uuid).limit(1))], default=row.starts_on)


def _placing(row: DraftBar) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("stands_in", "weekdays", "begins_at", "room")}


def _kept_of(before: Provision | None) -> dict[str, Any]:
    """What a draft does not know of support that it carries on with another adult, dose or group."""
    names = (
        "aim", "exit_criterion", "measure", "informant", "asked", "source", "money", "ehc_line", "ehc_hours", "scope",
        "needs_training", "cost_role",
    )  # fmt: skip
    return {name: getattr(before, name) for name in names} if before is not None else {}


def _end_before(store: Store, session: Session, row: Provision, day: date) -> None:
    """Let support end before a term: on a day to come by plan, else it is closed with its figures.

    What is past its planned end by then is closed on that day, or on its last one that was marked.
    """
    if row.planned_to is not None and row.planned_to < min(day + timedelta(days=1), store.clock.today()):
        closing.close(store, row.uuid, min(max(row.planned_to, _last_held(session, row)), store.clock.today()))
    elif day > store.clock.today():
        if row.planned_to is None or row.planned_to > day:
            provisions.change(store, row.uuid, {"planned_to": day})
    else:
        closing.close(store, row.uuid, day)
