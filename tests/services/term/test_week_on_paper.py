"""What the pages of a week and a term are given, and its calendar file: as it was settled, and no name too many."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gradesk.documents import document
from gradesk.documents.desk import desk
from gradesk.documents.desk.batch import Item, Order
from gradesk.documents.press.look import USUAL
from gradesk.model.rules.days.school_year import Span
from gradesk.model.school.school import ClosureDay
from gradesk.services import editing
from gradesk.services.paper.gathering.planned import covered, lessons, terms, weeks
from gradesk.services.paper.week_sheets import WeekSheet, WeekSlot
from gradesk.services.pupils import pupils
from gradesk.services.school import school, staff
from gradesk.services.term import provisions
from gradesk.services.term.planned import away, drafts, entries, term_board
from gradesk.services.today import week_file
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.documents import reading, samples

MONDAY = TODAY  # 23 November 2026


@pytest.fixture
def week(store: Store, four: list[str]) -> dict[str, str]:
    """Two assistants, a group of two from two classes, its lesson, and a talk with the teacher."""
    for uuid, name in zip(four, ("4 Oak", "5 Elm", "4 Oak", "4 Oak"), strict=True):
        pupils.change_pupil(store, uuid, {"class_name": name})
    for name in ("Ana Ash", "Bea Birch"):
        staff.add_staff(store, {"name": name, "role": "ta"})
    group = _support(store, four[:2], weekdays="mon wed", begins_at="9:10", room="Den")
    lesson = {"kind": "lesson", "name": "English", "class_name": "4 Oak", "adult": "Miss Fair", "begins_at": "9:00"}
    talk = {"kind": "talk", "adult": "Ana Ash", "with_whom": "Miss Fair", "weekdays": "tue", "begins_at": "8:40"}
    return {
        "group": group,
        "lesson": entries.add(store, {**lesson, "weekdays": "mon tue", "minutes": 50}),
        "talk": entries.add(store, talk),
    }


def _support(store: Store, pupil_ids: list[str], **values: Any) -> str:
    body = {"name": "Reading", "times_a_week": 2.0, "minutes": 20, "starts_on": date(2026, 11, 2), "led_by": "Ana Ash"}
    return provisions.add(store, pupil_ids, {**body, "form": "group", **values})


def _said(sheet: WeekSheet) -> list[tuple[str, str, int | None]]:
    days = ("mon", "tue", "wed", "thu", "fri")
    return [(days[day.day.weekday()], slot.what, slot.at) for day in sheet.days for slot in day.slots]


def _first(sheet: WeekSheet) -> WeekSlot:
    return sheet.slots[0]


def test_an_adults_week_has_what_they_lead_and_whom_they_talk_to(store: Store, week: dict[str, str]) -> None:
    sheets = {one.heading.preferred_name: one for one in weeks.adult_sheets(store, ())}
    assert set(sheets) == {"Ana Ash", "Miss Fair"}
    assert _said(sheets["Ana Ash"]) == [
        ("mon", "Reading", 550), ("tue", "Teacher and TA talk", 520), ("wed", "Reading", 550),
    ]  # fmt: skip
    assert {one.what for one in sheets["Miss Fair"].slots} == {"English", "Teacher and TA talk"}
    assert _first(sheets["Ana Ash"]).room == "Den" and len(_first(sheets["Ana Ash"]).pupils) == 2
    (alone,) = weeks.adult_sheets(store, (), "ana ash")
    assert alone == sheets["Ana Ash"]
    (later,) = weeks.adult_sheets(store, (), "2026-11-30 Ana Ash")
    assert later.days[0].day == date(2026, 11, 30)
    assert {key for key, _ in weeks.offered_adults(store)} >= {"Ana Ash", "2026-11-30", "2026-11-30 Ana Ash"}


def test_a_session_that_somebody_else_takes_stands_in_both_weeks(store: Store, week: dict[str, str]) -> None:
    """To one it says for whom it is, to the other who has it; what is suspended says so."""
    day = away.day_of(store, "Ana Ash", MONDAY)
    away.take(store, day, day.sessions[0], "Bea Birch")
    sheets = {one.heading.preferred_name: one for one in weeks.adult_sheets(store, ())}
    taken = _first(sheets["Bea Birch"])
    assert (taken.how, taken.away, taken.adult) == ("taken", "Ana Ash", "Bea Birch")
    assert _first(sheets["Ana Ash"]).taken_by == "Bea Birch"
    said = "".join(reading.pages(samples.drawn("adult-week", [sheets["Bea Birch"], sheets["Ana Ash"]])))
    assert reading.squeezed("In place of Ana Ash") in said and reading.squeezed("Bea Birch takes it") in said


def test_a_class_names_its_own_and_counts_the_others(store: Store, week: dict[str, str], four: list[str]) -> None:
    (oak,) = weeks.class_sheets(store, [four[0], four[2]])
    assert oak.pupil_ids == (four[0], four[2])
    group = next(one for one in oak.slots if one.what == "Reading")
    assert (len(group.pupils), group.others) == (1, 1)
    assert [one.what for one in oak.days[0].slots] == ["English", "Reading"]
    assert [one.heading.preferred_name for one in weeks.class_sheets(store, four)] == ["4 Oak", "5 Elm"]


def test_a_room_has_what_takes_place_in_it(store: Store, week: dict[str, str]) -> None:
    (den,) = weeks.room_sheets(store, ())
    assert den.heading.preferred_name == "Den" and _said(den) == [("mon", "Reading", 550), ("wed", "Reading", 550)]


def test_a_pupils_week_has_no_other_child_and_nothing_that_does_not_take_place(
    store: Store, week: dict[str, str], four: list[str]
) -> None:
    day = away.day_of(store, "Ana Ash", MONDAY)
    away.suspend(store, day, day.sessions[0])
    (mine,) = weeks.pupil_sheets(store, [four[0], four[3]])
    assert mine.pupil_ids == (four[0],) and _said(mine) == [("wed", "Reading", 550)]
    assert _first(mine).pupils == () and _first(mine).others == 0


def test_a_closed_day_is_shown_with_its_reason_and_has_nothing(store: Store, week: dict[str, str]) -> None:
    editing.add(store, ClosureDay, {"day": date(2026, 11, 25), "kind": "inset", "reason": "Training"}, "Close a day")
    (ana,) = weeks.adult_sheets(store, (), "Ana Ash")
    assert (ana.days[2].is_open, ana.days[2].reason, ana.days[2].slots) == (False, "Training", ())


def test_the_cover_sheet_lists_what_is_settled_and_what_is_open(store: Store, week: dict[str, str]) -> None:
    assert covered.cover_sheets(store, ()) == [] and covered.offered(store) == []
    entries.add(
        store,
        {"kind": "duty", "name": "Gate", "adult": "Ana Ash", "weekdays": "mon", "begins_at": "8:30", "minutes": 20},
    )
    day = away.day_of(store, "Ana Ash", MONDAY)
    away.take(store, day, next(one for one in day.sessions if one.bar.name == "Reading"), "Bea Birch")
    ((key, _),) = covered.offered(store)
    (sheet,) = covered.cover_sheets(store, (), key)
    ((adult, sessions),) = sheet.away
    assert adult == "Ana Ash" and [(one.what, one.how) for one in sessions] == [("Gate", ""), ("Reading", "taken")]
    assert sessions[1].rule.startswith("free at that time")
    said = "".join(reading.pages(samples.drawn("cover-sheet", [sheet])))
    assert reading.squeezed("Ana Ash is away") in said and reading.squeezed("Not settled yet") in said
    slips = "".join(reading.pages(samples.drawn("cover-sheet", [sheet], variant="slips")))
    assert reading.squeezed("Bea Birch") in slips and reading.squeezed("Gate") not in slips


def test_a_lesson_says_who_is_out_of_it_and_who_comes_in(store: Store, week: dict[str, str], four: list[str]) -> None:
    _support(store, four[2:3], name="Words", form="class", weekdays="tue", begins_at="9:30", led_by="Bea Birch")
    _support(store, four[3:], name="Later", weekdays="mon", begins_at="14:00")
    (card,) = lessons.lesson_sheets(store, four, week["lesson"])
    assert (card.lesson, card.adult) == ("English", "Miss Fair")
    assert [(one.day, one.slot.what, one.slot.others) for one in card.out] == [(MONDAY, "Reading", 0)]
    assert [(one.slot.what, one.slot.adult) for one in card.comes_in] == [("Words", "Bea Birch")]
    whole = {one.heading.preferred_name: one for one in lessons.lesson_sheets(store, four)}
    assert {one.slot.what for one in whole["4 Oak"].out} == {"Reading", "Later"}
    assert [key for key, _ in lessons.offered(store)] == [week["lesson"]]


def test_a_half_term_and_a_draft_stand_on_one_page(store: Store, week: dict[str, str], four: list[str]) -> None:
    (sheet,) = terms.term_sheets(store, ())
    assert [part.title for part in sheet.parts] == ["Ana Ash"] and sheet.pupil_ids and not sheet.is_draft
    (line,) = sheet.parts[0].lines
    assert (line.what, line.first, len(line.pupils)) == ("Reading", 0, 2)
    assert sheet.weeks[0].monday <= sheet.first and len(sheet.weeks) >= 6
    wall = "".join(reading.pages(samples.drawn("term-page", [sheet], variant="wall")))
    assert reading.squeezed("2 pupils") in wall and sheet.parts[0].lines[0].pupils[0].surname not in wall
    begun = drafts.begin(store)
    (draft,) = terms.term_sheets(store, (), f"adult draft {begun.uuid}")
    assert draft.is_draft and draft.first > sheet.first
    with pytest.raises(Refused, match="no such page"):
        terms.term_sheets(store, (), "colour 2026-11-02")
    with pytest.raises(Refused, match="no such half-term"):
        terms.term_sheets(store, (), "adult 1999-11-02")
    assert all(terms.term_sheets(store, (), key) is not None for key, _ in terms.offered(store))


def test_weeks_and_terms_are_saved_as_a_table(store: Store, week: dict[str, str]) -> None:
    for code, lines in (("adult-week", 3 + 3), ("term-page", 1)):
        order = Order((Item(code),), ())
        assert desk.otherwise(order) == "table"
        made = desk.ready_table(store, order, USUAL, "csv").released().decode("utf-8-sig").strip().splitlines()
        assert len(made) == lines + 1 and "Reading" in "".join(made)
    assert document("adult-week").for_staff and document("cover-sheet").for_staff


def test_a_calendar_file_of_a_week_has_times_and_no_names(store: Store, week: dict[str, str], four: list[str]) -> None:
    text = week_file.export(store, MONDAY, adult="Ana Ash")
    assert text.count("BEGIN:VEVENT") == 3
    assert (
        "DTSTART:20261123T091000\r\nDTEND:20261123T093000\r\nSUMMARY:Reading\\, 4 Oak\\, 5 Elm\r\nLOCATION:Den" in text
    )
    assert "Ana" not in text and "AA" not in text
    every = week_file.export(store, MONDAY, initials=True)
    assert "AA" in every and every.count("BEGIN:VEVENT") == 5
    assert week_file.export(store, MONDAY, weeks=2).count("BEGIN:VEVENT") == 10
    day = away.day_of(store, "Ana Ash", MONDAY)
    away.take(store, day, day.sessions[0], "Bea Birch")
    assert week_file.export(store, MONDAY, adult="Ana Ash").count("BEGIN:VEVENT") == 2
    assert week_file.export(store, MONDAY, adult="Bea Birch").count("BEGIN:VEVENT") == 1
    with pytest.raises(Refused, match="Nobody called"):
        week_file.export(store, MONDAY, adult="Zed Zed")
    with pytest.raises(Refused, match="from 1 to 20 weeks"):
        week_file.export(store, MONDAY, weeks=21)


def test_two_weeks_in_turn_say_which_it_is(store: Store, week: dict[str, str]) -> None:
    school.change_school(store, {"week_a_on": MONDAY})
    (ana,) = weeks.adult_sheets(store, (), "Ana Ash")
    (later,) = weeks.adult_sheets(store, (), f"{MONDAY + timedelta(weeks=1)} Ana Ash")
    assert (ana.letter, later.letter) == ("A", "B")


def test_half_terms_of_two_years_are_told_apart() -> None:
    found = [Span("Spring 1", date(2027, 1, 4), date(2027, 2, 12)), Span("Spring 2", date(2027, 2, 22), date(2027, 3, 25)),
             Span("Spring 1", date(2028, 1, 3), date(2028, 2, 11))]  # fmt: skip
    assert term_board.titles(found) == ["Spring 1, Jan 2027", "Spring 2", "Spring 1, Jan 2028"]
