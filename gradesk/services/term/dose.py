"""How often, how long and when something takes place: what cannot be is refused in one sentence, whichever record it stands in."""

from __future__ import annotations

from gradesk.model.rules.week import times
from gradesk.system.refusal import Refused

MOST_TIMES, MOST_MINUTES = 50, 600  # a week; each time


def refuse_dose(times_a_week: float | None, minutes: int | None) -> None:
    """Refuses times a week and minutes that nobody can give; None stands for what is not said."""
    for words, number, most in (("times a week", times_a_week, MOST_TIMES), ("minutes", minutes, MOST_MINUTES)):
        if number is not None and not 0 < number <= most:
            raise Refused(f"“{number:g} {words}” cannot be; nothing was changed. Type a number up to {most}.")


def refuse_time(weekdays: str | None, begins_at: str | None) -> None:
    """Refuses a time that is none, and one on a day that was not named."""
    typed = (begins_at or "").strip()
    if typed and times.read_clock(typed) is None and times.read(weekdays or "", typed) is None:
        raise Refused(f"“{typed}” is no time; the old one was kept. Type one such as 9:30, or mon 9:30, wed 10:15.")


def refuse_days(weekdays: str | None) -> None:
    """Refuses a word that is no day: it would be passed over, and sessions spread over the week that nobody meant."""
    unknown = times.no_days(weekdays or "")
    if unknown:
        raise Refused(
            f"“{unknown[0]}” is no day of a school week; the old days were kept. Type them such as mon wed fri, or leave it empty."
        )
