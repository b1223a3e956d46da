"""Every document of the practice school names those it may name, and the guard would find each of them elsewhere."""

from __future__ import annotations

import pytest

from gradesk import documents
from gradesk.documents import batch
from gradesk.documents.batch import Item, Order
from gradesk.documents.guard import Guard
from gradesk.documents.look import USUAL
from gradesk.services import copies, register
from gradesk.services.known_people import known_people
from gradesk.store.work import Store

# A page for the wall has first names or initials; a class with nobody on the register is told only what every class does.
WITHOUT_FULL_NAMES = {("class-grid", "wall"), ("register", "initials"), ("supply", ""), ("governors", "")}
PRINTS = [(one.code, variant) for one in documents.CATALOGUE for variant in [code for code, _ in one.variants] or [""]]


@pytest.mark.parametrize(("code", "variant"), PRINTS)
def test_no_page_names_another_pupil_and_every_page_names_its_own(practice: Store, code: str, variant: str) -> None:
    guard = Guard(known_people(practice))
    everyone = tuple(row.uuid for row in register.everyone(practice))
    made = batch.make(practice, Order((Item(code, variant),), everyone), USUAL)
    assert guard.hits(made.pdf, made.pages) == []
    in_the_wrong_hand = guard.hits(made.pdf, [()] * len(made.pages))
    named = {hit.page for hit in in_the_wrong_hand}
    assert named == set(range(1, len(made.pages) + 1)) or (code, variant) in WITHOUT_FULL_NAMES


def test_copies_of_plans_and_passports_were_given_and_some_are_old(practice: Store) -> None:
    out = [copy for row in register.everyone(practice) for copy in copies.out(practice, row.uuid)]
    assert {copy.document for copy in out} == {"passport", "plan"}
    assert {copy.how for copy in out} == {"printed", "protected"}
    assert {copy.is_old for copy in out} == {True, False}
