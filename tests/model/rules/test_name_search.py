"""Full names are found however they are written, and nothing is found that is only part of another name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradesk.model.rules.words.name_search import NameSearch, in_small_letters, key_of, longest, uncovered

NAMES = [
    ("Ava", "Núñez"),
    ("Siân", "O’Connor"),
    ("Mary-Ann", "Fotheringay-Smythe"),
    ("Łukasz", "Żółkiewski"),
    ("Ayşe", "İnönü"),
    ("D'Andre", "N'Diaye"),
    ("Nguyễn", "Thị Hương"),
    ("Олена", "Шевченко"),
    ("محمد", "الأحمد"),
    ("نور", "عبد الرحمن"),
    ("রহিম", "চৌধুরী"),
    ("ਗੁਰਪ੍ਰੀਤ", "ਸਿੰਘ"),
    ("יוסף", "כהן"),
    ("Jean Luc", "de la Tour"),
    ("Ann", "Lee"),
]
name_of = st.sampled_from(NAMES)
part = st.text(st.characters(categories=("Lu", "Ll", "Lo")), min_size=1, max_size=8)
any_name = st.one_of(name_of, st.tuples(part, part))
gap = st.sampled_from([" ", "  ", "\n", "\r\n", ", ", ",\n", " \u200f", "\u00a0"])


def keys_in(text: str, *names: tuple[str, ...]) -> list[str]:
    search = NameSearch()
    for name in names:
        search.add(*name)
    return [one.key for one in search.find(text)]


@given(name=any_name, between=gap, before=st.sampled_from(["", "(", "“", "With ", "1. "]), loud=st.booleans())
def test_a_name_is_found_in_any_case_over_line_ends_and_beside_marks(
    name: tuple[str, str], between: str, before: str, loud: bool
) -> None:
    assume(all(key_of(one) for one in name))
    text = f"{before}{name[0]}{between}{name[1]}. And on."
    assert keys_in(text.upper() if loud and key_of(text.upper()) == key_of(text) else text, name)


@given(name=name_of)
def test_accents_hyphens_and_apostrophes_may_be_there_or_not(name: tuple[str, str]) -> None:
    for ways in (("’", "'"), ("’", ""), ("'", "ʼ"), ("-", " "), ("-", "‑"), ("-", ""), ("ñ", "n"), ("â", "a\u0302")):
        assert keys_in(f"x {' '.join(name).replace(*ways)} x", name)
    assert keys_in(f"{' '.join(name)}’s mother", name)
    assert keys_in(f"{' '.join(name)[:-1]}-\n{' '.join(name)[-1]} came", name)  # cut at a line's end


@given(name=st.tuples(*[st.sampled_from(["محمد", "نور", "عبدالرحمن", "יוסף", "כהן"])] * 2), text=st.sampled_from("ab "))
def test_a_name_from_right_to_left_is_found_also_as_it_stands_on_the_page(name: tuple[str, str], text: str) -> None:
    assert keys_in(f"{text} {' '.join(name)[::-1]} {text}", name)


@given(name=any_name, glued=st.sampled_from("aéЖ9م"), before=st.booleans())
def test_part_of_a_longer_word_is_not_found(name: tuple[str, str], glued: str, before: bool) -> None:
    assume(all(key_of(one) for one in name))
    whole = " ".join(name)
    assume(
        all(
            letter.isalnum()
            for letter in unicodedata.normalize("NFKD", "".join(name))
            if not unicodedata.combining(letter)
        )
    )
    found = keys_in(f"{glued}{whole}" if before else f"{whole}{glued}", name)
    assert key_of(whole) not in found or key_of(glued + whole) == key_of(whole)


@pytest.mark.parametrize(
    "text",
    ["Joann Leeson", "Ann Lee-Smith", "Mary-Ann Lee", "D’Ann Lee", "Annlee", "Anna Lee", "Ann Leeds", "Ann. B. Lee"],
)
def test_ann_lee_is_not_in(text: str) -> None:
    assert keys_in(text, ("Ann", "Lee")) == []


@pytest.mark.parametrize(
    "text", ["Ann Lee", "Ann Lee – came", "ann\tLEE’s", "(Ann  Lee)", "Àñn Lée", "Ann-Lee", "“Ann Lee”"]
)
def test_ann_lee_is_in(text: str) -> None:
    assert keys_in(text, ("Ann", "Lee")) == ["annlee"]


def test_a_name_within_a_rightful_longer_one_or_made_of_two_neighbours_counts_for_nothing() -> None:
    search = NameSearch()
    for name in (("Ann", "Lee"), ("Mary Ann", "Lee"), ("Khan", "Noah"), ("Ava", "Khan"), ("Noah", "Patel")):
        search.add(*name)
    found = list(search.find("Mary Ann Lee; Ava Khan, Noah Patel"))
    rightful = [one for one in found if one.key in ("maryannlee", "avakhan", "noahpatel")]
    assert {one.key for one in found} - {one.key for one in rightful} == {"annlee", "khannoah"}
    assert uncovered([one for one in found if one not in rightful], rightful) == []
    assert [one.key for one in longest(found) if "lee" in one.key] == ["maryannlee"]


def test_words_in_small_letters_are_told_apart() -> None:
    search = NameSearch()
    search.add("Will", "Read")
    small, large = (next(iter(search.find(text))) for text in ("He’s one who will read", "He’s Will Read"))
    assert in_small_letters("He’s one who will read", small)
    assert not in_small_letters("He’s Will Read", large)


@given(st.text())
def test_any_text_can_be_searched_and_any_name_put_in(text: str) -> None:
    search = NameSearch()
    for key in search.add(text, "Lee"):
        assert key == key_of(key) or not key.isascii()
    assert list(search.find(text)) is not None
