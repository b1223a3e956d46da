"""Dates of the year come from other calendars, from a stretch typed in one line, and from the nation's bank holidays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.interchange.calendar_events import read_calendar
from gradesk.model.rules.days.day_text import read_days
from gradesk.model.rules.days.school_year import Span, bank_holidays, typical_half_terms
from gradesk.model.rules.days.year_dates import next_half_terms
from gradesk.services.custody import history
from gradesk.services.school import calendar, school, term_dates
from gradesk.services.today import calendar_file
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TERMS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//An invented council//EN
{}END:VCALENDAR
"""
EVENTS = [
    ("20260902", "20260903", "Autumn term starts"),
    ("20260901", "20260902", "INSET day\\, staff only"),
    ("20261019", "20261031", "October half term holiday"),
    ("20261219", "20270104", "Christmas holidays"),
    ("20270215", "20270220", "Half-term"),
    ("20270326", "20270411", "Easter holidays"),
    ("20270503", "20270504", "Early May bank holiday"),
    ("20270720", "20270721", "Summer term ends"),
    ("20261112", "20261114", "Parents' evening"),
    ("20250903", "20250904", "Autumn term starts"),
]


def written(folder: Path, end: str = "\r\n") -> Path:
    """A calendar of an invented council."""
    body = "".join(
        f"BEGIN:VEVENT\nUID:{place}\nDTSTART;VALUE=DATE:{first}\nDTEND;VALUE=DATE:{last}\nSUMMARY:{name[:9]}\n {name[9:]}\n"
        "END:VEVENT\n"
        for place, (first, last, name) in enumerate(EVENTS)
    )
    path = folder / "terms.ics"
    path.write_bytes(TERMS.format(body).replace("\n", end).encode())
    return path


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_term_dates_of_a_calendar_file_are_taken_in_and_taken_back(store: Store, tmp_path: Path, end: str) -> None:
    before = calendar.year(store, 2026)
    found = term_dates.take_in(store, 2026, read_calendar(written(tmp_path, end)))
    year = calendar.year(store, 2026)
    spans = {half.name: (half.starts_on, half.ends_on) for half in year.halves}
    assert spans["Autumn 1"] == (date(2026, 9, 2), date(2026, 10, 16))
    assert spans["Autumn 2"] == (date(2026, 11, 2), date(2026, 12, 18))
    assert spans["Spring 1"][1] == date(2027, 2, 12) and spans["Spring 2"] == (date(2027, 2, 22), date(2027, 3, 25))
    assert spans["Summer 1"][0] == date(2027, 4, 12) and spans["Summer 2"][1] == date(2027, 7, 20)
    assert {(row.day, row.kind) for row in year.closures} >= {
        (date(2026, 9, 1), "inset"), (date(2027, 5, 3), "bank_holiday")
    }  # fmt: skip
    assert [(row.name, row.starts_on, row.ends_on) for row in year.dates] == [
        ("Parents' evening", date(2026, 11, 12), date(2026, 11, 13))
    ]
    assert len(found.left_out) == 1 and "is not in 2026" in found.left_out[0]
    term_dates.take_in(store, 2026, read_calendar(written(tmp_path, end)))
    assert len(calendar.year(store, 2026).dates) == 1
    history.undo(store)
    assert calendar.year(store, 2026).spans == before.spans


@pytest.mark.parametrize(
    "content", [b"", b"Surname,Forename\n", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", b"\xff" * 2_000_000]
)
def test_what_is_no_calendar_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.ics"
    path.write_bytes(content)
    with pytest.raises(Refused, match="Nothing was changed"):
        read_calendar(path)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("19-21 Oct", date(2026, 10, 19), date(2026, 10, 21)),
        ("19–21 October", date(2026, 10, 19), date(2026, 10, 21)),
        ("19 to 21 Oct", date(2026, 10, 19), date(2026, 10, 21)),
        ("Mon 19 - Wed 21 Oct", date(2026, 10, 19), date(2026, 10, 21)),
        ("19 Oct - 2 Nov", date(2026, 10, 19), date(2026, 11, 2)),
        ("19/10-21/10", date(2026, 10, 19), date(2026, 10, 21)),
        ("19/10/2026 until 21/10/2026", date(2026, 10, 19), date(2026, 10, 21)),
        ("30 Dec - 4 Jan", date(2026, 12, 30), date(2027, 1, 4)),
        ("2026-10-19", date(2026, 10, 19), date(2026, 10, 19)),
        ("19/10", date(2026, 10, 19), date(2026, 10, 19)),
    ],
)
def test_a_stretch_of_days_is_read(typed: str, first: date, last: date) -> None:
    assert read_days(typed, date(2026, 9, 1)) == (first, last)


