"""The layer of support is proposed from what a pupil has, taken or left, and said once."""

from __future__ import annotations

from datetime import date

import pytest

from gradesk.services.custody import history
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions
from gradesk.services.term.begun import layering
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY


@pytest.fixture
def four(store: Store, ava: str) -> list[str]:
    """Ava, who is on the layer Some, and three others."""
    pupils.set_layer(store, ava, "some", date(2026, 9, 7), "Needs a group", date(2026, 9, 7))
    return [ava] + [
        pupils.add_pupil(store, {"legal_forename": name, "legal_surname": "Ek"}) for name in ("Ben", "Cy", "Di")
    ]


def test_a_group_of_four_fits_some_and_one_to_one_proposes_few(store: Store, four: list[str]) -> None:
    provisions.add(store, four, {"name": "Readers", "form": "group"})
    assert layering.proposal(store, four[0]) is None
    assert (layering.proposal(store, four[1]) or layering.Proposal("", "", "", "")).layer == "some"  # on no layer yet
    provisions.add(store, four[:1], {"name": "ELSA time", "form": "one_to_one"})
    found = layering.proposal(store, four[0])
    assert found is not None
    assert (found.layer, found.now, found.why) == ("few", "Some", "ELSA time, one to one, or for two")
    layering.accept(store, four[0])
    page = pupils.page(store, four[0])
    assert page.layer is not None and (page.layer.layer, page.layer.starts_on) == ("few", TODAY)
    assert layering.proposal(store, four[0]) is None
    history.undo(store)
    assert layering.proposal(store, four[0]) is not None


def test_what_was_left_is_not_said_again_until_the_support_is_another(store: Store, four: list[str]) -> None:
    provisions.add(store, four[:1], {"name": "ELSA time", "form": "one_to_one"})
    layering.leave(store, four[0])
    assert layering.proposal(store, four[0]) is None
    with pytest.raises(Refused, match="No other layer is proposed"):
        layering.accept(store, four[0])
    provisions.add(store, four[:1], {"name": "Handwriting", "form": "one_to_one"})
    assert layering.proposal(store, four[0]) is not None


def test_a_group_that_shrinks_to_two_proposes_few_and_what_ended_proposes_nothing(
    store: Store, four: list[str]
) -> None:
    group = provisions.add(store, four[:3], {"name": "Readers", "form": "group"})
    assert layering.proposal(store, four[0]) is None
    [mine] = provisions.of_pupil(store, four[2])
    provisions.change_member(store, mine.member.uuid, {"left_on": TODAY})
    assert layering.proposal(store, four[0]) is not None
    provisions.change(store, group, {"ends_on": TODAY})
    assert layering.proposal(store, four[0]) is None


def test_nobody_with_an_ehc_plan_is_proposed_less_than_they_are_on(store: Store, four: list[str]) -> None:
    provisions.add(store, four, {"name": "Readers", "form": "group"})
    pupils.set_layer(store, four[0], "few", TODAY, "EHC plan")
    assert layering.proposal(store, four[0]) is not None
    pupils.set_status(store, four[0], "E", TODAY, "EHC plan issued")
    assert layering.proposal(store, four[0]) is None
