"""The school itself: its name, the words it prefers, its year, and the labels it may rename."""

from __future__ import annotations

from datetime import date
from secrets import token_hex

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import CALENDAR_KINDS, CLOSURE_KINDS, NATIONS, PLAN_PURPOSES


class School(Entity):
    """The one school of this file and the words it uses."""

    __tablename__ = "school"

    name: Mapped[str] = text("School’s name", personal=False)
    nation: Mapped[str] = field(
        "Nation", personal=False, choices=NATIONS, default="england", help="whose bank holidays are put in the calendar"
    )
    logo_id: Mapped[str | None] = link("stored_file.uuid", optional=True)
    word_pupil: Mapped[str] = field("Word for a pupil", personal=False, default="pupil", help="pupil or student")
    word_senco: Mapped[str] = field(
        "Word for the SENCO", personal=False, default="SENCO", help="SENCO, SENDCO or SENDCo"
    )
    word_plan: Mapped[str] = field(
        "Short word for a plan", personal=False, default="ILP", help="ILP, IEP, support plan: whatever your school says"
    )
    stuck_after: Mapped[int] = field(
        "Cycles without movement until Gradesk asks what next",
        personal=False,
        default=2,
        help="two is usual (founding guide)",
    )
    # Of twelve weeks: two to assess, one to plan, seven to do, two to review; termly is the commonest length.
    weeks_assess: Mapped[int] = field("Weeks to assess", personal=False, default=2)
    weeks_plan: Mapped[int] = field("Weeks to plan", personal=False, default=1)
    weeks_do: Mapped[int] = field("Weeks to do", personal=False, default=7)
    weeks_review: Mapped[int] = field("Weeks to review", personal=False, default=2)
    contacts_a_year: Mapped[int] = field(
        "Contacts with home a year", personal=False, default=3, help="three at least (Code of Practice 6.65)"
    )
    cost_weeks: Mapped[int] = field("Weeks of a year", personal=False, default=38, help="for what support costs a year")
    notional: Mapped[int] = field(
        "Expected from the school’s own budget, £", personal=False, default=6000, help="for one {pupil} and year"
    )
    gain_bands: Mapped[str] = text(
        "Words for a ratio gain", personal=False, lines=2, help="from which on, one a line, such as: 2 useful"
    )
    week_a_on: Mapped[date | None] = field(
        "A day of a week A", personal=False, help="where two weeks take turns in the timetable; else empty"
    )
    form_key: Mapped[str] = field("Key of its forms", personal=False, default_factory=lambda: token_hex(16))
    rules_from: Mapped[date | None] = field(
        "Every rule of Today asks from",
        personal=False,
        help="until then a rule that asks of everybody waits until the school has begun with it",
    )
    is_practice: Mapped[bool] = field("Practice school with invented people", personal=False, default=False)


class AcademicYear(Entity):
    """A school year, 1 September to 31 August unless the school says otherwise."""

    __tablename__ = "academic_year"

    name: Mapped[str] = text("Name", personal=False, help="such as 2026/27")
    starts_on: Mapped[date] = field("First day", personal=False)
    ends_on: Mapped[date] = field("Last day", personal=False)


class Term(Entity):
    """One of the year's terms."""

    __tablename__ = "term"

    academic_year_id: Mapped[str] = link("academic_year.uuid")
    name: Mapped[str] = text("Name", personal=False, help="such as Autumn")
    starts_on: Mapped[date] = field("First day", personal=False)
    ends_on: Mapped[date] = field("Last day", personal=False)


class HalfTerm(Entity):
    """Half a term: the unit a SENCO plans in."""

    __tablename__ = "half_term"

    term_id: Mapped[str] = link("term.uuid")
    name: Mapped[str] = text("Name", personal=False, help="such as Autumn 1")
    starts_on: Mapped[date] = field("First day", personal=False)
    ends_on: Mapped[date] = field("Last day", personal=False)


class ClosureDay(Entity):
    """A day inside term on which pupils are not in school: INSET, bank holiday, closure."""

    __tablename__ = "closure_day"

    day: Mapped[date] = field("Day", personal=False)
    kind: Mapped[str] = field("Kind", personal=False, choices=CLOSURE_KINDS, default="closure")
    reason: Mapped[str] = text("Reason", personal=False, help="INSET, bank holiday, closure")


class CalendarDate(Entity):
    """A date of the school's year that is neither term nor closure: census day, review window, deadline."""

    __tablename__ = "calendar_date"

    kind: Mapped[str] = field("Kind", personal=False, choices=CALENDAR_KINDS, default="other")
    name: Mapped[str] = text("Name", personal=False)
    starts_on: Mapped[date] = field("From", personal=False)
    ends_on: Mapped[date] = field("To", personal=False)
    classes: Mapped[str] = text("For which classes", personal=False, help="such as 4 Oak, 5 Elm; else the whole school")


class Layer(Entity):
    """A layer of support under the name the school gives it (All, Some, Few; Universal, Targeted ...)."""

    __tablename__ = "layer"
    __table_args__ = (Index("uq_layer_code", "code", unique=True),)

    code: Mapped[str] = field("Code", personal=False)
    label: Mapped[str] = text("Label", personal=False)
    meaning: Mapped[str] = text("Meaning", personal=False, lines=2)
    position: Mapped[int] = field("Order", personal=False, default=0)


class PlanType(Entity):
    """A kind of plan under the school's own title, with the sections it shows and their order."""

    __tablename__ = "plan_type"
    __table_args__ = (Index("uq_plan_type_code", "code", unique=True),)

    code: Mapped[str] = field("Code", personal=False)
    label: Mapped[str] = text("Title", personal=False)
    sections: Mapped[str] = text("Sections", personal=False, help="codes of plan blocks in order, parted by spaces")
    purpose: Mapped[str] = field("What it is for", personal=False, choices=PLAN_PURPOSES, default="learning")
    is_draft_layout: Mapped[bool] = field("Layout may still change by law", personal=False, default=False)
    scale_id: Mapped[str] = link("rating_scale.uuid", label="Rating scale")
    position: Mapped[int] = field("Order", personal=False, default=0)


class RatingScale(Entity):
    """An ordered scale on which targets are judged at a review."""

    __tablename__ = "rating_scale"
    __table_args__ = (Index("uq_rating_scale_code", "code", unique=True),)

    code: Mapped[str] = field("Code", personal=False)
    label: Mapped[str] = text("Label", personal=False)
    position: Mapped[int] = field("Order", personal=False, default=0)


class Rating(Entity):
    """One value of a rating scale: a word, a symbol, and whether it counts as success."""

    __tablename__ = "rating"

    scale_id: Mapped[str] = link("rating_scale.uuid")
    code: Mapped[str] = field("Code", personal=False)
    label: Mapped[str] = text("Label", personal=False)
    symbol: Mapped[str] = text("Symbol", personal=False)
    is_success: Mapped[bool] = field("Counts as met", personal=False, default=False)
    is_movement: Mapped[bool] = field("Counts as movement", personal=False, default=False)
    position: Mapped[int] = field("Order", personal=False, default=0)
