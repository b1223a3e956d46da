"""What the school keeps about the list itself: saved filters."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, text


class SavedFilter(Entity):
    """A filter of the register under a name, as a JSON object of field and value."""

    __tablename__ = "saved_filter"

    name: Mapped[str] = text("Name")
    criteria: Mapped[str] = field("Filter", default="{}")
