"""Pages say what is recorded, wherever in the school it was written."""

from __future__ import annotations

from datetime import date, timedelta

from gradesk.model.school.school import CalendarDate, Rating
from gradesk.services import editing
from gradesk.services.meetings import booking, meetings
from gradesk.services.paper.gathering.cycles import cycle_sheets, meeting_sheets
from gradesk.services.paper.gathering.dates import dates_sheets
from gradesk.services.paper.gathering.governors import governors_sheets
from gradesk.services.paper.gathering.meetings import invitation_sheets
from gradesk.services.paper.gathering.support import class_map_sheets, pupil_map_sheets
from gradesk.services.plans import agreeing, cycles, plans, reviews
from gradesk.services.pupils import leads, pupils
from gradesk.services.school import staff
from gradesk.services.term import provisions
from gradesk.services.timeline import happenings
from gradesk.store.work import Store
from tests.conftest import TODAY
from tests.documents import reading, samples
from tests.services.planning import PEOPLE, STARTS, WHOLE, agreed_plan, whole_plan, written_review

MET = TODAY + timedelta(days=9)


def test_next_dates_hold_arranged_meetings_and_parents_evenings(store: Store, ava: str) -> None:
    booking.book(store, [ava], {"kind": "tac", "happened_on": MET})
    happenings.add(store, ava, {"kind": "visit", "happened_on": MET + timedelta(days=1)})
    meetings.log(store, ava, {"kind": "meeting", "title": "over", "happened_on": TODAY - timedelta(days=1)})
    evening = {
        "kind": "parents_evening",
        "name": "Autumn",
        "starts_on": date(2026, 12, 3),
        "ends_on": date(2026, 12, 3),
    }
    editing.add(store, CalendarDate, evening, "Add a date")
    found = [(line.day, line.words, line.name) for line in dates_sheets(store, [ava])[0].dates]
    assert (MET, "Meeting or appointment: {name}", "Team around the child") in found
    assert (MET + timedelta(days=1), "Meeting or appointment", "") in found
    assert (date(2026, 12, 3), "Parents’ evening", "") in found
    assert "over" not in [name for _, _, name in found]
    said = "".join(reading.pages(samples.drawn("dates", dates_sheets(store, [ava]))))
    assert reading.squeezed("Meeting or appointment: Team around the child") in said


def test_the_record_of_a_meeting_uses_the_schools_own_outcomes_hopes_and_days(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    with store.work("Rename") as session:
        for row in session.query(Rating):
            row.label = f"Our {row.code}"
    booking.book(store, [ava], {"kind": "tac", "happened_on": MET})
    pupils.change_pupil(store, ava, {"aspirations": "to be a vet"})
    (sheet,) = meeting_sheets(store, [ava])
    assert sheet.scale and all(label.startswith("Our ") for label in sheet.scale)
    assert sheet.hopes == "to be a vet" and MET in sheet.ahead
    booking.book(store, [ava], {"kind": "review", "happened_on": MET + timedelta(days=7)})
    (later,) = meeting_sheets(store, [ava])
    assert reading.squeezed(f"We meet again on {MET.day + 7} December 2026") in "".join(
        reading.pages(samples.drawn("meeting-record", [later]))
    )
    said = "".join(reading.pages(samples.drawn("meeting-record", [sheet])))
    assert reading.squeezed(f"Meeting on {MET:%A} {MET.day} December 2026") in said
    assert reading.squeezed(sheet.scale[0]) in said and "Notyetmet" not in said


def test_hopes_come_from_the_views_where_nothing_else_says_them(store: Store, ava: str) -> None:
    plan = whole_plan(store, ava)
    plans.change(store, plan, {"pupil_view": "I want to read to my gran"})
    assert meeting_sheets(store, [ava])[0].hopes == "I want to read to my gran"


def test_the_support_map_counts_what_targets_and_plans_say(store: Store, ava: str) -> None:
    plan = whole_plan(store, ava)
    words = {"how": "Precision teaching", "how_often": "every day", "how_long": "10 minutes"}
    plans.change_target(store, plans.page(store, plan).targets[0].uuid, words)
    plans.change(store, plan, {"provision": "Lego club\nA quiet place, 15 minutes twice a week"})
    assert pupil_map_sheets(store, [ava]) == [], "a draft gives nobody anything yet"
    agreeing.agree(store, plan, PEOPLE, STARTS)
    provisions.add(store, [ava], {"name": "Lego club", "starts_on": STARTS, "times_a_week": 1, "minutes": 30})
    (sheet,) = pupil_map_sheets(store, [ava])
    rows = {row.what: row for part in sheet.parts for row in part.rows}
    assert set(rows) == {"Lego club", "Precision teaching", "A quiet place, 15 minutes twice a week"}
    assert (rows["Precision teaching"].dose, rows["Precision teaching"].led_by) == (
        "every day · 10 minutes",
        "Mrs Okafor",
    )
    assert sum(row.often.minutes_a_week or 0 for row in rows.values()) == 30 + 50 + 30
    assert {row.what for part in class_map_sheets(store, [ava])[0].parts for row in part.rows} == set(rows)


def test_governors_read_two_numbers_under_two_names(store: Store, ava: str) -> None:
    with_reviews = []
    for number in range(6):
        uuid = ava if number == 0 else pupils.add_pupil(store, {"legal_forename": f"P{number}"})
        pupils.set_status(store, uuid, "K", TODAY - timedelta(days=number), "screening")
        agreed_plan(store, uuid)
        reviews.record(store, written_review(store, uuid, "met", date(2026, 11, 16), date(2027, 2, 1)))
        with_reviews.append(uuid)
        meetings.log(store, uuid, {"kind": "parents_evening", "happened_on": date(2026, 10, 12)})
    (sheet,) = governors_sheets(store)
    assert (sheet.year.contacts.count, sheet.year.contacts_wanted, sheet.year.reviews.count) == (12, 18, 6)
    said = "".join(reading.pages(samples.drawn("governors", [sheet])))
    assert reading.squeezed("12 of 18 contacts with home, 6 reviews with parents") in said


def test_a_cycle_record_says_who_led_and_an_invitation_is_signed(store: Store, ava: str) -> None:
    person = staff.add_staff(store, {"name": "Mrs Okafor"})
    assert invitation_sheets(store, [ava])[0].writes == ""
    leads.name_lead(store, ava, person, "teacher", date(2026, 9, 1))
    assert invitation_sheets(store, [ava])[0].writes == "Mrs Okafor", "without a cycle, by the pupil's lead"
    cycles.open_cycle(store, ava, date(2026, 9, 14))
    assert cycle_sheets(store, [ava])[0].lead == "Mrs Okafor"
    said = "".join(reading.pages(samples.drawn("cycle", cycle_sheets(store, [ava]))))
    assert reading.squeezed("Mrs Okafor") in said
    assert WHOLE["who"] == "Mrs Okafor"
