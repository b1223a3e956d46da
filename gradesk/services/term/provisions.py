"""Support of pupils: begun for one or several, changed, joined and left, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.term.closing import ProvisionClosing
from gradesk.model.term.provision import Provision, ProvisionMember, ProvisionTarget
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.services import editing
from gradesk.services.happened import refuse_before_birth
from gradesk.services.portions import chunked
from gradesk.services.pupils import pupils
from gradesk.services.term import dose, following
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

FURTHEST = timedelta(days=366 * 3)  # how far ahead support is ever agreed
LONGEST = timedelta(days=366 * 5)  # how far ahead it is ever planned: the river shows it and today at once
# What a closed block may still be told: words, and nothing that its figures follow from.
TELLING = frozenset(
    {"name", "area", "stands_in", "room", "aim", "exit_criterion", "source", "ehc_line", "looked_on", "outcome"}
)
GIVEN = ("here", "part")  # marks of a session that a pupil had
_CHECKED = (
    "name",
    "starts_on",
    "planned_to",
    "ends_on",
    "looked_on",
    "times_a_week",
    "minutes",
    "begins_at",
    "weekdays",
)


@dataclass(frozen=True)
class Given:
    """Support as one pupil has it: their days are those of the support, cut where they joined and left."""

    provision: Provision
    member: ProvisionMember

    @property
    def uuid(self) -> str:
        """Of the support."""
        return self.provision.uuid

    @property
    def pupil_id(self) -> str:
        """Whose it is."""
        return self.member.pupil_id

    @property
    def starts_on(self) -> date:
        """The pupil’s first day."""
        return max(self.provision.starts_on, self.member.joined_on or self.provision.starts_on)

    @property
    def ends_on(self) -> date | None:
        """The pupil’s last day, once it is known."""
        ends = [day for day in (self.provision.ends_on, self.member.left_on) if day is not None]
        return min(ends) if ends else None

    def covers(self, day: date) -> bool:
        """Whether a day lies between the pupil’s first and last, both counted."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def runs(self, day: date) -> bool:
        """Whether the pupil has it on a day; past its planned end it runs until somebody ends it."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on > day)


def add(store: Store, pupil_ids: Sequence[str], values: Mapping[str, Any]) -> str:
    """Begin support for one pupil or several. Returns its uuid."""
    body = {**values, "starts_on": values.get("starts_on") or store.clock.today()}
    _check(store, Provision(**body), pupil_ids)
    dose.refuse_days(body.get("weekdays"))
    names = ", ".join(pupils.first_name(store, one) for one in pupil_ids[:2])
    more = f" and {len(pupil_ids) - 2} more" if len(pupil_ids) > 2 else ""
    with store.work(f"Support for {names}{more}" if names else "Support"):
        uuid = editing.add(store, Provision, body, "")
        for pupil_id in pupil_ids:
            join(store, uuid, pupil_id)
    return uuid


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change support: its words, its days, or that it has ended."""
    with store.read() as session:
        row = there(session, uuid) if TELLING.issuperset(values) else open_there(session, uuid)
        members = [one.pupil_id for one in session.scalars(members_of(uuid))]
    _check(store, Provision(**{name: getattr(row, name) for name in _CHECKED} | dict(values)), members)
    dose.refuse_days(values.get("weekdays"))
    if not values.keys().isdisjoint(("starts_on", "ends_on")):
        first, last = values.get("starts_on", row.starts_on), values.get("ends_on", row.ends_on)
        _refuse_given_outside(store, row, first, last)
    before = {name: getattr(row, name) for name in following.CARRIED if name in values}
    with store.work("Change support", initiator) as session:
        editing.change(store, Provision, uuid, values, "")
        if before:
            following.follow(session, there(session, uuid), before)


def remove(store: Store, uuid: str) -> None:
    """Delete support for everybody who has it; restorable."""
    with store.work("Delete support") as session:
        editing.remove(store, Provision, uuid, "")
        for member in session.scalars(members_of(uuid)):
            member.deleted_at = store.clock.now()


