"""The people around a pupil, and every contact with them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import CONTACT_KINDS, PERSON_ROLES


class Contact(Entity):
    """A parent carer, another member of the family, or a professional from outside."""

    __tablename__ = "contact"

    pupil_id: Mapped[str] = link("pupil.uuid")
    name: Mapped[str] = text("Name")
    role: Mapped[str] = field("Who they are", choices=PERSON_ROLES, default="parent")
    relationship_text: Mapped[str] = text("Relationship", help="mother, grandfather, speech therapist ...")
    parental_responsibility: Mapped[bool | None] = field("Has parental responsibility")
    phone: Mapped[str] = text("Telephone")
    email: Mapped[str] = text("E-mail")
    language: Mapped[str] = text("Language and format", help="language, interpreter, large print, best time to ring")
    note: Mapped[str] = text("Note", lines=2)
    position: Mapped[int] = field("Order", default=1)


class LoggedContact(Entity):
    """One contact with home or with a professional. `happened_on` is the day of it."""

    __tablename__ = "logged_contact"
    __table_args__ = (
        Index("ix_logged_contact_pupil_day", "pupil_id", "happened_on", sqlite_where=sql("deleted_at IS NULL")),
    )

    pupil_id: Mapped[str] = link("pupil.uuid")
    happened_on: Mapped[date] = field("When", default_factory=date.today)
    kind: Mapped[str] = field("Kind", choices=CONTACT_KINDS, default="phone")
    with_whom: Mapped[str] = text("With whom", people=True)
    summary: Mapped[str] = text("What was said", lines=2)
    counts: Mapped[bool] = field("Counts as a review contact", help="so many are wanted a year", default=False)
