"""The school's dates and the coming weeks as a calendar file (RFC 5545), without anybody's name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select

from gradesk.model.journal import JournalChange
from gradesk.model.vocabulary import CLOSURE_KINDS
from gradesk.services.school import calendar
from gradesk.services.today import forecast
from gradesk.services.today.forecast import KINDS
from gradesk.services.today.forecast_items import Load
from gradesk.store.work import Store

FOLD = 75  # octets of a line, without its end (RFC 5545, 3.1)
WARNING = "Initials with a class can point to a child: keep the file where only you can open it."


@dataclass(frozen=True)
class Event:
    """A date of a calendar file: whole days from `first` to `last`, both included. `uid` stays the same every time;
    `sequence` grows with every change of the `record` behind it, so that a calendar takes the newer one (RFC 5545, 3.8.7.4).

    `also` is another record whose changes count. With `at` it is from that minute of its first day on, in the time of
    wherever it is read: a school is in one place.
    """

    uid: str
    first: date
    last: date
    summary: str
    record: str = ""
    sequence: int = 0
    at: int | None = None
    minutes: int = 0
    place: str = ""
    also: str = ""


def export(store: Store, *, initials: bool = False, school: bool = True, work: bool = True) -> str:
    """The text of the file.

    Args:
        store: the opened school.
        initials: whether reviews and meetings carry the pupil's initials; never more than these.
        school: whether half-terms, closed days and dates of the year are in it.
        work: whether the load of the coming weeks is in it.
    """
    events: list[Event] = []
    if school:
        for start, _name in calendar.years(store):
            events += _of_year(calendar.year(store, start))
    if work:
        events += [_of_load(item, initials) for week in forecast.weeks(store) for item in week.items]
    return counted(store, events)


def counted(store: Store, events: Iterable[Event]) -> str:
    """The text of events, each with how often its record was changed."""
    changes = _changes(store)
    found = [
        replace(event, sequence=max(changes.get(event.record, 1) - 1, 0) + changes.get(event.also, 0))
        for event in events
    ]
    return text(found, store.clock.now())


def _changes(store: Store) -> dict[str, int]:
    """How often each record was written, its making included."""
    query = select(JournalChange.row_uuid, func.count().label("times")).group_by(JournalChange.row_uuid)
    with store.read() as session:
        return {row.row_uuid: row.times for row in session.execute(query)}


def text(events: Iterable[Event], stamp: datetime) -> str:
    """Events as an iCalendar text: CRLF at every line's end, lines folded at 75 octets, whole days with the day after as
    their end."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Gradesk//Gradesk//EN", "CALSCALE:GREGORIAN"]
    at = f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for event in sorted(events, key=lambda one: (one.first, one.at or 0, one.summary, one.uid)):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(event.uid)}",
            f"DTSTAMP:{at}",
            f"SEQUENCE:{event.sequence}",
            *_when(event),
            f"SUMMARY:{_escaped(event.summary)}",
            *([f"LOCATION:{_escaped(event.place)}"] if event.place.strip() else []),
            f"TRANSP:{'TRANSPARENT' if event.at is None else 'OPAQUE'}",
            "CLASS:PRIVATE",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _when(event: Event) -> list[str]:
    if event.at is None:
        return [
            f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}",
        ]
    begins = datetime.combine(event.first, time()) + timedelta(minutes=event.at)
    ends = begins + timedelta(minutes=event.minutes)
    return [f"DTSTART:{begins:%Y%m%dT%H%M%S}", f"DTEND:{ends:%Y%m%dT%H%M%S}"]


def _of_year(found: calendar.SchoolYear) -> list[Event]:
    events = []
    for half in found.halves:
        events.append(
            Event(f"{half.uuid}-first@gradesk", half.starts_on, half.starts_on, f"First day of {half.name}", half.uuid)
        )
        events.append(
            Event(f"{half.uuid}-last@gradesk", half.ends_on, half.ends_on, f"Last day of {half.name}", half.uuid)
        )
    for row in found.closures:
        events.append(
            Event(f"{row.uuid}@gradesk", row.day, row.day, row.reason or CLOSURE_KINDS.label(row.kind), row.uuid)
        )
    for row_ in found.dates:
        events.append(Event(f"{row_.uuid}@gradesk", row_.starts_on, row_.ends_on, row_.name, row_.uuid))
    return events


def _of_load(item: Load, initials: bool) -> Event:
    # The words of a meeting or a step may hold names, so only its kind and the class go out.
    letters = "".join(part[:1] for part in item.name.replace("-", " ").split()).upper() if initials else ""
    summary = ", ".join(part for part in (KINDS.label(item.kind), letters, item.class_name) if part)
    return Event(f"{item.kind}-{item.record}@gradesk", item.day, item.day, summary, item.record)


def _escaped(words: str) -> str:
    """Text as RFC 5545, 3.3.11 writes it; other control characters have no place in it."""
    plain = "".join(letter for letter in words if letter in "\n\t" or (ord(letter) >= 32 and ord(letter) != 127))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """A line in pieces of 75 octets at most, never inside a character; each but the first begins with a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode("utf-8", "replace"))
        if size + octets > FOLD:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    return [*pieces, piece]
