"""Drafts of a term: begun from the half-term before, changed without touching what runs, accepted in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import Span
from gradesk.model.term.draft import DraftBar, DraftMember, TermDraft
from gradesk.model.term.provision import Provision
from gradesk.services import editing
from gradesk.services.pupils import pupils
from gradesk.services.term import dose, following, provisions, registers
from gradesk.services.term.planned import entries, gathering
from gradesk.services.term.provisions import Given
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

LONGEST = timedelta(weeks=45)  # of one draft: a school year
_GONE = "This draft was accepted or deleted meanwhile; nothing was changed. Choose another."


@dataclass(frozen=True)
class Begun:
    """What came of copying forward: the draft, and what was left behind and why."""

    uuid: str
    carried: int
    left: tuple[str, ...]


def drafts(store: Store) -> list[TermDraft]:
    """Those that are not accepted, the first term first."""
    with store.read() as session:
        query = select(TermDraft).where(TermDraft.deleted_at.is_(None), TermDraft.accepted_on.is_(None))
        return list(session.scalars(query.order_by(TermDraft.starts_on, TermDraft.written_at)))


def draft(store: Store, uuid: str) -> TermDraft:
    """One of them."""
    with store.read() as session:
        return there(session, uuid)


def next_half(store: Store) -> Span:
    """The half-term that is planned next: the first that begins after today; six weeks from Monday where none was entered."""
    today = store.clock.today()
    with store.read() as session:
        halves = registers.calendar(session).half_terms
    coming = [one for one in halves if one.starts_on > today]
    if coming:
        return coming[0]
    monday = today + timedelta(days=7 - today.weekday())
    return Span("The next six weeks", monday, monday + timedelta(days=39))


def begin(store: Store, span: Span | None = None, *, copies: bool = True) -> Begun:
    """Begin a draft of a half-term, the next one if none is given, with everything that runs now carried forward.

    Support of an EHC plan and such as goes on is carried too; what ended or is closed is not, nor pupils who leave before it.
    Refuses a second draft of the same days.
    """
    span = span or next_half(store)
    with store.read() as session:
        _refuse_second(session, span.starts_on, span.ends_on)
    if span.ends_on < span.starts_on:
        raise Refused("A term cannot end before it begins; nothing was begun. Check the two days.")
    if span.ends_on - span.starts_on > LONGEST:
        raise Refused("A draft can be of a school year at most; nothing was begun. Check the two days.")
    with store.work(f"Begin the draft of {span.name}") as session:
        values = {"name": span.name, "starts_on": span.starts_on, "ends_on": span.ends_on}
        uuid = editing.add(store, TermDraft, values, "")
        carried, left = _carry(store, session, uuid, span) if copies else (0, [])
    return Begun(uuid, carried, tuple(left))


def bars(store: Store, draft_id: str) -> list[DraftBar]:
    """The bars of a draft, by their first day and name."""
    with store.read() as session:
        return bars_of(session, draft_id)


def bar(store: Store, uuid: str) -> DraftBar:
    """One bar of a draft."""
    with store.read() as session:
        return _bar(session, uuid)


def members(store: Store, bar_id: str) -> list[tuple[str, str]]:
    """The pupils of a bar: uuid and name."""
    with store.read() as session:
        ids = gathering.members_of_bars(session, [bar_id]).get(bar_id, [])
        return [(one, session.get_one(Pupil, one).name) for one in ids]


def add_bar(store: Store, draft_id: str, values: Mapping[str, Any], pupil_ids: Sequence[str]) -> str:
    """Add support to a draft. Returns the uuid of its bar."""
    with store.read() as session:
        span = there(session, draft_id)
    body = {"starts_on": span.starts_on, "planned_to": span.ends_on, **values}
    _check(DraftBar(**body), span)
    if not pupil_ids:
        raise Refused("Nobody is chosen for it; nothing was added. Choose one pupil at least.")
    with store.work(f"Add {body['name']} to the draft"):
        uuid = editing.add(store, DraftBar, {**body, "draft_id": draft_id}, "")
        for pupil_id in dict.fromkeys(pupil_ids):
            editing.add(store, DraftMember, {"bar_id": uuid, "pupil_id": pupil_id}, "")
    return uuid


def change_bar(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a bar of a draft."""
    with store.read() as session:
        row = _bar(session, uuid)
        span = there(session, row.draft_id)
    names = ("name", "starts_on", "planned_to", "times_a_week", "minutes", "weekdays", "begins_at")
    _check(DraftBar(**{name: getattr(row, name) for name in names} | dict(values)), span)
    editing.change(store, DraftBar, uuid, values, "Change the draft", initiator)


def remove_bar(store: Store, uuid: str) -> None:
    """Take a bar out of a draft; undo brings it back."""
    with store.work("Take support out of the draft") as session:
        _bar(session, uuid)
        editing.remove(store, DraftBar, uuid, "")
        for one in _members(session, uuid):
            one.deleted_at = store.clock.now()


def join(store: Store, bar_id: str, pupil_id: str) -> None:
    """Put a pupil into a bar of a draft."""
    with store.read() as session:
        name = _bar(session, bar_id).name
        if any(one.pupil_id == pupil_id for one in _members(session, bar_id)):
            raise Refused(f"{pupils.first_name(store, pupil_id)} is in {name} already; nothing was changed.")
    editing.add(store, DraftMember, {"bar_id": bar_id, "pupil_id": pupil_id}, f"Put somebody into {name} of the draft")


