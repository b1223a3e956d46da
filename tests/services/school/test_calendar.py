"""The calendar of the year: typed once, suggested by rule, copied forward, and written as a file without names."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradesk.model.rules.days.school_weeks import nearest_open, school_weeks
from gradesk.model.rules.days.school_year import Span, academic_year, bank_holidays, typical_half_terms, year_name
from gradesk.model.rules.days.year_dates import census_days, moved_with, next_half_terms, review_windows
from gradesk.services.custody import history
from gradesk.services.paper.gathering import dates as gathering_dates
from gradesk.services.plans import cycles
from gradesk.services.school import calendar, next_year, school
from gradesk.services.today import calendar_file
from gradesk.services.today.calendar_file import Event
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY

DAY = timedelta(days=1)
YEARS = st.integers(1990, 2090)


def test_inset_days_are_typed_in_one_line(store: Store) -> None:
    assert calendar.add_closures(store, 2026, "1/9, 12/2; 28 May and 7/6/2027") == 4
    found = calendar.year(store, 2026)
    days = [row.day for row in found.closures if row.kind == "inset"]
    assert days == [date(2026, 9, 1), date(2027, 2, 12), date(2027, 5, 28), date(2027, 6, 7)]
    assert found.said(date(2027, 2, 12)) == "Spring 1, INSET"
    assert calendar.add_closures(store, 2026, "12/2") == 0
    history.undo(store)
    assert not [row for row in calendar.year(store, 2026).closures if row.kind == "inset"]


@pytest.mark.parametrize(
    ("typed", "match"),
    [("31/2", "not a day"), (" ", "Type the days"), ("1/9/2200", "not in 2026/27"), ("1/9," * 50, "two goes")],
)
def test_days_that_cannot_be_are_refused_and_nothing_is_added(store: Store, typed: str, match: str) -> None:
    before = calendar.year(store, 2026).closures
    with pytest.raises(Refused, match=match):
        calendar.add_closures(store, 2026, f"{typed}")
    assert [row.uuid for row in calendar.year(store, 2026).closures] == [row.uuid for row in before]


def test_a_date_of_the_year_needs_its_day(store: Store) -> None:
    with pytest.raises(Refused, match="cannot be empty"):
        calendar.add_date(store, {"name": "Sports day"})
    assert calendar.year(store, 2026).dates == ()


def test_census_days_windows_and_deadlines_come_by_rule_and_stay_the_schools_to_change(store: Store) -> None:
    count = calendar.take_suggestions(store, 2026)
    rows = {row.name: row for row in calendar.year(store, 2026).dates}
    assert len(rows) == count == 8
    census = [row.starts_on for row in rows.values() if row.kind == "census"]
    assert census == [date(2026, 10, 1), date(2027, 1, 21), date(2027, 5, 20)]
    window = rows["Reviews of the Autumn term"]
    assert (window.starts_on, window.ends_on) == (date(2026, 11, 30), date(2026, 12, 18))
    calendar.change_date(store, window.uuid, {"starts_on": date(2026, 12, 1)})
    assert calendar.suggestions(store, 2026) == []
    with pytest.raises(Refused, match="there already"):
        calendar.take_suggestions(store, 2026)
    with pytest.raises(Refused, match="end before it starts"):
        calendar.change_date(store, window.uuid, {"ends_on": date(2026, 11, 1)})
    with pytest.raises(Refused, match="longer than a term"):
        calendar.change_date(store, window.uuid, {"ends_on": date(2027, 11, 1)})
    with pytest.raises(Refused, match="Check the year"):
        calendar.add_date(store, {"kind": "other", "name": "x", "starts_on": date(2200, 1, 1)})
    calendar.remove_date(store, window.uuid)
    assert len(calendar.suggestions(store, 2026)) == 1


def test_a_year_is_copied_forward_by_the_schools_own_habits(store: Store) -> None:
    halves = calendar.year(store, 2026).halves
    school.change_half_term(store, halves[0].uuid, halves[0].starts_on + DAY, halves[0].ends_on)
    calendar.add_closures(store, 2026, "1/9")
    calendar.add_date(store, {"kind": "parents_evening", "name": "Parents' evening", "starts_on": date(2026, 11, 17)})
    calendar.take_suggestions(store, 2026)
    found = next_year.preview(store, 2026)
    assert found.name == "2027/28"
    assert any("INSET days are chosen anew" in words for words in found.checks)
    next_year.apply(store, found)
    copied = calendar.year(store, 2027)
    typical = typical_half_terms(2027)
    assert copied.halves[0].starts_on == typical[0].starts_on + DAY
    assert [half.ends_on for half in copied.halves] == [half.ends_on for half in typical]
    evening = next(row for row in copied.dates if row.kind == "parents_evening")
    assert evening.starts_on.weekday() == date(2026, 11, 17).weekday()
    assert {row.starts_on for row in copied.dates if row.kind == "census"} == {
        one.starts_on for one in census_days(2027)
    }
    assert copied.terms[0].starts_on == copied.halves[0].starts_on
    again = next_year.preview(store, 2026)
    next_year.apply(store, again)
    assert len(calendar.year(store, 2027).dates) == len(copied.dates)
    assert any("writes over" in words for words in again.checks)


def test_a_year_that_is_not_there_yet_is_made_by_copying_and_unmade_by_undo(store: Store) -> None:
    assert calendar.year(store, 2028).halves == ()
    next_year.apply(store, next_year.preview(store, 2027))
    assert len(calendar.year(store, 2028).halves) == 6
    history.undo(store)
    assert calendar.year(store, 2028).halves == ()
    with pytest.raises(Refused, match="no half-terms to copy"):
        next_year.preview(store, 2028)


@given(start=YEARS)
def test_a_typical_year_copied_is_the_typical_year_after(start: int) -> None:
    assert next_half_terms(typical_half_terms(start), start) == typical_half_terms(start + 1)


@given(start=YEARS, shifts=st.lists(st.integers(-5, 5), min_size=12, max_size=12))
def test_copied_half_terms_keep_their_order_and_no_edge_is_a_weekend(start: int, shifts: list[int]) -> None:
    halves = [
        Span(half.name, half.starts_on + shifts[2 * place] * DAY, half.ends_on + shifts[2 * place + 1] * DAY)
        for place, half in enumerate(typical_half_terms(start))
    ]
    found = next_half_terms(halves, start)
    for half in found:
        assert half.starts_on <= half.ends_on and half.starts_on.weekday() < 5
    for one, other in itertools.pairwise(found):
        assert one.ends_on < other.starts_on
    day = halves[3].starts_on + 4 * DAY
    assert moved_with(day, halves, found).weekday() < 5 or day.weekday() > 4


@given(start=YEARS)
def test_census_days_are_thursdays_in_term_and_windows_lie_in_their_terms(start: int) -> None:
    assert [(one.starts_on.weekday(), one.starts_on.month) for one in census_days(start)] == [(3, 10), (3, 1), (3, 5)]
    assert all(academic_year(date(start, 9, 1)).holds(one.starts_on) for one in census_days(start))
    halves = typical_half_terms(start)
    terms = [Span("x", a.starts_on, b.ends_on) for a, b in zip(halves[::2], halves[1::2], strict=True)]
    for window, term in zip(review_windows(terms), terms, strict=True):
        assert term.holds(window.starts_on) and window.ends_on == term.ends_on
        assert 14 <= (window.ends_on - window.starts_on).days <= 20


@given(start=YEARS, offset=st.integers(0, 364), count=st.integers(1, 30))
def test_school_weeks_skip_holidays_and_bank_holidays_and_go_on_into_the_next_year(
    start: int, offset: int, count: int
) -> None:
    halves = [half for year in (start, start + 1, start + 2) for half in typical_half_terms(year)]
    closures = {day: name for year in (start, start + 1, start + 2) for day, name in bank_holidays(year).items()}
    first = date(start, 9, 1) + offset * DAY
    found = school_weeks(first, halves, closures, count)
    assert len(found) == count
    for one, other in itertools.pairwise(found):
        assert other.monday == one.monday + timedelta(weeks=1 + other.holiday_weeks)
    for week in found:
        assert week.monday.weekday() == 0 and week.days
        for day in week.days:
            assert day.weekday() < 5 and day not in closures and any(half.holds(day) for half in halves)
        assert nearest_open(week, 2, date.min) in week.days
    assert found[0].last >= first


def strict(text: str) -> list[dict[str, str]]:
    """A calendar file read back as RFC 5545 wants it: CRLF, 75 octets, properties unfolded and unescaped."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    raw = text.split("\r\n")[:-1]
    assert all(len(line.encode()) <= 75 for line in raw)
    lines: list[str] = []
    for line in raw:
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            lines.append(line)
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"] and lines[-1] == "END:VCALENDAR"
    found: list[dict[str, str]] = []
    inside = False
    for line in lines[1:-1]:
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[A-Z-]+)*", name), line
        if line == "BEGIN:VEVENT":
            assert not inside
            found.append({})
            inside = True
        elif line == "END:VEVENT":
            inside = False
        elif inside:
            assert name not in found[-1]
            assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value) or name != "SUMMARY"
            plain = re.sub(r"\\(.)", lambda hit: {"n": "\n"}.get(hit[1], hit[1]), value)
            found[-1][name] = plain
    for event in found:
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"])
        assert event["UID"]
        first, end = event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]
        assert date.fromisoformat(first) < date.fromisoformat(end)
    return found


