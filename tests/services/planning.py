"""Plans, agreements and reviews with nothing missing, for tests to take something away from."""

from __future__ import annotations

from datetime import date

from gradesk.services.plans import agreeing, beginning, cycles, plans, reviews
from gradesk.services.plans.agreeing import Agreement
from gradesk.services.school import school
from gradesk.store.work import Store

STARTS = date(2026, 9, 14)
BLOCKS = {"strengths": "Draws", "pupil_view": "I like it", "parent_view_absent": "invited, no reply"}
WHOLE = {
    "pupil_wording": "I can read ten new words.",
    "staff_wording": "Ava will read 10 new words by 7 December 2026.",
    "baseline": "2 of 10",
    "success_criterion": "8 of 10 on 3 days running",
    "who": "Mrs Okafor",
}
PEOPLE = (Agreement("pupil", "Ava", "screen"), Agreement("parent", "Rosa Núñez"), Agreement("senco", "Ms Hill"))


def whole_plan(store: Store, pupil_id: str, starts_on: date = STARTS, targets: int = 1) -> str:
    """A draft with nothing missing."""
    uuid = beginning.begin(store, pupil_id, starts_on=starts_on)
    plans.change(store, uuid, BLOCKS)
    for _ in range(targets):
        plans.add_target(store, uuid, WHOLE)
    return uuid


def agreed_plan(store: Store, pupil_id: str, starts_on: date = STARTS, on: date | None = None, targets: int = 1) -> str:
    """An agreed plan with its cycle open."""
    uuid = whole_plan(store, pupil_id, starts_on, targets)
    agreeing.agree(store, uuid, PEOPLE, on or starts_on)
    return uuid


def rating(store: Store, plan_id: str, code: str) -> str:
    """The uuid of a rating by its code on the plan's scale."""
    scale = school.ratings(store, plans.page(store, plan_id).plan.type_id)
    return next(label.uuid for label in scale if label.code == code)


def written_review(
    store: Store, pupil_id: str, code: str, on: date, following: date, decision: str = "continue"
) -> str:
    """The open cycle's review with nothing missing, not yet recorded; returns the cycle."""
    current = cycles.current(store, pupil_id)
    assert current is not None and current.cycle.plan_id is not None
    cycle_id = current.cycle.uuid
    for line in reviews.page(store, cycle_id).lines:
        values = {"rating_id": rating(store, current.cycle.plan_id, code), "evidence": "9 of 10 on Friday"}
        reviews.rate(store, cycle_id, line.target.uuid, values)
    views = {"pupil_view": "I read to my gran", "parent_view": "Reads at home", "reason": "It works"}
    reviews.change(store, cycle_id, {**views, "decision": decision, "happened_on": on, "next_review_on": following})
    return cycle_id
