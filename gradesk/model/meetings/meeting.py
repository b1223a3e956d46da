"""A meeting, a call or a word at the door: one record from booking to the paper in the parent’s hand."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, StaffOnly, field, link, text
from gradesk.model.vocabulary import ANSWERS, ATTENDEES, CAME, MEETING_STATES


class Meeting(StaffOnly, Entity):
    """A meeting about one pupil, several (`MeetingPupil`) or none. `happened_on` is its day, ahead while it is booked.

    `kind` is the code of a `MeetingKind`; `starts_at` a time of day such as 15:30. `with_whom` and `summary` tell a brief
    one in a line; a meeting at a table has people of its own, and what was said in its steps (`minutes`).
    """

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_pupil_day", "pupil_id", "happened_on", sqlite_where=sql("deleted_at IS NULL")),
        Index("ix_meeting_day", "happened_on", sqlite_where=sql("deleted_at IS NULL AND state = 'booked'")),
    )

    pupil_id: Mapped[str | None] = link("pupil.uuid", optional=True)
    happened_on: Mapped[date] = field("When", default_factory=date.today)
    kind: Mapped[str] = text("Kind", personal=False)
    state: Mapped[str] = field("State", personal=False, choices=MEETING_STATES, default="held")
    title: Mapped[str] = text("What about", help="such as Team around the child, Moving to Year 7")
    starts_at: Mapped[str] = text("At", personal=False, help="such as 15:30")
    minutes: Mapped[int | None] = field("Minutes", personal=False)
    place: Mapped[str] = text("Where")
    with_whom: Mapped[str] = text("With whom", people=True)
    summary: Mapped[str] = text("What was said", lines=2)
    counts: Mapped[bool] = field("Counts as a review contact", help="so many are wanted a year", default=False)
    reviews: Mapped[bool] = field("Reviews the cycle", personal=False, default=False)
    next_on: Mapped[date | None] = field("We meet again on")
    next_at: Mapped[str] = text("At what time", personal=False, help="such as 15:30")
    took: Mapped[int | None] = field("Minutes it took", personal=False)


class MeetingPupil(Entity):
    """One more pupil whom a meeting is about, where it is about several."""

    __tablename__ = "meeting_pupil"
    __table_args__ = (
        Index("uq_meeting_pupil", "meeting_id", "pupil_id", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    meeting_id: Mapped[str] = link("meeting.uuid")
    pupil_id: Mapped[str] = link("pupil.uuid", label="Pupil")


class MeetingPerson(Entity):
    """Somebody at a meeting, or invited to it: a person around the pupil, a colleague, a professional, a supporter.

    Views may be asked of them beforehand: `sent` is what they gave, in their words.
    """

    __tablename__ = "meeting_person"

    meeting_id: Mapped[str] = link("meeting.uuid")
    pupil_id: Mapped[str | None] = link("pupil.uuid", optional=True)
    contact_id: Mapped[str | None] = link("contact.uuid", optional=True)
    staff_id: Mapped[str | None] = link("staff_member.uuid", optional=True)
    name: Mapped[str] = text("Name", people=True)
    part: Mapped[str] = field("Who they are", choices=ATTENDEES, default="home")
    invited_on: Mapped[date | None] = field("Invited on")
    reminded_on: Mapped[date | None] = field("Reminded on")
    answer: Mapped[str] = field("Answer", choices=ANSWERS, default="")
    asked_on: Mapped[date | None] = field("Views asked for on")
    received_on: Mapped[date | None] = field("Views received on")
    sent: Mapped[str] = text("What they sent", lines=2, help="in their words")
    came: Mapped[str] = field("Was there", choices=CAME, default="")
    position: Mapped[int] = field("Order", default=0)
