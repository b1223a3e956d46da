"""The adults of the school whom records name; they are people, not log-ins."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import STAFF_ROLES


class StaffMember(Entity):
    """A member of staff with the role in which records name them."""

    __tablename__ = "staff_member"

    name: Mapped[str] = text("Name")
    role: Mapped[str] = field("Role", choices=STAFF_ROLES, default="teacher")
    class_name: Mapped[str] = text("Class")
    email: Mapped[str] = text("E-mail")
    left_on: Mapped[date | None] = field("Left on")
    works: Mapped[str] = text("Days and hours", help="such as mon-fri 8:45-15:15; empty for every day")
    hours_a_week: Mapped[float | None] = field("Hours a week by contract")


class Training(Entity):
    """One course that one member of staff took. `happened_on` is the day of it."""

    __tablename__ = "training"

    staff_id: Mapped[str] = link("staff_member.uuid", label="Who")
    happened_on: Mapped[date] = field("When", default_factory=date.today)
    course: Mapped[str] = text("Course", help="such as: understanding behaviour as communication")
    due_again_on: Mapped[date | None] = field("Due again on")
    note: Mapped[str] = text("Note", help="who gave it, what to pass on")
