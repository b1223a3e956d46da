"""A plan is pasted once and held against what is given; its review goes up a ladder that is counted from the meeting."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gradesk.model.rules.ehc import delivery
from gradesk.services.custody import history
from gradesk.services.ehc import cases, delivered, promises, reviews
from gradesk.services.plans import plans
from gradesk.services.term import provisions
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import whole_plan

SECTION_F = """Section F
F1. 5 hours a week of support from a teaching assistant in English and maths.
F2. Three 20-minute sessions a week of a sound programme.
F3. Access to a quiet space when needed."""


@pytest.fixture
def case(store: Store, ava: str) -> str:
    """A plan of 2 February."""
    return cases.begin(store, ava, {"happened_on": date(2026, 2, 2), "council": "Northgate"}, "final")


def test_a_section_is_pasted_once_and_says_of_what_no_number_can_be_read(store: Store, case: str) -> None:
    assert promises.paste_lines(store, case, SECTION_F) == (3, 1)
    lines = promises.read(store, case).lines
    assert [(one.code, promises.quantity(one).words, one.scope) for one in lines] == [
        ("F1", "5 hours a week", "English and maths"), ("F2", "20 minutes, 3 a week", ""), ("F3", "", ""),
    ]  # fmt: skip
    promises.change_line(store, lines[2].uuid, {"minutes": 10, "times": 5})
    assert promises.quantity(promises.read(store, case).lines[2]).minutes_a_week == 50
    with pytest.raises(Refused, match="cannot be"):
        promises.change_line(store, lines[2].uuid, {"minutes": 900})
    history.undo(store)
    history.undo(store)
    assert promises.read(store, case).lines == ()


def test_outcomes_have_numbers_and_are_served_by_targets(store: Store, ava: str, case: str) -> None:
    promises.paste_outcomes(store, case, "1. Ava will read alone by the end of Year 6\n2. Ava will have two friends")
    (first, _), (second, _) = promises.read(store, case).outcomes
    assert (first.position, first.by_when, second.words) == (1, "the end of Year 6", "Ava will have two friends")
    plan = whole_plan(store, ava)
    target = plans.page(store, plan).targets[0]
    promises.serve(store, first.uuid, [target.uuid])
    assert [one.uuid for one in promises.read(store, case).outcomes[0][1]] == [target.uuid]
    promises.serve(store, first.uuid, [])
    assert promises.read(store, case).outcomes[0][1] == ()


def test_each_line_is_met_short_not_arranged_or_out_of_scope(store: Store, ava: str, case: str) -> None:
    promises.paste_lines(store, case, SECTION_F)
    support = {"starts_on": TODAY - timedelta(days=30), "times_a_week": 3.0, "minutes": 20}
    provisions.add(store, [ava], support | {"name": "Sounds", "ehc_line": "F2"})
    uuid = provisions.add(
        store,
        [ava],
        {"name": "TA", "starts_on": TODAY - timedelta(days=30), "ehc_line": "F1", "ehc_hours": 5.0, "scope": "science"},
    )
    states = [one.on_day.state for one in delivered.of_case(store, case, ava, TODAY)]
    assert states == [delivery.OUT_OF_SCOPE, delivery.MET, delivery.UNREAD]
    provisions.change(store, uuid, {"scope": "maths", "ehc_hours": 3.0})
    first = delivered.of_case(store, case, ava, TODAY)[0]
    assert first.on_day.words == "Short by 2 h a week: 3 h of 5 h."
    assert first.support == ("TA",)
    before = delivered.of_case(store, case, ava, TODAY - timedelta(days=60))
    assert before[0].on_day.state == delivery.NOT_ARRANGED


def test_over_a_term_a_line_without_registers_was_not_given(store: Store, ava: str, case: str) -> None:
    promises.paste_lines(store, case, SECTION_F)
    (_, second, third) = delivered.of_case(store, case, ava, TODAY, TODAY - timedelta(days=27))
    assert second.over_span is not None and second.over_span.state == delivery.NOT_ARRANGED
    assert third.over_span is not None and third.over_span.state == delivery.UNREAD


def test_the_ladder_is_counted_back_from_the_meeting_and_on_from_it(store: Store, ava: str, case: str) -> None:
    uuid = reviews.begin(store, case, {"meeting_on": date(2026, 12, 14)})
    found = cases.current(store, ava)
    assert found is not None
    ladder = reviews.ladder(store, found.reviews[0], found)
    assert {rung.code: rung.due for rung in ladder.rungs} == {
        "views_asked_on": date(2026, 11, 2), "invited_on": date(2026, 11, 16), "reports_in_on": date(2026, 11, 23),
        "papers_out_on": date(2026, 11, 30), "held_on": date(2026, 12, 14), "report_sent_on": date(2026, 12, 28),
        "decided_on": date(2027, 1, 11), "final_on": date(2027, 3, 8),
    }  # fmt: skip
    assert ladder.due == date(2027, 2, 2)
    assert ladder.next is not None and ladder.next.title == "Views asked for" and ladder.next.is_late(TODAY)
    reviews.done(store, uuid, "views_asked_on")
    (season,) = reviews.season(store)
    assert (season.what, season.on) == ("Invitations sent", date(2026, 11, 16))
    with pytest.raises(Refused, match="under way already"):
        reviews.begin(store, case)


def test_without_a_day_the_meeting_lies_four_weeks_before_the_anniversary(store: Store, ava: str, case: str) -> None:
    (season,) = reviews.season(store)
    assert (season.what, season.due, season.ladder) == ("Begin the review", date(2027, 2, 2), None)
    reviews.begin(store, case)
    (season,) = reviews.season(store)
    assert season.ladder is not None and not season.ladder.is_planned
    assert next(rung.due for rung in season.ladder.rungs if rung.code == "held_on") == date(2027, 1, 5)


def test_a_review_that_is_decided_begins_the_next_year(store: Store, ava: str, case: str) -> None:
    uuid = reviews.begin(store, case)
    with pytest.raises(Refused, match="follows the meeting"):
        reviews.change(store, uuid, {"decided_on": TODAY})
    reviews.done(store, uuid, "held_on", date(2026, 11, 2))
    with pytest.raises(Refused, match="before the meeting"):
        reviews.change(store, uuid, {"report_sent_on": date(2026, 11, 1)})
    with pytest.raises(Refused, match="a day to come"):
        reviews.change(store, uuid, {"report_sent_on": TODAY + timedelta(days=1)})
    reviews.change(store, uuid, {"decided_on": TODAY, "decision": "maintain"})
    (season,) = reviews.season(store)
    assert season.due == date(2027, 11, 23)
    assert season.what == "Begin the review"


def test_each_outcome_is_rated_and_each_line_looked_at(store: Store, case: str) -> None:
    promises.paste_outcomes(store, case, "- Read alone")
    uuid = reviews.begin(store, case)
    outcome = promises.read(store, case).outcomes[0][0]
    reviews.find(store, uuid, "outcome", outcome.uuid, "well", "Reads to her brother")
    assert reviews.findings(store, uuid)[outcome.uuid].finding == "well"
    with pytest.raises(Refused, match="no such finding"):
        reviews.find(store, uuid, "outcome", outcome.uuid, "keep")


def test_a_pupil_without_a_plan_has_no_review(store: Store, ava: str) -> None:
    asked = cases.begin(store, ava, {"happened_on": date(2026, 10, 1)})
    with pytest.raises(Refused, match="no plan in force"):
        reviews.begin(store, asked)
