"""Lessons, duties and the rest of the week in a draft: beside what runs until it is accepted, and gone when it is thrown away."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gradesk.model.rules.days.school_year import Span
from gradesk.services.custody import history
from gradesk.services.term import provisions
from gradesk.services.term.planned import accepting, comparing, drafts, entries, gathering, moving
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY

NOW = TODAY
GATE = {"kind": "duty", "name": "Gate", "adult": "Ana Ash", "weekdays": "mon", "begins_at": "8:50", "minutes": 10}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("move", "move", "until", "from", "add", "remove", "change_now", "remove_now", "undo", "redo")),
        st.integers(0, 3),
        st.integers(0, 4),
    ),
    max_size=12,
)


def _begin(store: Store, pupil_ids: list[str]) -> str:
    body = {"name": "Reading", "times_a_week": 2.0, "minutes": 20, "starts_on": date(2026, 11, 2), "led_by": "Ana Ash"}
    provisions.add(store, pupil_ids, body)
    return drafts.begin(store).uuid


def _told(store: Store, on: date, draft_id: str = "") -> list[Any]:
    bars = [bar for bar in gathering.week(store, on, draft_id).bars if not bar.is_support]
    return sorted((bar.name, bar.adult, bar.room, bar.whens, bar.minutes) for bar in bars)


def _bar(store: Store, draft_id: str, name: str) -> Any:
    week = gathering.week(store, drafts.draft(store, draft_id).starts_on, draft_id)
    return next(bar for bar in week.bars if bar.name == name)


def test_a_duty_changed_in_a_draft_is_so_from_its_first_day_once_it_is_accepted(store: Store, four: list[str]) -> None:
    entries.add(store, GATE)
    uuid = _begin(store, four)
    first = drafts.draft(store, uuid).starts_on
    before = _told(store, NOW)
    moving.change(store, _bar(store, uuid, "Gate"), {"adult": "Bea Birch"}, uuid)
    moving.change(store, _bar(store, uuid, "Gate"), {"room": "Yard"}, uuid)
    assert _told(store, NOW) == _told(store, first) == before
    assert comparing.compare(store, uuid).rest == ("Gate changes",)
    accepting.accept(store, uuid)
    assert _told(store, NOW) == _told(store, first - timedelta(days=7)) == before
    ((name, adult, room, *_),) = _told(store, first)
    assert (name, adult, room) == ("Gate", "Bea Birch", "Yard")
    history.undo(store)
    assert _told(store, first) == before and _bar(store, uuid, "Gate").adult == "Bea Birch"


@pytest.mark.parametrize("ending", [accepting.accept, drafts.throw_away])
def test_nothing_is_put_into_a_draft_that_is_none_any_more(store: Store, four: list[str], ending: Any) -> None:
    gate = entries.add(store, GATE)
    uuid = _begin(store, four)
    ending(store, uuid)
    for deed in (
        lambda: entries.add(store, GATE | {"name": "Hall"}, uuid),
        lambda: entries.change(store, gate, {"room": "Yard"}, draft_id=uuid),
        lambda: entries.remove(store, gate, uuid),
    ):
        with pytest.raises(Refused, match="accepted or deleted meanwhile"):
            deed()


def test_what_is_added_to_a_draft_or_taken_out_goes_with_it_when_it_is_thrown_away(
    store: Store, four: list[str]
) -> None:
    gate = entries.add(store, GATE)
    uuid = _begin(store, four)
    first = drafts.draft(store, uuid).starts_on
    entries.add(store, GATE | {"name": "Hall", "starts_on": first}, uuid)
    entries.remove(store, gate, uuid)
    assert [one.name for one in entries.entries(store, uuid)] == ["Hall"]
    assert comparing.compare(store, uuid).notes == ("In the rest of the week: Gate ends, Hall is new.",)
    drafts.throw_away(store, uuid)
    assert [one.name for one in entries.entries(store)] == ["Gate"]
    history.undo(store)
    assert [one.name for one in entries.entries(store, uuid)] == ["Hall"]


def test_a_draft_follows_a_duty_where_it_had_it_as_it_was(store: Store, four: list[str]) -> None:
    gate = entries.add(store, GATE)
    uuid = _begin(store, four)
    moving.change(store, _bar(store, uuid, "Gate"), {"room": "Yard"}, uuid)
    entries.change(store, gate, {"adult": "Bea Birch", "room": "Hall"})
    bar = _bar(store, uuid, "Gate")
    assert (bar.adult, bar.room) == ("Bea Birch", "Yard")


def test_what_would_begin_with_the_draft_is_changed_where_it_is(store: Store, four: list[str]) -> None:
    """Nothing is left of it that never ran."""
    uuid = _begin(store, four)
    first = drafts.draft(store, uuid).starts_on
    gate = entries.add(store, GATE | {"starts_on": first})
    moving.change(store, _bar(store, uuid, "Gate"), {"adult": "Bea Birch"}, uuid)
    accepting.accept(store, uuid)
    (row,) = entries.entries(store)
    assert (row.uuid, row.adult, row.starts_on, row.draft_id) == (gate, "Bea Birch", first, None)


def test_an_end_set_in_a_draft_is_the_end_of_what_runs(store: Store, four: list[str]) -> None:
    gate = entries.add(store, GATE)
    uuid = _begin(store, four)
    last = drafts.draft(store, uuid).starts_on + timedelta(days=20)
    moving.change(store, _bar(store, uuid, "Gate"), {"ends_on": last}, uuid)
    accepting.accept(store, uuid)
    (row,) = entries.entries(store)
    assert (row.uuid, row.ends_on) == (gate, last)


def _do(store: Store, draft_id: str, deed: str, which: int, day: int, first: date) -> None:
    rows = entries.entries(store, draft_id) if not deed.endswith("_now") else entries.entries(store)
    if deed == "add":
        entries.add(store, GATE | {"name": f"New {day}", "starts_on": first}, draft_id)
    elif deed in ("undo", "redo"):
        (history.undo if deed == "undo" else history.redo)(store)
    elif rows:
        row = rows[which % len(rows)]
        uuid = row.stands_for_id or row.uuid
        days = ("mon", "tue", "wed", "thu", "fri")[day]
        if deed == "move":
            entries.change(store, uuid, {"weekdays": days}, draft_id=draft_id)
        elif deed in ("until", "from"):
            name, on = ("ends_on", first + timedelta(days=7 * day - 10)), ("starts_on", first + timedelta(days=7 * day))
            field, value = name if deed == "until" else on
            entries.change(store, uuid, {field: value}, draft_id=draft_id)
        elif deed == "remove":
            entries.remove(store, uuid, draft_id)
        elif deed == "change_now":
            entries.change(store, uuid, {"room": f"Room {day}"})
        else:
            entries.remove(store, uuid)


@settings(
    max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(steps=STEPS)
def test_whatever_a_draft_has_runs_as_it_showed_it_and_nothing_before_it_changes(
    store: Store, four: list[str], steps: list[tuple[str, int, int]]
) -> None:
    with contextlib.suppress(Refused):  # of the turn before
        for one in drafts.drafts(store):
            drafts.throw_away(store, one.uuid)
    for one in entries.entries(store):
        entries.remove(store, one.uuid)
    for name in ("Gate", "Hall"):
        entries.add(store, GATE | {"name": name})
    uuid = _begin(store, four)
    first = drafts.draft(store, uuid).starts_on
    for deed, which, day in steps:
        running = _told(store, NOW), _told(store, first)
        with contextlib.suppress(Refused):
            _do(store, uuid, deed, which, day, first)
        if deed in ("move", "until", "from", "add", "remove"):
            assert (_told(store, NOW), _told(store, first)) == running
    if not any(one.uuid == uuid for one in drafts.drafts(store)):
        return
    weeks = [first + timedelta(days=7 * number) for number in range(6)]
    before = [_told(store, NOW), _told(store, first - timedelta(days=7))]
    shown = [_told(store, week, uuid) for week in weeks]
    accepting.accept(store, uuid)
    assert [_told(store, week) for week in weeks] == shown
    assert [_told(store, NOW), _told(store, first - timedelta(days=7))] == before


def test_a_duty_deleted_since_is_said_to_come_back_and_what_one_draft_changed_in_place_another_follows(
    store: Store, four: list[str]
) -> None:
    uuid = _begin(store, four)
    first = drafts.draft(store, uuid).starts_on
    gate = entries.add(store, GATE | {"starts_on": first})
    moving.change(store, _bar(store, uuid, "Gate"), {"room": "Yard"}, uuid)
    later = drafts.begin(
        store, Span("Later", first + timedelta(weeks=20), first + timedelta(weeks=25)), copies=False
    ).uuid
    moving.change(store, _bar(store, later, "Gate"), {"adult": "Cas Cedar"}, later)
    entries.remove(store, gate)
    assert comparing.compare(store, uuid).rest == ("Gate comes back, deleted since",)
    history.undo(store)
    accepting.accept(store, uuid)
    bar = _bar(store, later, "Gate")
    assert (bar.room, bar.adult) == ("Yard", "Cas Cedar")
