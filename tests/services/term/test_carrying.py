"""What plans say of support is carried over into records; what is not plain stays words, and no word is altered."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from gradesk.model.base import Entity, fields_of
from gradesk.model.plans.target import Target
from gradesk.model.pupils.happening import Happening
from gradesk.services import editing
from gradesk.services.custody import history
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions, serving
from gradesk.services.term.begun import carrying
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.services.planning import STARTS, agreed_plan

WORDS: dict[str, Any] = {
    "how": "Precision teaching of five words", "who": "Mrs Ali", "how_often": "3 times a week", "how_long": "20 minutes",
    "area": "C&L", "by_when": date(2027, 2, 12),
}  # fmt: skip


@pytest.fixture
def targets(store: Store, ava: str) -> list[str]:
    """Two targets that say the same plainly, one that does not, and one that says nothing."""
    found = [one.uuid for one in plans.page(store, agreed_plan(store, ava, targets=4)).targets]
    for uuid in found[:2]:
        plans.change_target(store, uuid, WORDS)
    plans.change_target(store, found[2], {**WORDS, "how_often": "in every writing lesson"})
    plans.change_target(store, found[3], {"how": "", "how_often": ""})
    return found


def event(store: Store, pupil_id: str, day: date, note: str, kind: str = "other") -> str:
    values = {"pupil_id": pupil_id, "happened_on": day, "kind": kind, "title": "Lego club", "note": note}
    return editing.add(store, Happening, values, "An event")


def all_words(store: Store) -> list[tuple[Any, ...]]:
    """Every word of every target and event."""
    with store.read() as session:
        rows = [*session.scalars(select(Target)), *session.scalars(select(Happening))]
        kinds: dict[type[Entity], list[str]] = {
            kind: [info.name for info in fields_of(kind)] for kind in (Target, Happening)
        }
        return sorted((row.uuid, *(str(getattr(row, name)) for name in kinds[type(row)])) for row in rows)


def test_a_carried_over_school_has_the_same_words_as_before(store: Store, ava: str, targets: list[str]) -> None:
    event(store, ava, date(2026, 9, 14), "20 min 3 x a week with Mrs Ali for 6 weeks")
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})
    plans.change_target(store, plans.page(store, agreed_plan(store, ben)).targets[0].uuid, WORDS)
    before = all_words(store)
    offered = carrying.offered(store)
    assert [one.name for one in offered] == ["Ben Ek", "Ava Núñez", "Ava Núñez"]
    assert carrying.carry(store, [one.key for one in offered]) == 3
    assert all_words(store) == before
    assert carrying.offered(store) == []
    served = serving.of_targets(store, targets)
    assert set(served) == set(targets[:2])
    history.undo(store)
    assert len(carrying.offered(store)) == 3 and provisions.of_pupil(store, ava) == []


def test_two_targets_that_say_the_same_become_one_support_from_the_plans_first_day(
    store: Store, ava: str, targets: list[str]
) -> None:
    [one] = carrying.offered(store, ava)
    assert one.target_ids == tuple(targets[:2])
    assert one.said == (
        "Target 1: Precision teaching of five words, Mrs Ali, 3 times a week, 20 minutes; target 2 says the same"
    )
    assert one.becomes == (
        "Precision teaching, one to one, 3 × 20 minutes a week, Mrs Ali, from 14/09/2026, until 12/02/2027"
    )
    carrying.carry(store, [one.key], ava)
    [given] = provisions.of_pupil(store, ava)
    assert (given.starts_on, given.provision.exit_criterion) == (STARTS, "8 of 10 on 3 days running")


def test_what_runs_already_under_the_name_is_linked_and_not_begun_twice(
    store: Store, ava: str, targets: list[str]
) -> None:
    provisions.add(store, [ava], {"name": "Pre", "starts_on": date(2026, 11, 2)})  # which no word of the target is
    own = provisions.add(store, [ava], {"name": "Precision teaching", "starts_on": date(2026, 11, 3)})
    [one] = carrying.offered(store, ava)
    assert one.becomes == "linked to Precision teaching, which runs already"
    carrying.carry(store, [one.key], ava)
    assert [each.provision.name for each in provisions.of_pupil(store, ava)] == ["Precision teaching", "Pre"]
    assert {one.given.uuid for some in serving.of_targets(store, targets).values() for one in some} == {own}
    assert len(serving.of_targets(store, targets)) == 2


def test_an_event_that_says_its_weeks_becomes_support_that_has_ended_and_others_stay_events(
    store: Store, ava: str
) -> None:
    event(store, ava, date(2026, 9, 14), "20 min 3 x a week with Mrs Ali for 6 weeks")
    event(store, ava, date(2026, 9, 14), "20 min 3 x a week")
    event(store, ava, date(2026, 9, 14), "20 min 3 x a week for 6 weeks, went well")
    event(store, ava, date(2026, 9, 14), "20 min 3 x a week for 6 weeks", "move")
    event(store, ava, date(2027, 1, 11), "20 min 3 x a week for 6 weeks")
    [one] = carrying.offered(store, ava)
    carrying.carry(store, [one.key])
    [given] = provisions.of_pupil(store, ava)
    assert (given.provision.led_by, given.starts_on, given.ends_on) == (
        "Mrs Ali",
        date(2026, 9, 14),
        date(2026, 10, 23),
    )
    assert carrying.offered(store, ava) == []


def test_of_a_draft_of_who_left_and_of_nothing_ticked_nothing_is_carried_over(
    store: Store, ava: str, targets: list[str]
) -> None:
    assert targets
    with pytest.raises(Refused, match="Nothing is ticked yet"):
        carrying.carry(store, [])
    with pytest.raises(Refused, match="was changed meanwhile; nothing was carried over"):
        carrying.carry(store, ["target gone"])
    pupils.mark_left(store, ava, date(2026, 11, 20))
    assert carrying.offered(store) == []
