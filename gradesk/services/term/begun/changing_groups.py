"""From one group to another: a last day in the one, a first day in the other, in one step; what was marked stays."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.provision import Provision, ProvisionMember
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.services.pupils import pupils
from gradesk.services.term import closing, provisions, serving
from gradesk.services.term.provisions import Given
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

BACK = timedelta(days=14)  # within which somebody who comes back was never away
_DAY = timedelta(days=1)


def movable(store: Store, provision_id: str) -> list[tuple[str, str]]:
    """Who is in a group and has not left: the member, and their name; by name."""
    today = store.clock.today()
    with store.read() as session:
        row = provisions.there(session, provision_id)
        query = (
            select(ProvisionMember, Pupil)
            .join(Pupil, Pupil.uuid == ProvisionMember.pupil_id)
            .where(ProvisionMember.provision_id == provision_id, ProvisionMember.deleted_at.is_(None))
            .order_by(Pupil.sort_name, Pupil.uuid)
        )
        return [
            (member.uuid, pupil.name)
            for member, pupil in session.execute(query)
            if Given(row, member).runs(max(today, row.starts_on))
        ]


def is_last(store: Store, member_id: str) -> bool:
    """Whether a group would be empty without this member."""
    with store.read() as session:
        member = session.get_one(ProvisionMember, member_id)
        return not _others(store, session, member)


def move(store: Store, member_id: str, to: str, *, ends: bool = False) -> str:
    """Move a pupil to another group from today on, or from its first day. Returns in words what was done.

    The last one of a group is refused, unless the group `ends` with it.
    """
    with store.read() as session:
        member = session.get_one(ProvisionMember, member_id)
        name = pupils.first_name(store, member.pupil_id)
    with store.work(f"Move {name} to another group") as session:
        member = session.get_one(ProvisionMember, member_id)
        before, after = provisions.there(session, member.provision_id), provisions.there(session, to)
        _check(store, session, member, before, after, name, ends=ends)
        first = max(store.clock.today(), after.starts_on)
        # Read before the member goes: what is taken out serves nothing any more.
        served = [one.uuid for one in serving.open_targets(session, before.uuid, member.pupil_id)]
        _let_join(store, session, after, member.pupil_id, first, name)
        if ends:
            _end(store, session, before, member, first)
        else:
            _let_go(store, session, before, member, first)
        if before.area == after.area:
            for target_id in served:
                serving.link(store, to, target_id)
    return f"{name} is in {after.name} from {written_day(first)}."


def _check(
    store: Store,
    session: Session,
    member: ProvisionMember,
    before: Provision,
    after: Provision,
    name: str,
    *,
    ends: bool,
) -> None:
    today = store.clock.today()
    if before.uuid == after.uuid:
        raise Refused(f"{name} is in {after.name} already; nothing was changed. Choose another group.")
    if member.deleted_at is not None or not Given(before, member).runs(max(today, before.starts_on)):
        raise Refused(f"{name} is in {before.name} no longer; nothing was changed. Let {name} join {after.name} there.")
    if after.ends_on is not None and after.ends_on <= today:
        raise Refused(f"{after.name} has ended; nothing was changed. Choose a group that still runs.")
    if not ends and not _others(store, session, member):
        raise Refused(
            f"{name} is the last in {before.name}, which would run for nobody; nothing was changed. End it, or delete it."
        )


def _let_join(store: Store, session: Session, after: Provision, pupil_id: str, first: date, name: str) -> None:
    """Join anew, or come back after a few days as if never away."""
    query = provisions.members_of(after.uuid).where(ProvisionMember.pupil_id == pupil_id)
    was = session.scalars(query).first()
    if was is None or was.left_on is None:
        provisions.join(store, after.uuid, pupil_id, first)  # which refuses whoever is in it
        return
    if first - was.left_on > BACK:
        raise Refused(
            f"{name} left {after.name} on {written_day(was.left_on)}, and the weeks between must not count; "
            "nothing was changed. Begin support anew instead."
        )
    provisions.change_member(store, was.uuid, {"left_on": None})


def _let_go(store: Store, session: Session, before: Provision, member: ProvisionMember, first: date) -> None:
    """Their last day is the one before the first in the other group, or the last one that was marked."""
    marked = _last_mark(session, member)
    last = max(first - _DAY, marked) if marked is not None else first - _DAY
    if last < Given(before, member).starts_on:
        provisions.take_out(store, member.uuid)  # they were never in it
    else:
        provisions.change_member(store, member.uuid, {"left_on": last})


def _end(store: Store, session: Session, before: Provision, member: ProvisionMember, first: date) -> None:
    """The group ends, and is closed, with its last member; one that never began is deleted."""
    marked = _last_mark(session, member)
    last = min(max(first - _DAY, marked or date.min), store.clock.today())
    if last < before.starts_on:
        provisions.remove(store, before.uuid)
    else:
        closing.change(store, before.uuid, {"ends_on": last})


def _others(store: Store, session: Session, member: ProvisionMember) -> list[ProvisionMember]:
    today = store.clock.today()
    found = session.scalars(provisions.members_of(member.provision_id))
    return [one for one in found if one.uuid != member.uuid and (one.left_on is None or one.left_on > today)]


def _last_mark(session: Session, member: ProvisionMember) -> date | None:
    query = (
        select(ProvisionSession.happened_on)
        .join(SessionMark, SessionMark.session_id == ProvisionSession.uuid)
        .where(
            ProvisionSession.provision_id == member.provision_id,
            ProvisionSession.deleted_at.is_(None),
            SessionMark.pupil_id == member.pupil_id,
            SessionMark.deleted_at.is_(None),
        )
    )
    return session.scalars(query.order_by(ProvisionSession.happened_on.desc())).first()
