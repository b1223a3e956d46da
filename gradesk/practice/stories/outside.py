"""Support that ran, and meetings held and arranged, in the practice school."""

from __future__ import annotations

from datetime import date, timedelta

from gradesk.practice.banks import bank, fits
from gradesk.practice.cases import Case
from gradesk.practice.days import SchoolDays, on_day
from gradesk.services.meetings import booking, meetings
from gradesk.services.term import closing, provisions
from gradesk.services.timeline import happenings
from gradesk.store.work import Store

_WEEK = timedelta(weeks=1)
_AHEAD = (9, 16, 23, 37)  # days to a meeting that is arranged
_TIMES = ("09:15", "14:00", "15:30")
_ROOMS = ("Meeting room", "Library", "Headteacher’s office", "Nurture room")


class Outside:
    """Writes what stands on the river beside cycles; chance comes from numbers, so that the stories stay as they are."""

    def __init__(self, store: Store, days: SchoolDays) -> None:
        self._store = store
        self._days = days

    def surround(self, case: Case, pupil_id: str, number: int) -> None:
        """One support a cycle, meetings, a move in summer."""
        if case.gap == "watch":
            return
        with self._store.work(f"{case.child.first_name}: support and meetings"):
            self._support(case, pupil_id, number)
            if case.status == "E" or number % 5 == 1:
                self._meetings(case, pupil_id, number)
            self._move(case, pupil_id, number)

    def _support(self, case: Case, pupil_id: str, number: int) -> None:
        suited = [entry for entry in bank("support")["support"] if fits(entry, case.need, case.child.place)]
        for place, turn in enumerate(case.turns):
            entry = suited[(number + place) % len(suited)]
            starts = self._days.on_or_after(turn.opened + 3 * _WEEK)
            if starts > self._days.today:
                continue
            planned = turn.due - _WEEK
            values = {
                "name": entry["name"],
                "form": entry["form"],
                "area": entry["area"],
                "times_a_week": entry["times"],
                "minutes": entry["minutes"],
                "led_by": "Teaching assistant" if entry["form"] != "class" else "Class teacher",
                "starts_on": starts,
                "planned_to": max(planned, starts),
            }
            with on_day(self._store, starts):
                uuid = provisions.add(self._store, [pupil_id], values)
            if turn.reviewed is not None and turn.reviewed > starts:
                ended = max(min(turn.reviewed - _WEEK, self._days.today), starts)
                with on_day(self._store, turn.reviewed):
                    done = {"ends_on": ended, "outcome": entry["outcome"]}
                    closing.change(self._store, uuid, done)

    def _meetings(self, case: Case, pupil_id: str, number: int) -> None:
        entries = bank("support")["meeting"]
        for place, turn in enumerate(case.turns):
            day = self._days.on_or_before(turn.opened + 6 * _WEEK)
            entry = entries[(number + place) % len(entries)]
            is_silent = case.gap == "no contact" and day >= self._days.silent_from
            if place % 2 == number % 2 and day <= self._days.today and not is_silent:
                held = {
                    "kind": entry["kind"],
                    "title": entry["title"],
                    "with_whom": entry["who"],
                    "summary": entry["note"],
                    "happened_on": day,
                }
                with on_day(self._store, day):
                    meetings.log(self._store, pupil_id, held)
        ahead = self._days.on_or_after(self._days.today + timedelta(days=_AHEAD[number % len(_AHEAD)]))
        kind = "annual_review" if case.status == "E" else entries[0]["kind"]
        arranged = {
            "kind": kind,
            "happened_on": ahead,
            "starts_at": _TIMES[number % len(_TIMES)],
            "place": _ROOMS[number % len(_ROOMS)],
        }
        invited = [one | {"invited_on": self._days.today} for one in booking.usual_people(self._store, pupil_id)]
        booking.book(self._store, [pupil_id], arranged, invited)

    def _move(self, case: Case, pupil_id: str, number: int) -> None:
        summers = [date(year, 7, 3) for year in (self._days.today.year - 1, self._days.today.year)]
        entry = bank("support")["move"][0]
        for day in summers:
            held = self._days.on_or_before(day)
            if number % 2 == 0 and case.began < held <= self._days.today:
                self._event(pupil_id, held, "move", entry["title"], "", entry["note"])

    def _event(self, pupil_id: str, day: date, kind: str, title: str, who: str, note: str) -> None:
        values = {"happened_on": day, "kind": kind, "title": title, "who": who, "note": note}
        with on_day(self._store, min(day, self._days.today)):
            happenings.add(self._store, pupil_id, values)
