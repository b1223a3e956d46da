"""A promise in the middle of a line: who, by when and what; what only looks like one stays a line."""

from __future__ import annotations

from datetime import date

import pytest

from gradesk.model.rules.words.promise_line import PromiseLine, read_promise

TODAY = date(2026, 11, 23)
FRIDAY = date(2026, 11, 27)
NAMES = ("Mrs Ali", "Rosa Núñez", "Mum", "Herr Weiß")


@pytest.mark.parametrize(
    ("typed", "owner", "due", "what"),
    [
        ("@Mum sings before 9/10 of the class", "Mum", None, "sings before 9/10 of the class"),
        ("@Mum by Friday rings the surgery", "Mum", FRIDAY, "rings the surgery"),
        ("@mum’s sister rings by Friday", "Mum", FRIDAY, "sister rings"),
        ("(@Mum rings)", "Mum", None, "rings"),
        ("@ Mrs Ali sends the form", "Mrs Ali", None, "sends the form"),
        ("@ mum sends the form", "Mum", None, "sends the form"),
        ("@Herr Weiß rings", "Herr Weiß", None, "rings"),
        ("@Weiss rings", "Herr Weiß", None, "rings"),
        ("@محمد by Friday يتصل", "محمد", FRIDAY, "يتصل"),
        ("@Mrs Ali and @Mum by Friday meet", "Mrs Ali, Mum", FRIDAY, "meet"),
        ("Reads @ home, and @Mum listens", "Mum", None, "Reads @ home, and listens"),
        ("@Mum raises it by 2 a week", "Mum", None, "raises it by 2 a week"),
    ],
)
def test_who_by_when_and_what(typed: str, owner: str, due: date | None, what: str) -> None:
    assert read_promise(typed, TODAY, NAMES) == PromiseLine(owner, due, what)


@pytest.mark.parametrize(
    "typed",
    [
        "Lunch @ 12.30",
        "Meet @3pm",
        "Reads @ home each night",
        "Mail a.b@example.org by Friday",
        "@",
        "@ ",
        "@@",
        "x" * 20_000,
    ],
)
def test_what_only_looks_like_a_promise_stays_a_line(typed: str) -> None:
    assert read_promise(typed, TODAY, NAMES) is None
