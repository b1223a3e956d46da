"""The seal on an agreed page: found in the journal that made it, and in no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradesk.documents.desk import desk
from gradesk.documents.desk.batch import Item, Order
from gradesk.documents.press.look import USUAL
from gradesk.services.custody import sealing
from gradesk.services.paper.gathering.pages import plan_sheets
from gradesk.services.plans import agreeing
from gradesk.services.school import opening
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import CHEAP, PASSPHRASE
from tests.documents import reading
from tests.services.planning import PEOPLE, STARTS, whole_plan


def test_an_agreed_plan_has_the_seal_of_the_line_that_agreed_it_and_a_draft_has_none(
    store: Store, ava: str, tmp_path: Path
) -> None:
    uuid = whole_plan(store, ava)
    (draft,) = plan_sheets(store, [ava])
    assert draft.seal == ""
    agreeing.agree(store, uuid, PEOPLE, STARTS)
    (sheet,) = plan_sheets(store, [ava])
    page = desk.ready(store, Order((Item("plan"),), (ava,)), USUAL).batch.pdf
    assert len(sheet.seal) == 14 and sheet.seal in " ".join(reading.pages(page))
    found = sealing.find(store, f" {sheet.seal.upper()} ")
    assert "gree" in found.label and found.actor
    other = opening.make_school(tmp_path / "other", "Another", PASSPHRASE, store.clock, cost=CHEAP)
    with pytest.raises(Refused, match="another school, or the history was rewritten"):
        sealing.find(other, sheet.seal)
    other.close()


@pytest.mark.parametrize(
    "typed", ["", "3fa9", "zzzz-zzzz-zzzz", "٣٣٣٣-٣٣٣٣-٣٣٣٣", "3fa9 12cd 77e0 1", "'; DROP TABLE--"]
)
def test_what_is_no_seal_is_said(store: Store, typed: str) -> None:
    with pytest.raises(Refused, match="twelve signs"):
        sealing.find(store, typed)
