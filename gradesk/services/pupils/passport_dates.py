"""How fresh passports are, as conditions of a query; the same rule as `model/rules/days/freshness.py`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from gradesk.model.plans.passport import Passport
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.freshness import FRESH_MONTHS, YEAR_MONTHS, newest_beyond

_HERE = and_(Passport.pupil_id == Pupil.uuid, Passport.deleted_at.is_(None))
CHECKED = select(Passport.checked_on).where(_HERE).correlate(Pupil).scalar_subquery()
REVIEW = select(Passport.review_on).where(_HERE).correlate(Pupil).scalar_subquery()


def is_fresh_as(code: str, today: date) -> ColumnElement[bool]:
    """The condition that a pupil's passport is fresh, ageing, overdue or none on a day."""
    checked, review = CHECKED, REVIEW
    overdue = or_(review <= today, and_(review.is_(None), checked <= _year_ago(today)))
    old = checked <= newest_beyond(today, FRESH_MONTHS)
    conditions = {
        "none": checked.is_(None),
        "overdue": and_(checked.is_not(None), overdue),
        "ageing": and_(checked.is_not(None), ~func.coalesce(overdue, False), old),
        "fresh": and_(checked.is_not(None), ~func.coalesce(overdue, False), ~old),
    }
    return conditions[code]


def most_urgent_first(today: date) -> tuple[ColumnElement[Any], ...]:
    """The order of a list by freshness: none, overdue, getting old, fresh; within each the oldest first."""
    rank = case(
        *((is_fresh_as(code, today), place) for place, code in enumerate(("none", "overdue", "ageing"))), else_=3
    )
    return rank, func.coalesce(CHECKED, "")


def _year_ago(today: date) -> date:
    # A year after it is today or before.
    return newest_beyond(today + timedelta(days=1), YEAR_MONTHS)
