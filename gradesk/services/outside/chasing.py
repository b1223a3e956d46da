"""When to ask for a referral: by a clock for each stage, from the last word of it, or after the day the other side named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from gradesk.model.outside.referral import ReferralStep
from gradesk.model.outside.words import REFERRAL_STEPS
from gradesk.model.rules.clocks.closures import Closures
from gradesk.model.rules.clocks.counting import count, day_said
from gradesk.model.rules.clocks.rule import ClockRule
from gradesk.services.school import clocks


@dataclass(frozen=True)
class Chase:
    """The day to ask, what to do then, and the sum in words."""

    on: date
    what: str
    words: str


@dataclass(frozen=True)
class Chasing:
    """The clocks that are on, of stages and of what happens between, and when the school is closed."""

    clocks: Mapping[str, ClockRule]
    closures: Closures


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


def rules(session: Session) -> Chasing:
    """The clocks as the school has set them; a stage whose clock is switched off has none."""
    by_code = {rule.code: rule for rule in clocks.in_force(session) if rule.is_on}
    found = {code: by_code[f"referral_{code}"] for code in REFERRAL_STEPS.codes if f"referral_{code}" in by_code}
    return Chasing(found, clocks.closures(session))


def chase(found: Chasing, stage: str, since: date, steps: Sequence[ReferralStep]) -> Chase | None:
    """When a referral at a stage is to be asked for; `steps` are those since it came there. None where nothing is expected."""
    if stage not in found.clocks or stage not in NEXT:
        return None
    last = steps[-1] if steps else None
    start, what = (last.happened_on, REFERRAL_STEPS.label(last.code)) if last else (since, REFERRAL_STEPS.label(stage))
    if last is not None and last.until is not None:
        day = last.until + timedelta(days=1)
        return Chase(day, NEXT[stage], f"They named {day_said(last.until)}; we ask the day after, {day_said(day)}.")
    # What happened between has a time of its own: whoever was asked again is not left for as long as a waiting list lasts.
    rule = found.clocks.get(last.code, found.clocks[stage]) if last is not None else found.clocks[stage]
    counted = count(rule, start, found.closures)
    return Chase(counted.due, NEXT[stage], f"{what}: {counted.words}")
