"""Asking for advice: the consent it stands on, the referral, and each step of its way."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, StaffOnly, field, link, text
from gradesk.model.outside.words import CONSENT_HOW, REFERRAL_STEPS


class Consent(Entity):
    """That words about a pupil may go to somebody outside. `happened_on` is the day it was given.

    Without `professional_id` it covers every service the school asks. It covers a day from the one it was given on, up
    to and with `until`, and none from `withdrawn_on` on.
    """

    __tablename__ = "consent"

    pupil_id: Mapped[str] = link("pupil.uuid")
    professional_id: Mapped[str | None] = link("professional.uuid", optional=True, label="To whom")
    happened_on: Mapped[date] = field("Given on", default_factory=date.today)
    given_by: Mapped[str] = text(
        "Given by", people=True, help="who has parental responsibility; from 16 the young person"
    )
    how: Mapped[str] = field("How", choices=CONSENT_HOW, default="signed", personal=False)
    covers: Mapped[str] = text(
        "For what", help="such as referral, reports shared with the service, assessment in school"
    )
    until: Mapped[date | None] = field("Until")
    withdrawn_on: Mapped[date | None] = field("Withdrawn on")


class Referral(StaffOnly, Entity):
    """One question put to one service. `happened_on` is the day it was first thought of; its stage comes from its steps."""

    __tablename__ = "referral"

    pupil_id: Mapped[str] = link("pupil.uuid")
    professional_id: Mapped[str] = link("professional.uuid", label="To whom")
    happened_on: Mapped[date] = field("First thought of on", default_factory=date.today)
    reason: Mapped[str] = text("Why", lines=3, help="what is seen, and what was tried so far")
    question: Mapped[str] = text("What we ask", lines=2, help="the question that the answer is to help with")
    route: Mapped[str] = text("By which way", help="form, e-mail, portal, through the GP")
    reference: Mapped[str] = text("Their reference")
    outcome: Mapped[str] = text("What came of it", lines=2)


class ReferralStep(Entity):
    """One step on the way of a referral, or something that happened between. `happened_on` is its day.

    `until` is the day the other side named: an appointment, or when to expect one. `consent_id` is the consent that a
    step of sending stood on; none where words went out without one, and then `note` says why.
    """

    __tablename__ = "referral_step"
    __table_args__ = (
        Index(
            "ix_referral_step_day", "referral_id", "happened_on", sqlite_where=sql("deleted_at IS NULL")
        ),
    )  # fmt: skip

    pupil_id: Mapped[str] = link("pupil.uuid")
    referral_id: Mapped[str] = link("referral.uuid")
    code: Mapped[str] = field("Step", choices=REFERRAL_STEPS, default="idea", personal=False)
    happened_on: Mapped[date] = field("When", default_factory=date.today)
    who: Mapped[str] = text("Who", people=True)
    until: Mapped[date | None] = field("The day they named", help="an appointment, or by when to expect one")
    note: Mapped[str] = text("Note", lines=2)
    consent_id: Mapped[str | None] = link("consent.uuid", optional=True)
