"""What is done for a target, by whom and how often: as its support says it, with the plan’s own words beside."""

from __future__ import annotations

from collections.abc import Iterable

from gradesk.documents.press.look import Look
from gradesk.documents.press.often import said_often
from gradesk.services.paper.class_sheets import Often
from gradesk.services.paper.sheets import TargetSheet


def what(target: TargetSheet) -> str:
    """What we do."""
    return _beside((one.what for one in target.support), target.how, "\n")


def who(target: TargetSheet) -> str:
    """Who helps."""
    return _beside((one.led_by for one in target.support), target.who, ", ")


def often(target: TargetSheet, look: Look) -> str:
    """How often, how long each time and until when."""
    said = []
    for one in target.support:
        until = look.say("until {date}", date=look.language.date(one.until)) if one.until else ""
        parts = (said_often(Often(one.times_a_week, one.minutes), look), until)
        said.append(" · ".join(part for part in parts if part))
    return _beside(said, target.how_often, "\n")


def texts(target: TargetSheet) -> str:
    """Everything typed of its support."""
    return " ".join(f"{one.what} {one.led_by}" for one in target.support)


def _beside(support: Iterable[str], own: str, between: str) -> str:
    """What is named in the own words already is not said twice."""
    mine = own.strip()
    said = [
        part
        for part in dict.fromkeys(one.strip() for one in support)
        if part and part.casefold() not in mine.casefold()
    ]
    return between.join([*said, mine] if mine else said)
