"""What a school decided about its printed pages."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, text


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
