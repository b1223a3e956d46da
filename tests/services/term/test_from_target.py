"""Support is begun from what a target says, and a group that runs is offered before a second one is begun."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gradesk.documents.press import served
from gradesk.documents.press.look import Look
from gradesk.model.plans.target import Target
from gradesk.services.custody import history
from gradesk.services.paper.gathering import pages
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions, serving
from gradesk.services.term.begun import from_target
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import agreed_plan

WORDS: dict[str, Any] = {
    "how": "Precision teaching of five words, mixed with known ones", "who": "Mrs Ali", "how_often": "3 times a week",
    "how_long": "20 minutes", "area": "C&L", "place": "the library", "by_when": date(2027, 2, 12),
}  # fmt: skip


@pytest.fixture
def target(store: Store, ava: str) -> str:
    """The one target of Ava’s agreed plan, which says plainly what is done."""
    uuid = plans.page(store, agreed_plan(store, ava)).targets[0].uuid
    plans.change_target(store, uuid, WORDS)
    return uuid


def test_what_a_target_says_is_put_into_the_support(store: Store, ava: str, target: str) -> None:
    draft = from_target.draft(store, target)
    assert draft["name"] == "Precision teaching" and draft["intervention"] == "precision_teaching"
    assert (draft["led_by"], draft["times_a_week"], draft["minutes"]) == ("Mrs Ali", 3.0, 20)
    assert (draft["starts_on"], draft["planned_to"]) == (TODAY, date(2027, 2, 12))
    assert (draft["area"], draft["exit_criterion"]) == ("C&L", "8 of 10 on 3 days running")
    uuid = from_target.begin(store, target, draft)
    [one] = serving.of_targets(store, [target])[target]
    assert one.given.uuid == uuid and [each.uuid for each in provisions.of_pupil(store, ava)] == [uuid]
    history.undo(store)
    assert serving.of_targets(store, [target]) == {} and provisions.of_pupil(store, ava) == []


def test_weeks_that_are_said_end_it_by_the_schools_calendar(store: Store, target: str) -> None:
    plans.change_target(store, target, {"how_long": "20 minutes, for 4 weeks"})
    assert from_target.draft(store, target)["planned_to"] == date(2026, 12, 18)


def test_words_that_are_not_plain_leave_it_open_and_a_day_that_is_over_ends_nothing(store: Store, target: str) -> None:
    plans.change_target(
        store, target, {"how": "", "how_often": "in every lesson", "how_long": "", "by_when": date(2026, 10, 1)}
    )
    draft = from_target.draft(store, target)
    assert (draft["name"], draft["times_a_week"], draft["minutes"], draft["planned_to"]) == ("", None, None, None)
    with pytest.raises(Refused, match="Support needs a name"):
        from_target.begin(store, target, draft)


def test_a_group_that_runs_and_fits_is_offered_and_taken_in_one_step(store: Store, ava: str, target: str) -> None:
    four = [
        pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Ek", "year_group": "4"}) for name in "BCDE"
    ]
    club = {"name": "Reading group", "area": "C&L", "form": "group", "starts_on": date(2026, 11, 9)}
    group = provisions.add(store, four, club)
    provisions.add(store, four[:1], {**club, "name": "Alone", "form": "one_to_one"})
    provisions.add(store, four, {**club, "name": "Talking", "area": "C&I"})
    old = [pupils.add_pupil(store, {"legal_forename": "F", "legal_surname": "Ek", "year_group": "9"})]
    provisions.add(store, old, {**club, "name": "Big ones"})
    assert [(one.name, one.has_it) for one in from_target.fitting(store, target)] == [("Reading group", False)]
    from_target.take(store, target, group)
    [mine] = provisions.of_pupil(store, ava)
    assert mine.member.joined_on == TODAY and len(serving.of_targets(store, [target])[target]) == 1
    assert from_target.fitting(store, target) == []
    history.undo(store)
    assert provisions.of_pupil(store, ava) == []


def test_what_the_pupil_has_already_is_offered_first_and_only_linked(store: Store, ava: str, target: str) -> None:
    own = provisions.add(store, [ava], {"name": "Any support", "starts_on": date(2026, 11, 9)})
    assert [(one.provision_id, one.has_it) for one in from_target.fitting(store, target)] == [(own, True)]
    from_target.take(store, target, own)
    assert len(serving.of_targets(store, [target])[target]) == 1 and len(provisions.of_pupil(store, ava)) == 1


def test_on_paper_the_support_says_what_by_whom_and_how_often_and_own_words_stand_beside(
    store: Store, ava: str, target: str
) -> None:
    from_target.begin(store, target, {**from_target.draft(store, target), "led_by": "Mr Rudd", "times_a_week": 4.0})
    [sheet] = pages.plan_sheets(store, [ava])
    [printed] = sheet.targets
    assert served.what(printed) == WORDS["how"]  # which names it
    assert served.who(printed) == "Mr Rudd, Mrs Ali"
    said = served.often(printed, Look())
    assert said.startswith("4 times a week · 20 minutes · until ") and said.endswith("\nthe library")
    assert "3 times a week" not in said
    with store.read() as session:
        kept = session.get_one(Target, target)
        assert (kept.how, kept.who, kept.how_often) == (WORDS["how"], WORDS["who"], WORDS["how_often"])
