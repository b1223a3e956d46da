"""The register of copies: who was given which document when, on paper or as a file."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import COPY_WAYS


class GivenCopy(Entity):
    """One copy of a document about one pupil that somebody holds. `happened_on` is the day it was given.

    `document` is the document's code, `title` what it was called when it was given. Of a document with versions,
    `origin_id` is the uuid of the passport or plan it is a version of, and `number` its number, none for a draft.
    """

    __tablename__ = "given_copy"

    pupil_id: Mapped[str] = link("pupil.uuid")
    title: Mapped[str] = text("Document", personal=False)
    number: Mapped[int | None] = field("Version", personal=False)
    holder: Mapped[str] = text("Who holds it", help="a name, or such as: supply folder, planner, club leader")
    happened_on: Mapped[date] = field("Given on", default_factory=date.today)
    taken_back_on: Mapped[date | None] = field("Taken back on")
    read_on: Mapped[date | None] = field("Read and signed on", help="a colleague says that they have read it")
    how: Mapped[str] = field("How", choices=COPY_WAYS, default="printed", personal=False)
    language: Mapped[str] = text("Language", help="empty for English")
    remark: Mapped[str] = text("Remark", help="such as: sent by post, password told on the telephone")
    # Both say what it is a copy of to the program; people read the title and the number.
    document: Mapped[str] = mapped_column(default="")
    origin_id: Mapped[str] = mapped_column(default="")
