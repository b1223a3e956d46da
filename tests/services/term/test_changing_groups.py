"""A pupil goes from one group to another: last day, first day, marks and targets, in one step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gradesk.services.custody import history
from gradesk.services.plans import plans
from gradesk.services.pupils import pupils
from gradesk.services.term import figures, provisions, registers, serving
from gradesk.services.term.begun import changing_groups
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.services.planning import agreed_plan

GROUP: dict[str, Any] = {
    "form": "group", "area": "C&L", "times_a_week": 3.0, "minutes": 20, "weekdays": "mon wed fri",
    "starts_on": date(2026, 11, 9),
}  # fmt: skip
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def ben(store: Store) -> str:
    """Another pupil."""
    return pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Ek"})


@pytest.fixture
def readers(store: Store, ava: str, ben: str) -> str:
    """A group of both."""
    return provisions.add(store, [ava, ben], {**GROUP, "name": "Readers"})


@pytest.fixture
def others(store: Store) -> str:
    """A group of somebody else."""
    cy = pupils.add_pupil(store, {"legal_forename": "Cy", "legal_surname": "Ek"})
    return provisions.add(store, [cy], {**GROUP, "name": "Storytellers"})


def member(store: Store, group: str, pupil: str) -> str:
    return next(one.member.uuid for one in provisions.of_pupil(store, pupil) if one.uuid == group)


def days(store: Store, pupil: str) -> dict[str, tuple[date, date | None]]:
    return {one.provision.name: (one.starts_on, one.ends_on) for one in provisions.of_pupil(store, pupil)}


def test_leaving_one_has_a_last_day_and_joining_the_other_a_first_in_one_step(
    store: Store, ava: str, readers: str, others: str
) -> None:
    target = plans.page(store, agreed_plan(store, ava)).targets[0].uuid
    serving.link(store, readers, target)
    registers.mark(store, readers, date(2026, 11, 9), [ava], "here")
    said = changing_groups.move(store, member(store, readers, ava), others)
    assert said == "Ava is in Storytellers from 23/11/2026."
    assert days(store, ava) == {"Readers": (date(2026, 11, 9), YESTERDAY), "Storytellers": (TODAY, None)}
    given = {one.pupil_id: one.tally.delivered for one in figures.of(store, readers).members}
    assert given[ava] == 20
    assert {one.given.uuid for one in serving.of_targets(store, [target])[target]} == {readers, others}
    history.undo(store)
    assert days(store, ava) == {"Readers": (date(2026, 11, 9), None)}


def test_whoever_was_marked_today_has_today_as_the_last_day(store: Store, ava: str, readers: str, others: str) -> None:
    registers.mark(store, readers, TODAY, [ava], "here")
    changing_groups.move(store, member(store, readers, ava), others)
    assert days(store, ava)["Readers"][1] == TODAY
    assert next(one for one in figures.of(store, readers).members if one.pupil_id == ava).tally.delivered == 20


def test_the_last_one_is_refused_or_the_group_ends_with_them(store: Store, ben: str, readers: str, others: str) -> None:
    cy = figures.of(store, others).members[0].pupil_id
    last = member(store, others, cy)
    assert changing_groups.is_last(store, last) and not changing_groups.is_last(store, member(store, readers, ben))
    with pytest.raises(Refused, match="Cy is the last in Storytellers"):
        changing_groups.move(store, last, readers)
    assert days(store, cy) == {"Storytellers": (date(2026, 11, 9), None)}
    changing_groups.move(store, last, readers, ends=True)
    assert days(store, cy) == {"Storytellers": (date(2026, 11, 9), YESTERDAY), "Readers": (TODAY, None)}
    assert figures.of(store, others).closed  # its figures stay, as of every block that ends
    history.undo(store)
    assert days(store, cy) == {"Storytellers": (date(2026, 11, 9), None)}


def test_who_comes_back_within_days_was_never_away_and_after_weeks_it_is_refused(
    store: Store, ava: str, readers: str, others: str
) -> None:
    changing_groups.move(store, member(store, readers, ava), others)
    changing_groups.move(store, member(store, others, ava), readers)
    assert days(store, ava) == {"Readers": (date(2026, 11, 9), None)}
    changing_groups.move(store, member(store, readers, ava), others)
    provisions.change_member(store, member(store, readers, ava), {"left_on": date(2026, 11, 9)})
    mine = member(store, others, ava)
    provisions.change_member(store, mine, {"left_on": None})
    changing_groups.move(store, mine, readers)  # exactly fourteen days
    provisions.change_member(store, member(store, readers, ava), {"left_on": None})


def test_a_group_that_ended_or_begins_later_and_the_same_group(
    store: Store, ava: str, readers: str, others: str
) -> None:
    mine = member(store, readers, ava)
    with pytest.raises(Refused, match="is in Readers already"):
        changing_groups.move(store, mine, readers)
    provisions.change(store, others, {"ends_on": TODAY})
    with pytest.raises(Refused, match="Storytellers has ended"):
        changing_groups.move(store, mine, others)
    history.undo(store)
    provisions.change_member(store, mine, {"left_on": YESTERDAY})
    with pytest.raises(Refused, match="Ava is in Readers no longer"):
        changing_groups.move(store, mine, others)
    history.undo(store)
    provisions.change(store, others, {"starts_on": date(2027, 1, 11)})
    assert changing_groups.move(store, mine, others) == "Ava is in Storytellers from 11/01/2027."
    assert days(store, ava)["Readers"][1] == date(2027, 1, 10)


def test_who_left_long_ago_begins_anew(store: Store, ava: str, readers: str, others: str) -> None:
    provisions.join(store, others, ava, date(2026, 11, 9))
    provisions.change_member(store, member(store, others, ava), {"left_on": date(2026, 11, 9)})
    provisions.change(store, others, {"starts_on": date(2026, 9, 7)})
    provisions.change_member(
        store, member(store, others, ava), {"joined_on": date(2026, 9, 7), "left_on": date(2026, 9, 30)}
    )
    with pytest.raises(Refused, match="Ava left Storytellers on 30/09/2026"):
        changing_groups.move(store, member(store, readers, ava), others)
    assert days(store, ava)["Readers"] == (date(2026, 11, 9), None)
