"""The fixed words on paper in twelve languages: complete, drawable, and English where a phrase is missing."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.ttfonts import TTFont

from gradesk import documents
from gradesk.documents.press.choices import Choices
from gradesk.documents.press.letters.language import ENGLISH, LANGUAGES, language, languages
from gradesk.documents.press.look import USUAL
from gradesk.model.base import fields_of
from gradesk.model.plans.passport import PASSPORT_SECTIONS, Passport
from gradesk.model.plans.plan import BLOCKS, PLAN_SECTIONS, Plan
from gradesk.model.vocabulary import (
    AGREERS,
    AREAS,
    DECISIONS,
    PLAN_STATES,
    PUPIL_RATINGS,
    STAGES,
    STATUSES,
    YEAR_GROUPS,
)
from gradesk.services.paper import languages as corrections
from gradesk.services.paper import phrasebook
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

CODES = ("cy", "pl", "ur", "ar", "bn", "pa", "ro", "uk", "pt", "so", "tr")
ENGLISH_PHRASES = {phrase.english: phrase for phrase in phrasebook.phrases()}
SCHOOL_WORDS = {"pupil", "Pupil", "SENCO"}
FACES = {"Arab": "NotoNaskhArabic", "Beng": "NotoSansBengali", "Guru": "NotoSansGurmukhi"}


@cache
def _letters(face: str) -> frozenset[int]:
    glyphs = TTFont(f"read {face}", str(resource("fonts", f"{face}.ttf"))).face.charToGlyph
    return frozenset(code for code, glyph in glyphs.items() if glyph)


def test_the_languages_schools_asked_for_ship() -> None:
    assert {head.code for head in LANGUAGES} == {"en", *CODES}
    assert LANGUAGES[0].code == "en"
    assert [one.code for one in languages()] == [head.code for head in LANGUAGES]


@pytest.mark.parametrize("code", CODES)
def test_a_language_says_every_phrase_and_no_other(code: str) -> None:
    assert set(phrasebook.book(code).words) == set(ENGLISH_PHRASES)


@pytest.mark.parametrize("code", CODES)
def test_a_phrase_keeps_its_places(code: str) -> None:
    for english, words in phrasebook.book(code).words.items():
        wanted = set(phrasebook.places(english)) - SCHOOL_WORDS
        assert set(phrasebook.places(words)) - SCHOOL_WORDS == wanted, english


@pytest.mark.parametrize("code", CODES)
def test_no_phrase_stays_english_but_those_meant_to(code: str) -> None:
    book = phrasebook.book(code)
    assert {english for english, words in book.words.items() if words == english} == book.head.same


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_every_letter_can_be_drawn(code: str, weight: str) -> None:
    book = phrasebook.book(code)
    own = _letters(f"{FACES[book.head.script]}-{weight}") if book.head.script in FACES else frozenset[int]()
    drawable = own | _letters(f"NotoSans-{weight}")
    said = "".join([*book.words.values(), *book.head.months, book.head.own_name, book.head.date])
    assert {c for c in said if ord(c) not in drawable} == set()


@pytest.mark.parametrize("code", CODES)
def test_nothing_that_nobody_checked_calls_itself_checked(code: str) -> None:
    found = language(code)
    assert found.checked is False
    assert phrasebook.book(code).checked == frozenset()
    assert found.rtl is (code in {"ar", "ur"})


def test_the_fixed_lists_of_plan_and_passport_are_among_the_phrases() -> None:
    passport = {info.label for info in fields_of(Passport) if info.name in PASSPORT_SECTIONS}
    plan = {info.label for info in fields_of(Plan) if info.name in PLAN_SECTIONS} | {block.label for block in BLOCKS}
    terms = {
        term.label
        for words in (AGREERS, AREAS, DECISIONS, PLAN_STATES, PUPIL_RATINGS, STAGES, STATUSES)
        for term in words
    }
    shipped = tomllib.loads(resource("school", "labels.toml").read_text(encoding="utf-8"))
    kinds = {row["label"] for row in shipped["plan_type"]}
    ratings = {row["label"] for scale in shipped["scale"] if scale["code"] == "words" for row in scale["ratings"]}
    assert passport | plan | terms | kinds | ratings <= set(ENGLISH_PHRASES)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from(("en", *CODES)))
def test_a_date_in_words_can_be_read_again(day: date, code: str) -> None:
    found = language(code)
    words = found.date(day)
    month = max((name for name in found.months if name in words), key=len)
    numbers = [int(part.rstrip(".")) for part in words.split() if part.rstrip(".").isdigit()]
    assert date(numbers[1], found.months.index(month) + 1, numbers[0]) == day


@pytest.mark.parametrize("code", ("en", *CODES))
def test_no_month_is_the_beginning_of_another(code: str) -> None:
    months = language(code).months
    assert len(months) == len(set(months)) == 12


def test_a_day_stands_as_its_language_writes_it() -> None:
    day = date(2026, 9, 3)
    assert ENGLISH.date(day) == "3 September 2026"
    assert language("pl").date(day) == "3 września 2026"
    assert language("pt").date(day) == "3 de setembro de 2026"
    assert language("cy").date(day) == "3 Medi 2026"


def test_english_says_itself_with_its_places_filled() -> None:
    assert ENGLISH.say("Dear parent or carer of {name}", name="Ava") == "Dear parent or carer of Ava"
    assert ENGLISH.say("{pupil} passport") == "pupil passport"
    assert ENGLISH.say("{pupil} passport", pupil="Student") == "Student passport"


def test_a_phrase_a_language_lacks_is_said_in_english() -> None:
    assert language("pl").say("A phrase of {number} tomorrow", number=3) == "A phrase of 3 tomorrow"


def test_a_phrase_is_found_with_the_schools_word_said_already() -> None:
    polish = language("pl")
    assert polish.say("Student’s own view") == polish.say("{Pupil}’s own view") == "Co mówi sam uczeń lub uczennica"
    assert polish.say("SENDCo") == polish.say("{SENCO}")
    assert polish.say("Pupil passport") == polish.say("{pupil} passport", pupil="Student") == "Paszport ucznia"


def test_a_school_year_is_said_in_the_language() -> None:
    for term in YEAR_GROUPS:
        assert language("uk").say(term.label) != term.label
    assert language("pl").say("Year 12") == "Rok nauki 12"


def test_every_phrase_a_document_says_is_in_the_list() -> None:
    unknown: dict[str, str] = {}
    for module in Path(documents.__file__).parent.glob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            said = call.args[0] if call.args else None
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name == "say" and isinstance(said, ast.Constant) and said.value not in ENGLISH_PHRASES:
                unknown[str(said.value)] = module.name
    assert unknown == {}


@given(st.text())
def test_what_was_typed_goes_into_a_place_as_typed(name: str) -> None:
    assert language("pl").say("Class {name}", name=name) == f"Klasa {name}"


def test_a_language_that_does_not_ship_is_refused_in_a_sentence() -> None:
    with pytest.raises(Refused, match=r"no language “xx” on paper; nothing was printed\."):
        language("xx")


def test_a_schools_words_are_laid_over_those_that_ship() -> None:
    polish = language("pl")
    mine = polish.corrected({"{pupil} passport": "Paszport dziecka"}, ["{pupil} passport"])
    assert mine.say("{pupil} passport") == mine.say("Student passport") == "Paszport dziecka"
    assert mine.say("What helps me") == polish.say("What helps me")
    assert polish.say("{pupil} passport") == "Paszport ucznia"
    assert not mine.checked
    assert polish.corrected({}, ENGLISH_PHRASES).checked
    assert polish.corrected({}) is polish
    assert ENGLISH.corrected({"Draft": "Rough"}) is ENGLISH


def test_both_languages_say_the_word_for_a_pupil_each_in_its_own() -> None:
    look = replace(USUAL, language=language("pl"), both=True)
    assert look.say_of_pupil("{pupil} passport", "student") == "Paszport ucznia / Student passport"
    assert USUAL.say_of_pupil("{Pupil}’s own view", "pupil") == "Pupil’s own view"


def test_own_words_that_no_font_has_are_named_before_anything_is_printed(store: Store) -> None:
    corrections.correct(store, "pl", "Draft", "Szkic 🦩")
    with pytest.raises(Refused, match="words in Polish for “Draft” have 🦩"):
        Choices(language="pl").look(store)
    assert Choices(language="tr").look(store).language.code == "tr"
