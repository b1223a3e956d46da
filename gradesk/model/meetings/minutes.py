"""What was said in a meeting, step by step: lines, what was decided, who agrees and who does not, and on what paper."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import HELD_BACK, LINE_SORTS, READ_BACKS, SIDES, SIGNED_HOW


class MeetingLine(Entity):
    """One line said at a step. One that is `held_back` is on no page that leaves, and not on the screen parents see.

    A line of the sort "target" becomes a target of the next plan; `target` holds its other fields by name, as JSON.
    """

    __tablename__ = "meeting_line"
    __table_args__ = (
        Index("ix_meeting_line_step", "meeting_id", "step", "position", sqlite_where=sql("deleted_at IS NULL")),
    )

    meeting_id: Mapped[str] = link("meeting.uuid")
    pupil_id: Mapped[str | None] = link("pupil.uuid", optional=True)
    step: Mapped[str] = field("Step", personal=False)
    sort: Mapped[str] = field("Sort of line", choices=LINE_SORTS, default="said", personal=False)
    side: Mapped[str] = field("Whose view", choices=SIDES, default="", personal=False)
    words: Mapped[str] = text("Words")
    held_back: Mapped[str] = field("Held back", choices=HELD_BACK, default="", personal=False)
    position: Mapped[int] = field("Order", personal=False, default=0)
    target: Mapped[str] = mapped_column(default="")


class MeetingStep(Entity):
    """A step of a meeting that was read back: whether all who were there agreed to its words, and those words, a line each."""

    __tablename__ = "meeting_step"
    __table_args__ = (
        Index("uq_meeting_step", "meeting_id", "step", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    meeting_id: Mapped[str] = link("meeting.uuid")
    pupil_id: Mapped[str | None] = link("pupil.uuid", optional=True)
    step: Mapped[str] = field("Step", personal=False)
    read_back: Mapped[str] = field("Read back", choices=READ_BACKS, default="agreed")
    heard: Mapped[str] = text("What was read back", lines=2)


class Dissent(Entity):
    """Who does not agree with what was said at a step, or with one line of it, in their own words."""

    __tablename__ = "dissent"

    meeting_id: Mapped[str] = link("meeting.uuid")
    pupil_id: Mapped[str | None] = link("pupil.uuid", optional=True)
    line_id: Mapped[str | None] = link("meeting_line.uuid", optional=True)
    step: Mapped[str] = field("Step", personal=False)
    who: Mapped[str] = text("Who does not agree", people=True)
    words: Mapped[str] = text("In their words", lines=2)


class MeetingPaper(Entity):
    """A paper that should be out before a meeting: to whom it went and when; one that came late is `tabled`."""

    __tablename__ = "meeting_paper"

    meeting_id: Mapped[str] = link("meeting.uuid")
    pupil_id: Mapped[str | None] = link("pupil.uuid", optional=True)
    title: Mapped[str] = text("Paper")
    to_whom: Mapped[str] = text("To whom", people=True)
    due_on: Mapped[date | None] = field("Out by")
    sent_on: Mapped[date | None] = field("Sent on")
    tabled: Mapped[bool] = field("Tabled at the meeting", default=False, help="it came too late to be read before")


class Signature(Entity):
    """Who signed what was agreed at a meeting, and how. `strokes` are lines of points drawn on screen, as JSON."""

    __tablename__ = "meeting_signature"

    meeting_id: Mapped[str] = link("meeting.uuid")
    pupil_id: Mapped[str | None] = link("pupil.uuid", optional=True)
    name: Mapped[str] = text("Name", people=True)
    how: Mapped[str] = field("How", choices=SIGNED_HOW, default="screen", personal=False)
    strokes: Mapped[str] = mapped_column(default="")
