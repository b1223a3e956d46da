"""One of everything the stories above leave out: leavers, owed things of every rule, a school's own words and lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from gradesk.practice.cast.adults import Staff
from gradesk.practice.days import SchoolDays, on_day
from gradesk.services.evidence import measure_catalogue
from gradesk.services.meetings import meetings
from gradesk.services.paper import copies, layouts
from gradesk.services.plans import agreeing, bank, checking, cycle_days, cycles, next_steps, passports, plans
from gradesk.services.pupils import access, correcting, leads, leaving, pupils, register
from gradesk.services.pupils.register import RegisterRow
from gradesk.services.school import calendar, staff
from gradesk.services.term import provisions
from gradesk.services.timeline import happenings
from gradesk.services.today.due_rules import book
from gradesk.store.work import Store

_DAY = timedelta(days=1)
_LEAVERS = (
    ("Ottilie", "Marsh", "6", date(2015, 2, 11), "Moved with her family; the file went to the new school"),
    ("Deniz", "Karaca", "4", date(2017, 5, 3), "At a school nearer home since the summer"),
    ("Wren", "Abbott", "2", date(2019, 1, 22), ""),
)
_ABOUT = (
    {"pronouns": "she/her", "house": "Kestrel", "middle_names": "Grace", "young_carer": True},
    {"pronouns": "they/them", "house": "Merlin", "service_child": True, "admission_number": "A-1042"},
    {"house": "Osprey", "previously_looked_after": True, "diagnosis": "Dyslexia (assessor’s report, 2025)"},
)
_BEHAVIOUR = {
    "happens": "Leaves the table when the noise grows; rubs his hands first.",
    "telling_us": "“It is too much, and I do not know how long it lasts.”",
    "response": "Say once what comes next, offer the break card, give room.",
    "afterwards": "Five quiet minutes, then draw what happened together.",
}


def add_extras(store: Store, days: SchoolDays, people: Staff) -> None:
    """Fill in what is left, so that every feature has something to show."""
    rows = register.everyone(store)
    supported = [row for row in rows if row.status in "KE"]
    _leavers(store, days, people, rows)
    _own(store, days)
    if not supported:
        return
    _owed(store, days, rows, supported)
    _in_plans(store, days, supported)
    _in_cycles(store, supported)
    for row, values in zip(supported, _ABOUT, strict=False):
        pupils.change_pupil(store, row.uuid, values)


def _leavers(store: Store, days: SchoolDays, people: Staff, rows: Sequence[RegisterRow]) -> None:
    """Three who have left: last summer, some weeks ago, and yesterday; each with a record of support."""
    for number, (forename, surname, year, born, note) in enumerate(_LEAVERS):
        came = days.first
        latest = days.today - timedelta(days=(140, 30, 1)[number])
        summer = leaving.reviewed_to(days.today).replace(month=7, day=20)
        left = max(days.on_or_before(latest if number else min(latest, summer)), came)
        class_name = next((row.class_name for row in rows if row.year_group == year), "")
        values = {"legal_forename": forename, "legal_surname": surname, "year_group": year, "date_of_birth": born}
        with on_day(store, came), store.work(f"{forename} joins"):
            uuid = pupils.add_pupil(store, values | {"class_name": class_name, "entered_on": came, "happened_on": came})
            pupils.set_layer(store, uuid, "some", came, "Support in a group", came)
            pupils.set_status(store, uuid, "K", came, "Screening and the record of the school before", came)
            pupils.set_needs(store, uuid, ["SLCN"], came, "School’s own assessment")
            leads.name_lead(store, uuid, people.role("senco").uuid, "senco", came)
        with on_day(store, left), store.work(f"{forename} leaves"):
            said = {"kind": "visit", "happened_on": left, "summary": "Said goodbye and went through what goes along."}
            meetings.log(store, uuid, said)
            happenings.add(store, uuid, {"kind": "move", "happened_on": left, "title": "Leaves us", "note": note})
            pupils.mark_left(store, uuid, left)
            if number == 0:
                pupils.change_pupil(store, uuid, {"passed_on": left})


def _owed(store: Store, days: SchoolDays, rows: Sequence[RegisterRow], supported: Sequence[RegisterRow]) -> None:
    """What the rules of Today look for and no story holds."""
    asked = days.on_or_before(days.today - timedelta(days=9))
    with on_day(store, asked):
        access.begin(store, supported[0].uuid, {"who": "Mum", "happened_on": asked})
    gone = next((one.uuid for one in staff.everybody(store) if one.left_on is not None), None)
    if gone is not None:
        pupils.change_pupil(store, supported[-1].uuid, {"key_adult_id": gone})
    watched = next((row for row in rows if row.status == "W"), supported[-1])
    status = pupils.page(store, watched.uuid).status
    if status is not None:
        correcting.change(store, "status", status.uuid, {"parents_told_on": None})
    begun = max(days.on_or_before(days.today - timedelta(days=60)), days.first)
    club = {"name": "Lunch club", "form": "group", "area": "IND", "times_a_week": 2, "minutes": 20, "starts_on": begun}
    with on_day(store, begun):
        planned = max(begun, days.today - 6 * _DAY)
        provisions.add(store, [supported[0].uuid], club | {"planned_to": planned})
        happenings.add(store, supported[0].uuid, {"kind": "other", "title": "Moved house", "happened_on": begun})


def _reissued(store: Store, supported: Sequence[RegisterRow]) -> None:
    """One passport was made anew since a colleague got theirs; another colleague has signed for theirs."""
    names = {one.name for one in staff.staff(store)}
    held = [one for row in supported for one in copies.out(store, row.uuid, "passport") if one.holder in names]
    if held:
        passports.change(store, held[0].pupil_id, {"go_to": "My key adult, by the library, at break"})
        passports.issue(store, held[0].pupil_id)
        copies.read(store, held[-1].uuid)


def _in_plans(store: Store, days: SchoolDays, supported: Sequence[RegisterRow]) -> None:
    """A behaviour plan with its words, support beyond the targets, and one plan that school agreed to alone."""
    for row in supported:
        for found in (plans.page(store, one.uuid) for one in plans.plans(store, row.uuid)):
            if found.plan.state == "draft":
                blocks = (
                    _BEHAVIOUR if "behaviour" in found.blocks else {"provision": "Lunch club, 20 minutes twice a week"}
                )
                plans.change(store, found.plan.uuid, {**blocks, "needs_independence": "Getting changed after swimming"})
    _unheard(store, days, supported)
    _reissued(store, supported)


def _unheard(store: Store, days: SchoolDays, supported: Sequence[RegisterRow]) -> None:
    """A plan changed and agreed anew some weeks ago, of which nobody asked pupil or home yet."""
    for row in supported:
        found = agreeing.in_force(store, row.uuid)
        if found is None or found.plan.state not in ("active", "agreed") or not found.versions:
            continue
        day = days.on_or_before(days.today - 16 * _DAY)
        if found.versions[0].happened_on <= day:
            with on_day(store, day):
                plans.change(store, found.plan.uuid, {"home_actions": "Read together on the way to school"})
                senco = agreeing.Agreement("senco", staff.senco(store), "spoken")
                agreeing.agree(store, found.plan.uuid, [senco], day, "What home does was added on the telephone")
            return


def _in_cycles(store: Store, supported: Sequence[RegisterRow]) -> None:
    """A finding in Assess, and a decision where two cycles brought no movement (of one such pupil of several)."""
    for row in supported[:6]:
        current = cycles.current(store, row.uuid)
        if current is not None:
            note = "Seen in maths and at lunch; hearing and vision checked. Noise is what stops the work."
            cycle_days.change_stage(store, current.stages[0].uuid, {"note": note})
    standing = [one for one in next_steps.stuck_pupils(store).values() if one.decided is None]
    if len(standing) > 1:
        next_steps.decide(store, standing[0].pupil_id, "advice", "Two ways were tried; the service is asked now")


def _own(store: Store, days: SchoolDays) -> None:
    """What a school makes its own: a measure, a bank entry, a saved list, a rule, a check, a layout, dates of the year."""
    steps = "not yet\nwith help\nalone"
    measure_catalogue.add(store, {"name": "Getting ready", "unit": "steps", "steps": steps, "informants": "teacher"})
    words = {"words": "put on his or her coat in [3] steps", "standard": "on [4] of 5 mornings", "area": "IND"}
    bank.add(store, words | {"strategy": "The same picture strip at home and at school"})
    register.save_filter(store, "SEN support without a plan", register.Criteria(status="K", plan_state=register.NONE))
    book.change(store, "plan_unsigned", is_on=True, days=10)
    checking.switch(store, "vague", False)
    layouts.change(store, "plan", "barriers", {"heading": "What makes it hard"})
    ahead = days.on_or_after(days.today + 17 * _DAY)
    calendar.add_date(store, {"kind": "parents_evening", "name": "Parents’ evening", "starts_on": ahead})
    calendar.add_date(
        store, {"kind": "other", "name": "Carol singing", "starts_on": days.on_or_after(ahead + 5 * _DAY)}
    )
