"""How one cycle spreads over its weeks and which stage comes next (Code of Practice 6.44-6.56)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from gradesk.model.rules.days.school_year import Span
from gradesk.model.vocabulary import STAGES

# Of twelve weeks: two to assess, one to plan, seven to do, two to review. Termly is the commonest length.
SHARES: Mapping[str, int] = {"assess": 2, "plan": 1, "do": 7, "review": 2}
SHORTEST_DAYS = 14


def usual_review_day(opened_on: date, half_terms: list[Span], weeks: Mapping[str, int] = SHARES) -> date:
    """When the review is usually due: as many weeks on as the stages take, but never in a holiday (then the last school
    day before).

    Args:
        opened_on: the day the cycle opens.
        half_terms: the school's half-terms, oldest first.
        weeks: how many weeks the school gives each stage.
    """
    due = opened_on + timedelta(weeks=sum(weeks.values()))
    if any(span.holds(due) for span in half_terms):
        return due
    ends = [span.ends_on for span in half_terms if opened_on + timedelta(days=SHORTEST_DAYS) < span.ends_on < due]
    return max(ends, default=due)


def planned_stages(opened_on: date, review_due_on: date, weeks: Mapping[str, int] = SHARES) -> list[Span]:
    """The four stages one after another from the opening to the day the review is due; each lasts a day at least.

    `weeks` says how the school shares its weeks out; a longer or shorter cycle keeps the proportions.
    """
    days = max((review_due_on - opened_on).days + 1, len(weeks))
    total = sum(weeks.values())
    spans: list[Span] = []
    start, share_so_far = opened_on, 0
    for code, share in weeks.items():
        share_so_far += share
        left_for_later = len(weeks) - len(spans) - 1
        end = opened_on + timedelta(days=round(days * share_so_far / total) - 1)
        latest = opened_on + timedelta(days=days - 1 - left_for_later)
        end = min(max(end, start), latest)
        spans.append(Span(code, start, end))
        start = end + timedelta(days=1)
    return spans


def next_stage(stage: str) -> str | None:
    """The stage after this one; after the review there is none, because a new cycle begins."""
    codes = STAGES.codes
    place = codes.index(stage) + 1
    return codes[place] if place < len(codes) else None
