"""The directory: who they are, whom they know, when last seen; nobody stands in it twice, nobody of whom anything tells goes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gradesk.services.outside import directory, referrals, reports
from gradesk.services.timeline import happenings
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY

ROSA = {"name": "Rosa Lindqvist", "role": "salt", "service": "Northgate Speech and Language"}


def test_a_line_needs_a_name_or_a_service_and_stands_once(store: Store) -> None:
    with pytest.raises(Refused, match="A name or a service"):
        directory.add(store, {"name": " ", "service": ""})
    directory.add(store, ROSA)
    with pytest.raises(Refused, match="in the directory already"):
        directory.add(store, {"name": "rosa lindqvist ", "service": "NORTHGATE speech and language"})
    directory.add(store, {"service": "Northgate Speech and Language"})
    assert [one.professional.called for one in directory.listed(store)] == [
        "Northgate Speech and Language", "Rosa Lindqvist",
    ]  # fmt: skip


def test_last_seen_is_told_by_visits_steps_and_reports(store: Store, ava: str) -> None:
    rosa = directory.add(store, ROSA)
    directory.involve(store, ava, {"professional_id": rosa, "purpose": "Weekly advice"})
    assert directory.network(store, ava)[0].seen_on is None
    visit = TODAY - timedelta(days=40)
    happenings.add(store, ava, {"kind": "visit", "title": "In class", "happened_on": visit, "professional_id": rosa})
    assert directory.network(store, ava)[0].seen_on == visit
    day = TODAY - timedelta(days=20)
    reports.add(store, ava, {"professional_id": rosa, "title": "Review", "happened_on": TODAY, "seen_on": day})
    (known,) = directory.network(store, ava)
    assert known.seen_on == day
    assert known.report is not None
    assert [one.name for one in directory.listed(store)[0].known] == ["Ava Núñez"]


def test_a_visit_that_is_only_arranged_is_not_seen(store: Store, ava: str) -> None:
    rosa = directory.add(store, ROSA)
    directory.involve(store, ava, {"professional_id": rosa})
    ahead = TODAY + timedelta(days=4)
    happenings.add(store, ava, {"kind": "visit", "title": "To come", "happened_on": ahead, "professional_id": rosa})
    assert directory.network(store, ava)[0].seen_on is None


def test_whoever_is_told_of_stays_and_is_put_out_of_use(store: Store, ava: str) -> None:
    rosa = directory.add(store, ROSA)
    referrals.add(store, ava, {"professional_id": rosa})
    with pytest.raises(Refused, match="There is a referral of theirs"):
        directory.remove(store, rosa)
    directory.change(store, rosa, {"left_on": TODAY})
    assert directory.choices(store) == [(None, "")]
    assert [code for code, _ in directory.choices(store, rosa)] == [None, rosa]
    spare = directory.add(store, {"service": "Portage"})
    directory.remove(store, spare)
    assert spare not in {one.professional.uuid for one in directory.listed(store)}


def test_nobody_works_with_a_pupil_twice_at_once_or_backwards(store: Store, ava: str) -> None:
    rosa = directory.add(store, ROSA)
    directory.involve(store, ava, {"professional_id": rosa})
    with pytest.raises(Refused, match="work with this pupil already"):
        directory.involve(store, ava, {"professional_id": rosa})
    with pytest.raises(Refused, match="before it began"):
        directory.involve(store, ava, {"professional_id": rosa, "ended_on": TODAY - timedelta(days=1)})
