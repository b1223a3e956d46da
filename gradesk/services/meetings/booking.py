"""A meeting is booked, moved, called off or held; who comes is invited, and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.meetings.kind import MeetingKind
from gradesk.model.meetings.meeting import Meeting, MeetingPerson, MeetingPupil
from gradesk.model.meetings.minutes import MeetingPaper
from gradesk.model.outside.people import Professional
from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days import sittings
from gradesk.model.rules.days.clock_time import read_time
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import span_of, year_starting
from gradesk.model.rules.days.sittings import Sitting
from gradesk.model.school.agenda import AgreedAction
from gradesk.model.school.staff import StaffMember
from gradesk.services import editing
from gradesk.services.happened import refuse_before_birth
from gradesk.services.meetings import kinds
from gradesk.services.pupils import pupils
from gradesk.services.school import calendar
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

FURTHEST = timedelta(days=366 * 3)  # how far ahead a meeting is ever arranged
SATURDAY = 5
_HOME = frozenset({"parent", "carer", "guardian", "family"})


@dataclass(frozen=True)
class Booked:
    """A meeting with whom it is about and who is invited, in order."""

    meeting: Meeting
    kind: str
    people: tuple[MeetingPerson, ...]


@dataclass(frozen=True)
class Told:
    """A meeting with the pupil it is about, as they are called, and what was promised in it."""

    booked: Booked
    name: str
    class_name: str
    actions: tuple[AgreedAction, ...]


def book(
    store: Store, pupil_ids: Sequence[str], values: Mapping[str, Any], people: Sequence[Mapping[str, Any]] = ()
) -> str:
    """Book a meeting about a pupil, several or nobody in particular, with those who are to come. Returns its uuid.

    Refuses a day that is over or too far ahead, a time that is none, somebody invited twice, and a pupil who will have left.
    """
    day = day_ahead(store, values.get("happened_on"))
    for pupil_id in pupil_ids:
        check_pupil(store, pupil_id, day)
    return write(store, pupil_ids, {**values, "happened_on": day}, people)


def write(
    store: Store, pupil_ids: Sequence[str], values: Mapping[str, Any], people: Sequence[Mapping[str, Any]] = ()
) -> str:
    """Write a meeting down for a day that was looked at before, with those who are to come. Returns its uuid."""
    kind = kinds.kind_of(store, str(values.get("kind", "review")))
    body = {
        "minutes": kind.minutes,
        "counts": kind.counts,
        "reviews": kind.reviews,
        **values,
        "kind": kind.code,
        "state": "booked",
    }
    body["starts_at"] = time_of_day(str(values.get("starts_at", "")))
    about = f" about {pupils.first_name(store, pupil_ids[0])}" if pupil_ids else ""
    with store.work(f"Book: {kind.label}{about}"):
        body["pupil_id"] = pupil_ids[0] if pupil_ids else None
        uuid = editing.add(store, Meeting, body, "")
        for pupil_id in pupil_ids[1:]:
            editing.add(store, MeetingPupil, {"meeting_id": uuid, "pupil_id": pupil_id}, "")
        for one in people:
            add_person(store, uuid, one)
        _add_papers(store, kind, uuid, body)
    return uuid


def _add_papers(store: Store, kind: MeetingKind, meeting_id: str, body: Mapping[str, Any]) -> None:
    """The papers that should be out before a meeting of this kind."""
    due = body["happened_on"] - timedelta(days=kind.papers_days or 0)
    for title in filter(None, map(str.strip, kind.papers.splitlines())):
        values = {"meeting_id": meeting_id, "pupil_id": body.get("pupil_id"), "title": title, "due_on": due}
        editing.add(store, MeetingPaper, values, "")


def usual_people(store: Store, pupil_id: str) -> list[dict[str, Any]]:
    """Who usually comes: the pupil, the parent carers, the named lead and the key adult."""
    page = pupils.page(store, pupil_id)
    found: list[dict[str, Any]] = [{"name": page.pupil.first_name, "part": "pupil"}]
    found += [{"name": one.name, "part": "home", "contact_id": one.uuid} for one in page.contacts if one.role in _HOME]
    lead, adult = page.lead, page.key_adult
    staff = {} if lead is None else {lead.staff_id: lead.name}
    staff |= {} if adult is None else {adult.uuid: adult.name}
    found += [{"name": name, "part": "staff", "staff_id": uuid} for uuid, name in staff.items()]
    named = {" ".join(str(one["name"]).split()).casefold(): one for one in reversed(found)}
    return list(reversed(named.values()))  # who is there in two parts comes once


def papers_due(store: Store, uuid: str) -> date:
    """The day by which papers for a meeting should be out: as its kind has it, or the day itself."""
    with store.read() as session:
        meeting = there(session, uuid)
        days = session.scalar(select(MeetingKind.papers_days).where(MeetingKind.code == meeting.kind))
    return meeting.happened_on - timedelta(days=days or 0)


def add_person(store: Store, meeting_id: str, values: Mapping[str, Any]) -> str:
    """Invite somebody: the same person is not invited twice."""
    name = " ".join(str(values.get("name", "")).split())
    if not name:
        raise Refused("Who is invited? Nobody was added. Type a name.")
    with store.work(f"Invite {name}") as session:
        invited = list(session.scalars(people_of(meeting_id)))
        if any(one.name.casefold() == name.casefold() for one in invited):
            raise Refused(f"{name} is invited already; nobody was added.")
        meeting = there(session, meeting_id)
        place = 1 + max((one.position for one in invited), default=0)
        fixed = {"meeting_id": meeting_id, "pupil_id": meeting.pupil_id, "name": name, "position": place}
        return editing.add(store, MeetingPerson, {**_known(session, meeting, name), **values, **fixed}, "")


def change_person(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Note when somebody was invited, and what they answered."""
    editing.change(store, MeetingPerson, uuid, values, "Change who comes to a meeting", initiator)


