"""What was written about the wrong pupil goes to the right one, with all that hangs on it."""

from __future__ import annotations

from datetime import date

import pytest

from gradesk.services.custody import history, moving
from gradesk.services.evidence import observations
from gradesk.services.meetings import actions, meetings
from gradesk.services.plans import plans, progress
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions
from gradesk.services.timeline import happenings
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.services.planning import agreed_plan


@pytest.fixture
def ben(store: Store) -> str:
    born = {"date_of_birth": date(2020, 1, 1)}
    return pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Zed", "class_name": "1 Ash"} | born)


def place_of(store: Store, kind: str, uuid: str, pupil_id: str) -> moving.Place:
    return next(one for one in moving.places(store, kind, uuid) if one.pupil_id == pupil_id)


def test_a_contact_goes_with_its_promise_and_one_undo_takes_it_back(store: Store, ava: str, ben: str) -> None:
    uuid = meetings.log(store, ava, {"kind": "phone", "summary": "happy"}, {"what": "ring"})
    assert moving.move(store, "meeting", uuid, place_of(store, "meeting", uuid, ben)) == "Moved to Ben Zed."
    assert meetings.of_pupil(store, ava) == [] and actions.of_pupil(store, ava) == []
    assert [one.summary for one in meetings.of_pupil(store, ben)] == ["happy"]
    assert [one.what for one in actions.of_pupil(store, ben)] == ["ring"]
    assert history.undo(store) == "Move a contact to Ben"
    assert [one.what for one in actions.of_pupil(store, ava)] == ["ring"] and meetings.of_pupil(store, ben) == []


def test_every_kind_can_be_moved(store: Store, ava: str, ben: str) -> None:
    made = {
        "observation": observations.add(store, ava, {"finding": "calm"}),
        "agreed_action": actions.add(store, ava, {"what": "print"}),
        "happening": happenings.add(store, ava, {"title": "TAC"}),
        "provision": provisions.add(store, [ava], {"name": "Lego club"}),
    }
    for kind, uuid in made.items():
        moving.move(store, kind, uuid, place_of(store, kind, uuid, ben))
    assert [len(found(store, ben)) for found in (observations.observations, actions.of_pupil, happenings.happenings,
                                                 provisions.records_of)] == [1, 1, 1, 1]  # fmt: skip
    assert not observations.observations(store, ava) and not actions.of_pupil(store, ava)


def test_a_note_goes_to_a_target_that_is_chosen(store: Store, ava: str, ben: str) -> None:
    mine, theirs = agreed_plan(store, ava), agreed_plan(store, ben, targets=2)
    progress.note(store, plans.page(store, mine).targets[0].uuid, "3/5 today")
    (point,) = progress.points(store, [plans.page(store, mine).targets[0].uuid])[
        plans.page(store, mine).targets[0].uuid
    ]
    offered = moving.places(store, "progress_point", point.uuid)
    assert [one.words.split(":")[0] for one in offered] == ["Ben Zed (1 Ash), target 1", "Ben Zed (1 Ash), target 2"]
    with pytest.raises(Refused, match="Choose one of their targets"):
        moving.move(store, "progress_point", point.uuid, moving.Place(ben, "Ben"))
    moving.move(store, "progress_point", point.uuid, offered[1])
    second = plans.page(store, theirs).targets[1].uuid
    assert [one.uuid for one in progress.points(store, [second])[second]] == [point.uuid]


def test_what_cannot_be_is_refused_and_nothing_moves(store: Store, ava: str, ben: str) -> None:
    old = meetings.log(store, ava, {"kind": "phone", "summary": "x", "happened_on": date(2019, 5, 1)})
    with pytest.raises(Refused, match="before the date of birth"):
        moving.move(store, "meeting", old, moving.Place(ben, "Ben"))
    with pytest.raises(Refused, match="already; nothing was moved"):
        moving.move(store, "meeting", old, moving.Place(ava, "Ava"))
    meetings.remove(store, old)
    with pytest.raises(Refused, match="deleted meanwhile"):
        moving.places(store, "meeting", old)
    with pytest.raises(Refused, match="“passport” cannot be moved; nothing was moved"):
        moving.move(store, "passport", old, moving.Place(ben, "Ben"))
    assert meetings.of_pupil(store, ben) == []
