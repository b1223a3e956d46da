"""The invented children of the practice school: names of many origins, dates of birth, classes, numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from gradesk.model.rules import upn
from gradesk.model.rules.days.school_year import year_starting
from gradesk.practice.banks import bank

YEARS = ("N2", "R", "1", "2", "3", "4", "5", "6")
CLASS_SIZE = 30
LA = "867"  # Bracknell Forest: the authority whose numbers are used as sample data
FIRST_SCHOOL = 2001  # establishment number; a big practice school runs through many of them
SERIALS = 999
_TREES = ("Ash", "Beech", "Cedar", "Elm", "Hazel", "Larch", "Maple", "Oak", "Pine", "Rowan", "Sycamore", "Willow")


@dataclass(frozen=True)
class Child:
    """One invented pupil. `place` counts years of school: nursery -1, Reception 0, Year 6 is 6."""

    forename: str
    surname: str
    known_as: str
    sex: str
    language: str
    born: date
    year_group: str
    place: int
    class_name: str
    upn: str
    entered: date
    free_meals: bool

    @property
    def first_name(self) -> str:
        """The forename people use."""
        return self.known_as or self.forename

    def values(self) -> dict[str, Any]:
        """The pupil's own fields as a form would hand them over."""
        return {
            "legal_forename": self.forename,
            "legal_surname": self.surname,
            "preferred_forename": self.known_as,
            "sex": self.sex,
            "date_of_birth": self.born,
            "year_group": self.year_group,
            "class_name": self.class_name,
            "upn": self.upn,
            "entered_on": self.entered,
            "eal": bool(self.language),
            "first_language": self.language or "English",
            "free_school_meals": self.free_meals,
            "pupil_premium": self.free_meals,
        }


def roll(rng: Random, count: int, today: date) -> list[Child]:
    """So many children, spread evenly over nursery to Year 6, youngest first; the same names only when they run out."""
    names = _Names(rng)
    children = []
    for number in range(count):
        place = number * len(YEARS) // count - 1
        within = number - -(-(place + 1) * count // len(YEARS))
        children.append(_child(rng, names, number, place, within, count, today))
    return children


def _child(rng: Random, names: _Names, number: int, place: int, within: int, count: int, today: date) -> Child:
    sex = "M" if rng.random() < 0.54 else "F"
    forename, surname, known_as, language = names.draw(sex)
    start = year_starting(today)
    # Born between 1 September and 31 August of the year that makes this age group.
    born = date(start - 5 - place, 9, 1) + timedelta(days=rng.randrange(365))
    # A year's nursery children join during the year they are in; nobody joins tomorrow.
    entered = min(date(start - max(place, 0), 9, 4 if place >= 0 else 5), today)
    return Child(
        forename=forename,
        surname=surname,
        known_as=known_as,
        sex=sex,
        language=language,
        born=born,
        year_group=YEARS[place + 1],
        place=place,
        class_name=class_name(place, within // CLASS_SIZE, count),
        upn=_number(number, start - max(place, 0)),
        entered=entered,
        free_meals=rng.random() < 0.27,
    )


def class_name(place: int, group: int, count: int) -> str:
    """The class of a year: "4 Oak"; a big school has several."""
    if place < 1:
        name = "Seedlings" if place < 0 else "Acorns"
        return name if count <= CLASS_SIZE * len(YEARS) else f"{name} {group + 1}"
    if count <= CLASS_SIZE * len(YEARS):
        return f"{place} {_TREES[(place * 5 + 2) % len(_TREES)]}"
    turn, tree = divmod(group, len(_TREES))
    return f"{place} {_TREES[tree]}" + (f" {turn + 1}" if turn else "")


def _number(number: int, joined: int) -> str:
    school, serial = divmod(number, SERIALS)
    body = f"{LA}{FIRST_SCHOOL + school}{joined % 100:02d}{serial + 1:03d}"
    return upn.check_letter(body) + body


class _Names:
    """Draws names by the weight of their origin, no pair and (while they last) no forename twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        found = bank("names")
        self._groups: Sequence[Mapping[str, Any]] = found["group"]
        self._weights = [group["weight"] for group in self._groups]
        self._known_as: Mapping[str, str] = found["known_as"]
        self._forenames: set[str] = set()
        self._pairs: set[tuple[str, str]] = set()
        self._surnames: dict[str, int] = {}

    def draw(self, sex: str) -> tuple[str, str, str, str]:
        """Forename, surname, the name the child goes by (or empty), the family's other language (or empty)."""
        for attempt in range(60):
            group = self._rng.choices(self._groups, self._weights)[0]
            forename, surname = self._rng.choice(group[sex]), self._rng.choice(group["surnames"])
            fresh = forename not in self._forenames and self._surnames.get(surname, 0) < 2
            if (fresh or attempt > 25) and (forename, surname) not in self._pairs:
                break
        self._forenames.add(forename)
        self._pairs.add((forename, surname))
        self._surnames[surname] = self._surnames.get(surname, 0) + 1
        return forename, surname, self._known_as.get(forename, ""), group["language"]
