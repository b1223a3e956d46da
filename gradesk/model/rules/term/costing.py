"""What support costs in its parts: the school's own adults, what was bought, and an agency; together they are the whole."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gradesk.model.rules.term import money


@dataclass(frozen=True)
class Parts:
    """Pence for adults, things bought once, and days of an agency."""

    adults: int = 0
    bought: int = 0
    agency: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.adults + self.bought + self.agency


@dataclass(frozen=True)
class Minutes:
    """Of the adult who leads it; `twice` of them are counted where the same adult is with one child, and not here."""

    all: int = 0
    twice: int = 0

    @property
    def counted(self) -> int:
        """Those that cost something here."""
        return self.all - self.twice


def parts(minutes: Minutes, pence_an_hour: Fraction | None, bought: int = 0, agency: int = 0) -> Parts:
    """The parts of a cost; only the adults' is rounded, as it alone can be a fraction of a penny."""
    return Parts(money.rounded(money.cost(minutes.counted, pence_an_hour or Fraction(0))), bought, agency)


def for_days(days: float | None, pence_a_day: int) -> int:
    """What days of an agency cost, halves of days too."""
    return money.rounded(Fraction(str(days or 0)) * pence_a_day)


def a_year(minutes_a_week: float, weeks: int, pence_an_hour: Fraction | None) -> int:
    """What so many minutes a week cost in a year of so many weeks (domain 5.3, the annual form)."""
    whole = Fraction(str(minutes_a_week)) * weeks
    return money.rounded(whole / money.HOUR * (pence_an_hour or Fraction(0)))


def portions(pence: int, before: int, inside: int, behind: int) -> int:
    """The part of a sum that falls into a stretch, by the weeks before, inside and behind it; three such parts are the sum."""
    if not before and not behind:
        return pence
    return money.shares(pence, [Fraction(before), Fraction(inside), Fraction(behind)])[1]
