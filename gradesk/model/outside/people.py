"""The directory of people outside: professionals and services, and which pupil each of them works with."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, StaffOnly, field, link, text
from gradesk.model.outside.words import PROFESSIONALS


class Professional(Entity):
    """Somebody from outside, or a service of which nobody is known by name. `left_on` is the day since which they are not asked."""

    __tablename__ = "professional"

    name: Mapped[str] = text("Name", help="empty while only the service is known")
    role: Mapped[str] = field("Who they are", choices=PROFESSIONALS, default="other", personal=False)
    service: Mapped[str] = text("Service", help="such as Speech and language therapy, Northgate NHS")
    phone: Mapped[str] = text("Telephone")
    email: Mapped[str] = text("E-mail")
    reach: Mapped[str] = text(
        "How to reach them", help="address, duty line, days they work, how they like to be asked", lines=2
    )
    note: Mapped[str] = text("Note", lines=2)
    left_on: Mapped[date | None] = field("Not asked any more since")

    @property
    def called(self) -> str:
        """What lists call them: the name, or the service, or the profession where neither is known."""
        return self.name or self.service or PROFESSIONALS.label(self.role)

    @property
    def whole(self) -> str:
        """The name with the service; the profession where no service is noted."""
        return ", ".join(filter(None, (self.name, self.service))) if self.service else self._with_profession

    @property
    def _with_profession(self) -> str:
        profession = "" if self.role == "other" else PROFESSIONALS.label(self.role)
        return ", ".join(filter(None, (self.name, profession))) or self.called


class Involvement(StaffOnly, Entity):
    """That somebody outside works with a pupil, from a day, until one. `happened_on` is the day it began."""

    __tablename__ = "involvement"
    __table_args__ = (
        Index(
            "uq_involvement_open", "pupil_id", "professional_id", unique=True,
            sqlite_where=sql("ended_on IS NULL AND deleted_at IS NULL"),
        ),
    )  # fmt: skip

    pupil_id: Mapped[str] = link("pupil.uuid")
    professional_id: Mapped[str] = link("professional.uuid", label="Who")
    happened_on: Mapped[date] = field("Since", default_factory=date.today)
    ended_on: Mapped[date | None] = field("Until")
    purpose: Mapped[str] = text("What for", help="such as advice on feeding, weekly session, link for the family")
