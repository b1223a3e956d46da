"""What is gathered for the maps of support."""

from __future__ import annotations

from datetime import timedelta

from gradesk.services.paper.gathering.support import class_map_sheets, pupil_map_sheets
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions
from gradesk.services.term.begun import from_target
from gradesk.store.work import Store
from tests.conftest import TODAY
from tests.services.planning import agreed_plan


def give(store: Store, pupil_id: str, **changes: object) -> str:
    values = {"name": "Brick club", "form": "group", "area": "C&I", "led_by": "Mr Lee", "times_a_week": 2.0,
              "minutes": 30, "starts_on": TODAY - timedelta(days=40)}  # fmt: skip
    return provisions.add(store, [pupil_id], values | changes)


def test_a_pupils_map_parts_what_runs_from_what_ended_this_year(store: Store, ava: str) -> None:
    give(store, ava)
    give(store, ava, name="Talk time", area="", ends_on=TODAY - timedelta(days=3), outcome="Speaks up in class")
    give(store, ava, name="Long ago", starts_on=TODAY - timedelta(days=400), ends_on=TODAY - timedelta(days=300))
    give(store, ava, name="Next month", starts_on=TODAY + timedelta(days=30))
    (sheet,) = pupil_map_sheets(store, [ava])
    assert [(one.area, [row.what for row in one.rows]) for one in sheet.parts] == [
        ("Communication and interaction", ["Brick club"])
    ]
    assert [row.outcome for row in sheet.ended] == ["Speaks up in class"]


def test_who_has_no_support_has_no_map(store: Store, ava: str) -> None:
    assert pupil_map_sheets(store, [ava]) == []
    (sheet,) = class_map_sheets(store, [ava])
    assert sheet.parts == ()


def test_the_same_support_stands_once_with_all_who_get_it(store: Store, ava: str) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Lee", "class_name": "4 Oak"})
    give(store, ava), give(store, bo, starts_on=TODAY - timedelta(days=60)), give(store, bo, name="A talk", area="")
    (sheet,) = class_map_sheets(store, [bo, ava])
    club, talk = sheet.parts
    (row,) = club.rows
    assert [one.preferred_name for one in row.pupils] == ["Bo", "Ava"]
    assert row.starts_on == TODAY - timedelta(days=60)
    assert talk.area == "Other support"


def test_what_a_target_says_is_told_once_by_the_support_that_serves_it(store: Store, ava: str) -> None:
    target = plans.page(store, agreed_plan(store, ava)).targets[0].uuid
    words = {"how": "Ten-frames and bricks", "how_often": "3 times a week", "how_long": "20 minutes", "area": "C&L"}
    plans.change_target(store, target, words)
    [sheet] = pupil_map_sheets(store, [ava])
    assert [row.what for part in sheet.parts for row in part.rows] == ["Ten-frames and bricks"]
    from_target.begin(store, target, {**from_target.draft(store, target), "name": "Numbers in the hall"})
    [sheet] = pupil_map_sheets(store, [ava])
    assert [row.what for part in sheet.parts for row in part.rows] == ["Numbers in the hall"]
