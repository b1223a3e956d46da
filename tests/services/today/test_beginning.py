"""A new school is told three steps, and is asked for what it has begun with; later it is asked for everything."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from gradesk.services.meetings import meetings
from gradesk.services.plans import beginning as plan_beginning
from gradesk.services.plans import passports
from gradesk.services.pupils import leads, pupils
from gradesk.services.school import opening, school, staff
from gradesk.services.today import beginning, due
from gradesk.services.today.due_rules import book
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from tests.conftest import CHEAP, PASSPHRASE, TODAY


def asked(store: Store, on: date | None = None) -> set[str]:
    """The rules that have a line."""
    return {item.rule for item in due.due(store, on)}


def new(store: Store) -> None:
    """As a school is that was set up today."""
    school.change_school(store, {"rules_from": TODAY + opening.FIRST_WEEKS})


def test_a_register_just_brought_in_owes_nothing_until_the_school_begins(store: Store, ava: str) -> None:
    assert {"no_plan", "no_passport", "no_lead", "no_key_adult"} <= asked(store)
    new(store)
    assert asked(store) == set()
    found = beginning.beginning(store)
    assert found is not None
    assert [(step.code, step.done) for step in found.steps] == [
        ("register", True),
        ("passport", False),
        ("plan", False),
    ]
    ben = pupils.add_pupil(store, {"legal_forename": "Ben"})
    pupils.set_status(store, ben, "K", TODAY, "because")
    passports.change(store, ava, {"admire": "Her jokes"})
    assert [item.pupil_id for item in due.due(store) if item.rule == "no_passport"] == [ben]
    for begun, rule in (
        (lambda: plan_beginning.begin(store, ava), "no_plan"),
        (lambda: leads.name_lead(store, ava, staff.add_staff(store, {"name": "Ms Oak"}), "teacher", TODAY), "no_lead"),
        (lambda: meetings.log(store, ava, {"summary": "Rang"}), "no_contact"),
    ):
        assert rule not in asked(store)
        begun()
        assert [item.pupil_id for item in due.due(store) if item.rule == rule] == [ben]


def test_after_its_first_weeks_every_rule_asks_whatever_was_begun(store: Store, ava: str) -> None:
    everything = asked(store, TODAY + opening.FIRST_WEEKS)
    new(store)
    assert asked(store, TODAY + opening.FIRST_WEEKS) == everything
    assert asked(store, TODAY + opening.FIRST_WEEKS - timedelta(days=1)) < everything
    beginning.ask_everything(store)
    assert beginning.beginning(store) is None
    assert {"no_plan", "no_passport"} <= asked(store)


def test_a_real_school_begins_and_the_practice_school_has_begun(tmp_path: Path) -> None:
    real = opening.make_school(tmp_path / "real", "Fernhill", PASSPHRASE, fixed_clock(TODAY), cost=CHEAP)
    found = beginning.beginning(real)
    assert found is not None and not any(step.done for step in found.steps)
    assert {rule.code for rule in found.waiting} == {rule.code for rule in book.shipped() if rule.begins_with}
    assert found.until == TODAY + opening.FIRST_WEEKS
    real.close()
    made = opening.make_school(tmp_path / "made", "Fernhill", PASSPHRASE, fixed_clock(TODAY), practice=True, cost=CHEAP)
    assert beginning.beginning(made) is None
    made.close()


def test_every_rule_begins_with_something_gradesk_knows() -> None:
    assert {rule.begins_with for rule in book.shipped()} == {"", *beginning.FIRST}
