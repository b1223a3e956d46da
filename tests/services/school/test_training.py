"""Training: logged for several people at once, and known by course: who has it, whose is due again, who has not yet."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gradesk.services.custody import history
from gradesk.services.school import staff, training
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TODAY = date(2026, 11, 23)
FIRST = "Understanding behaviour as communication"


@pytest.fixture
def people(store: Store) -> list[str]:
    """Three members of staff."""
    return [staff.add_staff(store, {"name": name}) for name in ("Ms Ash", "Mr Beck", "Mrs Cole")]


def names(pairs: object) -> list[str]:
    return [person.name for person, _ in pairs]


def test_understanding_behaviour_comes_first_among_the_courses(store: Store, people: list[str]) -> None:
    assert training.course_names(store)[0] == FIRST
    training.log(store, people, "Bee keeping", TODAY)
    assert training.course_names(store)[-1] == "Bee keeping"


def test_one_course_is_logged_for_several_people_in_one_step(store: Store, people: list[str]) -> None:
    assert training.log(store, [people[0], people[2], people[0]], FIRST, date(2026, 9, 1), note="INSET") == 2
    standing = training.standing(store, FIRST)
    assert names(standing.has) == ["Mrs Cole", "Ms Ash"]
    assert [person.name for person in standing.not_yet] == ["Mr Beck"]
    [taken] = training.by_person(store)[people[0]]
    assert (taken.note, taken.due_again_on) == ("INSET", date(2027, 9, 1))
    history.undo(store)
    assert training.by_person(store) == {}


def test_what_is_due_again_is_counted_once_until_it_is_taken_again(store: Store, people: list[str]) -> None:
    training.log(store, people[:2], FIRST, date(2024, 9, 2))
    training.log(store, people[:1], FIRST, date(2025, 9, 1))
    assert names(training.standing(store, FIRST).due) == ["Mr Beck", "Ms Ash"]
    assert [one.due_again_on for _, one in training.due_again(store)] == [date(2025, 9, 2), date(2026, 9, 1)]
    training.log(store, people[:1], FIRST.upper(), TODAY)
    assert names(training.due_again(store)) == ["Mr Beck"]
    staff.change_staff(store, people[1], {"left_on": TODAY})
    assert training.due_again(store) == []


@pytest.mark.parametrize(
    ("course", "who", "day", "sentence"),
    [
        (" ", 1, TODAY, "needs the name of the course; nothing was logged"),
        (FIRST, 0, TODAY, "needs somebody who took it; nothing was logged"),
        (FIRST, 1, TODAY + timedelta(days=1), "24/11/2026 is still to come; nothing was logged"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    store: Store, people: list[str], course: str, who: int, day: date, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        training.log(store, people[:who], course, day)
    assert training.by_person(store) == {}


def test_a_training_can_be_corrected_and_deleted(store: Store, people: list[str]) -> None:
    training.log(store, people[:1], "Bee keeping", TODAY)
    [taken] = training.by_person(store)[people[0]]
    assert taken.due_again_on is None
    training.change(store, taken.uuid, {"course": "Beekeeping"})
    assert training.by_person(store)[people[0]][0].course == "Beekeeping"
    training.remove(store, taken.uuid)
    assert people[0] not in training.by_person(store)
