"""Reading a calendar file (.ics, RFC 5545): the names and days of its events, and nothing else."""

from __future__ import annotations

from pathlib import Path

from gradesk.interchange.files import calendar
from gradesk.interchange.limits import MEGABYTE
from gradesk.services.school.term_dates import CalendarEvent
from gradesk.system.laptop.child import read_apart
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

_AGAIN = "Nothing was changed. Choose the calendar file (.ics) that the local authority or the trust offers."


def read_calendar(path: Path, progress: Progress = no_progress) -> list[CalendarEvent]:
    """The events of a calendar file, whole days, cancelled ones left out; read by a child.

    Raises:
        Refused: it cannot be read, is larger than 1 MB, is no calendar, or has no events with days.
        Cancelled: from `progress`.
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
    found = read_apart(calendar.events, data, f"“{path.name}” took too long to be read. {_AGAIN}", progress)
    if found is None:
        raise Refused(f"“{path.name}” is no calendar file. {_AGAIN}")
    if not found:
        raise Refused(f"“{path.name}” holds no event with a day. {_AGAIN}")
    return [CalendarEvent(*event) for event in found]
