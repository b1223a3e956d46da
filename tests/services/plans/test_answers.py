"""The pupil's corner asks in words for the age and keeps every answer as one record of its day."""

from __future__ import annotations

from datetime import date

import pytest

from gradesk.documents.press.symbols import symbols
from gradesk.model.plans.passport import PASSPORT_SECTIONS
from gradesk.model.plans.pupil_answer import PupilAnswer
from gradesk.model.rules.days.age_band import BANDS
from gradesk.services.custody import history
from gradesk.services.meetings import kinds
from gradesk.services.plans import answers
from gradesk.services.plans.answers import Question
from gradesk.services.pupils import pupils
from gradesk.services.timeline import story
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import agreed_plan


def asked(store: Store, pupil_id: str, code: str) -> Question:
    """One question as it is asked of a pupil today."""
    return next(one for one in answers.questions(store, pupil_id) if one.code == code)


@pytest.mark.parametrize("band", BANDS)
def test_every_question_lands_in_a_section_and_a_step_that_exist_and_shows_pictures_that_ship(band: str) -> None:
    pictures = {symbol.name for symbol in symbols()}
    found = answers.every_question(band)
    assert 10 <= len(found) <= 12 and {one.shape for one in found} >= {"pictures", "draw", "words", "targets"}
    for one in found:
        assert one.passport in ("", *PASSPORT_SECTIONS) and one.step in ("", *kinds.every_step())
        assert {code for code, _ in one.pictures} <= pictures and bool(one.pictures) == (one.shape == "pictures")
        assert one.asks and one.more and one.short


def test_a_six_year_old_and_an_older_pupil_are_asked_in_other_words(store: Store) -> None:
    small = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Ash", "year_group": "1"})
    big = pupils.add_pupil(store, {"legal_forename": "Cy", "legal_surname": "Elm", "year_group": "9"})
    assert asked(store, small, "school").asks == "How is school?"
    assert asked(store, big, "school_scale").shape == "scale"
    assert "school" not in [one.code for one in answers.questions(store, big)]


def test_each_target_is_asked_about_in_the_words_of_the_child(store: Store, ava: str) -> None:
    assert not any(one.target_id for one in answers.questions(store, ava))
    agreed_plan(store, ava, targets=2)
    found = [one for one in answers.questions(store, ava) if one.target_id]
    assert [one.target for one in found] == ["I can read ten new words."] * 2
    assert len({one.place for one in found}) == 2


def test_an_answer_is_kept_at_once_and_the_same_question_of_that_day_is_the_same_record(store: Store, ava: str) -> None:
    likes = asked(store, ava, "likes")
    answers.answer(store, ava, likes, {"pictures": "draw", "value": "drawing", "helped_by": "Ms Cole"})
    answers.answer(store, ava, likes, {"words": "and cats"})
    (one,) = answers.on_day(store, ava)
    assert (one.happened_on, one.helped_by, one.asked) == (TODAY, "Ms Cole", likes.asks)
    assert answers.spoken(one) == "Drawing. and cats"
    answers.answer(store, ava, likes, {"pictures": "", "value": ""})
    answers.answer(store, ava, likes, {"words": ""})
    assert answers.on_day(store, ava) == []


def test_another_day_is_another_record_and_both_can_be_read(store: Store, ava: str) -> None:
    school = asked(store, ava, "know")
    answers.answer(store, ava, school, {"words": "I listen"})
    store.clock = fixed_clock(date(2026, 12, 1))
    answers.answer(store, ava, school, {"words": "I am funny"})
    assert [(one.day.day, one.answers[0].words) for one in answers.sittings(store, ava)] == [
        (1, "I am funny"), (23, "I listen"),
    ]  # fmt: skip


def test_undo_takes_an_answer_back_and_the_history_tells_of_it(store: Store, ava: str) -> None:
    answers.answer(store, ava, asked(store, ava, "know"), {"words": "I listen"})
    assert any("Ava said: What I want people to know" in str(one) for one in history.entries(store, ava))
    history.undo(store)
    assert answers.on_day(store, ava) == []
    history.redo(store)
    assert answers.on_day(store, ava)[0].words == "I listen"


def test_a_day_is_deleted_whole_and_comes_back_whole(store: Store, ava: str) -> None:
    for code in ("know", "change"):
        answers.answer(store, ava, asked(store, ava, code), {"words": "Yes"})
    answers.remove_sitting(store, ava, TODAY)
    assert answers.sittings(store, ava) == []
    with pytest.raises(Refused, match="nothing was deleted"):
        answers.remove_sitting(store, ava, TODAY)
    history.undo(store)
    assert len(answers.on_day(store, ava)) == 2


def test_who_sat_beside_can_be_said_afterwards(store: Store, ava: str) -> None:
    answers.answer(store, ava, asked(store, ava, "know"), {"words": "Yes"})
    answers.name_helper(store, ava, "Mr Reed")
    assert answers.sittings(store, ava)[0].helped_by == answers.last_helper(store, ava) == "Mr Reed"


def test_a_day_in_the_corner_is_one_mark_on_the_timeline(store: Store, ava: str) -> None:
    for code in ("know", "change"):
        answers.answer(store, ava, asked(store, ava, code), {"words": "Yes", "helped_by": "Mr Reed"})
    (mark,) = [one for one in story.story(store, ava).marks if one.kind == "voice"]
    assert mark.label == "In their own words, with Mr Reed" and "What I would change: Yes" in mark.detail


@pytest.mark.parametrize(
    ("shape", "value", "said", "low"),
    [
        ("faces", "2", "Not so good", True),
        ("faces", "3", "All right", False),
        ("scale", "4/8", "4 out of 10; I would like to be at 8", True),
        ("scale", "/8", "I would like to be at 8", False),
        ("scale", "5", "5 out of 10", False),
        ("targets", "5", "Yes, I can", False),
        ("pictures", "noise, waiting", "Noise, waiting", False),
    ],
)
def test_what_was_chosen_is_said_in_words(shape: str, value: str, said: str, low: bool) -> None:
    one = PupilAnswer(shape=shape, value=value, words="", strokes="")
    assert answers.spoken(one) == said and answers.is_low(one) is low
