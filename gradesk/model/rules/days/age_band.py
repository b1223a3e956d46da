"""Which words suit a pupil's age: younger (to about 7), junior (7 to 11), older (11 and above)."""

from __future__ import annotations

from datetime import date

from gradesk.model.rules.days.year_group import age_on
from gradesk.model.vocabulary import YEAR_GROUPS

BANDS = ("younger", "junior", "older")
_FIRST_JUNIOR, _FIRST_OLDER = YEAR_GROUPS.codes.index("3"), YEAR_GROUPS.codes.index("7")


def age_band(year_group: str, date_of_birth: date | None, today: date) -> str:
    """The band by year group, or by age where no ordinary year group is known; junior when neither is."""
    if year_group in YEAR_GROUPS and year_group != "X":
        place = YEAR_GROUPS.codes.index(year_group)
        return BANDS[(place >= _FIRST_JUNIOR) + (place >= _FIRST_OLDER)]
    if date_of_birth is None:
        return "junior"
    age = age_on(date_of_birth, today)
    return BANDS[(age >= 7) + (age >= 11)]
