"""What a school decided about its printed pages."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import INFORMANTS


class PhraseCorrection(Entity):
    """What a school says of one fixed phrase on paper in one language: its own words, that it was checked, or both.

    Where `words` are empty those that ship hold. `checked_by` is empty until somebody who speaks the language has read
    the words that hold.
    """

    __tablename__ = "phrase_correction"
    __table_args__ = (Index("uq_phrase_correction_phrase", "language", "english", unique=True),)

    language: Mapped[str] = field("Language", personal=False, help="its code, such as pl")
    english: Mapped[str] = text("English", personal=False)
    words: Mapped[str] = text("Words of the school", personal=False, lines=2)
    checked_by: Mapped[str] = text("Checked by", help="who speaks the language and has read these words")
    checked_on: Mapped[date | None] = field("Checked on")


class FormRead(Entity):
    """A filled form whose answers were taken in, so that it is not taken in twice. `happened_on` is the day of that.

    `mark` is what stood in the names of its fields, `digest` the SHA-256 of its answers.
    """

    __tablename__ = "form_read"

    pupil_id: Mapped[str] = link("pupil.uuid")
    happened_on: Mapped[date] = field("Read in on", default_factory=date.today)
    informant: Mapped[str] = field("Filled in by", choices=INFORMANTS, default="")
    name: Mapped[str] = text("Who filled it in")
    mark: Mapped[str] = field("Form", personal=False)
    digest: Mapped[str] = field("Answers", personal=False)


class LayoutSection(Entity):
    """How a school wants one section of one document: its place, its heading, and on which copies it stands.

    `position` is empty while the section keeps the place it ships with, `heading` while it keeps its heading; the order
    that holds is `services/paper/layouts.py`'s to say.
    """

    __tablename__ = "layout_section"
    __table_args__ = (
        Index("uq_layout_section_code", "document", "section", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    document: Mapped[str] = field("Document", personal=False)
    section: Mapped[str] = field("Section", personal=False)
    position: Mapped[int | None] = field("Place", personal=False)
    is_shown: Mapped[bool] = field("Stands on the page", personal=False, default=True)
    is_outside: Mapped[bool] = field("On the copy that leaves the staff’s hands", personal=False, default=True)
    heading: Mapped[str] = text("Heading", personal=False, help="empty for the one that ships")
