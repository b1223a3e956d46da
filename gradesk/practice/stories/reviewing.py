"""Notes between reviews, agreements and reviews of the practice school, written through the services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from gradesk.practice.cast.adults import Home
from gradesk.practice.days import SchoolDays, on_day
from gradesk.practice.stories.ladders import Rung
from gradesk.services.plans import plans, progress, reviews
from gradesk.services.plans.agreeing import Agreement
from gradesk.store.work import Store

# How a pupil says the same as a rating.
OWN_RATING = {"not_yet": "2", "partly": "3", "met": "4", "exceeded": "5"}
_GIVEN = {
    "2": "Eleven of 24 sessions held: the adult was ill and the room was taken",
    "3": "Most sessions held; none in the week of the show",
    "4": "As planned",
    "5": "As planned; twice a week was enough at the end",
}
_HOME = ("Practised on most evenings", "The first weeks only; then grandmother was ill", "")
_SAID = ("{n} today", "{n}, with a reminder", "{n} with visual prompt", "{n} without help")


def people(child: str, teacher: str, senco: str, home: Home | None) -> list[Agreement]:
    """Who agrees to a plan: the pupil, the teacher, the SENCO, and the parent carer who came."""
    found = [Agreement("pupil", child, "screen"), Agreement("teacher", teacher), Agreement("senco", senco)]
    return [*found, Agreement("parent", home.named)] if home is not None else found


def note_steps(
    store: Store, plan_id: str, rungs: Sequence[Rung], span: tuple[date, date], days: SchoolDays, rng: Random
) -> None:
    """A few numbers on each target while it is worked on, mostly towards the goal."""
    begins, ends = span
    targets = plans.page(store, plan_id).targets
    for target, rung in zip(targets, rungs, strict=True):
        count = min(rng.choice((2, 3, 4)), max((ends - begins).days // 7, 0))
        for step in range(1, count + 1):
            day = days.on_or_before(begins + (ends - begins) * step / (count + 1))
            if not begins <= day <= ends:
                continue
            number = round(rung.start + (rung.goal - rung.start) * step / (count + 1) * rng.choice((0.3, 0.8, 1.0)))
            with on_day(store, day):
                said = f"{number}/{target.criterion_of:g}" if target.criterion_of else str(number)
                progress.note(store, target.uuid, rng.choice(_SAID).format(n=said))


def hold_review(
    store: Store,
    cycle_id: str,
    ratings: Mapping[str, tuple[str, str, str]],
    words: Mapping[str, object],
) -> None:
    """Hold and record a review. `ratings` gives for each target its rating's uuid, the evidence, the pupil's own."""
    home = {"home_done": _HOME[len(str(words.get("reason", ""))) % len(_HOME)]}
    reviews.change(store, cycle_id, home | dict(words))
    for target_id, (rating_id, evidence, own) in ratings.items():
        said = {"rating_id": rating_id, "evidence": evidence, "pupil_rating": own}
        reviews.rate(store, cycle_id, target_id, said | {"support_given": _GIVEN[own]})
    reviews.record(store, cycle_id, opens_next=False)
