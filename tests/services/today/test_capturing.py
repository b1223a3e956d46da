"""A line caught in passing becomes a dated contact for the right pupil, or waits; it is never guessed whose it is."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.pupils.happening import Happening
from gradesk.model.rules.words.capture import read_line
from gradesk.services.custody import history
from gradesk.services.meetings import meetings
from gradesk.services.pupils import pupils
from gradesk.services.today import capturing
from gradesk.services.today.capturing import lexicon
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused
from tests.conftest import TODAY


def somebody(store: Store, forename: str, surname: str, **values: str) -> str:
    return pupils.add_pupil(store, {"legal_forename": forename, "legal_surname": surname, **values})


def whose(store: Store, typed: str, in_sight: str = "") -> str:
    reading = capturing.read(store, typed, capturing.everybody(store), in_sight)
    return reading.certain.name if reading.certain else ""


def kept(store: Store, typed: str) -> Meeting:
    reading = capturing.read(store, typed, capturing.everybody(store))
    assert reading.certain is not None
    capturing.log(store, reading, reading.certain)
    return meetings.of_pupil(store, reading.certain.pupil_id)[0]


@pytest.fixture
def roll(store: Store) -> dict[str, str]:
    names = ("Ava Ahmed", "Leo Walker", "Grace Ahmed", "Will Price", "Zoë O’Neill", "Mark Khan", "Will Ahmed")
    return {name: somebody(store, *name.split()) for name in names}


def test_a_line_becomes_a_dated_contact_for_the_right_pupil(store: Store, roll: dict[str, str]) -> None:
    one = kept(store, "Ava mum phoned happy with reading")
    assert (one.kind, one.with_whom, one.summary, one.happened_on) == ("phone", "Mum", "happy with reading", TODAY)
    assert one.pupil_id == roll["Ava Ahmed"]


@pytest.mark.parametrize(
    ("typed", "kind", "with_whom", "day", "summary"),
    [
        (
            "yesterday Leo's dad at the gate: tired, Late to bed",
            "doorstep",
            "Dad",
            date(2026, 11, 22),
            "tired, Late to bed",
        ),
        ("Zoe nan emailed fri about  PE kit", "email", "Nan", date(2026, 11, 20), "about  PE kit"),
        ("met mum and dad about Khan 16/11", "meeting", "Mum and dad", date(2026, 11, 16), "about Khan 16/11"),
        ("SALT rang, Leo to be seen again", "phone", "SALT", TODAY, "to be seen again"),
        ("Leo foster carer letter on 3 nov thanks", "letter", "Foster carer", date(2026, 11, 3), "thanks"),
        ("Leo mum 3/5 in spelling", "doorstep", "Mum", TODAY, "3/5 in spelling"),
        ("Leo mum phoned", "phone", "Mum", TODAY, "Leo mum phoned"),
        (
            "Parents’ evening with Leo’s parents, all well",
            "parents_evening",
            "Parents",
            TODAY,
            "with Leo’s parents, all well",
        ),
    ],
)
def test_how_when_and_with_whom_are_read_from_the_line(
    store: Store, roll: dict[str, str], typed: str, kind: str, with_whom: str, day: date, summary: str
) -> None:
    one = kept(store, typed)
    assert (one.kind, one.with_whom, one.happened_on, one.summary) == (kind, with_whom, day, summary)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Ava mum phoned", "Ava Ahmed"),
        ("mum phoned about ava", "Ava Ahmed"),
        ("Ahmed mum phoned", ""),  # three of them
        ("Will Ahmed mum phoned", "Will Ahmed"),
        ("mum will phone", ""),
        ("Will mum phoned", ""),
        ("Grace mum phoned", ""),
        ("we hope to mark it in may", ""),
        ("Mrs Walker phoned", ""),
        ("Mrs Walker phoned about Ava", "Ava Ahmed"),
        ("Ava told Leo’s mum", ""),
        ("Ava Walker mum phoned", ""),  # there is no such child
        ("zoe oneill mum phoned", "Zoë O’Neill"),
        ("Khan’s dad", "Mark Khan"),
        ("Will Price mum phoned", "Will Price"),
        ("nobody we know", ""),
        ("", ""),
    ],
)
def test_a_name_is_taken_only_when_it_is_certain(store: Store, roll: dict[str, str], typed: str, name: str) -> None:
    assert whose(store, typed) == name


def test_two_of_one_name_are_told_apart_by_the_letter_of_the_surname(store: Store, roll: dict[str, str]) -> None:
    somebody(store, "Ava", "Brook")
    assert whose(store, "Ava mum phoned") == ""
    assert whose(store, "Ava B mum phoned") == "Ava Brook"
    assert whose(store, "Ava a mum phoned") == ""
    reading = capturing.read(store, "Ava mum phoned", capturing.everybody(store))
    assert [one.name for one in reading.candidates[:2]] == ["Ava Ahmed", "Ava Brook"]


def test_on_a_pupils_page_a_line_without_a_name_is_about_that_pupil(store: Store, roll: dict[str, str]) -> None:
    here = roll["Leo Walker"]
    assert whose(store, "mum phoned, will come in may", here) == "Leo Walker"
    assert whose(store, "Ava mum phoned", here) == "Ava Ahmed"
    somebody(store, "Leo", "Brook")
    assert whose(store, "Leo mum phoned", here) == "Leo Walker"


def test_leavers_are_not_meant(store: Store, roll: dict[str, str]) -> None:
    pupils.change_pupil(store, roll["Ava Ahmed"], {"left_on": TODAY})
    assert whose(store, "Ava mum phoned") == ""


def test_a_line_without_a_name_waits_word_for_word_and_is_given_in_one_step(store: Store, roll: dict[str, str]) -> None:
    typed = "Grace mum phoned yesterday,  worried about maths"
    uuid = capturing.wait(store, capturing.read(store, typed, capturing.everybody(store)))
    [line] = capturing.waiting(store)
    assert (line.words, line.kind, line.happened_on) == (typed, "phone", date(2026, 11, 22))
    capturing.change(store, uuid, {"kind": "email"})
    capturing.give(store, uuid, roll["Grace Ahmed"])
    [one] = meetings.of_pupil(store, roll["Grace Ahmed"])
    assert (one.kind, one.with_whom, one.summary) == ("email", "Mum", "worried about maths")
    assert one.happened_on == date(2026, 11, 22)
    assert capturing.waiting(store) == []
    with pytest.raises(Refused, match="already"):
        capturing.give(store, uuid, roll["Ava Ahmed"])
    history.undo(store)
    assert len(capturing.waiting(store)) == 1 and meetings.of_pupil(store, roll["Grace Ahmed"]) == []


def test_a_line_about_no_adult_is_a_note_on_the_timeline(store: Store, roll: dict[str, str]) -> None:
    reading = capturing.read(store, "Ava read a whole book", capturing.everybody(store))
    assert reading.certain is not None and reading.caught.kind == "note"
    capturing.log(store, reading, reading.certain)
    with store.read() as session:
        [event] = session.scalars(select(Happening))
    assert (event.kind, event.title, event.note, event.happened_on) == ("other", "Note", "read a whole book", TODAY)


def test_an_empty_line_a_day_to_come_and_no_words_are_refused(store: Store, roll: dict[str, str]) -> None:
    empty = capturing.read(store, "  ", capturing.everybody(store))
    with pytest.raises(Refused, match="empty"):
        capturing.wait(store, empty)
    uuid = capturing.wait(store, capturing.read(store, "x", ()))
    with pytest.raises(Refused, match="future"):
        capturing.change(store, uuid, {"happened_on": date(2200, 1, 1)})
    with pytest.raises(Refused, match="needs words"):
        capturing.change(store, uuid, {"words": " "})
    with pytest.raises(Refused, match="not on the roll"):
        capturing.give(store, uuid, "nobody")
    capturing.remove(store, uuid)
    assert capturing.waiting(store) == []


KINDS = {row["code"] for row in tomllib.loads(resource("school", "meetings.toml").read_text("utf-8"))["kind"]}


@given(typed=st.text(max_size=200), today=st.dates(date(1990, 1, 1), date(2200, 12, 31)))
@settings(max_examples=150, deadline=None)
def test_any_line_on_any_day_is_understood_as_something_and_never_as_the_future(typed: str, today: date) -> None:
    caught = read_line(typed, today, lexicon())
    assert caught.words == typed.strip()
    assert caught.kind in {"note", *KINDS}
    assert caught.day <= today
    assert all(name.word for name in caught.names)


def test_a_line_for_somebody_deleted_while_it_was_typed_is_refused(store: Store, ava: str) -> None:
    known = capturing.everybody(store)
    reading = capturing.read(store, "Ava mum phoned", known)
    pupils.delete_pupil(store, ava)
    for line in (reading, capturing.read(store, "Ava wrote a poem", known)):
        assert line.certain is not None
        with pytest.raises(Refused, match="not on the roll any more"):
            capturing.log(store, line, line.certain)


def test_a_line_of_marks_that_cannot_be_kept_is_empty(store: Store) -> None:
    with pytest.raises(Refused, match="empty"):
        capturing.wait(store, capturing.read(store, " \x00 ", ()))


@pytest.mark.parametrize(
    ("typed", "certain"),
    [
        ("Zebedee at the gate, tired", False),
        ("Zebedee mum phoned", False),
        ("Zebedee Jones was sad", False),
        ("Mum phoned, happy", True),
        ("Talked about the trip", True),
        ("phoned dad", True),
        ("Leo at the gate", True),
    ],
)
def test_a_name_that_nobody_has_is_not_given_to_the_page_in_sight(
    store: Store, roll: dict[str, str], typed: str, certain: bool
) -> None:
    assert whose(store, typed, roll["Leo Walker"]) == ("Leo Walker" if certain else "")


@pytest.mark.parametrize("typed", ["Olivr was calm", "Oliwer was calm", "Olliver was calm", "Oilver was calm", "olivr"])
def test_a_name_with_one_slip_is_offered_after_the_exact_ones_and_never_taken(
    store: Store, roll: dict[str, str], typed: str
) -> None:
    somebody(store, "Oliver", "Stone")
    reading = capturing.read(store, typed, capturing.everybody(store))
    assert reading.certain is None and [one.name for one in reading.candidates] == ["Oliver Stone"]
    capturing.log(store, reading, reading.candidates[0])
    assert whose(store, "Olivr was calm", roll["Leo Walker"]) == ""
    both = capturing.read(store, "Ava and Olivr", capturing.everybody(store))
    assert both.certain is not None and both.certain.name == "Ava Ahmed"


@pytest.mark.parametrize("line", ["Ten minutes late today", "Men from the council came", "Hall was too loud for her"])
def test_a_word_that_only_looks_like_the_name_stays_in_what_was_said(store: Store, line: str) -> None:
    ben = somebody(store, "Ben", "Hill")
    reading = capturing.read(store, line, capturing.everybody(store), ben)
    whose = next(one for one in capturing.everybody(store) if one.pupil_id == ben)
    assert capturing.summary(reading, whose) == line


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Will be late on Friday", "Will be late on Friday"),
        ("Will Stone hit him", "hit him"),
        ("Stone in his shoe", "Stone in his shoe"),
        ("Will mum phoned happy", "happy"),
    ],
)
def test_a_name_that_is_also_a_word_goes_only_where_it_is_the_name(store: Store, line: str, kept: str) -> None:
    somebody(store, "Will", "Stone")
    (will,) = capturing.everybody(store)
    assert capturing.summary(capturing.read(store, line, (will,), will.pupil_id), will) == kept


def test_a_name_as_near_to_two_pupils_is_asked_about_on_the_page_of_one(store: Store) -> None:
    liam = somebody(store, "Liam", "Stone")
    somebody(store, "Lila", "Stone")
    assert capturing.read(store, "Stine cried", capturing.everybody(store), liam).certain is None
