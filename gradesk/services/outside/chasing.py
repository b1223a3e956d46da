"""When to ask for a referral: by a rule for each stage, from the last word of it, or after the day the other side named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from gradesk.model.outside.referral import ReferralStep
from gradesk.model.outside.words import REFERRAL_STEPS
from gradesk.model.rules.days.day_text import written_day

_WEEKS = {
    "idea": 2,
    "discussed": 2,
    "consent": 1,
    "sent": 3,
    "acknowledged": 4,
    "waiting": 12,
    "seen": 4,
    "report": 2,
    "declined": 2,
}


@dataclass(frozen=True)
class Chase:
    """The day to ask, what to do then, and the sum in words."""

    on: date
    what: str
    words: str


# What is done when the time of a stage is over.
NEXT = {
    "idea": "Talk it over with home",
    "discussed": "Ask for consent",
    "consent": "Send it",
    "sent": "Ask whether they have it",
    "acknowledged": "Ask whether it was taken on",
    "waiting": "Ask where it stands",
    "seen": "Ask for the report",
    "report": "Place what it advises, and close it",
    "declined": "Decide what comes next",
}


def rules(_session: Session) -> Mapping[str, int]:
    """The weeks of each stage."""
    return _WEEKS


def chase(found: Mapping[str, int], stage: str, since: date, steps: Sequence[ReferralStep]) -> Chase | None:
    """When a referral at a stage is to be asked for; `steps` are those since it came there. None where nothing is expected."""
    if stage not in NEXT or stage not in found:
        return None
    last = steps[-1] if steps else None
    start, what = (last.happened_on, REFERRAL_STEPS.label(last.code)) if last else (since, REFERRAL_STEPS.label(stage))
    if last is not None and last.until is not None:
        day = last.until + timedelta(days=1)
        return Chase(
            day, NEXT[stage], f"They named {written_day(last.until)}; we ask the day after, {written_day(day)}."
        )
    weeks = found[stage]
    day = start + timedelta(weeks=weeks)
    return Chase(day, NEXT[stage], f"{what} on {written_day(start)} + {weeks} weeks = {written_day(day)}.")
