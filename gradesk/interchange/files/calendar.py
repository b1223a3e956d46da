"""What a calendar file (.ics, RFC 5545) says: the names and days of its events, and nothing else."""

from __future__ import annotations

import re
from datetime import date, timedelta

from gradesk.interchange.decoding import decode
from gradesk.system.progress import Progress

MOST_EVENTS = 2_000
_LONGEST_NAME = 200
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{6})Z?)?", re.ASCII)
_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_ESCAPED = re.compile(r"\\([nN,;\\])")
Event = tuple[str, date, date]  # the name, the first day, the last


def events(data: bytes, _count: Progress) -> list[Event] | None:
    """The events of whole days and of meetings, cancelled ones left out; None of what is no calendar. The child's work."""
    text = _FOLD.sub("", decode(data).text)
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return None
    return [event for block in text.split("BEGIN:VEVENT")[1 : MOST_EVENTS + 1] if (event := _event(block))]


def _event(block: str) -> Event | None:
    values: dict[str, str] = {}
    for line in block.partition("END:VEVENT")[0].splitlines():
        name, colon, value = line.partition(":")
        if colon:
            values.setdefault(name.partition(";")[0].strip().upper(), value.strip())
    first, last = _day(values.get("DTSTART", "")), _day(values.get("DTEND", ""))
    name = " ".join(
        _ESCAPED.sub(lambda one: " " if one.group(1) in "nN" else one.group(1), values.get("SUMMARY", "")).split()
    )
    if first is None or not name or values.get("STATUS", "").upper() == "CANCELLED":
        return None
    # The end of whole days is the day after; that of a meeting is the meeting's own day.
    if last is not None and "T" not in values["DTEND"]:
        last -= timedelta(days=1)
    return name[:_LONGEST_NAME], first, max(last or first, first)


def _day(value: str) -> date | None:
    found = _DAY.fullmatch(value)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
