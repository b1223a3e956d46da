"""From half-term to half-term: those that hold anything, and in words which one is shown and what was passed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gradesk.model.rules.days.school_year import Span, year_name, year_starting
from gradesk.model.rules.river.index import Index, Timed
from gradesk.model.rules.river.window import Window

Reach = tuple[float, float]  # ordinals, the end open


@dataclass(frozen=True, slots=True)
class Jump:
    """The half-term to show, or None where there is none to go to; and what to tell a person."""

    term: Span | None
    words: str


def jump(window: Window, terms: Sequence[Span], reaches: Iterable[Reach], today: date, step: int) -> Jump:
    """The next (+1) or last (-1) half-term that holds anything, seen from the one in which the window begins.

    Args:
        window: what is in view.
        terms: the school's half-terms, oldest first.
        reaches: from when to when each thing of the story lasts; half-terms without any are passed over, today's never.
        today: the day.
        step: +1 or -1.
    """
    if not terms:
        return Jump(None, "No half-terms are entered. Enter them in the school’s calendar.")
    middle = date.fromordinal(round(window.start + min(window.days / 2, 21)))
    begun = [term for term in terms if term.starts_on <= middle]
    ahead = terms[len(begun) :] if step > 0 else begun[-2::-1]
    held = _held(ahead, reaches, today)
    found = next((place for place, term in enumerate(ahead) if term in held), None)
    if found is None:
        return Jump(None, f"Nothing is kept in any half-term {'after' if step > 0 else 'before'} this one.")
    passed = (
        f" Passed over, because nothing is kept in {'it' if found == 1 else 'them'}: {in_words(found)}."
        if found
        else ""
    )
    return Jump(ahead[found], f"{named(ahead[found])}.{passed}")


def reaches_of(index: Index) -> list[Reach]:
    """From when to when each thing of a story lasts."""
    days = [float(mark.day.toordinal()) for row in index.rows for mark in row.marks]
    bars = [(float(bar.starts_on.toordinal()), end) for bar, end in zip(index.bars, index.bar_ends, strict=True)]
    return [*(reach for turn in index.turns for reach in turn.reaches), *bars, *((day, day + 1) for day in days)]


def named(term: Span) -> str:
    """A half-term with its school year and its days: "Autumn 2 of 2026/27, 2 Nov to 18 Dec 2026"."""
    first, last = term.starts_on, term.ends_on
    return f"{term.name} of {year_name(year_starting(first))}, {first.day} {first:%b} to {last.day} {last:%b %Y}"


def in_words(count: int) -> str:
    """How many half-terms."""
    return f"{count} half-term{'' if count == 1 else 's'}"


def _held(terms: Sequence[Span], reaches: Iterable[Reach], today: date) -> list[Span]:
    timed = sorted(reaches)
    seen = Timed(timed)
    return [
        term
        for term in terms
        if term.holds(today)
        or any(
            timed[place][1] > term.starts_on.toordinal()
            for place in seen.shown(term.starts_on.toordinal(), term.ends_on.toordinal())
        )
    ]
