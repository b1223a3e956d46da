"""Reading a calendar file (.ics, RFC 5545): the names and days of its events, and nothing else."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from gradesk.interchange.decoding import decode
from gradesk.interchange.limits import MEGABYTE
from gradesk.services.school.term_dates import CalendarEvent
from gradesk.system.refusal import Refused

MOST_EVENTS = 2_000
_LONGEST_NAME = 200
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{6})Z?)?", re.ASCII)
_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]")
_ESCAPED = re.compile(r"\\([nN,;\\])")
_AGAIN = "Nothing was changed. Choose the calendar file (.ics) that the local authority or the trust offers."


def read_calendar(path: Path) -> list[CalendarEvent]:
    """The events of a calendar file, whole days, cancelled ones left out.

    Raises:
        Refused: it cannot be read, is larger than 1 MB, is no calendar, or has no events with days.
    """
    try:
        if not path.is_file():
            raise Refused(f"“{path.name}” is no file. {_AGAIN}")
        if path.stat().st_size > MEGABYTE:
            raise Refused(f"“{path.name}” has more than 1 MB; a calendar of term dates is far smaller. {_AGAIN}")
        with path.open("rb") as file:
            data = file.read(MEGABYTE + 1)
    except OSError as error:
        raise Refused(f"“{path.name}” could not be read. {_AGAIN}") from error
    text = _FOLD.sub("", decode(data).text)
    if not text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        raise Refused(f"“{path.name}” is no calendar file. {_AGAIN}")
    found = [event for block in text.split("BEGIN:VEVENT")[1 : MOST_EVENTS + 1] if (event := _event(block))]
    if not found:
        raise Refused(f"“{path.name}” holds no event with a day. {_AGAIN}")
    return found


def _event(block: str) -> CalendarEvent | None:
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
    return CalendarEvent(name[:_LONGEST_NAME], first, max(last or first, first))


def _day(value: str) -> date | None:
    found = _DAY.fullmatch(value)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
