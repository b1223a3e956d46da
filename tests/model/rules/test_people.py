"""Several names in one field."""

from __future__ import annotations

import pytest

from gradesk.model.rules.words.people import people


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Mrs Ali, Mr Ode and Ms Fox", ["Mrs Ali", "Mr Ode", "Ms Fox"]),
        ("Ana Ash & Bea Birch", ["Ana Ash", "Bea Birch"]),
        ("Ana and Bea", ["Ana", "Bea"]),
        ("class teacher and teaching assistant", ["class teacher", "teaching assistant"]),
        ("Mr Ode, and Ms Fox", ["Mr Ode", "Ms Fox"]),
        ("Sandy Anderson", ["Sandy Anderson"]),
        ("", []),
    ],
)
def test_names_are_parted_as_people_write_them(typed: str, names: list[str]) -> None:
    assert people(typed) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Marks & Spencer club", ["Marks & Spencer club"]),
        ("Anderson and Sons", ["Anderson and Sons"]),
        ("Speech and Language Service", ["Speech and Language Service"]),
        ("Mrs Ali, Anderson and Sons", ["Mrs Ali", "Anderson and Sons"]),
        ("Mrs Ali and Sports Coaching Ltd", ["Mrs Ali", "Sports Coaching Ltd"]),
    ],
)
def test_a_firm_or_a_club_is_one_name(typed: str, names: list[str]) -> None:
    assert people(typed) == names
