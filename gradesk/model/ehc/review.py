"""An annual review: when each of its steps was done, what was found of each outcome and line, what everybody wishes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.ehc.words import REVIEW_DECISIONS


class AnnualReview(Entity):
    """One annual review. `happened_on` is the day from which its year counts; `meeting_on` the meeting, planned or held."""

    __tablename__ = "ehc_review"

    pupil_id: Mapped[str] = link("pupil.uuid")
    case_id: Mapped[str] = link("ehc_case.uuid")
    happened_on: Mapped[date] = field("Counts from", default_factory=date.today)
    meeting_on: Mapped[date | None] = field("Meeting")
    views_asked_on: Mapped[date | None] = field("Views asked for")
    invited_on: Mapped[date | None] = field("Invitations sent")
    reports_in_on: Mapped[date | None] = field("Reports in")
    papers_out_on: Mapped[date | None] = field("Papers out")
    held_on: Mapped[date | None] = field("Held on")
    report_sent_on: Mapped[date | None] = field("Our report went to the council")
    decided_on: Mapped[date | None] = field("The council decided")
    decision: Mapped[str] = field("Decision", choices=REVIEW_DECISIONS, default="", personal=False)
    final_on: Mapped[date | None] = field("Final plan after it")
    works: Mapped[str] = text("What is working", lines=2)
    wishes: Mapped[str] = text("Wishes for change to the plan", lines=2)
    disagreed: Mapped[str] = text("Who disagrees, and how", lines=2)
    adulthood: Mapped[str] = text("Preparing for adulthood", lines=2, help="from Year 9: work, home, friends, health")


class EhcFinding(Entity):
    """What a review found of one outcome or one line: `about` is "outcome" or "line", `finding` its code."""

    __tablename__ = "ehc_finding"
    __table_args__ = (
        Index("uq_ehc_finding", "review_id", "record_id", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    pupil_id: Mapped[str] = link("pupil.uuid")
    review_id: Mapped[str] = link("ehc_review.uuid")
    about: Mapped[str] = field("About", personal=False, default="outcome")
    record_id: Mapped[str] = text("Outcome or line")
    finding: Mapped[str] = field("Finding", personal=False, default="")
    words: Mapped[str] = text("In words", lines=2)