def test_the_file_holds_the_schools_dates_and_reviews_without_anybodys_name(store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, date(2026, 11, 2), date(2026, 12, 10))
    calendar.add_closures(store, 2026, "4/12")
    events = strict(calendar_file.export(store))
    said = [event["SUMMARY"] for event in events]
    assert "Review, 4 Oak" in said and "INSET" in said and "First day of Autumn 1" in said
    assert not any("Ava" in words or "Núñez" in words for words in said)
    review = next(event for event in events if event["SUMMARY"] == "Review, 4 Oak")
    assert (review["DTSTART;VALUE=DATE"], review["DTEND;VALUE=DATE"]) == ("20261210", "20261211")
    assert len({event["UID"] for event in events}) == len(events)
    assert {event["UID"] for event in strict(calendar_file.export(store))} == {event["UID"] for event in events}
    with_initials = [event["SUMMARY"] for event in strict(calendar_file.export(store, initials=True))]
    assert "Review, AN, 4 Oak" in with_initials


@given(words=st.text(max_size=300), first=st.dates(date(1990, 1, 1), date(2200, 1, 1)), days=st.integers(0, 90))
@settings(deadline=None)
def test_any_words_come_back_from_the_file_as_they_were(words: str, first: date, days: int) -> None:
    spoken = words.encode("utf-8", "replace").decode()
    kept = "".join(letter for letter in spoken if letter in "\n\t" or (ord(letter) >= 32 and ord(letter) != 127))
    event = Event("1@gradesk", first, first + days * DAY, spoken)
    [found] = strict(calendar_file.text([event], datetime(2026, 11, 23, 12, tzinfo=UTC)))
    assert found["SUMMARY"] == kept
    assert found["DTSTART;VALUE=DATE"] == f"{first:%Y%m%d}"


