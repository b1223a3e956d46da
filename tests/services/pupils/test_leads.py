"""Every pupil has one named lead at a time, from a day on; a whole class is named in one step."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.services.custody import history
from gradesk.services.pupils import leads, pupils, register
from gradesk.services.pupils.register import NONE, Criteria
from gradesk.services.school import staff
from gradesk.services.today import due
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TODAY = date(2026, 11, 23)
SEPTEMBER = date(2026, 9, 2)


@pytest.fixture
def teachers(store: Store) -> list[str]:
    """Three teachers."""
    return [staff.add_staff(store, {"name": name, "role": "teacher"}) for name in ("Mr Iqbal", "Ms Hill", "Mrs Pryce")]


def rules(store: Store) -> list[tuple[str, str]]:
    return [(item.rule, item.words) for item in due.due(store) if "lead" in item.rule]


def test_a_new_lead_closes_the_one_before_and_the_history_keeps_both(
    store: Store, ava: str, teachers: list[str]
) -> None:
    leads.name_lead(store, ava, teachers[0], "teacher", date(2025, 9, 3))
    leads.name_lead(store, ava, teachers[1], "key_worker", SEPTEMBER)
    now = leads.current(store, ava)
    assert now is not None and (now.name, now.role, now.starts_on) == ("Ms Hill", "key_worker", SEPTEMBER)
    assert [(lead.name, lead.ends_on) for lead in leads.history(store, ava)] == [
        ("Ms Hill", None),
        ("Mr Iqbal", date(2026, 9, 1)),
    ]
    with pytest.raises(Refused, match="began only on 02/09/2026; nothing was changed"):
        leads.name_lead(store, ava, teachers[2], "teacher", date(2026, 9, 1))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.sampled_from([0, 1, 2, "end"]), st.integers(0, 60)), min_size=1, max_size=9))
def test_leads_never_overlap_whatever_is_tried(
    store: Store, teachers: list[str], moves: list[tuple[int | str, int]]
) -> None:
    uuid = pupils.add_pupil(store, {"legal_forename": "Jo"})
    for move, days in moves:
        day = date(2026, 9, 1) + timedelta(days=days)
        try:
            if isinstance(move, int):
                leads.name_lead(store, uuid, teachers[move], "teacher", day)
            else:
                leads.end_lead(store, uuid, day)
        except Refused:
            continue
    spans = sorted(leads.history(store, uuid), key=lambda lead: lead.starts_on)
    assert sum(lead.ends_on is None for lead in spans) <= 1
    assert all(lead.ends_on is None or lead.ends_on >= lead.starts_on for lead in spans)
    for before, after in itertools.pairwise(spans):
        assert before.ends_on is not None and before.ends_on < after.starts_on


def test_a_lead_is_ended_and_nobody_takes_the_place(store: Store, ava: str, teachers: list[str]) -> None:
    leads.name_lead(store, ava, teachers[0], "teacher", SEPTEMBER)
    leads.end_lead(store, ava, date(2026, 10, 23))
    assert leads.current(store, ava) is None
    with pytest.raises(Refused, match="no named lead to end"):
        leads.end_lead(store, ava, TODAY)
    assert ("no_lead", "No named lead") in rules(store)


def test_somebody_who_left_is_not_named_and_a_lead_who_leaves_is_due(
    store: Store, ava: str, teachers: list[str]
) -> None:
    leads.name_lead(store, ava, teachers[0], "teacher", SEPTEMBER)
    assert rules(store) == []
    staff.change_staff(store, teachers[0], {"left_on": TODAY})
    assert rules(store) == [("lead_left", "Mr Iqbal, the lead, has left")]
    with pytest.raises(Refused, match="Mr Iqbal left on 23/11/2026; nothing was changed"):
        leads.name_lead(store, ava, teachers[0], "teacher", TODAY)
    staff.change_staff(store, teachers[1], {"left_on": TODAY + timedelta(days=1)})
    assert [person.name for person in staff.staff(store)] == ["Mrs Pryce", "Ms Hill"]
    assert [person.name for person in staff.everybody(store)] == ["Mr Iqbal", "Mrs Pryce", "Ms Hill"]


def test_whoever_is_watched_supported_or_gets_more_needs_a_lead(store: Store) -> None:
    for name, status, layer in (("N", "", ""), ("W", "W", ""), ("K", "K", ""), ("S", "", "some"), ("A", "", "all")):
        uuid = pupils.add_pupil(store, {"legal_forename": name})
        if status:
            pupils.set_status(store, uuid, status, SEPTEMBER, "review", SEPTEMBER)
        if layer:
            pupils.set_layer(store, uuid, layer, SEPTEMBER, "review", SEPTEMBER)
    assert sorted(item.name for item in due.due(store) if item.rule == "no_lead") == ["K", "S", "W"]


def test_a_whole_class_is_named_in_one_step_that_one_undo_takes_back(store: Store, teachers: list[str]) -> None:
    ids = [pupils.add_pupil(store, {"legal_forename": name}) for name in ("Ab", "Bo", "Cy", "Di")]
    leads.name_lead(store, ids[0], teachers[0], "teacher", date(2025, 9, 3))
    leads.name_lead(store, ids[1], teachers[1], "teacher", SEPTEMBER)
    leads.name_lead(store, ids[2], teachers[2], "teacher", TODAY)
    done = leads.name_for_all(store, ids, teachers[1], "teacher", date(2026, 9, 3))
    assert (done.count, done.unchanged, done.later) == (2, 1, ("Cy",))
    assert [getattr(leads.current(store, uuid), "name", "") for uuid in ids] == [
        "Ms Hill",
        "Ms Hill",
        "Mrs Pryce",
        "Ms Hill",
    ]
    history.undo(store)
    assert [getattr(leads.current(store, uuid), "name", "") for uuid in ids] == ["Mr Iqbal", "Ms Hill", "Mrs Pryce", ""]


def test_the_register_shows_sorts_and_narrows_by_lead(store: Store, ava: str, teachers: list[str]) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Zed"})
    leads.name_lead(store, bo, teachers[0], "teacher", SEPTEMBER)
    rows = register.page(store, Criteria(), "lead")
    assert [(row.uuid, row.lead) for row in rows] == [(bo, "Mr Iqbal"), (ava, "")]
    assert register.ids(store, Criteria(lead=teachers[0])) == [bo]
    assert register.ids(store, Criteria(lead=NONE)) == [ava]
    page = pupils.page(store, bo)
    assert page.lead is not None and page.lead.name == "Mr Iqbal"