def remove_person(store: Store, uuid: str) -> None:
    """Take somebody off the list; undo brings them back."""
    editing.remove(store, MeetingPerson, uuid, "Take somebody off a meeting")


def people(store: Store, meeting_id: str) -> list[MeetingPerson]:
    """Who is invited, in order."""
    with store.read() as session:
        return list(session.scalars(people_of(meeting_id)))


def move(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change day, time, place or length of a meeting that is booked."""
    body = dict(values)
    if "happened_on" in body:
        body["happened_on"] = day_ahead(store, body["happened_on"])
        with store.read() as session:
            for pupil_id in about_whom(session, uuid):
                check_pupil(store, pupil_id, body["happened_on"])
    for name in ("starts_at", "next_at"):
        if name in body:
            body[name] = time_of_day(str(body[name]))
    if body.get("next_on") is not None:
        _check_next(store, uuid, body["next_on"])
    editing.change(store, Meeting, uuid, body, "Move a meeting", initiator)


def _check_next(store: Store, uuid: str, day: date) -> None:
    with store.read() as session:
        meeting, about = there(session, uuid), about_whom(session, uuid)
    if day <= meeting.happened_on:
        raise Refused("The next meeting comes after this one; the old day was kept. Check the day.")
    if day > meeting.happened_on + FURTHEST:
        raise Refused(f"{written_day(day)} is more than three years ahead; the old day was kept. Check the year.")
    for pupil_id in about:
        check_pupil(store, pupil_id, day)


def hold(store: Store, uuid: str, on: date | None = None) -> None:
    """Say that a meeting was held, on its day or another; one of a day to come cannot have been.

    With whom is who was invited and did not say no, until somebody writes it otherwise.
    """
    with store.read() as session:
        meeting = there(session, uuid)
        came = with_whom(session.scalars(people_of(uuid)).all())
    day = on or meeting.happened_on
    if day > store.clock.today():
        raise Refused(
            f"This meeting is booked for {written_day(day)}, a day to come; nothing was changed. "
            "Move it to today if it is being held now."
        )
    values = {"state": "held", "happened_on": day, "with_whom": meeting.with_whom or came}
    editing.change(store, Meeting, uuid, values, "A meeting was held")


def with_whom(people: Sequence[MeetingPerson]) -> str:
    """With whom a meeting was: who was noted as there, or else who did not say no; the pupil is not named."""
    noted = [one for one in people if one.came == "yes"]
    found = noted or [one for one in people if one.answer != "no" and one.came != "no"]
    return ", ".join(one.name for one in found if one.part != "pupil")


def close(store: Store, uuid: str, state: str) -> None:
    """Say that nobody came ("missed"), or that it is called off ("off"); Undo books it again."""
    label = {"missed": "Nobody came to a meeting", "off": "Call a meeting off"}
    editing.change(store, Meeting, uuid, {"state": state}, label[state])


def ahead(store: Store, pupil_id: str) -> list[Booked]:
    """The meetings about a pupil that are booked, the next one first; those whose day is over wait to be written up."""
    with store.read() as session:
        named = kinds.named(session)
        also = select(MeetingPupil.meeting_id).where(
            MeetingPupil.pupil_id == pupil_id, MeetingPupil.deleted_at.is_(None)
        )
        query = select(Meeting).where(
            (Meeting.pupil_id == pupil_id) | Meeting.uuid.in_(also),
            Meeting.deleted_at.is_(None),
            Meeting.state.in_(("booked", "open")),
        )
        found = session.scalars(query.order_by(Meeting.happened_on, Meeting.starts_at)).all()
        return [Booked(one, named.label(one.kind), tuple(session.scalars(people_of(one.uuid)))) for one in found]


def told(store: Store, on: date | None = None) -> list[Told]:
    """All meetings and contacts of a day, or of all days, in order of time; those of pupils who were deleted are left out."""
    with store.read() as session:
        named = kinds.named(session)
        query = (
            select(Meeting, Pupil)
            .outerjoin(Pupil, Pupil.uuid == Meeting.pupil_id)
            .where(Meeting.deleted_at.is_(None), Pupil.deleted_at.is_(None))
            .order_by(Meeting.happened_on, Meeting.starts_at, Meeting.written_at)
        )
        rows = session.execute(query if on is None else query.where(Meeting.happened_on == on)).all()
        invited: dict[str, list[MeetingPerson]] = {}
        every = select(MeetingPerson).where(MeetingPerson.deleted_at.is_(None)).order_by(MeetingPerson.position)
        for person in session.scalars(every):
            invited.setdefault(person.meeting_id, []).append(person)
        promised: dict[str | None, list[AgreedAction]] = {}
        steps = select(AgreedAction).where(AgreedAction.deleted_at.is_(None), AgreedAction.meeting_id.is_not(None))
        for step in session.scalars(steps.order_by(AgreedAction.written_at)):
            promised.setdefault(step.meeting_id, []).append(step)
    return [
        Told(
            Booked(one, named.label(one.kind), tuple(invited.get(one.uuid, ()))),
            pupil.name if pupil is not None else "",
            pupil.class_name if pupil is not None else "",
            tuple(promised.get(one.uuid, ())),
        )
        for one, pupil in rows
    ]


def clashes(store: Store, uuid: str) -> list[str]:
    """What stands against a booked meeting, a sentence each: a day without school, late invitations, the same person, pupil or
    room.
    """
    with store.read() as session:
        meeting = there(session, uuid)
        others = session.scalars(
            select(Meeting).where(
                Meeting.uuid != uuid,
                Meeting.deleted_at.is_(None),
                Meeting.state == "booked",
                Meeting.happened_on == meeting.happened_on,
            )
        ).all()
        invited = session.scalars(people_of(uuid)).all()
        notice = session.scalar(select(MeetingKind.notice_days).where(MeetingKind.code == meeting.kind))
        said = [closed_on(session, meeting.happened_on), late(meeting, notice, invited, store.clock.today())]
        said += sittings.against(_sitting(session, meeting), [_sitting(session, other) for other in others])
    return list(dict.fromkeys(sentence for sentence in said if sentence))


def closed(store: Store, day: date) -> str:
    """Why there is no school on a day, as a sentence; empty where there is, or nobody entered the year."""
    with store.read() as session:
        return closed_on(session, day)


def against(store: Store, uuid: str, day: date) -> list[str]:
    """What the calendar says against the next meeting on a day."""
    with store.read() as session:
        taken = session.scalar(
            select(Meeting.uuid).where(
                Meeting.pupil_id.in_(about_whom(session, uuid)),
                Meeting.uuid != uuid,
                Meeting.deleted_at.is_(None),
                Meeting.state == "booked",
                Meeting.happened_on == day,
            )
        )
        said = [closed_on(session, day), "A meeting is booked for that day already." if taken else ""]
    return [sentence for sentence in said if sentence]


def _sitting(session: Session, meeting: Meeting) -> Sitting:
    adults = tuple(one.name for one in session.scalars(people_of(meeting.uuid)) if one.part != "pupil")
    about = frozenset(about_whom(session, meeting.uuid))
    return Sitting(meeting.starts_at, meeting.minutes, meeting.place, about, adults)


def closed_on(session: Session, day: date) -> str:
    """Why there is no school on a day, as a sentence; empty where there is."""
    year = calendar.in_session(session, year_starting(day))
    if not year.halves:  # a year whose days nobody has entered says nothing
        return ""
    if day.weekday() >= SATURDAY:
        return f"{written_day(day)} is at the weekend."
    if span_of(day, year.spans) is None:
        return f"{written_day(day)} is in the holidays."
    return f"School is closed on {written_day(day)}." if any(row.day == day for row in year.closures) else ""


def late(meeting: Meeting, notice: int | None, people: Sequence[MeetingPerson], today: date) -> str:
    """That invitations are late, by the days of notice that are usual; empty where they are not."""
    waiting = [one for one in people if one.part != "pupil" and one.invited_on is None]
    if not waiting or not notice or (meeting.happened_on - today).days > notice:
        return ""
    return f"Not everybody is invited yet; {notice} days of notice are usual for this kind of meeting."


def people_of(meeting_id: str) -> Any:
    """The query of who is invited to a meeting, in order."""
    query = select(MeetingPerson).where(MeetingPerson.meeting_id == meeting_id, MeetingPerson.deleted_at.is_(None))
    return query.order_by(MeetingPerson.position, MeetingPerson.written_at)


def about_whom(session: Session, uuid: str) -> list[str]:
    """The pupils a meeting is about."""
    meeting = there(session, uuid)
    also = select(MeetingPupil.pupil_id).where(MeetingPupil.meeting_id == uuid, MeetingPupil.deleted_at.is_(None))
    return [one for one in (meeting.pupil_id, *session.scalars(also)) if one is not None]


def there(session: Session, uuid: str) -> Meeting:
    """A meeting that was not deleted."""
    meeting = session.get(Meeting, uuid)
    if meeting is None or meeting.deleted_at is not None:
        raise Refused("This meeting was deleted meanwhile; nothing was changed. Restore it from the history.")
    return meeting


def _known(session: Session, meeting: Meeting, name: str) -> dict[str, Any]:
    """What is known of somebody by name. A doctor, or a stranger at a meeting without a family, is a professional."""
    same = name.casefold()
    around = select(Contact).where(Contact.pupil_id == meeting.pupil_id, Contact.deleted_at.is_(None))
    for one in session.scalars(around):
        if one.name.casefold() == same:
            return {"part": "home" if one.role in _HOME else "other", "contact_id": one.uuid}
    for member in session.scalars(select(StaffMember).where(StaffMember.deleted_at.is_(None))):
        if member.name.casefold() == same:
            return {"part": "staff", "staff_id": member.uuid}
    listed = session.scalars(select(Professional.name).where(Professional.deleted_at.is_(None)))
    with_home = session.scalar(select(MeetingKind.with_home).where(MeetingKind.code == meeting.kind))
    outside = meeting.pupil_id is None or with_home is False or same.startswith(_OUTSIDE)
    return {"part": "professional"} if outside or same in {one.casefold() for one in listed} else {}


_OUTSIDE = ("dr ", "dr. ", "prof ", "professor ")


def day_ahead(store: Store, day: date | None) -> date:
    """The day, if a meeting can be booked for it; refuses one that is over or too far ahead."""
    today = store.clock.today()
    if day is None:
        raise Refused("On which day? Nothing was booked yet. Type one such as 24/11/2026.")
    editing.check(Meeting, {"happened_on": day})
    if day < today:
        raise Refused(f"{written_day(day)} is over, so nothing can be booked for it. Log the meeting as held instead.")
    if day > today + FURTHEST:
        raise Refused(f"{written_day(day)} is more than three years ahead; nothing was booked. Check the year.")
    return day


def time_of_day(typed: str) -> str:
    """A time as 15:30, empty for none; refuses what is no time of day."""
    if not typed.strip():
        return ""
    time = read_time(typed)
    if time is None:
        raise Refused(f"“{typed.strip()}” is no time of day; nothing was changed. Type one such as 15:30.")
    return time


def check_pupil(store: Store, pupil_id: str, day: date) -> None:
    """Refuse a day on which the pupil will have left, or was not born."""
    with store.read() as session:
        pupil = session.get_one(Pupil, pupil_id)
    if pupil.left_on is not None and pupil.left_on <= day:
        raise Refused(f"{pupil.first_name} will have left by {written_day(day)}; nothing was booked. Check the day.")
    refuse_before_birth(store, pupil_id, day, "A meeting")
