"""Which national curriculum year a child of a given age is in.

Source: DfE item NCyearActual; the year follows from the age on 31 August before the academic year begins.
"""

from __future__ import annotations

from datetime import date

# Codes of the years before year 1, by their place in the count of years.
_EARLY = {0: "R", -1: "N2", -2: "N1"}
_PLACES = {code: place for place, code in _EARLY.items()}


def age_on(date_of_birth: date, day: date) -> int:
    """Age in whole years on a day; below 0 for a day before birth.

    A child born on 29 February has its birthday on 1 March in other years.
    """
    had_birthday = (day.month, day.day) >= (date_of_birth.month, date_of_birth.day)
    return day.year - date_of_birth.year - (0 if had_birthday else 1)


def expected_place(date_of_birth: date, start_year: int) -> int:
    """The year a child belongs in by age: 1 to 13 as numbered, 0 reception, -1 and -2 nursery; may lie outside."""
    return age_on(date_of_birth, date(start_year, 8, 31)) - 4


def expected_year_group(date_of_birth: date, start_year: int) -> str | None:
    """The code of the year group for the academic year that starts in `start_year`, or None outside N1 to 14."""
    place = expected_place(date_of_birth, start_year)
    if place in _EARLY:
        return _EARLY[place]
    return str(place) if 1 <= place <= 14 else None


def place_of(year_group: str) -> int | None:
    """The place of a year group's code in the count of years, or None for codes that follow no age (X, E1, E2)."""
    if year_group in _PLACES:
        return _PLACES[year_group]
    return int(year_group) if year_group.isascii() and year_group.isdigit() else None


def years_out(date_of_birth: date, year_group: str, start_year: int) -> int | None:
    """How many years a pupil is placed away from the age group (0 is as expected), or None if it cannot be said."""
    place = place_of(year_group)
    return None if place is None else abs(place - expected_place(date_of_birth, start_year))
