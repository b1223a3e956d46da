"""Rates are typed in pounds, and an older support keeps the rate it began with."""

from __future__ import annotations

from datetime import date

import pytest

from gradesk.services.custody import history
from gradesk.services.term import rates
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

SINCE = date(2026, 9, 1)


def test_a_rate_is_kept_in_pence_with_its_on_costs_and_undo_takes_it_back(store: Store) -> None:
    rates.add(store, "ta", "£17.24", SINCE, 22.5)
    [one] = rates.rates(store)
    assert (one.role, one.pence, one.on_costs, one.from_on) == ("ta", 1724, 2250, SINCE)
    history.undo(store)
    assert rates.rates(store) == []


@pytest.mark.parametrize(
    ("typed", "on_top", "words"),
    [
        ("0", None, "£0.00 an hour cannot be"),
        ("1,000", None, "£1000.00 an hour cannot be"),
        ("seventeen", None, "is no sum of pounds"),
        ("17", 101.0, "101 per cent on top cannot be"),
        ("17", float("nan"), "nan per cent on top cannot be"),
        ("17", float("inf"), "inf per cent on top cannot be"),
        ("17", -1.0, "-1 per cent on top cannot be"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_in_a_sentence(
    store: Store, typed: str, on_top: float | None, words: str
) -> None:
    with pytest.raises(Refused, match=words):
        rates.add(store, "ta", typed, SINCE, on_top)
    assert rates.rates(store) == []


def test_a_role_has_one_rate_from_a_day(store: Store) -> None:
    rates.add(store, "ta", "17", SINCE)
    with pytest.raises(Refused, match="from that day already"):
        rates.add(store, "ta", "18", SINCE)
    rates.add(store, "ta", "18", date(2026, 11, 1))
    assert [one.pence for one in rates.rates(store)] == [1800, 1700]
