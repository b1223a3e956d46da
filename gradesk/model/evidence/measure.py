"""Assessments and measures: the school's own ones, and every result of a pupil."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import INFORMANTS, MEASURE_DIRECTIONS, MEASURE_UNITS


class SchoolMeasure(Entity):
    """A measure of the school's own, or its own figures for a shipped one of the same code."""

    __tablename__ = "school_measure"
    __table_args__ = (Index("uq_school_measure_code", "code", unique=True, sqlite_where=sql("deleted_at IS NULL")),)

    code: Mapped[str] = field("Code", personal=False)
    name: Mapped[str] = text("Name", personal=False)
    unit: Mapped[str] = field("Unit", personal=False, choices=MEASURE_UNITS, default="score")
    lowest: Mapped[float | None] = field("Lowest", personal=False)
    highest: Mapped[float | None] = field("Highest", personal=False)
    decimals: Mapped[int] = field("Decimals", personal=False, default=0)
    direction: Mapped[str] = field("Better is", personal=False, choices=MEASURE_DIRECTIONS, default="higher")
    bands: Mapped[str] = text("Bands", personal=False, lines=3, help="one a line, such as 0-11 average")
    steps: Mapped[str] = text("Steps", personal=False, lines=3, help="for a scale of words: one a line, lowest first")
    informants: Mapped[str] = text("Filled in by", personal=False, help="codes parted by spaces")
    retest_weeks: Mapped[int | None] = field("Weeks until it may be repeated", personal=False)
    asks: Mapped[str] = text("Asked each time", personal=False, help="such as Which test, or What was asked")
    is_hidden: Mapped[bool] = field("Not used in this school", personal=False, default=False)


class MeasureResult(Entity):
    """One result of one pupil. Ages are held as months, steps by their place from 0. `happened_on` is the day of it."""

    __tablename__ = "measure_result"
    __table_args__ = (
        Index("ix_measure_result_pupil_day", "pupil_id", "happened_on", sqlite_where=sql("deleted_at IS NULL")),
    )

    pupil_id: Mapped[str] = link("pupil.uuid")
    happened_on: Mapped[date] = field("When", default_factory=date.today)
    measure: Mapped[str] = field("Measure")
    value: Mapped[float] = field("Result")
    informant: Mapped[str] = field("Filled in by", choices=INFORMANTS, default="")
    question: Mapped[str] = text("Question", help="for a scale of the {pupil}’s own: what was asked")
    hoped: Mapped[float | None] = field("Hoped for", help="where the {pupil} would like to be")
    note: Mapped[str] = text("Note", lines=2)
