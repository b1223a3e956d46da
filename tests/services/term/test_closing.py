"""A closed block stays as it was: to the penny and to the minute, whatever changes after, until it is opened again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.model.school.school import ClosureDay
from gradesk.model.term.session import HourlyRate
from gradesk.services import editing
from gradesk.services.custody import history, moving
from gradesk.services.pupils import pupils
from gradesk.services.term import closing, expenses, figures, provisions, rates, registers
from gradesk.services.term.figures import Costed
from gradesk.services.term.given import making_good
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MONDAY, ENDS = date(2026, 11, 16), date(2026, 11, 20)


def told(one: Costed) -> tuple[object, ...]:
    return one.members, one.rate, one.planned, one.given, one.planned_minutes, one.given_minutes


@pytest.fixture
def marked(store: Store, four: list[str], club: str) -> str:
    """The club with a session marked and something bought."""
    registers.mark(store, club, MONDAY, four, "here")
    expenses.add(store, club, "resource", "Bricks", "45.01")
    return club


def test_later_rates_calendar_and_roles_leave_it_to_the_penny(store: Store, marked: str) -> None:
    before = figures.of(store, marked)
    closing.close(store, marked, ENDS, "Builds with two others now.")
    kept = figures.of(store, marked)
    assert kept.closed and kept.planned_cost < before.planned_cost  # two weeks fewer were planned by then
    [rate] = rates.rates(store)
    editing.change(store, HourlyRate, rate.uuid, {"pence": 9_999}, "Another rate")
    editing.add(store, ClosureDay, {"day": date(2026, 10, 5), "kind": "closure"}, "Closed")
    assert told(figures.of(store, marked)) == told(kept)
    rates.remove(store, rate.uuid)
    assert told(figures.of(store, marked)) == told(kept)
    assert figures.of(store, marked).provision.outcome == "Builds with two others now."


def test_its_sessions_members_costs_and_dose_refuse_changes_and_words_do_not(
    store: Store, four: list[str], marked: str
) -> None:
    eve = pupils.add_pupil(store, {"legal_forename": "Eve", "legal_surname": "Ek"})
    [mine] = provisions.of_pupil(store, four[0])
    [bought] = figures.of(store, marked).expenses
    closing.close(store, marked, ENDS)
    kept = figures.of(store, marked)
    for deed in (
        lambda: registers.mark(store, marked, MONDAY, four, "absent"),
        lambda: registers.not_run(store, marked, MONDAY, "room"),
        lambda: making_good.put_on(store, marked, MONDAY),
        lambda: provisions.join(store, marked, eve),
        lambda: provisions.change_member(store, mine.member.uuid, {"left_on": MONDAY}),
        lambda: provisions.take_out(store, mine.member.uuid),
        lambda: closing.change(store, marked, {"minutes": 40}),
        lambda: closing.change(store, marked, {"ends_on": MONDAY}),
        lambda: closing.change(store, marked, {"ends_on": None}),
        lambda: expenses.add(store, marked, "resource", "More bricks", "3"),
        lambda: expenses.remove(store, bought.uuid),
    ):
        with pytest.raises(Refused, match=r"Brick club is closed and stays as it was.*Open it again"):
            deed()
    assert told(figures.of(store, marked)) == told(kept)
    closing.change(store, marked, {"outcome": "Plays with others.", "looked_on": ENDS})
    assert figures.of(store, marked).provision.outcome == "Plays with others."


def test_it_is_opened_again_and_both_are_undone(store: Store, four: list[str], marked: str) -> None:
    before = figures.of(store, marked)
    closing.close(store, marked, ENDS)
    kept = figures.of(store, marked)
    closing.open_again(store, marked)
    assert told(figures.of(store, marked)) == told(before) and not closing.is_closed(store, marked)
    registers.mark(store, marked, MONDAY, four, "absent")
    history.undo(store)
    assert history.undo(store) == "Open support again"
    assert told(figures.of(store, marked)) == told(kept) and closing.is_closed(store, marked)
    assert history.undo(store) == closing.ENDED
    assert told(figures.of(store, marked)) == told(before)
    with pytest.raises(Refused, match="is open already"):
        closing.open_again(store, marked)


def test_closed_on_the_wrong_day_it_is_closed_again_with_new_figures(store: Store, marked: str) -> None:
    closing.close(store, marked)
    first = figures.of(store, marked)
    closing.open_again(store, marked)
    closing.close(store, marked, ENDS)
    assert figures.of(store, marked).planned_cost < first.planned_cost


def test_what_cannot_be_is_refused_and_nothing_is_closed(store: Store, marked: str) -> None:
    for day, words in ((date(2027, 1, 8), "ended in the future"), (date(2026, 9, 1), "before it began")):
        with pytest.raises(Refused, match=words):
            closing.close(store, marked, day)
    assert not closing.is_closed(store, marked)


def test_closed_support_of_the_wrong_pupil_goes_along_with_its_figures(store: Store, ava: str, four: list[str]) -> None:
    values = {"name": "Mentoring", "starts_on": date(2026, 9, 14), "times_a_week": 1.0, "minutes": 30}
    uuid = provisions.add(store, [ava], values)
    closing.close(store, uuid, ENDS)
    place = next(one for one in moving.places(store, "provision", uuid) if one.pupil_id == four[1])
    moving.move(store, "provision", uuid, place)
    [one] = figures.of(store, uuid).members
    assert one.pupil_id == four[1] and one.tally.planned > 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pence=st.integers(1, 50_000), bought=st.integers(1, 100_000))
def test_no_later_rate_moves_a_closed_block(store: Store, marked: str, pence: int, bought: int) -> None:
    if not closing.is_closed(store, marked):
        expenses.add(store, marked, "resource", "Readers", f"{bought // 100}.{bought % 100:02d}")
        closing.close(store, marked, ENDS)
    kept = told(figures.of(store, marked))
    editing.change(store, HourlyRate, rates.rates(store)[0].uuid, {"pence": pence}, "Another rate")
    assert told(figures.of(store, marked)) == kept
