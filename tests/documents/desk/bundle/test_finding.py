"""A word is found however it is written, and only where it stands by itself."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.documents.desk.bundle.finding import Words, folded
from gradesk.system.refusal import Refused

LETTERS = "abcdefghijklmnopqrstuvwxyzàâäåçéèëíîïñóôöøúûüýžšđłßæœ"
NAMES = st.text(LETTERS, min_size=3, max_size=9).map(str.capitalize)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Zoë", "ZOE was here"),
        ("Zoe", "Zoë was here"),
        ("Zoë", unicodedata.normalize("NFD", "with Zoë.")),
        ("Griffith", "Mrs Gri\ufb03th came"),
        ("Fiona", "\ufb01ona"),
        ("O'Brien", "Mr O’Brien’s letter"),
        ("O’Brien", "OBrien"),
        ("Smith-Jones", "Smith Jones"),
        ("Ann", "ann@school.example"),
        ("Ann", "AnnSmith"),
        ("Ann", "ANN’S BOOK"),
        ("Ann", "ann_2024"),
        ("Amina Yusuf", "Amina\r\nYusuf"),
        ("Okafor", "Oka-\nfor"),
        ("Okafor", "Oka\u00adfor"),
        ("Okafor", "Oka\ufffefor"),
        ("Okafor", "O k a f o r"),
        ("Strauß", "STRAUSS"),
        ("07700 900123", "Call 07700900123."),
        ("محمد", "الاسم محمد هنا"),
        ("محمد", "الاسم " + "محمد"[::-1] + " هنا"),
    ],
)
def test_it_is_found(word: str, text: str) -> None:
    assert Words([word]).are_in(text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Ann", "planning"),
        ("Ann", "Anna"),
        ("Asa", "as a rule"),
        ("Rose", "they prosecute"),
        ("Art", "start"),
        ("12", "3124"),
    ],
)
def test_it_is_not_found_within_another_word(word: str, text: str) -> None:
    assert not Words([word]).are_in(text)


def test_words_that_would_stand_everywhere_are_refused_with_a_sentence() -> None:
    for words, said in ((["A"], "“A” has fewer than 2 letters"), (["…"], "fewer than 2"), ([" "], "No word was given")):
        with pytest.raises(Refused, match=said):
            Words(words)


@given(NAMES, st.text(max_size=20), st.text(max_size=20), st.sampled_from(("NFC", "NFD", "NFKC", "NFKD")))
def test_a_name_among_any_signs_is_found_in_every_form_and_its_place_is_its_own(
    name: str, before: str, after: str, form: str
) -> None:
    for written in (name, name.upper(), name.lower()):
        shaped = unicodedata.normalize(form, written)
        text = f"{before} {shaped} {after}"
        assert folded(name).text in [folded(text[begin:end]).text for begin, end in Words([name]).spans(text)]
        assert not Words([name]).are_in(Words([name]).out_of(f" {shaped} ", "█"))


@given(st.text(max_size=60))
def test_every_sign_that_is_searched_knows_where_it_comes_from(text: str) -> None:
    found = folded(text)
    assert len(found.text) == len(found.origins)
    assert list(found.origins) == sorted(found.origins)
    assert all(0 <= one < len(text) for one in found.origins)
