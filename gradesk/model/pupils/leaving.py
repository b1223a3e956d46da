"""How long records of a pupil who left are kept, why longer, and what stays where they were erased."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import Term, Vocabulary

ERASURE_REASONS = Vocabulary(
    "reason for erasing",
    Term("retention", "Kept as long as the school keeps such records"),
    Term("passed_on", "The whole file went to the next school"),
    Term("mistake", "Kept by mistake"),
    Term("asked", "Asked to be erased, and nothing stands against it"),
    Term("again", "Erased before, and found again in an older copy"),
)

KEPT_FROM = Vocabulary(
    "what years are counted from",
    Term("birth", "Date of birth"),
    Term("leaving", "Day of leaving"),
)

KEPT_OF = Vocabulary(
    "whose records",
    Term("everyone", "Everyone who left"),
    Term("sen", "Who had SEN support"),
    Term("ehcp", "Who had an EHC plan"),
    Term("looked_after", "Who was looked after"),
    Term("passed_on", "Whose whole file went to the next school"),
)


class RetentionRule(Entity):
    """How many years the records of some leavers are kept. Where several fit, the longest holds, unless the file was passed on."""

    __tablename__ = "retention_rule"
    __table_args__ = (Index("uq_retention_rule_whose", "whose", unique=True, sqlite_where=sql("deleted_at IS NULL")),)

    whose: Mapped[str] = field("Whose records", personal=False, choices=KEPT_OF, default="everyone")
    years: Mapped[int] = field("Years", personal=False, default=25)
    counted_from: Mapped[str] = field("Counted from", personal=False, choices=KEPT_FROM, default="birth")
    source: Mapped[str] = text(
        "Where the rule stands", personal=False, help="such as the school’s retention schedule, item 4"
    )
    position: Mapped[int] = field("Order", personal=False, default=0)


class LegalHold(Entity):
    """While it lasts nothing about this pupil is erased: a claim, an appeal, an inquiry. `happened_on` is its first day."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index(
            "uq_legal_hold_open", "pupil_id", unique=True, sqlite_where=sql("ended_on IS NULL AND deleted_at IS NULL")
        ),
    )

    pupil_id: Mapped[str] = link("pupil.uuid")
    happened_on: Mapped[date] = field("From", default_factory=date.today)
    reason: Mapped[str] = text("Reason")
    who: Mapped[str] = text("Who asked for it", people=True)
    ended_on: Mapped[date | None] = field("Until")


class KeptLonger(Entity):
    """What was decided about a leaver at the yearly review: kept, why, and when it is looked at again."""

    __tablename__ = "kept_longer"

    pupil_id: Mapped[str] = link("pupil.uuid")
    happened_on: Mapped[date] = field("Decided on", default_factory=date.today)
    reason: Mapped[str] = text("Why it is kept")
    next_on: Mapped[date] = field("Look again on")
    who: Mapped[str] = text("Decided by", people=True)


class Erasure(Entity):
    """The certificate that stays where a pupil was erased. It names nobody; `happened_on` is the day.

    `mark` is a digest of the pupil's uuid under `salt`, by which an older copy of the same pupil is known when it returns.
    """

    __tablename__ = "erasure"
    __table_args__ = (Index("uq_erasure_mark", "mark", unique=True),)

    number: Mapped[int] = field("Number", personal=False, default=1)
    happened_on: Mapped[date] = field("Erased on", default_factory=date.today)
    who: Mapped[str] = text("By")
    reason: Mapped[str] = field("Why", personal=False, choices=ERASURE_REASONS, default="retention")
    note: Mapped[str] = text("Note", help="names nobody")
    records: Mapped[int] = field("Records", personal=False, default=0)
    files: Mapped[int] = field("Pictures and documents", personal=False, default=0)
    salt: Mapped[str] = mapped_column(default="")
    mark: Mapped[str] = mapped_column(default="")
