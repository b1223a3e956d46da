"""An adult’s day: all sessions that are due, of whoever leads or stands in, in the order of the day."""

from __future__ import annotations

from datetime import date

import pytest

from gradesk.services.school import calendar
from gradesk.services.term import provisions, registers
from gradesk.services.term.given import adult_days, making_good
from gradesk.services.term.registers import Marked
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


@pytest.fixture
def second(store: Store, four: list[str], club: str) -> str:
    """An earlier group of two, led by somebody else, for whom the first adult can stand in."""
    del club
    values = {
        "name": "Phonics", "starts_on": date(2026, 9, 14), "times_a_week": 1.0, "minutes": 15, "weekdays": "mon",
        "led_by": "Mr Bell, Ms Chu", "stands_in": "Mrs Okafor", "begins_at": "9:10",
    }  # fmt: skip
    return provisions.add(store, four[:2], values)


def names(store: Store, adult: str, day: date) -> list[str]:
    return [one.register.provision.name for one in adult_days.of(store, adult, day)]


def test_everybody_who_leads_or_stands_in_has_a_day(store: Store, second: str) -> None:
    del second
    assert adult_days.adults(store) == ["Mr Bell", "Mrs Okafor", "Ms Chu"]
    assert names(store, "Mrs Okafor", MONDAY) == ["Brick club", "Phonics"]  # what she only stands in for comes last
    assert names(store, "ms chu", MONDAY) == ["Phonics"]
    assert names(store, "", MONDAY) == ["Phonics", "Brick club"]  # by time; what has none is last
    assert names(store, "", TUESDAY) == []
    assert [one.instead_of for one in adult_days.of(store, "Mrs Okafor", MONDAY)] == ["", "Mr Bell, Ms Chu"]


def test_several_adults_have_one_day_together(store: Store, four: list[str], second: str) -> None:
    del second
    alone = {"name": "Sorting", "starts_on": date(2026, 9, 14), "times_a_week": 1.0, "minutes": 10, "weekdays": "mon"}
    provisions.add(store, four[:1], {**alone, "led_by": "Miss Day"})
    assert names(store, "Mrs Okafor, mr bell", MONDAY) == ["Phonics", "Brick club"]
    assert {one.instead_of for one in adult_days.of(store, "Mrs Okafor, Mr Bell", MONDAY)} == {""}
    assert names(store, "Miss Day, Ms Chu", MONDAY) == ["Phonics", "Sorting"]


def test_only_who_is_in_it_on_that_day_is_asked_for(store: Store, four: list[str], club: str) -> None:
    (given,) = [one for one in provisions.of_pupil(store, four[1]) if one.uuid == club]
    provisions.change_member(store, given.member.uuid, {"left_on": date(2026, 11, 13)})
    (due,) = adult_days.of(store, "", MONDAY)
    assert four[1] not in {due.register.members[at].pupil_id for at in due.places} and len(due.places) == 3
    with pytest.raises(Refused, match="Ben is not in Brick club on 16/11/2026; Ben’s last day there was 13/11/2026"):
        registers.mark(store, club, MONDAY, [four[1]], "here")


def test_days_without_school_are_stepped_over(store: Store, club: str) -> None:
    del club
    assert adult_days.step(store, date(2026, 11, 13), 1) == MONDAY  # over a weekend
    assert adult_days.step(store, MONDAY, -1) == date(2026, 11, 13)
    calendar.add_closures(store, 2026, "17/11")
    assert adult_days.step(store, MONDAY, 1) == date(2026, 11, 18)


def test_a_session_put_on_stands_beside_the_usual_one_and_each_has_its_own_marks(
    store: Store, four: list[str], club: str
) -> None:
    making_good.put_on(store, club, MONDAY)
    assert [one.slot.extra for one in adult_days.of(store, "", MONDAY)] == [False, True]
    registers.mark_all(store, [Marked(club, MONDAY, (four[0],), "here", extra=True)])
    sheet = registers.register(store, club, MONDAY, MONDAY)
    assert sheet.mark(MONDAY, four[0], extra=False) is None
    mark = sheet.mark(MONDAY, four[0], extra=True)
    assert mark is not None and mark.mark == "here"
