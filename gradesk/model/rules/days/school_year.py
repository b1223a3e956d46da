"""School years, terms and half-terms: typical dates to start from, and which half-term a day falls in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONDAY, FRIDAY = 0, 4


@dataclass(frozen=True)
class Span:
    """A named stretch of days, both ends included."""

    name: str
    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        """Whether the day lies inside."""
        return self.starts_on <= day <= self.ends_on


def year_starting(day: date) -> int:
    """The calendar year in which the academic year of `day` began on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def year_name(start: int) -> str:
    """The usual name, such as 2026/27."""
    return f"{start}/{(start + 1) % 100:02d}"


def academic_year(day: date) -> Span:
    """The academic year around a day, 1 September to 31 August."""
    start = year_starting(day)
    return Span(year_name(start), date(start, 9, 1), date(start + 1, 8, 31))


def easter(year: int) -> date:
    """Easter Sunday of the western churches (Gauss's rule as completed by Meeus)."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def typical_half_terms(start: int) -> list[Span]:
    """Half-terms as most English authorities set them; terms are local, so every date is only a start (and editable)."""
    autumn_break = _on_or_before(date(start, 10, 31), MONDAY)
    christmas = _on_or_before(date(start, 12, 20), FRIDAY)
    january = _on_or_after(date(start + 1, 1, 4), MONDAY)
    february = _on_or_before(date(start + 1, 2, 18), MONDAY)
    # Schools break up on the Thursday before Good Friday, or at the end of March when Easter is late.
    holiday = min(easter(start + 1) - timedelta(days=3), _on_or_before(date(start + 1, 4, 6), FRIDAY))
    april = _on_or_after(holiday + timedelta(days=16), MONDAY)
    whitsun = _on_or_before(date(start + 1, 5, 31), MONDAY)
    july = _on_or_before(date(start + 1, 7, 23), FRIDAY)
    return [
        Span(
            "Autumn 1", _on_or_after(date(start, 9, 1), _weekday(date(start, 9, 1))), autumn_break - timedelta(days=3)
        ),
        Span("Autumn 2", autumn_break + timedelta(days=7), christmas),
        Span("Spring 1", january, february - timedelta(days=3)),
        Span("Spring 2", february + timedelta(days=7), _last_school_day(holiday)),
        Span("Summer 1", april, whitsun - timedelta(days=3)),
        Span("Summer 2", whitsun + timedelta(days=7), july),
    ]


def bank_holidays(start: int, nation: str = "england") -> dict[date, str]:
    """Bank holidays that may fall in a school's terms, for the academic year that starts in `start`.

    Source: Banking and Financial Dealings Act 1971, schedule 1, and gov.uk/bank-holidays for the days kept instead of one
    on a weekend. Those of Wales are those of England; schools of Scotland may keep local ones besides.
    """
    spring = easter(start + 1)
    found = {
        spring - timedelta(days=2): "Good Friday",
        _on_or_after(date(start + 1, 5, 1), MONDAY): "Early May bank holiday",
        _on_or_before(date(start + 1, 5, 31), MONDAY): "Spring bank holiday",
    }
    if nation == "scotland":
        found[_weekday_after(date(start, 11, 30))] = "St Andrew’s Day"
        # New Year’s Day on a weekend moves to the Monday and the day after it to the Tuesday.
        second = date(start + 1, 1, 2)
        found[second + timedelta(days={5: 2, 6: 2, 0: 1}.get(second.weekday(), 0))] = "2 January bank holiday"
        found[_on_or_after(date(start + 1, 8, 1), MONDAY)] = "Summer bank holiday"
    else:
        found[spring + timedelta(days=1)] = "Easter Monday"
    if nation == "northern_ireland":
        found[_weekday_after(date(start + 1, 3, 17))] = "St Patrick’s Day"
        found[_weekday_after(date(start + 1, 7, 12))] = "Battle of the Boyne"
    return dict(sorted(found.items()))


def _weekday_after(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day if day.weekday() <= FRIDAY else _on_or_after(day, MONDAY)


def span_of(day: date, spans: Sequence[Span]) -> Span | None:
    """The span that holds the day, if any."""
    return next((span for span in spans if span.holds(day)), None)


def day_words(day: date, today: date) -> str:
    """A date as people say it: "Tue 24 Nov, in 3 days"; the year is named when it is another one."""
    named = f"{day:%a} {day.day} {day:%b}" + ("" if abs((day - today).days) < 200 else f" {day.year}")
    return f"{named}, {days_words((day - today).days)}"


def days_words(days: int) -> str:
    """How far away a day is, in words."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    count, unit = abs(days), "day"
    if count >= 60:
        count, unit = round(count / 30.44), "month"
    elif count >= 21:
        count, unit = round(count / 7), "week"
    amount = f"{count} {unit}{'s' if count != 1 else ''}"
    return f"in {amount}" if days > 0 else f"{amount} ago"


def _weekday(day: date) -> int:
    return day.weekday() if day.weekday() <= FRIDAY else MONDAY


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _on_or_before(day: date, weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def _last_school_day(day: date) -> date:
    return day if day.weekday() <= FRIDAY else _on_or_before(day, FRIDAY)
