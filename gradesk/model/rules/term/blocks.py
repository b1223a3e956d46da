"""A block of an intervention: how much of its usual dose to begin with, in words, and whom it may not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gradesk.model.vocabulary import AREAS, Term, Vocabulary

# Ages in years at which a phase begins and ends; the last year of one is the first of the next.
PHASES = Vocabulary(
    "phase",
    Term("EYFS", "Early years"),
    Term("KS1", "Key Stage 1"),
    Term("KS2", "Key Stage 2"),
    Term("KS3", "Key Stage 3"),
    Term("KS4", "Key Stage 4"),
    Term("KS5", "Post-16"),
)
_YEARS = {"EYFS": (0, 5), "KS1": (5, 7), "KS2": (7, 11), "KS3": (11, 14), "KS4": (14, 16), "KS5": (16, 26)}

TERM = 12  # weeks: a block is begun for no longer where its range leaves the choice
MOST_WEEKS = 20  # without a look at what it does (domain 5.1)
CLASS = 13  # pupils from which it is no group any more
SPREAD = 3  # years between the youngest and the oldest that one group bears

Range = tuple[float, float]


_PLAINLY: dict[Range, str] = {(0.5, 0.5): "every other week", (1, 1): "once a week", (5, 5): "every day"}


@dataclass(frozen=True)
class Dose:
    """How much of it is usual, as ranges; None where only the advice for the pupil can say."""

    minutes: Range | None = None
    times: Range | None = None
    weeks: Range | None = None


@dataclass(frozen=True)
class Member:
    """What is looked at of somebody who may be in a group: their age in years and their areas of need."""

    age: int | None
    areas: frozenset[str]


def phases(from_age: int, to_age: int) -> tuple[str, ...]:
    """The phases that ages from one to another reach into."""
    return tuple(code for code, (first, last) in _YEARS.items() if max(from_age, first) < min(to_age, last))


def usual(dose: Dose) -> tuple[int | None, float | None, int]:
    """Minutes, times a week and weeks to begin with: short, as often as the range says, and a term at most if it can be."""
    first, last = dose.weeks or (TERM, TERM)
    weeks = min(max(first, min(last, TERM)), MOST_WEEKS)
    return int(dose.minutes[0]) if dose.minutes else None, dose.times[1] if dose.times else None, int(weeks)


def in_words(dose: Dose, note: str = "") -> str:
    """The dose as a sentence, such as “20 to 45 minutes, once a week, for 6 to 12 weeks.”"""
    parts = [f"{_range(dose.minutes)} minutes"] if dose.minutes else []
    parts += [_often(dose.times)] if dose.times else []
    parts += [f"for {_range(dose.weeks)} weeks"] if dose.weeks else []
    words = ", ".join(parts)
    return " ".join(part for part in (f"{words[0].upper()}{words[1:]}." if words else "", note) if part)


def often(times: float) -> str:
    """So many times a week, in words."""
    return _often((times, times))


def form(group_from: int, members: int) -> str:
    """In class, in a group or one to one, by how many usually are in it and how many will be."""
    if group_from >= CLASS:
        return "class"
    return "one_to_one" if members <= 1 and group_from == 1 else "group"


def group_words(first: int, last: int) -> str:
    """How many at once, in words."""
    if first >= CLASS:
        return "A whole class"
    if last == 1:
        return "One at a time"
    return f"{first} to {last} at a time" if first != last else f"{first} at a time"


def warnings(
    group: tuple[int, int], ages: tuple[int, int], members: Sequence[Member], areas: Sequence[str]
) -> list[str]:
    """What to think over before a group begins: its size, ages and needs, each as a sentence. Nothing of it forbids."""
    count, found = len(members), []
    if count and not group[0] <= count <= group[1]:
        chosen = "one is" if count == 1 else f"{count} are"
        found.append(f"{group_words(*group)} is usual; {chosen} chosen.")
    known = sorted(one.age for one in members if one.age is not None)
    out = sum(not ages[0] <= age <= ages[1] for age in known)
    if out:
        found.append(f"It is meant for {ages[0]} to {ages[1]} years; {_count(out)} younger or older.")
    if known and known[-1] - known[0] > SPREAD:
        found.append(f"The youngest is {known[0]} and the oldest {known[-1]}: one pace will hardly suit both.")
    apart = [one for one in members if one.areas and not one.areas & set(areas)]
    if apart:
        others = Counter(each for one in apart for each in one.areas)
        named = ", ".join(AREAS.label(code).lower() for code, _ in others.most_common())
        meant = " or ".join(AREAS.label(code).lower() for code in areas)
        found.append(f"Needs are mixed: {_count(len(apart))} not on record for {meant}, but for {named}.")
    return found


def _count(number: int) -> str:
    return "one is" if number == 1 else f"{number} are"


def _range(pair: Range) -> str:
    first, last = pair
    return f"{first:g}" if first == last else f"{first:g} to {last:g}"


def _often(pair: Range) -> str:
    return _PLAINLY.get(pair, f"{_range(pair)} times a week")