@pytest.mark.parametrize("typed", ["21-19 Oct", "soon", "-", "19-", "to Oct", "19-21", "33-35 Oct"])
def test_what_is_no_stretch_is_none(typed: str) -> None:
    assert read_days(typed, date(2026, 9, 1)) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_days(typed: str) -> None:
    found = read_days(typed, date(2026, 9, 1))
    assert found is None or found[0] <= found[1]


def test_closed_days_are_typed_as_a_stretch_without_its_weekend(store: Store) -> None:
    assert calendar.add_closures(store, 2026, "8-11 Jan, 24/11", "closure") == 3
    days = [row.day for row in calendar.year(store, 2026).closures if row.kind == "closure"]
    assert days == [date(2026, 11, 24), date(2027, 1, 8), date(2027, 1, 11)]
    with pytest.raises(Refused, match="at once"):
        calendar.add_closures(store, 2026, "1 Oct - 20 Dec", "closure")


@pytest.mark.parametrize(
    ("nation", "start", "day", "name"),
    [
        ("england", 2025, date(2026, 4, 6), "Easter Monday"),
        ("wales", 2025, date(2026, 4, 6), "Easter Monday"),
        ("scotland", 2025, date(2025, 12, 1), "St Andrew’s Day"),
        ("scotland", 2025, date(2026, 1, 2), "2 January bank holiday"),
        ("scotland", 2021, date(2022, 1, 4), "2 January bank holiday"),
        ("scotland", 2022, date(2023, 1, 3), "2 January bank holiday"),
        ("scotland", 2025, date(2026, 8, 3), "Summer bank holiday"),
        ("northern_ireland", 2025, date(2026, 3, 17), "St Patrick’s Day"),
        ("northern_ireland", 2025, date(2026, 7, 13), "Battle of the Boyne"),
        ("northern_ireland", 2025, date(2026, 4, 6), "Easter Monday"),
    ],
)
def test_bank_holidays_are_those_of_the_nation(nation: str, start: int, day: date, name: str) -> None:
    assert bank_holidays(start, nation)[day] == name
    assert all(one.weekday() < 5 for one in bank_holidays(start, nation))


def test_there_is_no_easter_monday_in_scotland_and_the_school_says_where_it_is(store: Store) -> None:
    assert "Easter Monday" not in bank_holidays(2025, "scotland").values()
    school.change_school(store, {"nation": "scotland"})
    assert calendar.add_closures(store, 2026, "", "bank_holiday") >= 1
    assert "St Andrew’s Day" in {row.reason for row in calendar.year(store, 2026).closures}


def test_a_changed_event_carries_a_higher_sequence_and_the_same_uid(store: Store) -> None:
    uuid = calendar.add_date(store, {"name": "Open evening", "kind": "other", "starts_on": date(2026, 12, 1)})

    def sequence() -> int:
        block = next(part for part in calendar_file.export(store).split("BEGIN:VEVENT") if f"UID:{uuid}@" in part)
        return int(block.partition("SEQUENCE:")[2].split("\r\n")[0])

    assert sequence() == 0
    calendar.change_date(store, uuid, {"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 2)})
    changed = sequence()
    assert changed > 0
    calendar.change_date(store, uuid, {"name": "Open evening for parents"})
    assert sequence() > changed


@given(start=st.integers(2000, 2090), moved=st.integers(-4, 4))
def test_the_last_day_before_the_summer_keeps_its_weekday(start: int, moved: int) -> None:
    halves = typical_half_terms(start)
    last = halves[-1].ends_on + timedelta(days=moved)
    if last.weekday() > 4:
        return
    halves = [*halves[:-1], Span(halves[-1].name, halves[-1].starts_on, last)]
    coming = next_half_terms(halves, start)[-1].ends_on
    assert coming.weekday() == last.weekday()
    assert abs((coming - last).days - 364) <= 14
