"""What is owed and by when: agreed actions, lines put off, a school's own rules and clocks, and lines waiting for a name."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, StaffOnly, field, link, text


class AgreedAction(StaffOnly, Entity):
    """Something somebody promised to do. `happened_on` is the day it was agreed; one promised in a meeting or a call names that."""

    __tablename__ = "agreed_action"
    __table_args__ = (
        Index(
            "ix_agreed_action_open", "pupil_id", "due_on", sqlite_where=sql("done_on IS NULL AND deleted_at IS NULL")
        ),
    )

    pupil_id: Mapped[str | None] = link("pupil.uuid", optional=True)
    happened_on: Mapped[date] = field("Agreed on", default_factory=date.today)
    what: Mapped[str] = text("What", lines=2)
    owner: Mapped[str] = text("Who does it", people=True)
    due_on: Mapped[date | None] = field("By")
    done_on: Mapped[date | None] = field("Done on")
    meeting_id: Mapped[str | None] = link("meeting.uuid", optional=True)


class Later(Entity):
    """A line of Today put off until a day, with the reason. `subject` is the record it is about, empty for the pupil."""

    __tablename__ = "later"
    __table_args__ = (
        Index("uq_later_line", "rule", "pupil_id", "subject", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    rule: Mapped[str] = field("Rule", personal=False)
    pupil_id: Mapped[str] = link("pupil.uuid")
    subject: Mapped[str] = text("About", personal=False)
    until: Mapped[date] = field("Until")
    reason: Mapped[str] = text("Reason", lines=2)


class RuleSetting(Entity):
    """How a school wants one rule of Today: off, or with its own number of days."""

    __tablename__ = "rule_setting"
    __table_args__ = (Index("uq_rule_setting_rule", "rule", unique=True),)

    rule: Mapped[str] = field("Rule", personal=False)
    is_on: Mapped[bool] = field("On", personal=False, default=True)
    days: Mapped[int | None] = field("Days", personal=False, help="empty for the usual number")


class ClockSetting(Entity):
    """How a school wants one of the clocks: off, or with its own number of weeks, days, months or years, and its source."""

    __tablename__ = "clock_setting"
    __table_args__ = (Index("uq_clock_setting_rule", "rule", unique=True),)

    rule: Mapped[str] = field("Rule", personal=False)
    is_on: Mapped[bool] = field("On", personal=False, default=True)
    number: Mapped[int | None] = field("Number", personal=False, help="empty for the usual number")
    source: Mapped[str] = text("Where our number stands", help="such as a letter or a page of the council")


class CapturedLine(Entity):
    """A line caught in passing whose pupil is not certain; it waits in the in-tray.

    `happened_on` is the day of it, `kind` the code of a kind of meeting, or "note".
    """

    __tablename__ = "captured_line"

    words: Mapped[str] = text("Words", lines=2)
    kind: Mapped[str] = text("Kind", personal=False)
    happened_on: Mapped[date] = field("When", default_factory=date.today)
