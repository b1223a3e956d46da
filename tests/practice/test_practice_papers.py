"""Every document of the practice school names those it may name, and the guard would find each of them elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gradesk import documents
from gradesk.documents.desk import batch
from gradesk.documents.desk.batch import Item, Order
from gradesk.documents.desk.guard import Guard
from gradesk.documents.press.look import USUAL
from gradesk.services.paper import copies
from gradesk.services.pupils import register
from gradesk.services.pupils.known_people import known_people
from gradesk.store.work import Store

PRINTS = [(one.code, variant) for one in documents.CATALOGUE for variant in [code for code, _ in one.variants] or [""]]
# Prints that name nobody in full: on the wall, by initials, in numbers.
NAMELESS = {
    ("class-grid", "wall"),
    ("register", "initials"),
    ("provision-map", "numbers"),
    ("provision-map", "numbers-a3"),
    ("governors", ""),
    ("action-list", "initials"),
    ("class-week", "initials"),
    ("adult-week", "initials"),
    ("room-week", "initials"),
    ("term-page", "wall"),
    ("term-page", "wall-a3"),
}


@pytest.mark.parametrize(("code", "variant"), PRINTS)
def test_no_page_names_another_pupil_and_every_page_names_its_own(practice: Store, code: str, variant: str) -> None:
    guard = Guard(known_people(practice))
    everyone = tuple(row.uuid for row in register.everyone(practice))[::2]  # the other half must stand nowhere
    made = batch.make(practice, Order((Item(code, variant),), everyone), USUAL)
    assert [hit for hit in guard.hits(made.pdf, made.pages) if not hit.may_pass] == []
    in_the_wrong_hand = guard.hits(made.pdf, [()] * len(made.pages))
    named = {hit.page for hit in in_the_wrong_hand if not hit.may_pass}
    if (code, variant) in NAMELESS:
        assert named == set()
    elif documents.document(code).scope == "pupil":
        assert named == set(range(1, len(made.pages) + 1))
    else:
        assert named  # a class in which nothing is recorded of anybody has a page that names nobody


@pytest.mark.parametrize(("code", "variant"), PRINTS)
@pytest.mark.parametrize("shown", ["first", "initials"])
def test_a_hidden_name_stands_nowhere_but_perhaps_in_what_somebody_typed(
    practice: Store, code: str, variant: str, shown: str
) -> None:
    some = tuple(row.uuid for row in register.everyone(practice))[:8]
    made = batch.make(practice, Order((Item(code, variant),), some), replace(USUAL, name=shown))
    found = Guard(known_people(practice)).hits(made.pdf, made.pages, made.namings)
    assert [hit for hit in found if not hit.may_pass] == []


def test_copies_of_plans_and_passports_were_given_and_some_are_old(practice: Store) -> None:
    out = [copy for row in register.everyone(practice) for copy in copies.out(practice, row.uuid)]
    assert {copy.document for copy in out} == {"passport", "plan"}
    assert {copy.how for copy in out} == {"printed", "protected"}
    assert {copy.is_old for copy in out} == {True, False}