def test_a_half_term_that_ends_before_it_starts_or_lies_in_2200_is_refused(store: Store) -> None:
    half = calendar.year(store, 2026).halves[0]
    for first, last in ((date(2026, 10, 1), date(2026, 9, 1)), (date(2200, 9, 1), date(2200, 10, 1))):
        with pytest.raises(Refused):
            school.change_half_term(store, half.uuid, first, last)
    assert calendar.year(store, 2026).halves[0].starts_on == half.starts_on
    assert year_name(2099) == "2099/00" and TODAY.year == 2026


def test_the_last_day_told_to_parents_is_one_on_which_pupils_come(store: Store, ava: str) -> None:
    (before,) = gathering_dates.dates_sheets(store, [ava])
    last = next(line.day for line in before.dates if line.words == "Last day before the holiday")
    calendar.add_closures(store, 2026, f"{last.day}/{last.month}")
    (after,) = gathering_dates.dates_sheets(store, [ava])
    told = next(line.day for line in after.dates if line.words == "Last day before the holiday")
    assert told < last and told.weekday() < 5
    assert last in [line.day for line in after.dates if line.words == "School is closed"]


def test_a_trip_is_not_copied_into_the_next_year(store: Store) -> None:
    """Without its classes it would be one of the whole school, and no support would be due."""
    calendar.add_date(store, {"kind": "trip", "name": "Museum", "starts_on": date(2026, 11, 25), "classes": "4 Oak"})
    calendar.add_date(store, {"kind": "other", "name": "Fair", "starts_on": date(2026, 11, 26)})
    named = [line.name for line in next_year.preview(store, 2026).lines]
    assert "Fair" in named and "Museum" not in named
