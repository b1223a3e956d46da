"""Pictures for words: whole words, each once, none for what is told not to do, and every picture is there."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.documents.press.symbols import CREDIT, pictured, symbols
from gradesk.system.paths import resource

PNG, SIDE = b"\x89PNG\r\n\x1a\n", (144).to_bytes(4, "big")
WORDS = ("I", "will", "read", "READ", "line  up", "can", "o'clock", "not", "Wait,", "spread", "-", "’", "é", "friend")


def names(text: str, most: int = 99) -> list[str]:
    return [one.symbol.name for one in pictured(text, most)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I will read a page with a friend.", ["read", "friend"]),
        ("READING, then writing", ["read", "write"]),
        ("I line up when the bell rings", ["line_up", "bell"]),
        ("Spread the bread and understand", []),
        ("Read, and read again", ["read"]),
        ("At two o'clock or o’clock", ["clock"]),
        ("No running, do not shout; never hit", []),
        ("Please don’t talk to me; wait", ["wait"]),
        ("Lıne up, lİsten, ťread, preread", []),
        ("", []),
    ],
)
def test_whole_words_have_their_picture_once(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_a_text_has_no_more_pictures_than_wanted() -> None:
    assert names("I read, write, listen and wait", 2) == ["read", "write"]


def test_every_picture_is_there_with_words_for_those_who_cannot_see_it() -> None:
    found = symbols()
    assert len(found) > 80
    for one in found:
        data = one.path.read_bytes()
        assert data.startswith(PNG) and data[16:24] == SIDE + SIDE
        assert one.alt
    assert {one.path for one in found} == set(resource("symbols").glob("*.png"))
    assert len({one.name for one in found}) == len(found)


def test_the_licence_is_beside_the_pictures_and_named_in_the_credit() -> None:
    assert "ShareAlike 4.0" in resource("symbols", "LICENSE-openmoji.txt").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in CREDIT


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6)).map(" ".join))
def test_what_is_found_stands_in_the_text_where_it_is_said_to(text: str) -> None:
    found = pictured(text, 99)
    assert [one.start for one in found] == sorted(one.start for one in found)
    for one, after in pairwise(found):
        assert one.end <= after.start
    for one in found:
        assert text[one.start : one.end].strip() == text[one.start : one.end] != ""
        assert not text[: one.start][-1:].isalnum()
        assert not text[one.end :][:1].isalnum()
