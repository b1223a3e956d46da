"""How a plan stands, in a sentence: draft or agreed, by whom, and whether its words moved on since."""

from __future__ import annotations

from datetime import date

from gradesk.model.rules.days.school_year import day_words
from gradesk.model.rules.plan_states import OVER
from gradesk.model.vocabulary import PLAN_STATES
from gradesk.services.plans import agreeing
from gradesk.services.plans.plans import PlanPage


def standing(page: PlanPage, today: date) -> str:
    """The sentence of the bar."""
    label = PLAN_STATES.label(page.state)
    if not page.versions:
        return f"{label}: not agreed yet."
    newest = page.versions[0]
    if page.state in OVER:
        label = f"{label}, its words stay as they were"
    changed = " Its words were changed since; agree again to make that a version." if agreeing.is_changed(page) else ""
    people = page.agreed_by(newest)
    return f"{label}: version {newest.number}, agreed {day_words(newest.happened_on, today)} by {people}.{changed}"
