"""Who can open the file is changed in a moment, with a sentence for whatever cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from gradesk.services.pupils import pupils
from gradesk.services.safekeeping import ways
from gradesk.services.school import opening
from gradesk.store.keys.slots import READER, SECOND, SENCO, SHEET
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from tests.conftest import PASSPHRASE, TODAY

WORDS = "quiet rivers carry four lanterns"


def typed_back(code: str) -> str:
    found = ways.groups(code)
    return " ".join(found[place - 1] for place in ways.TYPED_BACK)


def test_a_new_school_has_one_way_in_and_says_which_are_missing(store: Store) -> None:
    assert [way.holder for way in ways.ways(store) if way.since is not None] == [SENCO]
    assert [way.name for way in ways.ways(store) if way.since is None] == [
        "Second holder", "Reading only", "Recovery sheet",
    ]  # fmt: skip


def test_a_second_holder_gets_a_passphrase_of_their_own_and_can_lose_it(store: Store) -> None:
    ways.change_passphrase(store, SECOND, WORDS, WORDS)
    assert {way.holder: way.since for way in ways.ways(store)}[SECOND] == TODAY
    folder = store.vault.folder
    store.close()
    head = opening.open_school(folder, WORDS, fixed_clock(date(2026, 11, 24)))
    head.close()
    store = opening.open_school(folder, PASSPHRASE)
    ways.take_away(store, SECOND)
    store.close()
    with pytest.raises(Refused, match="does not open"):
        opening.open_school(folder, WORDS)


@pytest.mark.parametrize(
    ("passphrase", "again", "said"),
    [
        ("short", "short", "weak"),
        (WORDS, WORDS + "s", "not the same"),
        (PASSPHRASE, PASSPHRASE, r"in use already \(SENCO\)"),
    ],
)
def test_a_passphrase_that_cannot_be_is_refused(store: Store, passphrase: str, again: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        ways.change_passphrase(store, SECOND, passphrase, again)
    assert {way.holder: way.since for way in ways.ways(store)}[SECOND] is None


def test_a_sheet_opens_nothing_before_it_was_typed_back(store: Store) -> None:
    code = ways.new_code()
    with pytest.raises(Refused, match="Groups 3 and 7"):
        ways.use_code(store, code, "AAAA BBBB")
    assert {way.holder: way.since for way in ways.ways(store)}[SHEET] is None
    ways.use_code(store, code, typed_back(code).lower())
    ways.check_sheet(store, code)
    with pytest.raises(Refused, match="another recovery sheet"):
        ways.check_sheet(store, ways.new_code())
    folder = store.vault.folder
    store.close()
    found = opening.open_school(folder, code)
    ways.change_passphrase(found, SENCO, WORDS, WORDS)
    found.close()
    opening.open_school(folder, WORDS).close()


def test_who_may_only_read_changes_nothing(store: Store, ava: str) -> None:
    ways.change_passphrase(store, READER, WORDS, WORDS)
    folder = store.vault.folder
    store.close()
    reading = opening.open_school(folder, WORDS, fixed_clock(TODAY))
    assert pupils.page(reading, ava).pupil.first_name == "Ava"
    with pytest.raises(Refused, match="passphrase for reading"):
        pupils.change_pupil(reading, ava, {"preferred_forename": "Avie"})
    with pytest.raises(Refused, match="only read"):
        ways.change_passphrase(reading, SENCO, WORDS + " more", WORDS + " more")
    with pytest.raises(Refused, match="passphrase for reading"):
        reading.become_another()
    with reading.aside() as session:
        assert session is None
    reading.close()
    again = opening.open_school(folder, PASSPHRASE)
    assert pupils.page(again, ava).pupil.preferred_forename == ""
    again.close()


def test_the_senco_keeps_a_passphrase(store: Store) -> None:
    with pytest.raises(Refused, match="cannot be taken away"):
        ways.take_away(store, SENCO)


def test_a_key_that_was_replaced_keeps_every_record(store: Store, ava: str) -> None:
    folder = store.vault.folder
    code = ways.new_code()
    with pytest.raises(Refused, match="Groups 3 and 7"):
        ways.replace_key(store, PASSPHRASE, code, "")
    ways.replace_key(store, PASSPHRASE, code, typed_back(code))
    with pytest.raises(Refused, match="new key"):
        pupils.change_pupil(store, ava, {"preferred_forename": "Avie"})
    store.close()
    for typed in (PASSPHRASE, code):
        found = opening.open_school(folder, typed)
        assert found.copy.doubt is None
        assert pupils.page(found, ava).pupil.legal_surname == "Núñez"
        found.close()
