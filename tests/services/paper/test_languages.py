"""A school corrects the words on paper, says who checked them, and sends them to a translator and back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.documents.press.letters.language import language
from gradesk.services.custody import history
from gradesk.services.paper import language_file, languages, phrasebook
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY

DEAR = "Dear parent or carer of {name}"


def row(store: Store, english: str, code: str = "pl") -> languages.PhraseRow:
    """One phrase as it stands."""
    return next(one for one in languages.phrases(store, code) if one.english == english)


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def file_of(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8")


def test_every_phrase_begins_as_shipped_and_not_checked(store: Store) -> None:
    found = languages.phrases(store, "pl")
    assert [one.english for one in found] == [phrase.english for phrase in phrasebook.phrases()]
    assert {one.state for one in found} == {"not checked, as shipped"}
    assert languages.corrections(store, "pl") == languages.Corrections({}, frozenset())


def test_a_school_corrects_a_phrase_and_undo_takes_it_back(store: Store) -> None:
    languages.correct(store, "pl", "Draft", "  Szkic ")
    assert row(store, "Draft").words == "Szkic"
    assert row(store, "Draft").state == "not checked, your school’s"
    found = languages.corrections(store, "pl")
    assert language("pl").corrected(found.words, found.checked).say("Draft") == "Szkic"
    assert row(store, "Draft", "ro").own == ""
    history.undo(store)
    assert row(store, "Draft").state == "not checked, as shipped"


def test_a_correction_is_taken_back_and_can_be_made_again(store: Store) -> None:
    languages.correct(store, "pl", "Draft", "Szkic")
    languages.mark_checked(store, "pl", ["Draft"], "Mrs B")
    languages.take_back(store, "pl", "Draft")
    assert row(store, "Draft").state == "not checked, as shipped"
    languages.correct(store, "pl", "Draft", "Brudnopis")
    assert row(store, "Draft").state == "not checked, your school’s"
    languages.correct(store, "pl", "Draft", "")
    assert row(store, "Draft").words == "Wersja robocza"


def test_words_that_change_need_checking_again(store: Store) -> None:
    assert languages.mark_checked(store, "pl", ["Draft", "Date"], " Mrs  B ") == 2
    day = TODAY.strftime("%d/%m/%Y")
    assert row(store, "Draft").state == f"checked by Mrs B on {day}, as shipped"
    languages.correct(store, "pl", "Draft", "Wersja robocza")  # the very same words
    assert row(store, "Draft").is_checked
    languages.correct(store, "pl", "Draft", "Szkic")
    assert not row(store, "Draft").is_checked
    assert row(store, "Date").is_checked
    assert languages.mark_checked(store, "pl", ["Draft", "Date"], "Mr C") == 1


def test_a_language_is_checked_when_every_phrase_is(store: Store) -> None:
    every = [one.english for one in languages.phrases(store, "uk")]
    languages.mark_checked(store, "uk", every[1:], "Ms K")
    found = languages.corrections(store, "uk")
    assert not language("uk").corrected(found.words, found.checked).checked
    languages.mark_checked(store, "uk", every, "Ms K")
    found = languages.corrections(store, "uk")
    assert language("uk").corrected(found.words, found.checked).checked


@pytest.mark.parametrize(
    ("english", "words", "told"),
    [
        (DEAR, "Szanowni Państwo", r"needs \{name\}"),
        (DEAR, "Szanowni {name} {imię}", r"in place of \{imię\}"),
        ("Draft", "S" * 401, "400 characters"),
        ("No such phrase", "x", "not a phrase that Gradesk prints"),
    ],
)
def test_words_that_would_print_wrong_are_refused(store: Store, english: str, words: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        languages.correct(store, "pl", english, words)
    assert languages.corrections(store, "pl").words == {}


def test_english_is_not_corrected_and_a_check_needs_a_name(store: Store) -> None:
    with pytest.raises(Refused, match="English words"):
        languages.correct(store, "en", "Draft", "Rough")
    with pytest.raises(Refused, match="who has checked"):
        languages.mark_checked(store, "pl", ["Draft"], " ")
    with pytest.raises(Refused, match="no language “xx”"):
        languages.phrases(store, "xx")


def test_a_list_goes_to_a_translator_and_back_as_one_change(store: Store) -> None:
    sheet = rows_of(language_file.export(store, "ur"))
    assert sheet[0][3] == "Urdu (ur)"
    assert len(sheet) == 1 + len(phrasebook.phrases())
    place = next(number for number, line in enumerate(sheet) if line[1] == "Draft")
    sheet[place][3], sheet[place][4] = "ابتدائی خاکہ", "A translator"
    sheet[place + 1][4] = "A translator"
    taken = language_file.take_in(store, "ur", language_file.lines_in(file_of(sheet)))
    assert (taken.changed, taken.checked, taken.left_out) == (1, 2, ())
    assert row(store, "Draft", "ur").words == "ابتدائی خاکہ"
    assert row(store, "Draft", "ur").is_checked
    history.undo(store)
    assert languages.corrections(store, "ur") == languages.Corrections({}, frozenset())


def test_a_list_that_comes_back_unchanged_changes_nothing(store: Store) -> None:
    languages.correct(store, "pl", "Draft", "Szkic")
    languages.mark_checked(store, "pl", ["Draft"], "Mrs B")
    before = languages.phrases(store, "pl")
    taken = language_file.take_in(store, "pl", language_file.lines_in(language_file.export(store, "pl")))
    assert taken == languages.Taken(0, 0, ())
    assert languages.phrases(store, "pl") == before


def test_lines_that_cannot_be_kept_are_left_out_and_said(store: Store) -> None:
    sheet = rows_of(language_file.export(store, "pl"))
    for line in sheet:
        if line[1] == DEAR:
            line[3] = "Szanowni Państwo"
        if line[1] == "Draft":
            line[3] = "Szkic"
    sheet.append(["", "Invented", "", "Zmyślone", ""])
    taken = language_file.take_in(store, "pl", language_file.lines_in(file_of(sheet)))
    assert taken.changed == 1
    assert len(taken.left_out) == 2
    assert "needs {name}" in taken.left_out[0]


def test_a_cell_is_no_formula_and_reads_back_as_it_was(store: Store) -> None:
    languages.correct(store, "pl", "Draft", "=1+1")
    languages.correct(store, "pl", "Date", "'=1+1")
    data = language_file.export(store, "pl")
    assert {"'=1+1", "''=1+1"} <= {line[3] for line in rows_of(data)}
    assert language_file.take_in(store, "pl", language_file.lines_in(data)) == languages.Taken(0, 0, ())


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "not a list of words"),
        (b"a,b,c\n1,2,3", "not a list of words"),
        ("Where,English,Note,Polish (pl)\nx,Draft,,Wersja ż".encode("cp1250"), "CSV UTF-8"),
        (b"Where,English,Note,Urdu (ur)\nx,Draft,,y", "for Urdu"),
        (b"\x00\x01", "not a list of words"),
    ],
)
def test_any_other_file_is_refused_and_nothing_is_changed(store: Store, data: bytes, told: str) -> None:
    with pytest.raises(Refused, match=told):
        language_file.take_in(store, "pl", language_file.lines_in(data))
    assert languages.corrections(store, "pl").words == {}


def test_a_list_saved_with_semicolons_is_read_too(store: Store) -> None:
    data = b"Where;English;Note;Polish (pl);Checked by\nx;Draft;;Szkic;Mrs B\n"
    assert language_file.take_in(store, "pl", language_file.lines_in(data)) == languages.Taken(1, 1, ())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="{}"), min_size=1, max_size=60))
def test_any_words_survive_the_way_to_a_translator(store: Store, words: str) -> None:
    languages.correct(store, "tr", "Draft", words)
    kept = row(store, "Draft", "tr")
    assert language_file.take_in(
        store, "tr", language_file.lines_in(language_file.export(store, "tr"))
    ) == languages.Taken(0, 0, ())
    assert row(store, "Draft", "tr") == kept
