"""Whether a line of a plan is delivered: what it promises against what the week holds and what the registers say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MET, SHORT, NOT_ARRANGED, OUT_OF_SCOPE, UNREAD = "met", "short", "not_arranged", "out_of_scope", "unread"
SLACK = 0.5  # minutes a week by which sums of thirds are off


@dataclass(frozen=True)
class Arranged:
    """One support that stands for a line: its minutes in a week, and in which lessons it is."""

    name: str
    minutes_a_week: float
    scope: str = ""


@dataclass(frozen=True)
class Delivery:
    """`state` is one of the five above; minutes are in a week of school. `words` say all of it."""

    state: str
    promised: float | None
    arranged: float
    words: str

    @property
    def short_by(self) -> float:
        """The minutes a week that are missing."""
        return max((self.promised or 0.0) - self.arranged, 0.0) if self.state != MET else 0.0


def delivered(promised: float | None, scope: str, found: Sequence[Arranged]) -> Delivery:
    """Compare a line with the support that stands for it.

    A line with a `scope` is served only by support that names one of its lessons, or none at all (then nobody said where it
    is). A line from which no amount could be read is never told to be met.
    """
    serving = [one for one in found if in_scope(scope, one.scope)]
    arranged = sum(one.minutes_a_week for one in serving)
    if promised is None:
        names = ", ".join(one.name for one in found)
        told = f"arranged: {names}" if names else "nothing is arranged"
        return Delivery(UNREAD, None, arranged, f"No amount can be read from this line; {told}. Type its number.")
    if not found:
        return Delivery(NOT_ARRANGED, promised, 0.0, f"Not arranged: {_said(promised)} a week are promised.")
    if not serving:
        where = ", ".join(dict.fromkeys(one.scope for one in found if one.scope))
        return Delivery(
            OUT_OF_SCOPE, promised, 0.0, f"Out of scope: it is arranged in {where}, and the line is for {scope}."
        )
    if arranged + SLACK >= promised:
        return Delivery(MET, promised, arranged, f"Met: {_said(arranged)} of {_said(promised)} a week.")
    missing = _said(promised - arranged)
    return Delivery(SHORT, promised, arranged, f"Short by {missing} a week: {_said(arranged)} of {_said(promised)}.")


def over_span(promised: float | None, weeks: float, given: float) -> Delivery:
    """Compare a line with what the registers of so many weeks of school say was given, in minutes."""
    if promised is None:
        return Delivery(UNREAD, None, 0.0, f"No amount can be read from this line; {_said(given)} were given.")
    owed = promised * weeks
    a_week = given / weeks if weeks else 0.0
    if given + SLACK * max(weeks, 1) >= owed:
        return Delivery(MET, promised, a_week, f"Met: {_said(given)} of {_said(owed)} were given.")
    if not given:
        return Delivery(NOT_ARRANGED, promised, 0.0, f"Nothing was given of {_said(owed)}.")
    return Delivery(
        SHORT, promised, a_week, f"Short by {_said(owed - given)}: {_said(given)} of {_said(owed)} were given."
    )


def in_scope(wanted: str, given: str) -> bool:
    """Whether support in some lessons serves a line for some; one that says nothing of its lessons may be anywhere."""
    if not wanted.strip() or not given.strip() or wanted.casefold().startswith(("all ", "every ")):
        return True
    words = {_plain(word) for word in wanted.replace(" and ", ",").split(",")}
    there = {_plain(word) for word in given.replace(" and ", ",").split(",")}
    return bool(words & there)


def _plain(word: str) -> str:
    said = word.strip().casefold()
    return {"mathematics": "maths", "numeracy": "maths", "literacy": "english"}.get(said, said)


def _said(minutes: float) -> str:
    whole = round(minutes)
    if whole < 60:
        return f"{whole} minutes"
    hours, rest = divmod(whole, 60)
    return f"{hours} h" if not rest else f"{hours} h {rest} min"
