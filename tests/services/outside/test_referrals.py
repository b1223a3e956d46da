"""A referral goes its way: each step has its day, each stage its time, and nothing leaves without consent or a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.services.custody import history
from gradesk.services.outside import consents, directory, referrals, reports
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY


@pytest.fixture
def speech(store: Store) -> str:
    """A therapist of the directory."""
    values = {"name": "Rosa Lindqvist", "role": "salt", "service": "Northgate Speech and Language"}
    return directory.add(store, values)


@pytest.fixture
def referral(store: Store, ava: str, speech: str) -> str:
    """An idea of today."""
    return referrals.add(store, ava, {"professional_id": speech, "reason": "Sounds at the end of words"})


def _consent(store: Store, ava: str, speech: str | None = None, **values: object) -> str:
    body = {"given_by": "Inés Núñez", "happened_on": TODAY - timedelta(days=200), "professional_id": speech}
    return consents.add(store, ava, body | values)


def test_an_idea_is_asked_for_in_two_weeks_and_its_sum_is_told(store: Store, referral: str) -> None:
    line = referrals.line(store, referral)
    assert (line.stage, line.since, line.days) == ("idea", TODAY, 0)
    assert line.chase is not None
    assert line.chase.on == TODAY + timedelta(weeks=2)
    assert "+ 2 weeks = " in line.chase.words


def test_nothing_is_sent_without_consent_unless_somebody_says_why(store: Store, ava: str, referral: str) -> None:
    with pytest.raises(referrals.Uncovered, match="No consent covers sending words about Ava"):
        referrals.advance(store, referral, "sent")
    assert referrals.line(store, referral).stage == "idea"
    referrals.advance(store, referral, "sent", why="The duty doctor asked for it at once")
    line = referrals.line(store, referral)
    assert line.stage == "sent"
    assert line.steps[-1].note == "The duty doctor asked for it at once"
    assert line.steps[-1].consent_id is None
    with pytest.raises(Refused, match="went out without consent"):
        referrals.change_step(store, line.steps[-1].uuid, {"note": ""})


def test_consent_to_one_service_covers_everybody_of_it_and_nobody_else(store: Store, ava: str, speech: str) -> None:
    colleague = directory.add(store, {"name": "Tom Ibe", "service": "northgate speech and language", "role": "salt"})
    doctor = directory.add(store, {"name": "Dr Okello", "service": "Community paediatrics", "role": "paediatrician"})
    _consent(store, ava, speech)
    assert consents.covering(store, ava, speech, TODAY) is not None
    assert consents.covering(store, ava, colleague, TODAY) is not None
    assert consents.covering(store, ava, doctor, TODAY) is None


@pytest.mark.parametrize(
    ("values", "day", "covers"),
    [
        ({}, TODAY, True),
        ({}, TODAY - timedelta(days=201), False),
        ({"until": TODAY}, TODAY, True),
        ({"until": TODAY - timedelta(days=1)}, TODAY, False),
        ({"withdrawn_on": TODAY}, TODAY, False),
        ({"withdrawn_on": TODAY}, TODAY - timedelta(days=1), True),
    ],
)
def test_consent_holds_from_its_day_until_its_end_or_until_it_is_withdrawn(
    store: Store, ava: str, speech: str, values: dict[str, date], day: date, covers: bool
) -> None:
    _consent(store, ava, **values)
    assert (consents.covering(store, ava, speech, day) is not None) is covers


def test_asking_again_leaves_the_stage_and_restarts_its_time(store: Store, ava: str, referral: str) -> None:
    _consent(store, ava)
    sent, asked = TODAY - timedelta(days=60), TODAY - timedelta(days=10)
    referrals.advance(store, referral, "sent", {"happened_on": sent})
    assert referrals.line(store, referral).is_due(TODAY)
    referrals.advance(store, referral, "asked", {"happened_on": asked})
    line = referrals.line(store, referral)
    assert (line.stage, line.since) == ("sent", sent)
    assert line.chase is not None
    assert line.chase.on == asked + timedelta(weeks=4)
    assert not line.is_due(TODAY)


def test_a_day_they_named_is_waited_for(store: Store, ava: str, referral: str) -> None:
    _consent(store, ava)
    referrals.advance(store, referral, "sent", {"happened_on": TODAY - timedelta(days=30)})
    named = TODAY + timedelta(days=90)
    referrals.advance(store, referral, "waiting", {"until": named})
    line = referrals.line(store, referral)
    assert line.chase is not None
    assert line.chase.on == named + timedelta(days=1)


def test_the_report_that_answers_it_is_its_stage(store: Store, ava: str, referral: str) -> None:
    _consent(store, ava)
    referrals.advance(store, referral, "sent", {"happened_on": TODAY - timedelta(days=30)})
    report = reports.add(store, ava, {"referral_id": referral, "title": "Assessment", "happened_on": TODAY})
    assert referrals.line(store, referral).stage == "report"
    assert reports.get(store, report).from_whom == "Rosa Lindqvist"
    with pytest.raises(Refused, match="A report answers this referral"):
        referrals.remove(store, referral)
    reports.remove(store, report)
    assert referrals.line(store, referral).stage == "sent"


def test_what_is_turned_down_can_be_sent_again(store: Store, ava: str, referral: str) -> None:
    _consent(store, ava)
    for code, days in (("sent", 50), ("acknowledged", 40), ("declined", 30)):
        referrals.advance(store, referral, code, {"happened_on": TODAY - timedelta(days=days)})
    line = referrals.line(store, referral)
    assert line.stage == "declined"
    assert referrals.steps_on(line)[0] == "sent"
    referrals.advance(store, referral, "sent", {"happened_on": TODAY - timedelta(days=5)})
    line = referrals.line(store, referral)
    assert (line.stage, line.days) == ("sent", 5)


@pytest.mark.parametrize(
    ("code", "day", "words"),
    [
        ("seen", TODAY, "needs a referral that was sent"),
        ("discussed", TODAY + timedelta(days=1), "a day to come"),
        ("discussed", date(2016, 1, 1), "before the date of birth"),
    ],
)
def test_a_step_that_cannot_be_is_refused_with_its_reason(
    store: Store, referral: str, code: str, day: date, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        referrals.advance(store, referral, code, {"happened_on": day})


def test_an_answer_before_the_sending_is_refused(store: Store, ava: str, referral: str) -> None:
    _consent(store, ava)
    referrals.advance(store, referral, "sent", {"happened_on": TODAY - timedelta(days=3)})
    with pytest.raises(Refused, match="before it was sent"):
        referrals.advance(store, referral, "acknowledged", {"happened_on": TODAY - timedelta(days=4)})
    with pytest.raises(Refused, match="before that referral was sent"):
        reports.add(
            store, ava, {"referral_id": referral, "happened_on": TODAY - timedelta(days=9),
                         "received_on": TODAY - timedelta(days=8), "title": "Old"},
        )  # fmt: skip


def test_an_older_step_moves_the_day_it_was_first_thought_of(store: Store, ava: str, referral: str) -> None:
    day = TODAY - timedelta(days=100)
    referrals.advance(store, referral, "discussed", {"happened_on": day})
    assert referrals.line(store, referral).referral.happened_on == day


def test_undo_takes_a_step_back_and_a_deleted_referral_returns_whole(store: Store, ava: str, referral: str) -> None:
    referrals.advance(store, referral, "discussed")
    history.undo(store)
    assert referrals.line(store, referral).stage == "idea"
    referrals.advance(store, referral, "discussed")
    referrals.remove(store, referral)
    assert referrals.of_pupil(store, ava) == []
    history.undo(store)
    assert referrals.of_pupil(store, ava)[0].stage == "discussed"


def test_the_board_shows_what_is_open_of_those_on_the_roll(store: Store, ava: str, referral: str) -> None:
    assert [one.name for one in referrals.board(store)] == ["Ava Núñez"]
    referrals.advance(store, referral, "closed", {"note": "Home would rather wait"})
    assert referrals.board(store) == []
    assert [one.stage for one in referrals.board(store, closed=True)] == ["closed"]


def test_consent_noted_late_moves_nothing_and_a_sending_stays_on_a_day_that_is_covered(
    store: Store, ava: str, speech: str, referral: str
) -> None:
    week = TODAY - timedelta(days=7)
    _consent(store, ava, speech, happened_on=week)
    step = referrals.advance(store, referral, "sent", {"happened_on": week})
    referrals.advance(store, referral, "consent")
    assert referrals.line(store, referral).stage == "sent"
    with pytest.raises(Refused, match="No consent covers"):
        referrals.change_step(store, step, {"happened_on": week - timedelta(days=1)})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(days=st.lists(st.integers(0, 400), min_size=1, max_size=6))
def test_however_the_days_lie_a_stage_began_on_a_day_of_its_own_and_is_never_asked_for_before(
    store: Store, ava: str, speech: str, days: list[int]
) -> None:
    _consent(store, ava, happened_on=TODAY - timedelta(days=900))
    uuid = referrals.add(store, ava, {"professional_id": speech, "happened_on": TODAY - timedelta(days=500)})
    referrals.advance(store, uuid, "sent", {"happened_on": TODAY - timedelta(days=450)})
    for back in days:
        line = referrals.line(store, uuid)
        code = next(one for one in referrals.steps_on(line) if one != "closed")
        referrals.advance(store, uuid, code, {"happened_on": TODAY - timedelta(days=back)})
        line = referrals.line(store, uuid)
        assert line.since in {one.happened_on for one in line.steps}
        assert line.chase is None or line.chase.on > line.since
    referrals.remove(store, uuid)
