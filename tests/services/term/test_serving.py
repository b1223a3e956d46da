"""Support and the plan are one record: what serves a target is linked to it, and both sides tell the same."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.services import editing
from gradesk.services.custody import history, moving
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions, registers, serving
from gradesk.services.term.given import making_good
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import agreed_plan

CLUB: dict[str, Any] = {
    "name": "Precision teaching", "starts_on": date(2026, 11, 9), "planned_to": date(2027, 2, 12), "times_a_week": 3.0,
    "minutes": 20, "led_by": "Mrs Ali", "weekdays": "mon wed fri",
}  # fmt: skip


@pytest.fixture
def target(store: Store, ava: str) -> str:
    """The one target of Ava’s agreed plan."""
    return plans.page(store, agreed_plan(store, ava)).targets[0].uuid


@pytest.fixture
def ben(store: Store) -> str:
    """Another pupil."""
    return pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})


@pytest.fixture
def support(store: Store, ava: str, ben: str) -> str:
    """A group of Ava and Ben."""
    return provisions.add(store, [ava, ben], CLUB)


def words(store: Store, target: str) -> list[str]:
    return [one.words(TODAY) for one in serving.of_targets(store, [target]).get(target, ())]


def test_a_target_tells_what_serves_it_and_how_much_of_it_was_given(
    store: Store, ava: str, target: str, support: str
) -> None:
    serving.link(store, support, target)
    assert words(store, target) == ["Precision teaching, 3 × 20 minutes a week, Mrs Ali, until 12/02/2027"]
    registers.mark(store, support, date(2026, 11, 9), [ava], "here")
    registers.mark(store, support, date(2026, 11, 11), [ava], "absent")
    registers.not_run(store, support, date(2026, 11, 13), "adult_ill")
    assert words(store, target)[0].endswith("; given 1 of 3")
    making_good.put_on(store, support, date(2026, 11, 17))
    registers.mark(store, support, date(2026, 11, 17), [ava], "here")
    assert words(store, target)[0].endswith("; given 2 of 3")


def test_the_targets_that_can_be_ticked_are_those_of_who_is_in_it(
    store: Store, target: str, support: str, ben: str
) -> None:
    other = plans.page(store, agreed_plan(store, ben, targets=2)).targets
    found = serving.offered(store, support)
    assert [one.target_id for one in found] == [*(one.uuid for one in other), target]  # by name: Ek before Núñez
    serving.set_targets(store, support, [target, other[1].uuid])
    assert [one.is_linked for one in serving.offered(store, support)] == [False, True, True]
    serving.set_targets(store, support, [target])
    assert [one.is_linked for one in serving.offered(store, support)] == [False, False, True]
    history.undo(store)
    assert [one.is_linked for one in serving.offered(store, support)] == [False, True, True]


def test_a_target_of_somebody_who_is_not_in_it_is_refused(store: Store, support: str) -> None:
    cy = pupils.add_pupil(store, {"legal_forename": "Cy", "legal_surname": "Ek"})
    other = plans.page(store, agreed_plan(store, cy)).targets[0].uuid
    with pytest.raises(Refused, match="Cy is not in Precision teaching; nothing was linked"):
        serving.link(store, support, other)


def test_a_target_of_a_plan_that_is_over_is_refused_but_what_was_linked_stays_in_sight(
    store: Store, target: str, support: str
) -> None:
    serving.link(store, support, target)
    with store.read() as session:
        plan_id = session.get_one(Target, target).plan_id
    editing.change(store, Plan, plan_id, {"state": "archived"}, "Put away")
    [one] = serving.offered(store, support)
    assert one.is_linked and "of a plan that is over" in one.words
    serving.set_targets(store, support, [])
    assert serving.offered(store, support) == []
    with pytest.raises(Refused, match="is over; nothing was linked"):
        serving.link(store, support, target)


def test_who_left_and_what_ended_serve_nothing_new(store: Store, ava: str, target: str, support: str) -> None:
    [mine] = provisions.of_pupil(store, ava)
    provisions.change_member(store, mine.member.uuid, {"left_on": TODAY - timedelta(days=3)})
    with pytest.raises(Refused, match="Ava left Precision teaching on 20/11/2026"):
        serving.link(store, support, target)
    assert target not in [one.target_id for one in serving.offered(store, support)]
    history.undo(store)
    provisions.change(store, support, {"ends_on": TODAY})
    with pytest.raises(Refused, match="ended on 23/11/2026"):
        serving.link(store, support, target)


def test_a_target_that_was_removed_is_refused_and_taking_out_a_pupil_takes_the_link(
    store: Store, ava: str, target: str, support: str
) -> None:
    serving.link(store, support, target)
    [mine] = provisions.of_pupil(store, ava)
    provisions.take_out(store, mine.member.uuid)
    assert words(store, target) == []
    history.undo(store)
    assert len(words(store, target)) == 1
    plans.remove_target(store, target)
    with pytest.raises(Refused, match="deleted meanwhile; nothing was linked"):
        serving.link(store, support, target)


def test_support_that_is_deleted_serves_nothing_and_comes_back_with_its_links(
    store: Store, target: str, support: str
) -> None:
    serving.link(store, support, target)
    provisions.remove(store, support)
    assert words(store, target) == []
    history.undo(store)
    assert len(words(store, target)) == 1


def test_support_moved_to_another_pupil_takes_its_register_along_and_leaves_the_targets(
    store: Store, ava: str, ben: str, target: str
) -> None:
    alone = provisions.add(store, [ava], CLUB)
    serving.link(store, alone, target)
    registers.mark(store, alone, date(2026, 11, 9), [ava], "here")
    place = next(one for one in moving.places(store, "provision", alone) if one.pupil_id == ben)
    moving.move(store, "provision", alone, place)
    assert words(store, target) == []
    sheet = registers.register(store, alone, date(2026, 11, 9), date(2026, 11, 9))
    assert sheet.mark(date(2026, 11, 9), ben) is not None
    history.undo(store)
    assert len(words(store, target)) == 1
