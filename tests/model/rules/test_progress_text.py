"""A note between reviews: what is a score, what is a day, and what is neither."""

from __future__ import annotations

from datetime import date

import pytest

from gradesk.model.rules.words.progress_text import read_note
from tests.conftest import TODAY


@pytest.mark.parametrize(
    ("typed", "value", "out_of"),
    [
        ("Managed 3/5.", 3, 5),
        ("7.", 7, None),
        ("(3/5), a good day", 3, 5),
        ("Score:3/5", 3, 5),
        ("2 of the 5 words", 2, 5),
        ("2 out of the 5", 2, 5),
        ("1:1 3/5", 3, 5),
        ("3 marks today", 3, None),
        ("2 decent tries", 2, None),
        ("4 may need help, 3/5", 3, 5),
        ("12:30 3/5", 3, 5),
    ],
)
def test_a_score_is_read_as_people_write_it(typed: str, value: float, out_of: float | None) -> None:
    read = read_note(typed, TODAY)
    assert (read.value, read.out_of, read.day) == (value, out_of, TODAY)


@pytest.mark.parametrize("typed", ["-3 points", "3-5 minutes", "3–5 times", "1,500 words", "10/10/2027", "12345/5"])
def test_what_is_no_single_number_is_kept_as_words_only(typed: str) -> None:
    read = read_note(typed, TODAY)
    assert (read.value, read.out_of, read.day, read.words) == (None, None, TODAY, typed)


@pytest.mark.parametrize(
    ("typed", "day", "value"),
    [
        ("10/10/2026", date(2026, 10, 10), None),
        ("29/2/2024 3/5", date(2024, 2, 29), 3),
        ("20/11 4/5", date(2026, 11, 20), 4),
        ("20/11: 80%", date(2026, 11, 20), 80),
        ("on 3/11 4/5", date(2026, 11, 3), 4),
        ("20th Nov: 4/5", date(2026, 11, 20), 4),
        ("5 May 3/5", date(2026, 5, 5), 3),
        ("3/5", TODAY, 3),
        ("30/2/2026 3/5", TODAY, 3),
    ],
)
def test_a_day_is_told_from_a_score(typed: str, day: date, value: float | None) -> None:
    read = read_note(typed, TODAY)
    assert (read.day, read.value) == (day, value)