def take_from(store: Store, uuid: str, pupil_id: str) -> None:
    """Take support from one pupil as if they had never had it: with the last one it is deleted."""
    with store.read() as session:
        members = session.scalars(members_of(uuid)).all()
    mine = next((one for one in members if one.pupil_id == pupil_id), None)
    if mine is not None and len(members) > 1:
        take_out(store, mine.uuid)
    else:
        remove(store, uuid)


def join(store: Store, uuid: str, pupil_id: str, on: date | None = None) -> str:
    """Let a pupil join; refuses one who is in it, and a day outside its own. Returns the member's uuid."""
    with store.work(f"{pupils.first_name(store, pupil_id)} joins support") as session:
        row = open_there(session, uuid)
        if any(one.pupil_id == pupil_id for one in session.scalars(members_of(uuid))):
            raise Refused(f"{pupils.first_name(store, pupil_id)} is in {row.name} already; nothing was changed.")
        _check_member(store, row, pupil_id, on, None)
        values = {"provision_id": uuid, "pupil_id": pupil_id, "joined_on": on, "happened_on": on or row.starts_on}
        member_id = editing.add(store, ProvisionMember, values, "")
        following.come_back(store, session, session.get_one(ProvisionMember, member_id), date.min)
        return member_id


def change_member(store: Store, member_id: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Say when a pupil joined or left, or how they are charged."""
    with store.read() as session:
        member = _member_there(session, member_id)
        row = open_there(session, member.provision_id)
    joined, left = values.get("joined_on", member.joined_on), values.get("left_on", member.left_on)
    _check_member(store, row, member.pupil_id, joined, left)
    if not values.keys().isdisjoint(("joined_on", "left_on")):
        _refuse_given_outside(store, row, joined or row.starts_on, left, member.pupil_id)
    if values.get("left_on") is not None:
        _refuse_empty(store, row, member, values["left_on"])
    left_before = member.left_on
    with store.work("Change who has support", initiator) as session:
        editing.change(store, ProvisionMember, member_id, values, "")
        member = session.get_one(ProvisionMember, member_id)
        following.leave(store, session, member)
        following.come_back(store, session, member, left_before)


def take_out(store: Store, member_id: str) -> None:
    """Take a pupil out as if they had never been in; refuses one who was given something, who has a last day instead."""
    with store.work("Take somebody out of support") as session:
        member = _member_there(session, member_id)
        open_there(session, member.provision_id)
        others = [one for one in session.scalars(members_of(member.provision_id)) if one.uuid != member_id]
        if not others:
            raise Refused("Nobody would be left in it; nothing was changed. Delete the support instead.")
        row = there(session, member.provision_id)
        marked_on = session.scalars(given_on(row.uuid, member.pupil_id)).first()
        if marked_on is not None:
            raise Refused(
                f"{pupils.first_name(store, member.pupil_id)} has a mark in {row.name} on {written_day(marked_on)}, whose "
                "minutes would be lost; nothing was changed. Choose “Leaves today” under Term, or take the marks back "
                "on the register first."
            )
        editing.remove(store, ProvisionMember, member_id, "")
        following.leave(store, session, member)
        for link in session.scalars(links_of(member.provision_id, member.pupil_id)):
            link.deleted_at = store.clock.now()


def of_pupil(store: Store, pupil_id: str) -> list[Given]:
    """All support of a pupil, newest first."""
    with store.read() as session:
        found = given(session, [pupil_id]).get(pupil_id, [])
    return sorted(found, key=lambda one: (one.starts_on, one.provision.written_at), reverse=True)


def records_of(store: Store, pupil_id: str) -> list[Provision]:
    """The records of a pupil’s support, newest first."""
    return [one.provision for one in of_pupil(store, pupil_id)]


def given(session: Session, pupil_ids: Sequence[str] | None = None, *conditions: Any) -> dict[str, list[Given]]:
    """By pupil, the support they have or had, the oldest first; `conditions` are on `Provision`."""
    found: dict[str, list[Given]] = {}
    query = (
        select(ProvisionMember)
        .join(Provision, Provision.uuid == ProvisionMember.provision_id)
        .where(Provision.deleted_at.is_(None), ProvisionMember.deleted_at.is_(None), *conditions)
        .order_by(Provision.starts_on, Provision.name)
    )
    members: list[ProvisionMember] = []
    for ids in [None] if pupil_ids is None else list(chunked(pupil_ids)):
        members += session.scalars(query if ids is None else query.where(ProvisionMember.pupil_id.in_(ids)))
    # Support has many columns and is shared by many, so each is read once and not beside everybody in it.
    rows: dict[str, Provision] = {}
    for ids in chunked(list({one.provision_id for one in members})):
        rows |= {row.uuid: row for row in session.scalars(select(Provision).where(Provision.uuid.in_(ids)))}
    for member in members:
        found.setdefault(member.pupil_id, []).append(Given(rows[member.provision_id], member))
    return found


def running(day: date) -> list[Any]:
    """The conditions of what runs on a day."""
    return [Provision.starts_on <= day, or_(Provision.ends_on.is_(None), Provision.ends_on > day)]


def members_of(uuid: str) -> Select[ProvisionMember]:
    """The query of who is in it, by name."""
    return (
        select(ProvisionMember)
        .join(Pupil, Pupil.uuid == ProvisionMember.pupil_id)
        .where(ProvisionMember.provision_id == uuid, ProvisionMember.deleted_at.is_(None))
        .order_by(Pupil.sort_name, ProvisionMember.pupil_id)
    )


def links_of(uuid: str, pupil_id: str) -> Select[ProvisionTarget]:
    """The query of which targets of a pupil it serves."""
    return select(ProvisionTarget).where(
        ProvisionTarget.provision_id == uuid,
        ProvisionTarget.pupil_id == pupil_id,
        ProvisionTarget.deleted_at.is_(None),
    )


def there(session: Session, uuid: str) -> Provision:
    """Support that was not deleted."""
    row = session.get(Provision, uuid)
    if row is None or row.deleted_at is not None:
        raise Refused("This support was deleted meanwhile; nothing was changed. Restore it from the history.")
    return row


def closed(session: Session, uuid: str) -> str | None:
    """The uuid of the figures a closed block was kept with; None while it is open."""
    query = select(ProvisionClosing.uuid).where(
        ProvisionClosing.provision_id == uuid, ProvisionClosing.deleted_at.is_(None)
    )
    return session.scalars(query).first()


def open_there(session: Session, uuid: str) -> Provision:
    """Support that was not deleted and is not closed."""
    row = there(session, uuid)
    if closed(session, uuid) is not None:
        raise is_closed(row)
    return row


def is_closed(row: Provision) -> Refused:
    """What is said to whoever would change a closed block."""
    return Refused(f"{row.name} is closed and stays as it was; nothing was changed. Choose “Open it again” under Term.")


def _check(store: Store, row: Provision, pupil_ids: Sequence[str]) -> None:
    days = {"starts_on": row.starts_on, "planned_to": row.planned_to, "ends_on": row.ends_on}
    editing.check(Provision, days)
    if not (row.name or "").strip():
        raise Refused("Support needs a name; nothing was changed. Say what it is, such as Precision teaching.")
    if not pupil_ids:
        raise Refused("Nobody is chosen for it; nothing was changed. Choose one pupil at least.")
    for pupil_id in pupil_ids:
        refuse_before_birth(store, pupil_id, row.starts_on, "Support")
    today = store.clock.today()
    for words, day, ahead in (("begin", row.starts_on, FURTHEST), ("be planned to end", row.planned_to, LONGEST)):
        if day is not None and day > today + ahead:
            raise Refused(f"Support cannot {words} on {written_day(day)}; the old days were kept. Check the year.")
    for words, day in (("be planned to end", row.planned_to), ("have ended", row.ends_on)):
        if day is not None and day < row.starts_on:
            raise Refused(f"Support cannot {words} before it began; the old days were kept. Check the two dates.")
    if row.ends_on is not None and row.ends_on > today:
        raise Refused(
            "Support cannot have ended in the future; the old days were kept. Write the day under “Planned until”."
        )
    if row.looked_on is not None and row.looked_on > today:
        raise Refused("Nobody has looked at it on a day to come; the old day was kept. Type today, or an earlier one.")
    dose.refuse_time(row.weekdays, row.begins_at)
    if row.ehc_hours is not None and not 0 < row.ehc_hours <= 40:
        raise Refused(f"“{row.ehc_hours:g} hours a week” cannot be; nothing was changed. Type a number up to 40.")
    dose.refuse_dose(row.times_a_week, row.minutes)


def _check_member(store: Store, row: Provision, pupil_id: str, joined: date | None, left: date | None) -> None:
    editing.check(ProvisionMember, {"joined_on": joined, "left_on": left})
    refuse_before_birth(store, pupil_id, joined or row.starts_on, "Support")
    with store.read() as session:
        pupil = session.get_one(Pupil, pupil_id)
    if pupil.left_on is not None and pupil.left_on <= (joined or row.starts_on):
        raise Refused(f"{pupil.first_name} has left by then; nothing was changed. Check the day.")
    if joined is not None and joined < row.starts_on:
        raise Refused(f"Nobody can join before {row.name} begins; nothing was changed. Check the day.")
    if left is not None and left < (joined or row.starts_on):
        raise Refused("Nobody can leave before they joined; nothing was changed. Check the two days.")
    if row.ends_on is not None and joined is not None and joined > row.ends_on:
        raise Refused(f"{row.name} has ended by then; nothing was changed. Check the day.")


def _member_there(session: Session, member_id: str) -> ProvisionMember:
    member = session.get_one(ProvisionMember, member_id)
    if member.deleted_at is not None:
        raise Refused("This pupil was taken out meanwhile; nothing was changed. Look at who is in it now.")
    return member


def _refuse_given_outside(
    store: Store, row: Provision, first: date, last: date | None, pupil_id: str | None = None
) -> None:
    """Days of support, or of one pupil in it, hold every session that was given: else its minutes would be lost unseen."""
    query = given_on(row.uuid, pupil_id).where(
        or_(ProvisionSession.happened_on < first, ProvisionSession.happened_on > (last or date.max))
    )
    with store.read() as session:
        outside = session.scalars(query).first()
    if outside is not None:
        who = row.name if pupil_id is None else f"{pupils.first_name(store, pupil_id)} in {row.name}"
        raise Refused(
            f"{who} has a mark on {written_day(outside)}, which would lie outside those days; the old days were kept. "
            "Choose days that hold it, or take the mark back on the register first."
        )


def given_on(uuid: str, pupil_id: str | None = None) -> Select[date]:
    """The query of the days on which support, or a pupil in it, was given, the last one first."""
    query = (
        select(ProvisionSession.happened_on)
        .join(SessionMark, SessionMark.session_id == ProvisionSession.uuid)
        .where(
            ProvisionSession.provision_id == uuid, ProvisionSession.deleted_at.is_(None), ProvisionSession.ran,
            SessionMark.deleted_at.is_(None), SessionMark.mark.in_(GIVEN),
        )
        .order_by(ProvisionSession.happened_on.desc())
    )  # fmt: skip
    return query if pupil_id is None else query.where(SessionMark.pupil_id == pupil_id)


def _refuse_empty(store: Store, row: Provision, member: ProvisionMember, left: date) -> None:
    """Support that goes on has somebody in it."""
    with store.read() as session:
        others = [one for one in session.scalars(members_of(row.uuid)) if one.uuid != member.uuid]
    if row.ends_on is None and not any(one.left_on is None or one.left_on > left for one in others):
        name = pupils.first_name(store, member.pupil_id)
        raise Refused(
            f"{name} is the last in {row.name}, which would run for nobody; nothing was changed. "
            "Write the day under “Ended on” instead."
        )