def take_out(store: Store, bar_id: str, pupil_id: str) -> None:
    """Take a pupil out of a bar of a draft; the last one is refused."""
    with store.work("Take somebody out of the draft") as session:
        found = _members(session, bar_id)
        mine = next((one for one in found if one.pupil_id == pupil_id), None)
        if mine is None:
            return
        if len(found) == 1:
            raise Refused("Nobody would be left in it; nothing was changed. Take the support out of the draft instead.")
        mine.deleted_at = store.clock.now()


def throw_away(store: Store, uuid: str) -> None:
    """Delete a draft with its bars and what it has of the rest of the week; undo brings it back.

    What runs was never touched.
    """
    with store.work("Throw a draft away") as session:
        row = there(session, uuid)
        for one in bars_of(session, uuid):
            remove_bar(store, one.uuid)
        for part in entries.of_draft(session, uuid):
            part.deleted_at = store.clock.now()
        row.deleted_at = store.clock.now()


def _carry(store: Store, session: Session, draft_id: str, span: Span) -> tuple[int, list[str]]:
    """Copy what runs today into a draft. Returns how much, and what was left behind in words."""
    carried, left = 0, []
    for row in running(session, store.clock.today()):
        first = max(span.starts_on, row.starts_on)
        found = session.scalars(provisions.members_of(row.uuid)).all()
        stay, gone = [], []
        if row.planned_to is not None and row.planned_to < store.clock.today():
            left.append(
                f"{row.name} was to end on {written_day(row.planned_to)} and nobody ended it: it goes on in the draft"
            )
        for member in found:
            given, pupil = Given(row, member), session.get_one(Pupil, member.pupil_id)
            if not who_stay(session, [pupil.uuid], first) or (given.ends_on is not None and given.ends_on <= first):
                gone.append(pupil.first_name)
            else:
                stay.append(member.pupil_id)
        if not stay:
            left.append(f"{row.name}: nobody who has it stays")
            continue
        left += [f"{row.name}: without {name}, who leaves" for name in gone]
        values = following.copied(row) | {
            "draft_id": draft_id,
            "provision_id": row.uuid,
            "starts_on": first,
            "planned_to": span.ends_on,
        }
        bar_id = editing.add(store, DraftBar, values, "")
        for pupil_id in stay:
            editing.add(store, DraftMember, {"bar_id": bar_id, "pupil_id": pupil_id}, "")
        carried += 1
    return carried, left


def running(session: Session, day: date) -> list[Provision]:
    """The support that runs on a day."""
    query = select(Provision).where(Provision.deleted_at.is_(None), *provisions.running(day))
    return list(session.scalars(query.order_by(Provision.starts_on, Provision.name, Provision.uuid)))


def who_stay(session: Session, pupil_ids: Sequence[str], day: date) -> list[str]:
    """Those of some pupils who are on the roll and do not leave by a day."""
    found = [session.get_one(Pupil, one) for one in pupil_ids]
    return [one.uuid for one in found if one.deleted_at is None and (one.left_on is None or one.left_on > day)]


def _refuse_second(session: Session, first: date, last: date) -> None:
    query = select(TermDraft).where(
        TermDraft.deleted_at.is_(None), TermDraft.accepted_on.is_(None),
        TermDraft.starts_on <= last, TermDraft.ends_on >= first,
    )  # fmt: skip
    other = session.scalars(query).first()
    if other is not None:
        raise Refused(
            f"There is a draft of {other.name} already, from {written_day(other.starts_on)}; nothing was begun. "
            "Go on with it, or throw it away first."
        )


def there(session: Session, uuid: str) -> TermDraft:
    """A draft that is neither accepted nor thrown away, by a session that is open already."""
    row = session.get(TermDraft, uuid)
    if row is None or row.deleted_at is not None or row.accepted_on is not None:
        raise Refused(_GONE)
    return row


def _bar(session: Session, uuid: str) -> DraftBar:
    row = session.get(DraftBar, uuid)
    if row is None or row.deleted_at is not None:
        raise Refused("This was taken out of the draft meanwhile; nothing was changed.")
    there(session, row.draft_id)
    return row


def bars_of(session: Session, draft_id: str) -> list[DraftBar]:
    """The bars of a draft, by a session that is open already."""
    query = select(DraftBar).where(DraftBar.draft_id == draft_id, DraftBar.deleted_at.is_(None))
    return list(session.scalars(query.order_by(DraftBar.starts_on, DraftBar.name, DraftBar.uuid)))


def _members(session: Session, bar_id: str) -> list[DraftMember]:
    query = select(DraftMember).where(DraftMember.bar_id == bar_id, DraftMember.deleted_at.is_(None))
    return list(session.scalars(query))


def _check(row: DraftBar, span: TermDraft) -> None:
    editing.check(DraftBar, {"starts_on": row.starts_on, "planned_to": row.planned_to})
    if not (row.name or "").strip():
        raise Refused("Support needs a name; nothing was changed. Say what it is, such as Precision teaching.")
    if row.planned_to < row.starts_on:
        raise Refused("It cannot end before it begins; the old days were kept. Check the two dates.")
    if not span.starts_on <= row.starts_on <= span.ends_on or row.planned_to > span.ends_on:
        raise Refused(
            f"The draft is of {written_day(span.starts_on)} to {written_day(span.ends_on)}; the old days were kept."
        )
    dose.refuse_dose(row.times_a_week, row.minutes)
    dose.refuse_days(row.weekdays)
    dose.refuse_time(row.weekdays, row.begins_at)
