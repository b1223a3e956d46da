"""Groups of the practice school with their registers: gaps, reasons, minutes that are owed and some that were made good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from gradesk.practice.cast.adults import Staff
from gradesk.practice.days import SchoolDays, on_day
from gradesk.services.pupils import register
from gradesk.services.pupils.register import RegisterRow
from gradesk.services.term import provisions, registers, serving
from gradesk.services.term.begun import suggesting
from gradesk.services.term.given import making_good, session_notes
from gradesk.store.work import Store

_WEEKS = 6  # for which the groups ran
_LONG = timedelta(weeks=28)  # for which a club has run without anybody asking whether it helps
_GROUPS = (
    ("Precision teaching", "precision_teaching", "group", "C&L", 5.0, 10, "", "ta", 4, "reads 40 words in a minute, three days on"),
    ("Talking Partners", "talking_partners", "group", "C&I", 3.0, 20, "mon wed fri", "ta", 3, "tells a story from start to end"),
    ("Sensory circuits", "sensory_circuits", "group", "S&P", 5.0, 15, "", "hlta", 6, "is ready to work within five minutes"),
    ("ELSA time", "elsa", "one_to_one", "SEMH", 1.0, 30, "thu", "elsa", 1, "says how it feels before it is too much"),
)  # fmt: skip
# Some name the framework they are taken from, as a council asks; the others are found by “Only without a source”.
_SOURCES = {
    "talking_partners": "Ordinarily available provision, Millshire Council, 2nd edition 2025, section 3",
    "sensory_circuits": "Ordinarily available provision, Millshire Council, 2nd edition 2025, section 6",
}
_NOTED = ("Needed one reminder, then went on alone", "Helped the others to begin")
# Day by day of a group, over and over: who is absent (their place), or why nothing ran.
_HAPPENED = ("", "", "1", "", "adult_ill", "", "0", "", "event", "", "", "2")


def add_groups(store: Store, days: SchoolDays, people: Staff) -> None:
    """Begin the groups, and mark what has been of them."""
    rows = [row for row in register.everyone(store) if row.status in "KE"]
    if not rows:
        return
    begun = max(days.on_or_before(days.today - timedelta(weeks=_WEEKS)), days.first)
    with store.read() as session:
        areas = {uuid: {one.area for one in some} for uuid, some in suggesting.open_targets(session).items()}
    left = list(rows)
    for place, (name, code, form, area, times, minutes, weekdays, role, size, ends) in enumerate(_GROUPS):
        # Those whose targets it is for come first, and nobody is in two of them while others are in none.
        left = left if len(left) >= size else [*left, *(row for row in rows if row not in left)]
        left.sort(key=lambda row: area not in areas.get(row.uuid, ()))
        members, left = left[:size], left[size:]
        values = {
            "name": name, "intervention": code, "form": form, "area": area,
            "times_a_week": times, "minutes": minutes, "weekdays": weekdays,
            "led_by": people.role(role, place).name, "starts_on": begun, "exit_criterion": ends, "money": "notional",
            "planned_to": begun + timedelta(weeks=_WEEKS + 4 * place), "source": _SOURCES.get(code, ""),
        }  # fmt: skip
        with on_day(store, begun):
            uuid = provisions.add(store, list(dict.fromkeys(row.uuid for row in members)), values)
            _link(store, uuid, area)
        _mark(store, uuid, days, members, place)
    _go_on(store, days, people, rows)


def _link(store: Store, uuid: str, area: str) -> None:
    """Each pupil’s open targets of the same area are what the group is for."""
    serving.set_targets(store, uuid, [one.target_id for one in serving.offered(store, uuid) if one.area == area])


def _go_on(store: Store, days: SchoolDays, people: Staff, rows: Sequence[RegisterRow]) -> None:
    """A club that goes on and on, as some do."""
    begun = max(days.on_or_before(days.today - _LONG), days.first)
    values = {
        "name": "Lunchtime club", "intervention": "lunch_club", "form": "group", "area": "SEMH", "times_a_week": 2.0,
        "minutes": 30, "led_by": people.role("ta", 0).name, "starts_on": begun,
    }  # fmt: skip
    with on_day(store, begun):
        provisions.add(store, [row.uuid for row in rows[-4:]], values)


def _mark(store: Store, uuid: str, days: SchoolDays, members: Sequence[RegisterRow], place: int) -> None:
    """All but the last days are marked, and a part of what is owed is planned to be made good."""
    sheet = registers.register(store, uuid, days.first, days.today)
    pupils = list(dict.fromkeys(row.uuid for row in members))
    for number, day in enumerate(sheet.days[:-2]):
        what = _HAPPENED[(number + place) % len(_HAPPENED)]
        if what and not what.isdigit():
            registers.not_run(store, uuid, day, what)
            continue
        registers.mark(store, uuid, day, pupils, "here")
        if what and len(pupils) > 1:
            registers.mark(store, uuid, day, [pupils[int(what) % len(pupils)]], "absent")
    _note(store, uuid, sheet.days[-4:-2], pupils)
    _make_good(store, uuid, [day for day in sheet.days if day < days.today], len(pupils))


def _make_good(store: Store, uuid: str, past: Sequence[date], count: int) -> None:
    """Each group plans a part of what it is owed; the group of one had a session that nobody has marked yet."""
    offered = making_good.offer(store, uuid)
    if offered.days and offered.needed:
        making_good.plan(store, uuid, offered.days[: -(-offered.needed // 2)])
    if count == 1 and past:
        making_good.put_on(store, uuid, past[-1])


def _note(store: Store, uuid: str, days: Sequence[date], pupils: Sequence[str]) -> None:
    """Two sessions of the first pupil were noted, and the first of the notes went to their target."""
    for day, words in zip(days, _NOTED, strict=False):
        sheet = registers.register(store, uuid, day, day)
        held = sheet.session(day)
        if held is None or not held.ran:
            continue
        registers.annotate(store, uuid, day, pupils[0], words)
        for one in session_notes.targets_of(store, uuid, day, pupils[0])[:1]:
            if words == _NOTED[0]:
                session_notes.put(store, uuid, day, pupils[0], one.target_id)
