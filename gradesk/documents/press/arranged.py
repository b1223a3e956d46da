"""When, where and with whom a booked meeting is, in the words of the print; what a person said of this one print comes first."""

from __future__ import annotations

from gradesk.documents.press.look import Look
from gradesk.services.paper.meeting_sheets import Arranged


def told(look: Look, booked: Arranged | None) -> dict[str, str]:
    """By what an invitation asks for (day, time, place, people, about): what is said of this print, else as it is booked."""
    found = (
        {}
        if booked is None
        else {
            "day": look.language.weekday_date(booked.day),
            "time": booked.at,
            "place": booked.place,
            "people": ", ".join(booked.people),
            "about": booked.about,
        }
    )
    said = {code: words.strip() for code, words in look.particulars.items() if words.strip()}
    return {code: words for code, words in {**found, **said}.items() if words}


def when(look: Look, booked: Arranged | None, absence: str = "") -> str:
    """The line that says which meeting a paper is for: day, time and room; empty where neither is known."""
    known = told(look, booked)
    if "day" not in known and not absence:
        return ""
    day = look.say("Meeting on {date}", date=known.get("day", absence))
    return " · ".join(filter(None, (day, known.get("time", ""), known.get("place", ""))))
