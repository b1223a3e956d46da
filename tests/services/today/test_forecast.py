"""The coming weeks: what falls into each, and moving it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gradesk.services.custody import history
from gradesk.services.meetings import actions, booking, meetings
from gradesk.services.plans import cycles
from gradesk.services.school import calendar
from gradesk.services.timeline import happenings
from gradesk.services.today import forecast
from gradesk.services.today.forecast_items import Load
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import agreed_plan


def items(store: Store) -> dict[str, Load]:
    return {item.kind: item for week in forecast.weeks(store) for item in week.items}


def meeting(store: Store, pupil_id: str, day: date, **values: str) -> str:
    return booking.book(store, [pupil_id], {"happened_on": day, **values})


def event(store: Store, pupil_id: str, day: date, kind: str) -> str:
    return happenings.add(store, pupil_id, {"happened_on": day, "kind": kind, "title": "Next school"})


def test_twelve_school_weeks_leave_holidays_out_and_name_closed_days(store: Store) -> None:
    calendar.add_closures(store, 2026, "4/12")
    found = forecast.weeks(store)
    assert len(found) == 12
    assert [one.week.monday for one in found[:5]] == [
        date(2026, 11, 23), date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14), date(2027, 1, 4),
    ]  # fmt: skip
    assert found[4].week.holiday_weeks == 2
    assert found[1].week.closed == ((date(2026, 12, 4), "INSET"),)
    assert found[0].week.name == "wk 4 of Autumn 2"


def test_everything_with_a_day_stands_in_its_week_once(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    current = cycles.current(store, ava)
    assert current is not None
    cycles.change_review_due(store, current.cycle.uuid, date(2026, 12, 8))
    meeting(store, ava, date(2026, 12, 9), title="Team around the child")
    meetings.log(store, ava, {}, {"what": "ring", "due_on": date(2026, 12, 10)})
    actions.add(store, ava, {"what": "print", "due_on": date(2026, 12, 28)})
    found = forecast.weeks(store)
    assert [item.kind for item in found[2].items] == ["review", "meeting", "step"]
    assert forecast.said(found[2]) == "1 review, 1 meeting, 1 next step"
    assert [item.kind for item in found[3].items] == ["action"], "what falls into the holiday stands before it"


def test_moving_keeps_the_weekday_or_takes_the_open_day_nearest_to_it(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    current = cycles.current(store, ava)
    assert current is not None
    cycles.change_review_due(store, current.cycle.uuid, date(2026, 12, 11))  # a Friday
    weeks = forecast.weeks(store)
    assert forecast.move(store, items(store)["review"], weeks[1].week) == date(2026, 12, 4)
    calendar.add_closures(store, 2026, "18/12")
    weeks = forecast.weeks(store)
    assert forecast.move(store, items(store)["review"], weeks[3].week) == date(2026, 12, 17)
    after = cycles.current(store, ava)
    assert after is not None and after.cycle.review_due_on == date(2026, 12, 17)
    history.undo(store)
    back = cycles.current(store, ava)
    assert back is not None and back.cycle.review_due_on == date(2026, 12, 4)


@pytest.mark.parametrize("kind", ["meeting", "visit", "step", "action"])
def test_every_kind_is_moved_by_its_own_service_and_taken_back(store: Store, ava: str, kind: str) -> None:
    day = date(2026, 12, 9)
    if kind == "meeting":
        meeting(store, ava, day)
    elif kind == "visit":
        event(store, ava, day, "move")
    elif kind == "step":
        meetings.log(store, ava, {}, {"what": "ring", "due_on": day})
    else:
        actions.add(store, ava, {"what": "print", "due_on": day})
    forecast.move(store, items(store)[kind], forecast.weeks(store)[4].week)
    assert items(store)[kind].day == date(2027, 1, 6)
    history.undo(store)
    assert items(store)[kind].day == day


def test_what_others_keep_or_the_law_sets_is_not_moved_and_says_why(store: Store, ava: str) -> None:
    event(store, ava, date(2026, 12, 9), "visit")
    week = forecast.weeks(store)[4].week
    with pytest.raises(Refused, match="professional’s to change"):
        forecast.move(store, items(store)["visit"], week)
    meeting(store, ava, date(2026, 12, 10), kind="annual_review")
    last = [item for one in forecast.weeks(store) for item in one.items][-1]
    with pytest.raises(Refused, match="twelve months"):
        forecast.move(store, last, week)


def test_nothing_is_moved_into_a_day_that_is_over(store: Store, ava: str) -> None:
    store.clock = fixed_clock(date(2026, 11, 27))
    actions.add(store, ava, {"what": "print", "due_on": date(2026, 12, 7)})  # a Monday
    weeks = forecast.weeks(store)
    assert forecast.move(store, items(store)["action"], weeks[0].week) == date(2026, 11, 27)
    store.clock = fixed_clock(date(2026, 11, 28))
    with pytest.raises(Refused, match="week is over"):
        forecast.move(store, items(store)["action"], weeks[0].week)


def test_a_full_week_is_told_and_an_empty_calendar_breaks_nothing(store: Store, ava: str) -> None:
    for number in range(5):
        actions.add(store, ava, {"what": f"print {number}", "due_on": date(2026, 12, 7)})
    assert [one.is_tall for one in forecast.weeks(store)][:4] == [False, False, True, False]
    assert forecast.next_week(store) == "Nothing is planned for the next school week either."
    store.clock = fixed_clock(date(2090, 1, 1))
    assert forecast.weeks(store) == ()
    assert "calendar ends" in forecast.next_week(store)


def test_actions_are_owed_by_person_and_done_with_a_day(store: Store, ava: str) -> None:
    first = actions.add(store, ava, {"what": "print", "owner": "Mrs Hill", "due_on": TODAY})
    actions.add(store, None, {"what": "order cards", "owner": "mrs hill "})
    actions.add(store, None, {"what": "lock up"})
    assert {who: len(rows) for who, rows in actions.by_person(store).items()} == {"Mrs Hill": 2, actions.NOBODY: 1}
    actions.done(store, first)
    assert actions.of_pupil(store, ava)[0].done_on == TODAY
    actions.reopen(store, first)
    for values, match in (
        ({"what": " "}, "needs words"),
        ({"due_on": TODAY - timedelta(days=1)}, "before it was agreed"),
    ):
        with pytest.raises(Refused, match=match):
            actions.change(store, first, values)
    with pytest.raises(Refused, match="What is to be done"):
        actions.add(store, ava, {"what": ""})
    with pytest.raises(Refused, match="future"):
        actions.done(store, first, TODAY + timedelta(days=1))
    actions.remove(store, first)
    assert actions.of_pupil(store, ava) == []
