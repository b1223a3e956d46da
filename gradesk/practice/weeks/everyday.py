"""What goes on every day in the practice school: who leads, what every class does, what one pupil gets beyond it, and
what staff learned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from gradesk.model.rules.days.school_year import year_starting
from gradesk.practice.banks import Dealer, bank, fits
from gradesk.practice.cases import Case
from gradesk.practice.cast.adults import Adult, Staff
from gradesk.practice.cast.people import Child
from gradesk.practice.days import SchoolDays, on_day
from gradesk.services.plans import adjustments
from gradesk.services.pupils import leads, pupils
from gradesk.services.school import staff, training
from gradesk.store.work import Store

_SCHOOL_EVERY = 5  # every so many of the suggestions are done in the whole school
_BY_CLASS = 2
_GONE_FOR = timedelta(days=12)
_WORKING = ("yes", "partly", "", "yes", "no")
_DAY = timedelta(days=1)


class Everyday:
    """Writes the everyday side of the school; chance comes from numbers, so the stories stay as they are."""

    def __init__(self, store: Store, people: Staff, days: SchoolDays) -> None:
        self._store = store
        self._staff = people
        self._days = days
        self._dealer = Dealer(Random(11))
        start = date(year_starting(days.today), 9, 1)
        self._this_year = min(days.on_or_after(start), days.today)
        self._last_year = max(days.on_or_after(start.replace(year=start.year - 1)), days.first)

    def begin(self, class_names: Sequence[str]) -> None:
        """What every class does, what staff learned, and somebody who has left since."""
        with on_day(self._store, self._days.first):
            words = {"name": "Mr Ellison", "role": "key_worker", "email": "ellison@marlfield.example.org"}
            self.gone = Adult(staff.add_staff(self._store, words), "Mr Ellison", "key_worker")
            shipped = [one.words for one in adjustments.suggestions()]
            adjustments.add_suggested(self._store, shipped[::_SCHOOL_EVERY])
        with on_day(self._store, self._this_year):
            for number, class_name in enumerate(class_names[:12]):
                if number % 4 == 3:
                    continue  # some classes have none of their own yet
                first = 1 + number * _BY_CLASS * 3
                own = [one for one in range(first, first + 9) if one % _SCHOOL_EVERY][:_BY_CLASS]
                adjustments.add_suggested(self._store, [shipped[one % len(shipped)] for one in own], class_name)
        self._train()

    def lead(self, child: Child, pupil_id: str, case: Case | None, number: int) -> None:
        """Class teachers lead; in September the pupil and the lead move on. A few have nobody, or somebody who left."""
        joined = max(child.entered, self._days.first)
        gap = case.gap if case is not None else ""
        if gap == "no lead" or (case is None and number % 17 == 9):
            return
        teacher = self._staff.teacher(child.class_name)
        if gap == "lead left":
            day = min(max(joined, self._last_year), self._days.today - _GONE_FOR - _DAY)
            with on_day(self._store, day):
                leads.name_lead(self._store, pupil_id, self.gone.uuid, "key_worker", day)
            return
        before = max(joined, self._last_year)
        if before < self._this_year:
            with on_day(self._store, before):
                last = self._staff.teacher(self._staff.class_before(child.class_name))
                leads.name_lead(self._store, pupil_id, last.uuid, "teacher", before)
        day = max(joined, self._this_year)
        with on_day(self._store, day):
            if case is not None and case.status == "E" and number % 3 == 0:
                leads.name_lead(self._store, pupil_id, self._staff.role("senco").uuid, "senco", day)
            else:
                leads.name_lead(self._store, pupil_id, teacher.uuid, "teacher", day)

    def surround(self, case: Case, pupil_id: str, number: int) -> None:
        """Hopes, what is expected, and two or three adjustments, one of them ended in longer stories."""
        words, day = bank("everyday"), max(case.began, case.child.entered)
        hope, expected = self._dealer.one(words["hope"]), self._dealer.one(words["expectation"])
        if number % 4 != 3:
            with on_day(self._store, day):
                values = {"aspirations": hope["text"], "expectations": expected["text"]}
                pupils.change_pupil(self._store, pupil_id, values)
        if case.gap == "watch" or case.stepped_off:
            return
        suited = [entry for entry in words["adjustment"] if fits(entry, case.need, case.child.place)]
        for place, entry in enumerate(self._dealer.deal(suited, 2 + number % 2)):
            self._adjust(pupil_id, entry, day, number + place, ended=place == 0 and len(case.turns) > 2)

    def _adjust(self, pupil_id: str, entry: object, day: date, number: int, *, ended: bool) -> None:
        assert isinstance(entry, dict)
        more = {"area": entry["area"], "lessons": entry["lessons"]}
        with on_day(self._store, day):
            uuid = adjustments.add(self._store, entry["words"], pupil_id=pupil_id, **more)
        looked = max(day, self._days.on_or_before(self._days.today - timedelta(days=10 + number % 40)))
        working = "no" if ended else _WORKING[number % len(_WORKING)]
        with on_day(self._store, looked), self._store.work("Looked at the adjustments"):
            if working:
                adjustments.change(self._store, uuid, {"working": working})
            if ended and looked > day:
                adjustments.end(self._store, uuid, looked)

    def end(self) -> None:
        """The one who leads a pupil and has left."""
        left = self._days.on_or_before(self._days.today - _GONE_FOR)
        with on_day(self._store, left):
            staff.change_staff(self._store, self.gone.uuid, {"left_on": left})

    def _train(self) -> None:
        """Everybody was at the first course; some courses only a few took, and one is due again."""
        everyone = [person.uuid for person in staff.staff(self._store)]
        some = everyone[1::3]
        courses = training.courses()
        inset, earlier = self._this_year, self._days.on_or_before(self._days.today - timedelta(days=420))
        for day, people, course, note in (
            (inset, everyone[:-3], courses[0].name, "INSET day with the educational psychologist"),
            (earlier, some, courses[2].name, "Trainer from outside; cards for the staff room"),
            (earlier, everyone[::2], courses[7].name, ""),
            (inset, everyone[:2], courses[4].name, ""),
        ):
            with on_day(self._store, max(day, self._days.first)):
                training.log(self._store, people, course, max(day, self._days.first), None, note)
