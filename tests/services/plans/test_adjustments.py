"""What every pupil gets, what one pupil gets beyond it, and what a text says again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.model.rules.words.repeats import content_words
from gradesk.model.vocabulary import AREAS
from gradesk.services.custody import history
from gradesk.services.plans import adjustments
from gradesk.services.plans.adjustments import SCHOOL
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TODAY = date(2026, 11, 23)


def words(store: Store, class_name: str = SCHOOL) -> list[str]:
    place = next(place for place in adjustments.places(store) if place.class_name == class_name)
    return [row.words for row in place.now]


def test_a_pupil_gets_what_the_school_and_the_own_class_do_and_no_other_class(store: Store, ava: str) -> None:
    adjustments.add(store, "Greet at the door")
    adjustments.add(store, "Captions on films", class_name="4 Oak")
    adjustments.add(store, "Quiet music", class_name="5 Elm")
    adjustments.add(store, "A break card", pupil_id=ava)
    assert [row.words for row in adjustments.universal(store, ava)] == ["Greet at the door", "Captions on films"]
    assert [row.words for row in adjustments.of_pupil(store, ava).now] == ["A break card"]
    assert [place.class_name for place in adjustments.places(store)] == [SCHOOL, "4 Oak", "5 Elm"]


def test_suggestions_are_many_over_all_areas_and_none_twice() -> None:
    found = adjustments.suggestions()
    assert len(found) >= 40
    assert {one.area for one in found} == set(AREAS.codes)
    assert len({one.words.casefold() for one in found}) == len(found)
    assert all(one.words[0].isupper() and not one.words.endswith(".") for one in found)


def test_several_suggestions_are_taken_up_in_one_step_and_never_twice(store: Store, ava: str) -> None:
    wanted = [one.words for one in adjustments.suggestions()[:3]]
    assert adjustments.add_suggested(store, wanted, "4 Oak") == 3
    assert words(store, "4 Oak") == wanted
    assert words(store) == []
    assert adjustments.add_suggested(store, [*wanted, adjustments.suggestions()[5].words], "4 Oak") == 1
    with pytest.raises(Refused, match="tick at least one"):
        adjustments.add_suggested(store, wanted, "4 Oak")
    history.undo(store)
    assert words(store, "4 Oak") == wanted


def test_what_is_ended_stays_in_the_history_and_can_be_done_again(store: Store, ava: str) -> None:
    uuid = adjustments.add(store, "A break card", pupil_id=ava, starts_on=date(2026, 9, 7))
    adjustments.end(store, uuid, TODAY)
    place = adjustments.of_pupil(store, ava)
    assert place.now == ()
    assert [(row.starts_on, row.ends_on) for row in place.ended] == [(date(2026, 9, 7), TODAY)]
    adjustments.take_up(store, uuid)
    assert [row.uuid for row in adjustments.of_pupil(store, ava).now] == [uuid]
    with pytest.raises(Refused, match="cannot end before it began; the old days were kept"):
        adjustments.end(store, uuid, date(2026, 9, 6))
    assert adjustments.get(store, uuid).ends_on is None


def test_a_deleted_strategy_comes_back_by_undo(store: Store) -> None:
    uuid = adjustments.add(store, "Greet at the door")
    adjustments.remove(store, uuid)
    assert words(store) == []
    history.undo(store)
    assert words(store) == ["Greet at the door"]


def test_saying_whether_it_works_is_looking_at_it(store: Store, ava: str) -> None:
    uuid = adjustments.add(store, "A break card", pupil_id=ava)
    assert adjustments.get(store, uuid).checked_on is None
    adjustments.change(store, uuid, {"working": "partly"})
    assert adjustments.get(store, uuid).checked_on == TODAY
    adjustments.change(store, uuid, {"checked_on": date(2026, 11, 2)})
    adjustments.change(store, uuid, {"lessons": "writing"})
    assert adjustments.get(store, uuid).checked_on == date(2026, 11, 2)


@pytest.mark.parametrize("empty", ["", "  \n"])
def test_a_strategy_without_words_is_refused(store: Store, empty: str) -> None:
    with pytest.raises(Refused, match="needs words; nothing was added"):
        adjustments.add(store, empty)
    uuid = adjustments.add(store, "Greet at the door")
    with pytest.raises(Refused, match="the old ones were kept"):
        adjustments.change(store, uuid, {"words": empty})


def test_a_plan_that_says_again_what_everybody_gets_is_told_which(store: Store, ava: str) -> None:
    adjustments.add(store, "Show what the day holds with pictures and words, and take down what is done")
    adjustments.add(store, "Greet every pupil by name at the door")
    adjustments.add(store, "Captions on every film", class_name="5 Elm")
    told = adjustments.repeated(store, ava, "Sits at the front.\nGreeting by name at the classroom door")
    assert told == ["Greet every pupil by name at the door"]
    assert adjustments.repeated(store, ava, "Captions on every film") == []
    assert adjustments.repeated(store, ava, "Reads with a teaching partner for ten minutes a day") == []
    assert adjustments.repeated(store, ava, "  ") == []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=st.sampled_from(adjustments.suggestions()), before=st.text(alphabet="ab .\n", max_size=20))
def test_the_very_words_of_a_strategy_are_always_found(store: Store, ava: str, one: object, before: str) -> None:
    strategy = getattr(one, "words", "")
    uuid = adjustments.add(store, strategy)
    assert len(content_words(strategy)) >= 2
    assert strategy in adjustments.repeated(store, ava, f"{before}\n{strategy.upper()}")
    adjustments.remove(store, uuid)


def test_a_strategy_that_begins_later_is_not_yet_what_everybody_gets(store: Store, ava: str) -> None:
    adjustments.add(store, "Greet every pupil by name", starts_on=TODAY + timedelta(days=1))
    assert adjustments.universal(store, ava) == []
    assert words(store) == ["Greet every pupil by name"]
