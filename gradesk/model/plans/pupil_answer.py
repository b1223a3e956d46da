"""What a child answered in the pupil's corner: one question, in their words, their pictures and their drawing."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from gradesk.model.base import Entity, link, text
from gradesk.model.vocabulary import Term, Vocabulary

# How something is for a child, from low to high; each has a face of its own in the pupil's corner.
FACES = Vocabulary(
    "face",
    Term("1", "Not good at all"),
    Term("2", "Not so good"),
    Term("3", "All right"),
    Term("4", "Good"),
    Term("5", "Really good"),
)


class PupilAnswer(Entity):
    """One answer of one day; asked the same again that day, it is the same record. `happened_on` is the day.

    `value` is what was chosen: the code of a face, a number of the scale and the number wished for with a slash between
    them, or what the chosen pictures are called, with commas. `pictures` are their codes with spaces; `strokes` the drawing
    as JSON: lists of points from 0 to 1, each with the role of its colour.
    """

    __tablename__ = "pupil_answer"
    __table_args__ = (
        Index("ix_pupil_answer_pupil_day", "pupil_id", "happened_on", sqlite_where=sql("deleted_at IS NULL")),
    )

    pupil_id: Mapped[str] = link("pupil.uuid")
    meeting_id: Mapped[str | None] = link("meeting.uuid", optional=True)
    target_id: Mapped[str | None] = link("target.uuid", optional=True)
    question: Mapped[str] = text("Question", personal=False)
    shape: Mapped[str] = text("How it was asked", personal=False)
    asked: Mapped[str] = text("What was asked")
    value: Mapped[str] = text("What was chosen")
    words: Mapped[str] = text("In their own words", lines=3, help="typed as it is spoken")
    pictures: Mapped[str] = text("Pictures", personal=False)
    strokes: Mapped[str] = mapped_column(default="")
    helped_by: Mapped[str] = text("Who sat beside", help="who asked and typed", people=True)
