"""Documents and photographs kept inside the school's file beside a pupil, an event or a target."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, StaffOnly, field, link, text
from gradesk.model.vocabulary import ATTACHED_TO


class Attachment(StaffOnly, Entity):
    """One file kept with a pupil. `happened_on` is the day it is about; the bytes lie in a stored file."""

    __tablename__ = "attachment"

    pupil_id: Mapped[str] = link("pupil.uuid")
    happened_on: Mapped[date] = field("Date of it", default_factory=date.today)
    title: Mapped[str] = text("What it is", help="such as Speech and language report")
    author: Mapped[str] = text("From", help="who wrote or took it")
    file_name: Mapped[str] = text("File’s own name")
    media_type: Mapped[str] = field("Type", personal=False, default="")
    size: Mapped[int] = field("Bytes", personal=False, default=0)
    warning: Mapped[str] = text("What to know before opening it", personal=False)
    about: Mapped[str] = field("Belongs to", personal=False, choices=ATTACHED_TO, default="pupil")
    about_id: Mapped[str] = text("Record it belongs to", help="empty when it belongs to the pupil")
    file_id: Mapped[str] = link("stored_file.uuid")
