"""When an invented pupil's passport was written and given out, and how it grew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from gradesk.practice.cases import OLD, Case
from gradesk.practice.days import SchoolDays, on_day
from gradesk.services.paper import copies
from gradesk.services.plans import passports
from gradesk.store.work import Store
from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    from gradesk.documents import document
else:
    document = lazily("gradesk.documents:document")

_NONE = ("no passport", "no plan")
_GROWING = ("hard", "helps", "does_not_help", "myself")


def passport_days(case: Case, days: SchoolDays, rng: Random) -> list[date]:
    """The days of its versions: within the first weeks of support, and once more after a while; none for some pupils."""
    if case.gap in _NONE:
        return []
    begun = case.began + timedelta(days=18)
    if case.gap == "passport old":
        begun = days.today - timedelta(days=OLD)
    first = min(max(days.on_or_before(begun), days.first, case.child.entered), days.today)
    newest = max(first, days.on_or_before(days.today - timedelta(days=rng.randint(20, 200))))
    return [first] if case.gap == "passport old" or (newest - first).days < 60 else [first, newest]


def write_passport(
    store: Store, case: Case, pupil_id: str, words: Mapping[str, str], days: Sequence[date], holders: Sequence[str]
) -> None:
    """Write the passport on its days; an early version knows one thing less. Some stay a draft.

    Everybody gets the first version; of the next, the last of them has not heard yet.
    """

    first_name = case.child.first_name
    for number, day in enumerate(days, start=1):
        early = number < len(days)
        told = {name: _without_last(text) if early and name in _GROWING else text for name, text in words.items()}
        with on_day(store, day), store.work(f"{first_name}: passport"):
            passports.change(store, pupil_id, told)
            if case.gap != "passport draft":
                passports.issue(store, pupil_id, day)
                for holder in holders if number == 1 else holders[:-1]:
                    copies.give(store, "passport", document("passport").title, [pupil_id], holder, on=day)


def _without_last(text: str) -> str:
    return "\n".join(text.split("\n")[:-1]) or text
