"""A school with one costed group of four, from September to December."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gradesk.model.term.session import HourlyRate
from gradesk.services import editing
from gradesk.services.pupils import pupils
from gradesk.services.school import staff
from gradesk.services.term import provisions
from gradesk.store.work import Store

BEGINS = date(2026, 9, 14)
CLUB: dict[str, Any] = {
    "name": "Brick club", "starts_on": BEGINS, "planned_to": date(2026, 12, 11), "times_a_week": 3.0, "minutes": 20,
    "led_by": "Mrs Okafor", "weekdays": "mon wed fri",
}  # fmt: skip


@pytest.fixture
def four(store: Store, ava: str) -> list[str]:
    """Ava and three others."""
    return [ava] + [
        pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Ek"}) for name in ("Ben", "Cy", "Di")
    ]


@pytest.fixture
def club(store: Store, four: list[str]) -> str:
    """A group of four, led by somebody whose hour is costed."""
    staff.add_staff(store, {"name": "Mrs Okafor", "role": "ta"})
    editing.add(store, HourlyRate, {"role": "ta", "from_on": date(2026, 9, 1), "pence": 1724}, "A rate")
    return provisions.add(store, four, CLUB)
