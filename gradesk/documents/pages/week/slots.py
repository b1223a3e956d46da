"""What is said of one session of a week: its time and name, then where, with whom and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gradesk.documents.press.look import Look
from gradesk.model.rules.week.times import clock
from gradesk.services.paper.week_sheets import ADULT, MOVED, PUPIL, ROOM, SUSPENDED, TAKEN, WeekSheet, WeekSlot

MOST_NAMES = 8


def name(slot: WeekSlot, look: Look) -> str:
    """What it is."""
    return look.say(slot.what) if slot.is_fixed else slot.what


def span(slot: WeekSlot) -> str:
    """From when to when."""
    if slot.at is None:
        return ""
    return f"{clock(slot.at)}–{clock(slot.at + slot.minutes)}" if slot.minutes else clock(slot.at)


def place(slot: WeekSlot, look: Look, of: str, about: str = "") -> str:
    """How, where, with which adults and of which class, without what the whole page is about."""
    beside = slot.adult if slot.with_whom.casefold() == about.casefold() else slot.with_whom
    parts = [look.say(slot.form) if slot.form and of != PUPIL else ""]
    if of != ROOM:
        parts.append(slot.room)
    if of != ADULT:
        parts.append(slot.adult)
    if slot.with_whom and of != PUPIL:
        parts.append(look.say("With {name}", name=beside))
    if of in (ADULT, ROOM) and not slot.pupils:
        parts.append(", ".join(slot.classes))
    return " · ".join(part for part in parts if part)


def pupils(slot: WeekSlot, look: Look) -> str:
    """Who is in it, as the print names them."""
    shown = [look.who(one) for one in slot.pupils[:MOST_NAMES]]
    left = len(slot.pupils) - len(shown) + slot.others
    if not shown:
        return (look.say("one pupil") if left == 1 else look.say("{count} pupils", count=left)) if left else ""
    said = ", ".join(shown)
    return f"{said} {look.say('and {count} more', count=left)}" if left else said


def settled(slot: WeekSlot, look: Look, about: str = "") -> str:
    """What became of it where somebody is away; to whoever takes it, for whom."""
    if slot.how == SUSPENDED:
        return look.say("Does not take place")
    if slot.how == MOVED:
        return look.say("Moved to this time")
    if slot.how == TAKEN and slot.taken_by.casefold() == about.casefold():
        return look.say("In place of {name}", name=slot.away)
    return look.say("{name} takes it", name=slot.taken_by) if slot.how == TAKEN else ""


def short_day(day: date, look: Look) -> str:
    """A day over a column, such as Monday 30/11."""
    return f"{look.language.weekdays[day.weekday()]} {day.day}/{day.month}"


def stretch(sheet: WeekSheet, look: Look) -> str:
    """Of which week it is."""
    first, last = (look.language.date(day.day) for day in (sheet.days[0], sheet.days[-1]))
    said = look.say("From {start} to {end}", start=first, end=last)
    return f"{said} · {look.say('Week {letter}', letter=sheet.letter)}" if sheet.letter else said


def unplaced(sheet: WeekSheet, look: Look) -> str:
    """What has no day yet, in a line."""
    named = [f"{name} ({count})" if count > 1 else name for name, count in sheet.unplaced]
    return f"{look.say('No time yet')}: {', '.join(named)}" if named else ""


def texts(sheet: WeekSheet) -> Iterator[tuple[str, str]]:
    """Every typed text of a week with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {sheet.school_name} {sheet.pupil_word}"
    for pause in sheet.pauses:
        yield "a period", pause.name
    for day in sheet.days:
        yield "a closed day", day.reason
    yield "what has no day yet", " ".join(name for name, _ in sheet.unplaced)
    for slot in sheet.slots:
        yield from texts_of(slot)


def texts_of(slot: WeekSlot) -> Iterator[tuple[str, str]]:
    """The same of one session."""
    yield "a session", f"{slot.what} {slot.adult} {slot.with_whom} {slot.room} {' '.join(slot.classes)}"
    yield "cover", f"{slot.away} {slot.taken_by} {slot.rule}"
    yield "who is in it", " ".join(f"{one.preferred_name} {one.surname}" for one in slot.pupils)
