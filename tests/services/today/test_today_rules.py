"""The rules of Today: what each says, when it begins, how a school sets it, and how a line is put off."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from gradesk.model.evidence.measure import MeasureResult
from gradesk.model.rules.days.school_year import academic_year, bank_holidays, easter, typical_half_terms
from gradesk.model.rules.stages import planned_stages, usual_review_day
from gradesk.model.school.agenda import AgreedAction, CapturedLine
from gradesk.services import editing
from gradesk.services.custody import history
from gradesk.services.meetings import kinds, meetings
from gradesk.services.plans import adjustments, beginning, cycles, plans
from gradesk.services.pupils import pupils
from gradesk.services.school import school
from gradesk.services.today import due, later
from gradesk.services.today.due import Due
from gradesk.services.today.due_rules import FINDERS, book
from gradesk.store.work import Store
from gradesk.system.clock import Clock, fixed_clock
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import WHOLE, agreed_plan, whole_plan

DAY = timedelta(days=1)


def lines(store: Store, rule: str, on: date | None = None) -> list[Due]:
    return [item for item in due.due(store, on) if item.rule == rule]


def test_every_shipped_rule_has_a_finder_a_group_and_a_sentence() -> None:
    assert [rule.code for rule in book.shipped()] == list(FINDERS)
    for rule in book.shipped():
        assert rule.group in book.groups()
        assert rule.why.endswith(".") and "{days}" not in rule.why
        assert (rule.days is None) == (rule.days_are == "")
        assert set(rule.pupils) <= set("NWKE")
    assert list(dict.fromkeys(rule.group for rule in book.shipped())) == list(book.groups())


def test_a_rule_that_is_switched_off_has_no_lines_until_it_is_on_again(store: Store, ava: str) -> None:
    assert lines(store, "no_plan")
    book.change(store, "no_plan", is_on=False, days=None)
    assert not lines(store, "no_plan")
    history.undo(store)
    assert lines(store, "no_plan")


def test_a_school_says_when_a_warning_begins(store: Store, ava: str) -> None:
    cycles.open_cycle(store, ava, date(2026, 11, 20), date(2026, 12, 11))
    assert not lines(store, "review_due", date(2026, 11, 23))
    book.change(store, "review_due", is_on=True, days=21)
    [item] = lines(store, "review_due", date(2026, 11, 23))
    assert (item.since, item.due) == (date(2026, 11, 20), date(2026, 12, 11))
    assert "21 days" in next(rule for rule in book.rules(store) if rule.code == "review_due").why
    with pytest.raises(Refused, match="0 to 1,000"):
        book.change(store, "review_due", is_on=True, days=1_001)


def test_a_plan_past_its_review_is_named_once(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    review = plans.page(store, plan).plan.review_on
    assert review is not None
    assert [item.rule for item in due.due(store, review + DAY) if "review" in item.rule or "plan" in item.rule] == [
        "review_overdue"
    ]
    note = beginning.begin(store, ava, "note", date(2026, 9, 14))
    plans.change(store, note, {"review_on": date(2026, 11, 1)})
    [item] = lines(store, "plan_over")
    assert (item.subject, item.since) == (note, date(2026, 11, 2))


def test_a_draft_waits_two_weeks_for_its_agreement(store: Store, ava: str) -> None:
    store.clock = fixed_clock(date(2026, 11, 9))
    whole_plan(store, ava, date(2026, 9, 14))
    assert not lines(store, "plan_unsigned", date(2026, 11, 22))
    assert lines(store, "plan_unsigned", date(2026, 11, 23))


def test_targets_without_the_pupils_words_stand_in_one_line_for_a_plan(store: Store, ava: str) -> None:
    plan = agreed_plan(store, ava)
    assert not lines(store, "no_own_words")
    first = plans.add_target(store, plan, {**WHOLE, "pupil_wording": ""})
    plans.add_target(store, plan, {**WHOLE, "pupil_wording": ""})
    [item] = lines(store, "no_own_words")
    assert (item.words, item.place.record) == ("2 targets are not in own words", first)


def test_whether_home_was_spoken_to_is_asked_once(store: Store, ava: str) -> None:
    assert lines(store, "no_contact", date(2026, 11, 25)) and not lines(store, "few_contacts", date(2026, 11, 25))
    book.change(store, "no_contact", is_on=False, days=None)
    assert lines(store, "few_contacts", date(2026, 11, 25))


def test_the_ring_falls_behind_only_near_the_end_of_a_term(store: Store, ava: str) -> None:
    book.change(store, "no_contact", is_on=False, days=None)
    assert not lines(store, "few_contacts", date(2026, 11, 19))
    [item] = lines(store, "few_contacts", date(2026, 11, 20))
    assert (item.ring, item.due) == ((0, 3), date(2026, 12, 18))
    meetings.log(store, ava, {"kind": "review", "happened_on": date(2026, 10, 1)})
    assert not lines(store, "few_contacts", date(2026, 11, 20))
    assert lines(store, "few_contacts", date(2027, 3, 20))[0].ring == (1, 3)
    assert not lines(store, "few_contacts", date(2027, 9, 1))


def test_no_contact_is_counted_from_the_term_before_while_a_term_is_young(store: Store, ava: str) -> None:
    meetings.log(store, ava, {"kind": "phone", "happened_on": date(2026, 9, 20)})
    assert not lines(store, "no_contact", date(2026, 12, 18))
    assert not lines(store, "no_contact", date(2027, 1, 10))
    assert lines(store, "no_contact", date(2027, 1, 20))[0].words == "No contact in the Spring term"


def test_the_school_says_which_contacts_count_and_how_many_it_wants(store: Store, ava: str) -> None:
    book.change(store, "no_contact", is_on=False, days=None)
    meetings.log(store, ava, {"kind": "phone", "happened_on": date(2026, 10, 1)})
    assert meetings.count_this_year(store, ava) == 0
    kinds.count(store, {"phone", "review"})
    school.change_school(store, {"contacts_a_year": 6})
    assert meetings.count_this_year(store, ava) == 1
    meetings.log(store, ava, {"kind": "phone", "happened_on": date(2026, 10, 2)})
    meetings.log(store, ava, {"kind": "parents_evening", "happened_on": date(2026, 10, 3)})
    assert meetings.count_this_year(store, ava) == 2
    assert lines(store, "few_contacts", date(2027, 3, 20))[0].ring == (2, 6)
    kinds.count(store, {"review"})
    assert meetings.count_this_year(store, ava) == 0
    with pytest.raises(Refused, match="no such kind"):
        kinds.count(store, {"pigeon"})


def test_a_schools_own_stage_lengths_plan_the_next_cycle(store: Store, ava: str) -> None:
    school.change_school(store, {"weeks_assess": 1, "weeks_plan": 1, "weeks_do": 3, "weeks_review": 1})
    cycle = cycles.open_cycle(store, ava, date(2026, 11, 2))
    page = cycles.current(store, ava)
    assert page is not None and page.cycle.uuid == cycle
    assert page.cycle.review_due_on == date(2026, 12, 14)
    assert [(stage.planned_to - stage.planned_from).days + 1 for stage in page.stages] == [7, 7, 22, 7]
    with pytest.raises(Refused, match="1 to 40 weeks"):
        school.change_school(store, {"weeks_do": 0})


def test_assessments_adjustments_actions_and_lines_are_owed_from_their_day(store: Store, ava: str) -> None:
    assert lines(store, "assessment_due")[0].words == "No assessment or observation yet"
    editing.add(
        store, MeasureResult, {"pupil_id": ava, "measure": "x", "value": 1.0, "happened_on": date(2026, 5, 7)}, "x"
    )
    assert not lines(store, "assessment_due")
    assert lines(store, "assessment_due", TODAY + DAY)
    adjustments.add(store, "a seat at the front", pupil_id=ava, starts_on=date(2026, 8, 14))
    assert lines(store, "adjustment_unseen")
    editing.add(store, AgreedAction, {"pupil_id": ava, "what": "ring", "due_on": TODAY, "owner": "Bo"}, "x")
    assert not lines(store, "action_overdue")
    assert lines(store, "action_overdue", TODAY + DAY)[0].words == "Bo: ring"
    editing.add(store, CapturedLine, {"words": "Ava mum phoned"}, "x")
    assert lines(store, "captured")[0].place.tab == "intray"


def test_a_line_put_off_comes_back_by_itself_on_its_day(store: Store, ava: str) -> None:
    [item] = lines(store, "no_plan")
    uuid = later.put_off(store, item, TODAY + 7 * DAY, "  new school’s file comes  ")
    [off] = lines(store, "no_plan")
    assert off.put_off is not None and off.put_off.reason == "new school’s file comes"
    assert off not in due.owed(due.due(store))
    assert lines(store, "no_plan", TODAY + 7 * DAY)[0].put_off is None
    assert later.put_off(store, item, TODAY + 9 * DAY, "later still") == uuid
    later.bring_back(store, uuid)
    assert lines(store, "no_plan")[0].put_off is None
    history.undo(store)
    assert lines(store, "no_plan")[0].put_off is not None


@pytest.mark.parametrize(
    ("until", "reason", "match"),
    [
        (None, "x", "Until when"),
        (TODAY, "x", "still to come"),
        (date(2200, 1, 1), "x", "a year at most"),
        (TODAY + DAY, "  ", "Why"),
    ],
)
def test_putting_off_needs_a_day_ahead_and_a_reason(
    store: Store, ava: str, until: date | None, reason: str, match: str
) -> None:
    [item] = lines(store, "no_plan")
    with pytest.raises(Refused, match=match):
        later.put_off(store, item, until, reason)
    with pytest.raises(Refused, match="about no pupil"):
        later.put_off(store, replace(item, pupil_id=""), TODAY + DAY, "x")


def test_a_clock_that_was_set_back_is_said_and_breaks_nothing(store: Store, ava: str) -> None:
    assert due.clock_set_back(store) == ""
    store.clock = fixed_clock(date(2020, 1, 1))
    assert "01/01/2020" in due.clock_set_back(store) and "23/11/2026" in due.clock_set_back(store)
    assert isinstance(due.due(store), list)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a running program cannot be set here")
def test_the_hour_that_comes_twice_when_summer_time_ends_sets_no_clock_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        night = date(2027, 10, 31)
        for hour, minute in ((0, 30), (0, 10)):  # half past one in summer time, and ten past one again
            now = datetime(2027, 10, 31, hour, minute, tzinfo=UTC) + timedelta(hours=minute == 10)
            store.clock = Clock(now=lambda now=now: now, today=lambda: night)
            pupils.add_pupil(store, {"legal_forename": f"Bo{hour}{minute}"})
            assert due.clock_set_back(store) == ""
        late = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight of 1 July in school
        store.clock = Clock(now=lambda: late, today=lambda: date(2027, 7, 1))
        assert "31/10/2027" in due.clock_set_back(store)
    finally:
        monkeypatch.undo()
        time.tzset()


@given(day=st.dates(date(1990, 1, 1), date(2200, 12, 31)))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_list_can_be_asked_for_any_day_and_no_line_begins_after_it(store: Store, ava: str, day: date) -> None:
    for item in due.due(store, day):
        assert item.since is None or item.since <= day
        assert item.words.strip()


@given(
    start=st.integers(2020, 2060),
    offset=st.integers(0, 330),
    weeks=st.tuples(*[st.integers(1, 12)] * 4),
)
def test_cycles_end_on_school_days_across_holidays_and_the_turn_of_the_year(
    start: int, offset: int, weeks: tuple[int, int, int, int]
) -> None:
    halves = [half for year in (start, start + 1, start + 2) for half in typical_half_terms(year)]
    shares = dict(zip(("assess", "plan", "do", "review"), weeks, strict=True))
    opened = date(start, 9, 1) + offset * DAY
    review = usual_review_day(opened, halves, shares)
    assert opened < review <= opened + timedelta(weeks=sum(weeks))
    spans = planned_stages(opened, review, shares)
    assert spans[0].starts_on == opened and spans[-1].ends_on >= review
    for one, other in itertools.pairwise(spans):
        assert other.starts_on == one.ends_on + DAY
    assert academic_year(review).holds(review)


@given(start=st.integers(1990, 2099))
def test_typical_half_terms_begin_and_end_on_weekdays_and_easter_closes_where_it_falls_in_term(start: int) -> None:
    halves, closed = typical_half_terms(start), bank_holidays(start)
    for half in halves:
        assert half.starts_on.weekday() < 5 and half.ends_on.weekday() < 5
        assert not half.holds(date(start, 12, 25))
        for day in (easter(start + 1) - 2 * DAY, easter(start + 1) + DAY):
            assert not half.holds(day) or day in closed


def test_reading_the_list_asks_the_file_no_more_often_for_more_pupils(
    store: Store, ava: str, statements: Callable[[], int]
) -> None:
    before = statements()
    due.due(store)
    few = statements() - before
    for number in range(30):
        uuid = pupils.add_pupil(store, {"legal_forename": f"Bo{number}"})
        pupils.set_status(store, uuid, "K", TODAY, "x", TODAY)
    before = statements()
    due.due(store)
    assert statements() - before == few


@pytest.fixture
def statements(store: Store) -> Callable[[], int]:
    """How many statements the file was asked so far."""
    count = [0]

    def heard(*_args: object) -> None:
        count[0] += 1

    event.listen(store.vault.engine, "before_cursor_execute", heard)
    return lambda: count[0]


def test_a_stage_that_began_late_has_as_many_days_as_were_planned(store: Store, ava: str) -> None:
    cycle = cycles.open_cycle(store, ava, date(2026, 9, 7), date(2027, 1, 20))
    [line] = [item for item in due.due(store) if item.rule == "stage_overdue"]
    assert "Assess" in line.words
    cycles.move_on(store, cycle, TODAY)
    assert not [item for item in due.due(store) if item.rule == "stage_overdue"]
    later = TODAY + timedelta(days=40)
    assert [item.words for item in due.due(store, later) if item.rule == "stage_overdue"] == [
        "The Plan stage should have ended"
    ]
