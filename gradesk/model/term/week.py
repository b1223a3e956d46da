"""The week of a school: its periods, what takes up time besides support, and who takes it when an adult is away."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.term.words import COVERS, ENTRY_KINDS, PERIOD_KINDS


class DayPeriod(Entity):
    """A period of the school's own day; for some days or year groups only where that is said."""

    __tablename__ = "day_period"

    name: Mapped[str] = text("Period", personal=False, help="such as 1, Break, Registration")
    kind: Mapped[str] = field("Kind", personal=False, choices=PERIOD_KINDS, default="lesson")
    begins_at: Mapped[str] = text("From", personal=False, help="such as 9:00")
    ends_at: Mapped[str] = text("To", personal=False, help="such as 10:00")
    weekdays: Mapped[str] = text("Only on", personal=False, help="such as mon wed; else every day")
    years: Mapped[str] = text("Only for", personal=False, help="year groups with a day of their own, such as R 1 2")


class WeekEntry(Entity):
    """A lesson, support in class, a duty, PPA, cover, travel or talk: whatever takes up time in a week besides support.

    With a `draft_id` it is of that draft only, and runs when it is accepted: something new, or what the draft has in place of
    the one that it `stands_for`; with `is_out` the draft does without that one.
    """

    __tablename__ = "week_entry"

    kind: Mapped[str] = field("What", choices=ENTRY_KINDS, default="class_support")
    name: Mapped[str] = text("Name", help="of a lesson its subject, such as English")
    adult: Mapped[str] = text("Adult", people=True)
    with_whom: Mapped[str] = text("With", help="the teacher of a talk", people=True)
    class_name: Mapped[str] = text("Class")
    pupil_id: Mapped[str | None] = link("pupil.uuid", optional=True, label="{Pupil}")
    room: Mapped[str] = text("Room")
    weekdays: Mapped[str] = text("On which days", personal=False, help="such as: mon wed fri")
    begins_at: Mapped[str] = text("At what time", personal=False, help="such as 9:30, or mon 9:30, wed 10:15")
    minutes: Mapped[int | None] = field("Minutes each time")
    protected: Mapped[bool] = field("Nobody is taken out of it", default=False)
    starts_on: Mapped[date | None] = field("From")
    ends_on: Mapped[date | None] = field("To")
    draft_id: Mapped[str | None] = link("term_draft.uuid", optional=True)
    stands_for_id: Mapped[str | None] = link("week_entry.uuid", optional=True)
    is_out: Mapped[bool] = field("Not in the draft", personal=False, default=False)


class Cover(Entity):
    """How one session of an adult who is away on a day was settled, and by which rule."""

    __tablename__ = "cover"

    happened_on: Mapped[date] = field("On", default_factory=date.today)
    away: Mapped[str] = text("Who is away", people=True)
    provision_id: Mapped[str | None] = link("provision.uuid", optional=True, label="Support")
    entry_id: Mapped[str | None] = link("week_entry.uuid", optional=True)
    begins_at: Mapped[str] = text("At what time", personal=False)
    how: Mapped[str] = field("Settled", choices=COVERS, default="taken")
    taken_by: Mapped[str] = text("Who takes it", people=True)
    rule: Mapped[str] = text("Why")
