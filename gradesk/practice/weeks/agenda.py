"""What lies ahead and what was left lying: the year's dates, meetings, actions, lines in the in-tray, something put off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from gradesk.model.rules.days.school_year import year_starting
from gradesk.model.rules.days.slots import Break
from gradesk.practice.cast.adults import Staff
from gradesk.practice.days import SchoolDays, on_day
from gradesk.practice.stories.said import minute
from gradesk.services.meetings import actions, booking, review_day
from gradesk.services.meetings.review_day import ReviewDay
from gradesk.services.plans import adjustments, beginning, plans
from gradesk.services.pupils import contacts, register
from gradesk.services.pupils.register import RegisterRow
from gradesk.services.school import calendar, staff
from gradesk.services.timeline import happenings
from gradesk.services.today import capturing, due, later
from gradesk.store.work import Store

_DAY = timedelta(days=1)
_LONG = 150  # days without anybody having looked at an adjustment
_WAITING = 20  # days a draft has waited for its agreement
_PAPERS_LATE = timedelta(days=13)  # before an annual review, when its papers should be out
_MEETINGS = (
    (6, "tac", "", "14:00", "Rainbow room", ("Family support worker", "School nurse")),
    (
        13,
        "annual_review",
        "",
        "10:00",
        "Headteacher’s office",
        ("Local authority officer", "Therapist from the clinic"),
    ),
    (20, "review", "", "15:30", "Rainbow room", ()),
    (27, "meeting", "Talk with the next class teacher", "15:45", "", ()),
)
_VISITS = (
    (9, "visit", "Speech and language therapy", "therapist from the clinic"),
    (41, "move", "Visit to the next school", "Year 7 tutor"),
)
_ACTIONS = (
    (-30, -9, "Send the word list home", "ta"),
    (-25, -4, "Ask for the hearing check", "senco"),
    (-12, 6, "Try the writing slope for two weeks", "teacher"),
    (-10, 12, "Make the feelings cards", "elsa"),
    (-8, 20, "Write to the speech and language service", "senco"),
)


_DAY_OF_REVIEWS = 8  # days ahead, or the next school day after it
_MET = 9  # pupils on it
_BREAKS = (Break("10:30", 15), Break("12:00", 60))
_ANSWERS = ("yes", "", "no", "none", "yes", "yes", "", "none", "yes")
# What is spoken at home, by surname: a letter in it is worth looking at.
_SPOKEN = {"Hirsi": "Somali", "Gill": "Punjabi", "Ionescu": "Romanian", "Hussain": "Urdu", "Szczepański": "Polish"}
# One of each kind that is held at a table, so many days ago: what was said in it.
_HELD = (
    (16, "concern", "Home sees the same at bedtime; a hearing check first, then a plan if it stays"),
    (24, "tac", "All agreed on one worker as the first to ring; the school nurse asks for the clinic’s letter"),
    (37, "professionals", "Two sounds at a time, and the same picture cards at school and in the clinic"),
    (45, "meeting", "Settling well after the move; the walking group stays until the half-term"),
    (58, "annual_review", "The plan stays as it is but for the part about lunch; the new draft goes round"),
    (66, "parents_evening", "Proud of the reading; spelling is hard work, ten words a week are enough"),
    (73, "review", "Two targets met, one goes on; wants to try the homework club"),
)


def add_agenda(store: Store, days: SchoolDays, people: Staff) -> None:
    """Fill in what makes Today, the coming weeks and the calendar worth looking at."""
    _calendar(store, days)
    rows = register.everyone(store)
    supported = [row for row in rows if row.status in "KE"]
    if not supported:
        return
    _meetings(store, days, supported)
    _review_day(store, days, supported)
    _held(store, days, supported)
    _actions(store, days, supported, people)
    _left_lying(store, days, rows, supported)
    _caught(store, rows)
    _put_off(store, days)


def _calendar(store: Store, days: SchoolDays) -> None:
    first = year_starting(days.today)
    for start in (first, first + 1):
        halves = calendar.year(store, start).halves
        if halves:
            inset = (halves[2].ends_on, halves[-1].starts_on)
            typed = ", ".join(f"{day:%d/%m/%Y}" for day in inset)
            calendar.add_closures(store, start, typed, "inset")
            calendar.take_suggestions(store, start)


def _meetings(store: Store, days: SchoolDays, rows: Sequence[RegisterRow]) -> None:
    with_plan = [row for row in rows if row.status == "E"] or rows
    for place, (ahead, kind, title, at, where, others) in enumerate(_MEETINGS):
        row = (with_plan if kind == "annual_review" else rows)[place % len(with_plan)]
        day = days.on_or_after(days.today + timedelta(days=ahead))
        if kind == "annual_review" and day - days.today > _PAPERS_LATE:
            # In the long holidays too there is one whose papers should be out by now.
            day = days.on_or_after(days.today + _PAPERS_LATE - 2 * _DAY, within=-1)
        values = {"kind": kind, "title": title, "starts_at": at, "place": where, "happened_on": day}
        invited = [one | {"invited_on": days.today} for one in booking.usual_people(store, row.uuid)]
        outside = [{"name": name, "part": "professional", "invited_on": days.today} for name in others]
        booking.book(store, [row.uuid], values, [*invited, *outside])
    over = days.on_or_before(days.today - 3 * _DAY)
    with on_day(store, max(days.first, over - 10 * _DAY)):
        booking.book(store, [rows[-1].uuid], {"kind": "review", "starts_at": "15:30", "happened_on": over})
    for place, (ahead, kind, title, who) in enumerate(_VISITS):
        row = rows[place % len(rows)]
        day = days.on_or_after(days.today + timedelta(days=ahead))
        happenings.add(store, row.uuid, {"kind": kind, "title": title, "who": who, "happened_on": day})


def _review_day(store: Store, days: SchoolDays, rows: Sequence[RegisterRow]) -> None:
    """Next week, with two breaks; some families have answered, some were not invited yet."""
    senco = staff.senco(store)
    day = days.on_or_after(days.today + timedelta(days=_DAY_OF_REVIEWS))
    plan = ReviewDay(day, "09:00", 30, _BREAKS, ("Rainbow room",), (senco,) if senco else ())
    made = review_day.book(store, plan, [row.uuid for row in rows[:_MET]], insisted=True)
    for place, (uuid, row) in enumerate(zip(made, rows, strict=False)):
        spoken = _SPOKEN.get(row.name.split()[-1], "")
        for at, one in enumerate(booking.people(store, uuid)):
            if spoken and one.contact_id:
                contacts.change_person(store, one.contact_id, {"language": spoken})
            if one.part == "home" and place < len(made) - 2:
                answer = _ANSWERS[(place + at) % len(_ANSWERS)]
                booking.change_person(store, one.uuid, {"invited_on": days.today, "answer": answer})
            elif one.part == "staff":
                booking.change_person(store, one.uuid, {"invited_on": days.today, "answer": "yes"})


def _held(store: Store, days: SchoolDays, rows: Sequence[RegisterRow]) -> None:
    """One of every kind, in the weeks before."""
    for place, (ago, kind, summary) in enumerate(_HELD):
        row = rows[(place * 2) % len(rows)]
        day = days.on_or_before(days.today - timedelta(days=ago))
        with on_day(store, day):
            values = {
                "kind": kind,
                "happened_on": day,
                "starts_at": "15:30",
                "place": "Rainbow room",
                "summary": summary,
            }
            uuid = booking.book(store, [row.uuid], values, booking.usual_people(store, row.uuid))
            minute(store, uuid, kind)
            booking.hold(store, uuid)


def _actions(store: Store, days: SchoolDays, rows: Sequence[RegisterRow], people: Staff) -> None:
    for place, (agreed, by, what, role) in enumerate(_ACTIONS):
        row = rows[(place * 3) % len(rows)]
        day = days.on_or_before(days.today + timedelta(days=agreed))
        owner = people.teacher(row.class_name) if role == "teacher" else people.role(role, place)
        with on_day(store, day):
            values = {"what": what, "owner": owner.name, "due_on": max(day, _weekday(days, by))}
            uuid = actions.add(store, row.uuid, values | {"happened_on": day})
        if place == len(_ACTIONS) - 1:
            actions.done(store, uuid, days.on_or_before(days.today))
    senco = next((person.name for person in staff.staff(store) if person.role == "senco"), "")
    actions.add(store, None, {"what": "Book the room for the reviews", "owner": senco, "due_on": _weekday(days, 9)})


def _weekday(days: SchoolDays, ahead: int) -> date:
    """A school day so many days from today, or before it."""
    day = days.today + timedelta(days=ahead)
    return days.on_or_after(day) if ahead > 0 else days.on_or_before(day)


def _left_lying(store: Store, days: SchoolDays, rows: Sequence[RegisterRow], supported: Sequence[RegisterRow]) -> None:
    """A note on a concern that nobody looked at again, a draft nobody agreed, a target without the child's own words."""
    watched = next((row for row in rows if row.status == "W" and row.plan_state), None)
    if watched is not None:
        note = plans.plans(store, watched.uuid)[0]
        plans.change(store, note.uuid, {"review_on": max(note.starts_on, days.today - 9 * _DAY)})
    last = supported[-1]
    day = max(days.on_or_before(days.today - timedelta(days=_WAITING)), days.first)
    with on_day(store, day):
        beginning.begin(store, last.uuid, "behaviour", day)
    drafted = next((row for row in supported if row.plan_state == "draft" and row != last), None)
    targets = plans.page(store, plans.plans(store, drafted.uuid)[0].uuid).targets if drafted is not None else ()
    if targets:
        plans.change_target(store, targets[-1].uuid, {"pupil_wording": ""})
    with on_day(store, max(days.on_or_before(days.today - timedelta(days=_LONG)), days.first)):
        adjustments.add(store, "A place to work beside the door", pupil_id=supported[0].uuid, lessons="All lessons")


def _caught(store: Store, rows: Sequence[RegisterRow]) -> None:
    """Two lines whose pupil is not certain."""
    known = capturing.everybody(store)
    surnames = Counter(row.name.split()[-1] for row in rows)
    shared = next((name for name, number in surnames.most_common(1) if number > 1), "Her")
    for typed in ("Mum phoned, happy with the new reading books", f"{shared} dad at the gate: can we talk about trips"):
        capturing.wait(store, capturing.read(store, typed, known))


def _put_off(store: Store, days: SchoolDays) -> None:
    items = [item for item in due.due(store) if item.rule == "assessment_due"]
    if items:
        until = days.on_or_after(days.today + timedelta(days=12))
        later.put_off(store, items[0], until, "The reading test is booked for the whole class that week")
