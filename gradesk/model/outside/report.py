"""What people outside found and advise: their reports, and every recommendation with what became of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, StaffOnly, field, link, text
from gradesk.model.outside.words import ADVICE_ANSWERS, ADVICE_HOMES


class Report(StaffOnly, Entity):
    """One report, letter or advice. `happened_on` is the date it bears; its file is a document that belongs to it."""

    __tablename__ = "report"

    pupil_id: Mapped[str] = link("pupil.uuid")
    professional_id: Mapped[str | None] = link("professional.uuid", optional=True, label="From whom")
    referral_id: Mapped[str | None] = link("referral.uuid", optional=True, label="Answers the referral")
    happened_on: Mapped[date] = field("Dated", default_factory=date.today)
    seen_on: Mapped[date | None] = field(
        "{Pupil} seen on", help="the day the advice stands on; empty where none is said"
    )
    received_on: Mapped[date] = field("Came on", default_factory=date.today)
    title: Mapped[str] = text("What it is", help="such as Speech and language assessment")
    findings: Mapped[str] = text("What it says", lines=3, help="the few lines colleagues need")
    shared_on: Mapped[date | None] = field("Talked over with home on")


class Recommendation(Entity):
    """One thing a report advises. `words` are the report’s own; `happened_on` is the day it was placed.

    `home` and `home_id` say where it lives: a target, support, an everyday adjustment, an action; or nowhere yet, or
    that it is not followed, and then `why` says so. Where it lives as an action, the action has its owner and day.
    """

    __tablename__ = "recommendation"

    pupil_id: Mapped[str] = link("pupil.uuid")
    report_id: Mapped[str] = link("report.uuid")
    words: Mapped[str] = text("What is advised", lines=2)
    owner: Mapped[str] = text("Who sees to it", people=True)
    due_on: Mapped[date | None] = field("By")
    home: Mapped[str] = field("Where it lives", choices=ADVICE_HOMES, default="", personal=False)
    home_id: Mapped[str] = text("Record it lives in")
    answer: Mapped[str] = field("What we made of it", choices=ADVICE_ANSWERS, default="", personal=False)
    why: Mapped[str] = text("Why", help="what was changed, or why it is not followed", lines=2)
    in_place_on: Mapped[date | None] = field("In place since")
    position: Mapped[int] = field("Order", default=1)
