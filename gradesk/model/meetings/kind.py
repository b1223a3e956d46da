"""The kinds of meeting a school holds: their steps, their usual length, how long before people are invited."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, text


class MeetingKind(Entity):
    """One kind of meeting or call under the name the school gives it. `steps` are codes parted by spaces."""

    __tablename__ = "meeting_kind"
    __table_args__ = (Index("uq_meeting_kind_code", "code", unique=True),)

    code: Mapped[str] = field("Code", personal=False)
    label: Mapped[str] = text("Name", personal=False)
    is_brief: Mapped[bool] = field(
        "Logged in a line", personal=False, default=False, help="nobody is invited, and it has no steps"
    )
    with_home: Mapped[bool] = field(
        "Somebody from home is there", personal=False, default=True, help="only such a meeting is a contact with home"
    )
    reviews: Mapped[bool] = field(
        "Reviews the cycle", personal=False, default=False, help="its targets are rated and a decision is taken"
    )
    minutes: Mapped[int | None] = field("Usual length in minutes", personal=False)
    counts: Mapped[bool] = field(
        "Counts as a review contact", personal=False, default=False, help="so many are wanted a year"
    )
    notice_days: Mapped[int | None] = field("Days of notice", personal=False, help="how long before people are invited")
    papers: Mapped[str] = text("Papers beforehand", personal=False, lines=2, help="one a line, such as: Reports, Views")
    papers_days: Mapped[int | None] = field("Papers out, days before", personal=False)
    steps: Mapped[str] = text("Steps", personal=False, help="in their order")
    position: Mapped[int] = field("Order", personal=False, default=0)
