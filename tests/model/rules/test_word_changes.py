"""Changes between two texts are found word by word, and no letter is lost on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules.words.word_changes import Piece, in_one_line, pieces, same_words

TEXT = st.text(alphabet=st.sampled_from("ab é\n\t😀̈"), max_size=60)


def test_only_the_words_that_differ_are_marked() -> None:
    older, newer = pieces("Give me time to think", "Give me five minutes to think")
    assert older == [Piece("Give me ", True), Piece("time ", False), Piece("to think", True)]
    assert newer == [Piece("Give me ", True), Piece("five minutes ", False), Piece("to think", True)]


@given(TEXT, TEXT)
def test_the_stretches_put_together_are_the_texts(older: str, newer: str) -> None:
    left, right = pieces(older, newer)
    assert "".join(piece.text for piece in left) == older
    assert "".join(piece.text for piece in right) == newer
    same_left = "".join(piece.text for piece in left if piece.same).split()
    assert same_left == "".join(piece.text for piece in right if piece.same).split()


@given(TEXT)
def test_a_text_differs_in_nothing_from_itself(text: str) -> None:
    assert all(piece.same for side in pieces(text, text) for piece in side)
    assert same_words(text, f" {text}\n")


def test_a_very_long_text_of_one_word_is_compared_at_once() -> None:
    left, right = pieces("x " * 10_000, "x " * 9_000 + "y")
    assert "".join(piece.text for piece in left) == "x " * 10_000
    assert "y" in "".join(piece.text for piece in right if not piece.same)


def test_what_changed_is_said_in_a_line() -> None:
    sections = [("Hard", "noise", "noise and crowds"), ("Helps", "", "time"), ("Good", "art", ""), ("Who", "a", " a ")]
    assert in_one_line(sections) == "Changed: Hard; new: Helps; taken out: Good"
    assert in_one_line([("Who", "a", "a")]) == "The same words"
