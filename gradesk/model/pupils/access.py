"""Somebody asks for everything that is kept about a pupil: when, by which right, and what was decided on each item."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import Term, Vocabulary

ACCESS_RIGHTS = Vocabulary(
    "right of access",
    Term("sar", "Data about the {pupil}", "UK GDPR, Article 15: one calendar month, two more where it is complex"),
    Term("record", "The educational record", "a parent of a maintained school’s {pupil}: 15 school days"),
)

ACCESS_DECISIONS = Vocabulary(
    "what becomes of an item",
    Term("in", "Goes in"),
    Term("redacted", "Goes in with other words"),
    Term("out", "Stays out"),
)


class AccessRequest(Entity):
    """One request. `happened_on` is the day it was received, from which its time runs."""

    __tablename__ = "access_request"

    pupil_id: Mapped[str] = link("pupil.uuid")
    happened_on: Mapped[date] = field("Received on", default_factory=date.today)
    who: Mapped[str] = text("Who asks", people=True, help="the {pupil}, a parent, or somebody for them")
    which: Mapped[str] = field("For what", choices=ACCESS_RIGHTS, default="sar", personal=False)
    extended_on: Mapped[date | None] = field("Extended on")
    extended_why: Mapped[str] = text("Why it takes longer", help="they are told within the first month")
    answered_on: Mapped[date | None] = field("Answered on")


class AccessDecision(Entity):
    """What was decided on one item of a request that holds others' data or was for staff alone.

    `kind` and `record_id` name the record; `words` go in instead of those of a record that is redacted.
    """

    __tablename__ = "access_decision"
    __table_args__ = (
        Index(
            "uq_access_decision_item", "request_id", "kind", "record_id", unique=True,
            sqlite_where=sql("deleted_at IS NULL"),
        ),
    )  # fmt: skip

    pupil_id: Mapped[str] = link("pupil.uuid")
    request_id: Mapped[str] = link("access_request.uuid")
    decision: Mapped[str] = field("Decision", choices=ACCESS_DECISIONS, default="in", personal=False)
    reason: Mapped[str] = text("Why", help="they are told this of what stays out or is changed")
    words: Mapped[str] = text("Words that go in instead", lines=2)
    kind: Mapped[str] = mapped_column(default="")
    record_id: Mapped[str] = mapped_column(default="")
