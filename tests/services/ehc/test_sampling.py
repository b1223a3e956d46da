"""A sample of about six: each fits for a reason of their own, nobody twice, and who is passed over is replaced."""

from __future__ import annotations

from datetime import timedelta

from gradesk.services.ehc import cases, sampling
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from tests.conftest import TODAY


def _pupil(store: Store, number: int, status: str = "K", **values: object) -> str:
    body = {
        "legal_forename": f"Kit{number}",
        "legal_surname": "Ash",
        "class_name": f"{number % 3} Elm",
        "year_group": "3",
    }
    uuid = pupils.add_pupil(store, body | values)
    pupils.set_status(store, uuid, status, TODAY - timedelta(days=40 * number), "Screening", TODAY)
    return uuid


def test_each_fits_by_another_criterion_and_says_why(store: Store) -> None:
    with_plan = _pupil(store, 5)
    cases.begin(store, with_plan, {"happened_on": TODAY - timedelta(days=30)}, "final")
    new, away = _pupil(store, 1), _pupil(store, 6, attendance_percent=81.5)
    premium = _pupil(store, 7, pupil_premium=True)
    _pupil(store, 8, "W")
    found = sampling.proposed(store)
    assert {one.row.uuid: one.criterion for one in found} == {
        with_plan: "EHC plan", new: "New on SEN support", premium: "Pupil premium", away: "Often away",
    }  # fmt: skip
    assert found[-1].why == "Attendance of 81.5 %: what is done about it."
    assert all(one.why.endswith(".") for one in found)


def test_no_more_than_asked_for_and_who_is_passed_over_is_replaced(store: Store) -> None:
    ids = [_pupil(store, number, pupil_premium=True) for number in range(2, 10)]
    first = sampling.proposed(store, 3)
    assert len(first) == 3 and len({one.row.uuid for one in first}) == 3
    assert len({one.row.class_name for one in first}) == 3
    other = sampling.proposed(store, 3, without=[first[0].row.uuid])
    assert first[0].row.uuid not in {one.row.uuid for one in other} and len(other) == 3
    assert sampling.proposed(store, 3, without=ids) == []
