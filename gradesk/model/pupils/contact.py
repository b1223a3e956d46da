"""The people around a pupil."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import PERSON_ROLES


class Contact(Entity):
    """A parent carer, another member of the family, or a friend of it. People outside stand in the directory."""

    __tablename__ = "contact"

    pupil_id: Mapped[str] = link("pupil.uuid")
    name: Mapped[str] = text("Name")
    role: Mapped[str] = field("Who they are", choices=PERSON_ROLES, default="parent")
    relationship_text: Mapped[str] = text("Relationship", help="mother, grandfather, family friend ...")
    parental_responsibility: Mapped[bool | None] = field("Has parental responsibility")
    phone: Mapped[str] = text("Telephone")
    email: Mapped[str] = text("E-mail")
    language: Mapped[str] = text("Language and format", help="language, interpreter, large print, best time to ring")
    not_shared: Mapped[str] = text(
        "Do not share", help="what and with whom, such as: this address with Dad; shown before every print and letter"
    )
    note: Mapped[str] = text("Note", lines=2)
    position: Mapped[int] = field("Order", default=1)
