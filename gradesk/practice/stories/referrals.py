"""Advice asked for and given in the practice school: whole ways of referrals, and one that waits at every stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from gradesk.practice.banks import bank
from gradesk.practice.cases import Case
from gradesk.practice.days import SchoolDays, on_day
from gradesk.services.outside import advice, consents, directory, referrals, reports
from gradesk.services.pupils import pupils, register
from gradesk.services.school import staff
from gradesk.store.work import Store

_WEEK = timedelta(weeks=1)
_TO_REPORT = timedelta(days=75)  # from sending to the report
# The steps of referrals that wait: each with the days it lies back. One is at every stage; some are to be asked for.
_WAITING: tuple[tuple[tuple[str, int], ...], ...] = (
    (("idea", 3),),
    (("discussed", 20),),
    (("discussed", 16), ("consent", 5)),
    (("consent", 40), ("sent", 30)),
    (("consent", 45), ("sent", 36), ("acknowledged", 12)),
    (("consent", 140), ("sent", 133), ("acknowledged", 120), ("waiting", 112)),
    (("consent", 98), ("sent", 92), ("acknowledged", 80), ("waiting", 70), ("seen", 35)),
    (("consent", 60), ("sent", 55), ("declined", 6)),
    (("consent", 160), ("sent", 150), ("waiting", 135), ("missed", 20), ("asked", 8)),
)
_CLOSED = (("discussed", 90), ("closed", 60))
_REASONS = (
    "Sounds at the end of words are lost; two cycles of support have helped a little.",
    "Writes two lines in the time others write ten, though the ideas are there.",
    "Worries before every change of plan; mornings are hardest.",
)
_QUESTIONS = (
    "What would help most in the next two terms?",
    "Is there a need behind this that we do not see?",
    "Is what we do enough, and what should we stop doing?",
)


class Advised:
    """Writes the whole way of a referral: consent, sent, seen, the report, and what became of its advice."""

    def __init__(self, store: Store, days: SchoolDays) -> None:
        self._store, self._days = store, days

    def surround(self, case: Case, pupil_id: str, number: int) -> None:
        """Advice for every third pupil, and for all with an EHC plan."""
        if case.gap == "watch" or (case.status != "E" and number % 3):
            return
        suited = [entry for entry in bank("support")["adviser"] if case.need in entry["needs"]]
        asked = self._days.on_or_after(case.began + 5 * _WEEK)
        if not suited or asked > self._days.today:
            return
        adviser = suited[number % len(suited)]
        with self._store.work(f"{case.child.first_name}: advice from outside"):
            self._asked(pupil_id, adviser, asked, number)

    def _asked(self, pupil_id: str, adviser: Mapping[str, Any], asked: date, number: int) -> None:
        store = self._store
        whom = _known(store)[adviser["who"]]
        with on_day(store, asked):
            _consent(store, pupil_id, whom, asked - _WEEK)
            values = {
                "professional_id": whom, "happened_on": asked - 2 * _WEEK, "reason": _REASONS[number % len(_REASONS)],
                "question": _QUESTIONS[number % len(_QUESTIONS)], "route": "Their form, by e-mail",
            }  # fmt: skip
            uuid = referrals.add(store, pupil_id, values)
            referrals.advance(store, uuid, "sent", {"happened_on": asked})
        came = self._days.on_or_after(asked + _TO_REPORT)
        if came > self._days.today:
            return
        seen = came - 2 * _WEEK
        with on_day(store, came):
            referrals.advance(store, uuid, "seen", {"happened_on": seen})
            told = {
                "referral_id": uuid, "happened_on": came - timedelta(days=3), "seen_on": seen, "received_on": came,
                "title": f"Report: {adviser['service']}", "findings": adviser["advice"],
            }  # fmt: skip
            report = reports.add(store, pupil_id, told)
            self._placed(report, adviser["advised"], came, number)
        shared = self._days.on_or_after(came + _WEEK)
        if shared <= self._days.today:
            with on_day(store, shared):
                reports.change(store, report, {"shared_on": shared})
                referrals.advance(store, uuid, "closed", {"happened_on": shared, "note": "We look again in a year"})

    def _placed(self, report: str, advised: list[str], came: date, number: int) -> None:
        """Of every report the first goes to every day, the second is an action; one in four is not followed."""
        store, senco = self._store, staff.senco(self._store)
        for place, words in enumerate(advised):
            owner = {"owner": senco, "due_on": came + 3 * _WEEK} if place == 1 else {"owner": "Class teacher"}
            uuid = advice.add(store, report, words, owner)
            if place == 0:
                advice.place(store, uuid, "adjustment:")
            elif place == 1:
                advice.place(store, uuid, "action:")
                if number % 2:
                    advice.done(store, uuid)
            elif place == 3 and number % 4 == 0:
                advice.place(store, uuid, "none:", "Tried last year; it set them apart, and they asked us to stop.")
            elif place == 2 and number % 3 == 0:
                advice.place(store, uuid, "provision:")


def add_referrals(store: Store, days: SchoolDays) -> None:
    """One referral at every stage, so that the board shows each; and one that was closed before it was sent."""
    rows = register.page(store, register.Criteria(status="KE"), limit=120)
    free = [row for row in rows if not referrals.of_pupil(store, row.uuid)] or rows
    known = list(_known(store).values())
    for number, steps in enumerate((*_WAITING, _CLOSED)):
        if not free:
            return
        row, whom = free[number % len(free)], known[number % len(known)]
        _walk(store, days, row.uuid, whom, steps, number)
    _unfinished(store, days, rows[-1].uuid, known[0], 0)
    _unfinished(store, days, rows[-2 if len(rows) > 1 else -1].uuid, known[1], 2)


def _unfinished(store: Store, days: SchoolDays, pupil_id: str, whom: str, taken: int) -> None:
    """A report that came three weeks ago, that nobody talked over with home, of whose advice so much was taken up and is late."""
    came = max(days.on_or_before(days.today - 3 * _WEEK), days.first)
    adviser = bank("support")["adviser"][taken]
    with on_day(store, came):
        told = {
            "professional_id": whom, "happened_on": came, "received_on": came, "findings": adviser["advice"],
            "title": f"Letter: {adviser['service']}",
        }  # fmt: skip
        report = reports.add(store, pupil_id, told)
        for words in adviser["advised"][:taken]:
            advice.add(store, report, words, {"owner": "Class teacher", "due_on": came + _WEEK})


def _walk(
    store: Store, days: SchoolDays, pupil_id: str, whom: str, steps: tuple[tuple[str, int], ...], number: int
) -> None:
    first = max(days.on_or_before(days.today - timedelta(days=steps[0][1])), days.first)
    with on_day(store, first):
        values = {
            "professional_id": whom, "happened_on": first, "reason": _REASONS[number % len(_REASONS)],
            "question": _QUESTIONS[number % len(_QUESTIONS)],
        }  # fmt: skip
        uuid = referrals.add(store, pupil_id, values)
    for code, back in steps:
        day = max(days.on_or_before(days.today - timedelta(days=back)), first)
        with on_day(store, day):
            if code == "consent":
                _consent(store, pupil_id, whom, day)
            referrals.advance(store, uuid, code, {"happened_on": day})


def _consent(store: Store, pupil_id: str, whom: str, day: date) -> None:
    home = next((one.name for one in pupils.page(store, pupil_id).contacts), "Parent carer")
    values = {"professional_id": whom, "happened_on": day, "given_by": home, "covers": "Referral, and reports shared"}
    consents.add(store, pupil_id, values)


def _known(store: Store) -> dict[str, str]:
    """Who gives advice; the council and the family's own advisers are not referred to."""
    people = [one for one in directory.people(store) if one.role not in ("case_officer", "sendiass")]
    return {one.name: one.uuid for one in people}
