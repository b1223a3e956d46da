"""What a plan promises, line by line: outcomes, and provision with its quantity, who gives it and where it holds."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.ehc.words import EHC_PER, EHC_PROVISION


class EhcOutcome(Entity):
    """One outcome of section E. `position` is its number: E1, E2."""

    __tablename__ = "ehc_outcome"

    pupil_id: Mapped[str] = link("pupil.uuid")
    case_id: Mapped[str] = link("ehc_case.uuid")
    position: Mapped[int] = field("Number", personal=False, default=1)
    words: Mapped[str] = text("Outcome", lines=2)
    by_when: Mapped[str] = text("By when", help="such as: the end of Year 6")


class EhcLine(Entity):
    """One line of provision. `kind` and `position` make its name: F3.

    `minutes` each time and `times` per `per` are its quantity, `hours` a whole amount per `per` where it names no times;
    all empty where no number could be read from it. `scope` are the lessons or places it holds for.
    """

    __tablename__ = "ehc_line"

    pupil_id: Mapped[str] = link("pupil.uuid")
    case_id: Mapped[str] = link("ehc_case.uuid")
    outcome_id: Mapped[str | None] = link("ehc_outcome.uuid", optional=True, label="Serves outcome")
    kind: Mapped[str] = field("Section", choices=EHC_PROVISION, default="F", personal=False)
    position: Mapped[int] = field("Number", personal=False, default=1)
    words: Mapped[str] = text("What the line says", lines=2)
    times: Mapped[float | None] = field("Times")
    minutes: Mapped[int | None] = field("Minutes each time")
    hours: Mapped[float | None] = field("Hours in all", help="where the line names an amount and no times")
    per: Mapped[str] = field("In", choices=EHC_PER, default="week", personal=False)
    who: Mapped[str] = text("Who gives it", help="such as a teaching assistant, the therapist")
    scope: Mapped[str] = text("Where it holds", help="such as English and maths, all lessons, lunch")

    @property
    def code(self) -> str:
        """The name of the line: F3."""
        return f"{self.kind}{self.position}"


class EhcServing(Entity):
    """A target of a plan that works towards an outcome."""

    __tablename__ = "ehc_serving"
    __table_args__ = (
        Index("uq_ehc_serving", "outcome_id", "target_id", unique=True, sqlite_where=sql("deleted_at IS NULL")),
    )

    pupil_id: Mapped[str] = link("pupil.uuid")
    outcome_id: Mapped[str] = link("ehc_outcome.uuid")
    target_id: Mapped[str] = link("target.uuid", label="Target")
