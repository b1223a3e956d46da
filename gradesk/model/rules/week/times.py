"""When something takes place in a week, as people write it: “mon wed” at “9:30”, or “mon 9:30, wed 10:15”.

In a school with two weeks in turn a day may say which: “mon-a”, “wed-b”.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DAYS = ("mon", "tue", "wed", "thu", "fri")
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
EVERY, A, B = "", "a", "b"
_DAY = re.compile(r"(?P<day>mon|tue|wed|thu|fri)[a-z]*?(?:[-/ ]?(?P<week>[ab]))?", re.IGNORECASE)
_TIME = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})")
_BETWEEN = re.compile(r"\s*(?:[,;\n&]|\s|\band\b)\s*")


@dataclass(frozen=True, order=True)
class When:
    """A day of the week, 0 for Monday, in every week or in one of two; from a minute of the day on where that is known."""

    day: int
    at: int | None = None
    week: str = EVERY

    def meets(self, other: When) -> bool:
        """Whether both are on the same day of the same week."""
        return self.day == other.day and (not self.week or not other.week or self.week == other.week)


def clock(minute: int) -> str:
    """A minute of the day as people write it, such as 9:30."""
    return f"{minute // 60}:{minute % 60:02}"


def read_clock(typed: str) -> int | None:
    """A time of a school day such as 9:30 or 13.05, in minutes from midnight; None for anything else."""
    found = _TIME.fullmatch(typed.strip())
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        return None
    return int(found["hour"]) * 60 + int(found["minute"])


def read_day(word: str) -> tuple[int, str] | None:
    """A day as it is written, and which of two weeks it is of; None for what is no day of a school week."""
    found = _DAY.fullmatch(word.strip())
    if found is None:
        return None
    return DAYS.index(found["day"].casefold()), (found["week"] or "").casefold()


def read_days(weekdays: str) -> tuple[tuple[int, str], ...]:
    """The days that are written, each once, in their order; what is no day is passed over."""
    found = [one for word in _BETWEEN.split(weekdays.strip()) if (one := read_day(word)) is not None]
    return tuple(dict.fromkeys(sorted(found)))


def no_days(weekdays: str) -> tuple[str, ...]:
    """The words among those written that are no days."""
    return tuple(word for word in _BETWEEN.split(weekdays.strip()) if word and read_day(word) is None)


def read(weekdays: str, begins_at: str) -> tuple[When, ...] | None:
    """When something takes place by its days and times; None where a time is none, or a day is written that is not meant."""
    days = read_days(weekdays)
    words = [word for word in _BETWEEN.split(begins_at.strip()) if word]
    if len(words) == 1 and (one := read_clock(words[0])) is not None:
        return tuple(When(day, one, week) for day, week in days)
    times: dict[tuple[int, str], int | None] = dict.fromkeys(days)
    here: tuple[int, str] | None = None
    for word in words:
        if (day := read_day(word)) is not None and here is None:
            here = day
        elif (at := read_clock(word)) is not None and here is not None:
            times[here], here = at, None
        else:
            return None
    if here is not None:
        return None
    return tuple(When(day, at, week) for (day, week), at in sorted(times.items()))


def written(whens: Iterable[When]) -> tuple[str, str]:
    """The days and the times as `read` reads them: one time where it is the same on all days."""
    order = sorted(whens, key=lambda one: (one.day, one.week))
    days = " ".join(_said(one) for one in order)
    times = {one.at for one in order}
    if times == {None} or not order:
        return days, ""
    if len(times) == 1:
        return days, clock(next(at for at in times if at is not None))
    return days, ", ".join(f"{_said(one)} {clock(one.at)}" for one in order if one.at is not None)


def in_words(whens: Sequence[When]) -> str:
    """Such as “Mon 9:30, Wed (week A) 10:15”; a day without its time stands alone."""
    return ", ".join(
        " ".join(
            part
            for part in (
                NAMES[one.day][:3],
                f"(week {one.week.upper()})" if one.week else "",
                clock(one.at) if one.at is not None else "",
            )
            if part
        )
        for one in sorted(whens, key=lambda one: (one.day, one.week, one.at or 0))
    )


def _said(one: When) -> str:
    return DAYS[one.day] + (f"-{one.week}" if one.week else "")
