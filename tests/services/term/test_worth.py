"""What an intervention did over the years: from closed blocks, one line a measure, and few are read with care."""

from __future__ import annotations

from datetime import date
from typing import Any

from gradesk.services.pupils import pupils
from gradesk.services.term import closing, effects, expenses, provisions, rates
from gradesk.services.term.told import worth
from gradesk.store.work import Store


def held(
    store: Store, pupil_ids: list[str], begun: date, ends: date, results: list[tuple[str, str]], **more: Any
) -> str:
    """A block that was measured, at £30 for all in it."""
    values = {"name": "Fluency", "intervention": "reading_fluency", "starts_on": begun, "measure": "reading_age"}
    uuid = provisions.add(store, pupil_ids, values | more)
    expenses.add(store, uuid, "resource", "Readers", "30")
    given = effects.of(store, uuid)
    for pupil_id, (before, _) in zip(pupil_ids, results, strict=True):
        effects.record(store, given[pupil_id].given.member.uuid, "before", before)
    closing.close(store, uuid, ends)
    for pupil_id, (_, after) in zip(pupil_ids, results, strict=True):
        if after:
            effects.record(store, given[pupil_id].given.member.uuid, "after", after)
    return uuid


def test_blocks_of_one_intervention_stand_together_with_their_mean_and_cost(store: Store, four: list[str]) -> None:
    rates.add(store, "ta", "17", date(2026, 1, 1))
    first = held(store, four[:2], date(2026, 3, 2), date(2026, 5, 22), [("6:00", "6:06"), ("7:00", "7:02")])
    second = held(store, four[1:3], date(2026, 9, 14), date(2026, 11, 20), [("7:02", "7:06"), ("6:06", "")])
    running = provisions.add(store, four[:1], {"name": "Fluency", "intervention": "reading_fluency"})
    [one] = worth.everything(store)
    assert [block.provision.uuid for block in one.blocks] == [second, first] and running
    assert (one.pupils, len(one.measured), one.is_few) == (3, 3, True)
    assert one.change == "better by 4 months"
    assert one.ratio is not None and 1.5 < one.ratio < 1.9
    assert one.cost_per_month == 375  # £30 of the first and half of £30 of the second, for twelve months


def test_another_measure_is_a_line_of_its_own_and_what_was_not_measured_says_so(store: Store, four: list[str]) -> None:
    held(store, four[:1], date(2026, 3, 2), date(2026, 5, 22), [("20", "16")], measure="sdq_total")
    held(store, four[1:2], date(2026, 3, 2), date(2026, 5, 22), [("6:00", "6:02")])
    bare = provisions.add(store, four[2:3], {"name": "Lunch  Club", "starts_on": date(2026, 9, 14)})
    closing.close(store, bare, date(2026, 11, 6))
    other = provisions.add(store, four[2:3], {"name": "lunch club", "starts_on": date(2026, 9, 14)})
    closing.close(store, other, date(2026, 11, 6))
    found = {(one.name.casefold(), one.measure and one.measure.code): one for one in worth.everything(store)}
    assert len(found) == 3
    lunch = found["lunch club", None]
    assert (len(lunch.blocks), lunch.change, lunch.ratio, lunch.cost_per_month) == (2, "", None, None)
    sdq = next(one for (_, code), one in found.items() if code == "sdq_total")
    assert sdq.change == "better by 4" and sdq.ratio is None


def test_five_are_not_few_and_no_gain_has_no_price(store: Store, four: list[str]) -> None:
    fifth = pupils.add_pupil(store, {"legal_forename": "Eve", "legal_surname": "Ek"})
    held(store, [*four, fifth], date(2026, 3, 2), date(2026, 5, 22), [("7:00", "6:11")] * 5)
    [one] = worth.everything(store)
    assert not one.is_few and one.change == "worse by 1 month" and one.cost_per_month is None


def test_with_no_block_there_is_nothing(store: Store, ava: str) -> None:
    provisions.add(store, [ava], {"name": "Fluency"})
    assert worth.everything(store) == []
