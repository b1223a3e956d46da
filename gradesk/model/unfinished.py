"""Words that were typed and belong to no record yet: half a contact, half a date, a line that was not sent on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from gradesk.model.base import Base


class UnfinishedWords(Base):
    """What stands half typed at one place of the window, written over while it is typed and taken away when it is done.

    It is no record: it has no history, and Undo does not touch it.
    """

    __tablename__ = "unfinished_words"

    place: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column()
    at: Mapped[datetime] = mapped_column()
