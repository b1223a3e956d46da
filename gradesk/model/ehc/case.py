"""A case: the council, every date of it, and the words of the plan's sections."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.ehc.words import EHC_EVENTS, EHC_SECTIONS


class EhcCase(Entity):
    """One pupil's way to a plan and with it, until it is closed; a pupil has one open case at most.

    `happened_on` is the day it began for the school: the request, or the day the pupil came with a plan.
    """

    __tablename__ = "ehc_case"
    __table_args__ = (
        Index(
            "uq_ehc_case_open", "pupil_id", unique=True,
            sqlite_where=sql("closed_on IS NULL AND deleted_at IS NULL"),
        ),
    )  # fmt: skip

    pupil_id: Mapped[str] = link("pupil.uuid")
    happened_on: Mapped[date] = field("Began on", default_factory=date.today)
    council: Mapped[str] = text("Council", help="the local authority that is responsible")
    reference: Mapped[str] = text("Their reference")
    officer_id: Mapped[str | None] = link("professional.uuid", optional=True, label="Case officer")
    closed_on: Mapped[date | None] = field("Closed on")
    closed_why: Mapped[str] = text("Why it was closed", lines=2)


class EhcDate(Entity):
    """One date of a case. `happened_on` is the day it was so; `who` the council or person, where several are possible."""

    __tablename__ = "ehc_date"

    pupil_id: Mapped[str] = link("pupil.uuid")
    case_id: Mapped[str] = link("ehc_case.uuid")
    code: Mapped[str] = field("What", choices=EHC_EVENTS, default="requested", personal=False)
    happened_on: Mapped[date] = field("When", default_factory=date.today)
    who: Mapped[str] = text("Who", help="another council, a person")
    note: Mapped[str] = text("Note", lines=2)


class EhcSection(Entity):
    """The words of one section of the plan, as the council wrote them."""

    __tablename__ = "ehc_section"
    __table_args__ = (Index("uq_ehc_section", "case_id", "code", unique=True, sqlite_where=sql("deleted_at IS NULL")),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    case_id: Mapped[str] = link("ehc_case.uuid")
    code: Mapped[str] = field("Section", choices=EHC_SECTIONS, default="A", personal=False)
    words: Mapped[str] = text("Words", lines=4)
