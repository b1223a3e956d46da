"""Observations keep what was seen with both dates, their counts fit together, and nothing lies before birth or ahead."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.services.custody import history
from gradesk.services.evidence import observations
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TODAY = date(2026, 11, 23)


def test_an_observation_is_read_in_words_with_both_dates(store: Store, ava: str) -> None:
    seen = {
        "happened_on": date(2026, 11, 20), "started_at": "1015", "minutes": 20.0, "place": "Maths", "observer": "Mrs Ek",
        "seen_well": "Helped a friend", "intervals": 20.0, "intervals_on_task": 14.0, "tally_of": "calls out", "tally": 6.0,
        "finding": "Starts when told by name",
    }  # fmt: skip
    observations.add(store, ava, seen)
    [row] = observations.observations(store, ava)
    assert (row.happened_on, row.written_at) == (date(2026, 11, 20), store.clock.now())
    assert row.on_task == "on task at 14 of 20 looks (70 %)"
    assert row.counted == "calls out: 6 times in 20 minutes"
    assert row.label == "Observation: Starts when told by name"
    assert row.detail.startswith("10:15, 20 min · Maths · Mrs Ek · on task")


def test_the_newest_day_stands_first_however_they_were_typed(store: Store, ava: str) -> None:
    for day in (date(2026, 11, 3), date(2026, 11, 20), date(2026, 9, 9)):
        observations.add(store, ava, {"happened_on": day})
    days = [row.happened_on for row in observations.observations(store, ava)]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("day", [date(2017, 3, 13), date(2026, 11, 24), date(2200, 1, 1), date(1, 1, 1)])
def test_a_day_before_birth_or_to_come_is_refused_and_the_rest_kept(store: Store, ava: str, day: date) -> None:
    with pytest.raises(Refused, match="not kept"):
        observations.add(store, ava, {"happened_on": day, "place": "Maths"})
    uuid = observations.add(store, ava, {"place": "Maths"})
    with pytest.raises(Refused, match="not kept"):
        observations.change(store, uuid, {"happened_on": day})
    assert (observations.get(store, uuid).place, observations.get(store, uuid).happened_on) == ("Maths", TODAY)


@pytest.mark.parametrize(
    "values",
    [
        {"intervals": 10.0, "intervals_on_task": 11.0},
        {"minutes": -1.0},
        {"minutes": float("nan")},
        {"tally": float("inf")},
        {"tally": 2.5},
        {"interval_seconds": 1e9},
        {"started_at": "25:10"},
        {"started_at": "9:75"},
        {"finding": "x" * 20_001},
    ],
)
def test_counts_and_times_that_cannot_be_are_refused(store: Store, ava: str, values: dict[str, object]) -> None:
    uuid = observations.add(store, ava, {"intervals": 10, "intervals_on_task": 5})
    with pytest.raises(Refused):
        observations.change(store, uuid, values)
    kept = observations.get(store, uuid)
    assert (kept.intervals, kept.intervals_on_task, kept.started_at) == (10, 5, "")


def test_fewer_looks_than_on_task_are_refused_when_only_one_of_them_is_typed(store: Store, ava: str) -> None:
    uuid = observations.add(store, ava, {"intervals": 10, "intervals_on_task": 5})
    with pytest.raises(Refused, match="On task 5 times of 4 looks"):
        observations.change(store, uuid, {"intervals": 4})


@pytest.mark.parametrize(("typed", "kept"), [("9.05", "9:05"), ("0915", "9:15"), ("after lunch", "after lunch")])
def test_a_time_of_day_is_read_as_typed(store: Store, ava: str, typed: str, kept: str) -> None:
    assert observations.get(store, observations.add(store, ava, {"started_at": typed})).started_at == kept


def test_what_is_deleted_is_brought_back(store: Store, ava: str) -> None:
    uuid = observations.add(store, ava, {"place": "Maths"})
    observations.remove(store, uuid)
    assert observations.observations(store, ava) == []
    with pytest.raises(Refused, match="deleted meanwhile"):
        observations.change(store, uuid, {"place": "English"})
    history.undo(store)
    assert [row.uuid for row in observations.observations(store, ava)] == [uuid]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(max_size=200),
    looks=st.one_of(st.none(), st.integers(0, 2000)),
    on_task=st.one_of(st.none(), st.integers(0, 2000)),
    minutes=st.one_of(st.none(), st.integers(0, 600)),
)
def test_any_words_and_counts_are_kept_or_refused_and_can_be_said(
    store: Store, ava: str, words: str, looks: int | None, on_task: int | None, minutes: int | None
) -> None:
    values = {"finding": words, "tally_of": words, "intervals": looks, "intervals_on_task": on_task, "minutes": minutes}
    try:
        uuid = observations.add(store, ava, values)
    except Refused:
        assert on_task is not None and looks is not None and on_task > looks
        return
    [row] = [row for row in observations.observations(store, ava) if row.uuid == uuid]
    assert row.label.startswith("Observation")
    assert "None" not in row.detail
