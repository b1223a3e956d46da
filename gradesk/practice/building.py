"""Building the practice school: everybody on the roll, and the full story of those on support."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from gradesk.practice.cases import Case, cases
from gradesk.practice.cast.adults import Home, Staff, add_directory, add_home, add_staff
from gradesk.practice.cast.crowd import add_crowd
from gradesk.practice.cast.people import Child, roll
from gradesk.practice.cast.portraits import portrait
from gradesk.practice.days import SchoolDays, on_day
from gradesk.practice.stories.ehc import add_plans
from gradesk.practice.stories.evidence import Evidence
from gradesk.practice.stories.extras import add_extras
from gradesk.practice.stories.outside import Outside
from gradesk.practice.stories.own_words import add_own_words
from gradesk.practice.stories.referrals import Advised, add_referrals
from gradesk.practice.stories.telling import Teller
from gradesk.practice.weeks.agenda import add_agenda
from gradesk.practice.weeks.blocks import add_blocks, add_rates
from gradesk.practice.weeks.everyday import Everyday
from gradesk.practice.weeks.groups import add_groups
from gradesk.practice.weeks.timetable import add_week
from gradesk.practice.wording import Voice
from gradesk.services.pupils import pupils as pupil_services
from gradesk.services.school import school
from gradesk.store.work import Store
from gradesk.system.progress import Progress, no_progress

NAME = "Marlfield Primary School"

# Full stories for so many; a school beyond that is for measuring, and its other pupils get a thin record in bulk.
FULL = 240
_LOOKED_AFTER = (3, 14)  # their places in the list of pupils on support
_PORTRAIT_EVERY = 2


def build(store: Store, pupils: int = 60, seed: int = 1, progress: Progress | None = None) -> None:
    """Fill a school's file that was just set up with invented pupils and everything around them.

    Args:
        store: the opened file; its clock says which day "today" is.
        pupils: how many, 1 or more.
        seed: the same seed on the same day gives the same school.
        progress: called with pupils done and pupils in all; it stops the work by raising Cancelled.
    """
    _Builder(store, Random(seed), progress or no_progress).build(pupils)


class _Builder:
    """One practice school while it is being built."""

    def __init__(self, store: Store, rng: Random, progress: Progress) -> None:
        self._store = store
        self._rng = rng
        self._progress = progress
        self._days = SchoolDays(school.half_terms(store), store.clock.today())

    def build(self, count: int) -> None:
        """Staff, roll, stories, crowd."""
        children = roll(self._rng, count, self._days.today)
        step = max(1.0, count / FULL)
        full = [children[int(place * step)] for place in range(min(count, FULL))]
        with on_day(self._store, self._days.first):
            class_names = list(dict.fromkeys(child.class_name for child in children))
            staff = add_staff(self._store, class_names)
            add_rates(self._store, self._days)
            add_directory(self._store)
        everyday = Everyday(self._store, staff, self._days)
        everyday.begin(class_names)
        seen = Evidence(self._store, staff, self._days)
        found = cases(self._rng, full, self._days)
        by_upn = {case.child.upn: case for case in found}
        foster = {found[place].child.upn for place in _LOOKED_AFTER if place < len(found)}
        teller = Teller.at(self._store, self._rng, staff, self._days)
        outside = Outside(self._store, self._days)
        advised = Advised(self._store, self._days)
        for number, child in enumerate(full):
            self._progress(number, count)
            case = by_upn.get(child.upn)
            pupil_id, home = self._admit(child, number, child.upn in foster)
            everyday.lead(child, pupil_id, case, number)
            if case is not None:
                voice = self._voice(case, number, full, home, staff)
                self._surround(case, pupil_id, voice, number)
                everyday.surround(case, pupil_id, number)
                teller.tell(case, pupil_id, voice)
                seen.surround(case, pupil_id, number)
                outside.surround(case, pupil_id, number)
                advised.surround(case, pupil_id, number)
        everyday.end()
        add_agenda(self._store, self._days, staff)
        add_extras(self._store, self._days, staff)
        add_referrals(self._store, self._days)
        add_groups(self._store, self._days, staff)
        add_plans(self._store, self._days)
        add_blocks(self._store, self._days, staff)
        add_week(self._store, self._days, class_names)
        add_own_words(self._store, self._days, staff)
        if len(full) < count:
            told = {child.upn for child in full}
            crowd = [child for child in children if child.upn not in told]
            add_crowd(self._store, self._rng, crowd, staff, self._days, lambda done: self._progress(FULL + done, count))
        self._progress(count, count)

    def _admit(self, child: Child, number: int, foster: bool) -> tuple[str, Home]:
        """Put a child on the roll on the day it joined."""
        day = max(child.entered, self._days.first)
        with on_day(self._store, day), self._store.work(f"{child.first_name} joins"):
            values = child.values() | {"looked_after": foster, "happened_on": day}
            if foster:
                values["pupil_premium"] = True
            if number % 5 == 0:
                values["attendance_percent"] = round(self._rng.uniform(86.0, 99.5), 1)
            pupil_id = pupil_services.add_pupil(self._store, values)
            pupil_services.set_layer(self._store, pupil_id, "all", day, "Joined the school", day)
            home = add_home(self._store, self._rng, child, pupil_id, number, foster)
        return pupil_id, home

    def _voice(self, case: Case, number: int, everyone: Sequence[Child], home: Home, staff: Staff) -> Voice:
        child = case.child
        mates = [other.first_name for other in everyone if other.class_name == child.class_name and other != child]
        teacher = staff.teacher(child.class_name)
        role = "elsa" if case.need == "SEMH" and number % 2 else "hlta" if number % 6 == 0 else "ta"
        key_adult = None if case.gap == "no key adult" else staff.role(role, number)
        return Voice(
            child,
            self._rng.choice(mates) if mates else "my cousin",
            home,
            key_adult,
            teacher,
            staff.role("ta", number + 1) if key_adult is None or key_adult.role == "teacher" else teacher,
        )

    def _surround(self, case: Case, pupil_id: str, voice: Voice, number: int) -> None:
        """The key adult, what to know about health, and (for some) a drawn portrait."""
        with on_day(self._store, case.began), self._store.work(f"{voice.child.first_name}: key adult"):
            values: dict[str, object] = {"medical": _HEALTH.get(case.need, "")}
            if voice.key_adult is not None:
                values["key_adult_id"] = voice.key_adult.uuid
            pupil_services.change_pupil(self._store, pupil_id, values)
            if number % _PORTRAIT_EVERY == 0:
                pupil_services.set_photo(self._store, pupil_id, portrait(self._rng))


_HEALTH = {
    "HI": "Hearing aids in both ears, radio microphone; audiology in spring and autumn",
    "VI": "Wears glasses all day; print in 24 point",
    "PD": "Splint on the left hand in the morning; tires after lunch",
    "DS": "Hearing checked every six months; glasses for near work",
    "SLCN": "Hearing checked at the last screening, no concern",
}
