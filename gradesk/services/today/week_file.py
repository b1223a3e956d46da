"""The week of an adult, or of the school, as a calendar file; without names unless initials are asked for."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.week.parts import Week, known
from gradesk.model.rules.words.people import people
from gradesk.services.term.planned import gathering, held
from gradesk.services.term.planned.held import Held
from gradesk.services.today import calendar_file
from gradesk.services.today.calendar_file import Event
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

MOST_WEEKS = 20
SHORTEST = 5  # minutes of what has none, so that a calendar shows it


def export(store: Store, on: date, *, adult: str = "", weeks: int = 1, initials: bool = False) -> str:
    """The text of the file.

    Args:
        store: the opened school.
        on: a day of the first week.
        adult: whose week; everybody’s without a name.
        weeks: how many weeks from that one on.
        initials: whether those who are in it are told by their initials; never more than these.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused(f"A calendar file holds from 1 to {MOST_WEEKS} weeks; nothing was written. Choose fewer.")
    events: list[Event] = []
    is_known = not adult.strip()
    for number in range(weeks):
        day = monday_of(on) + timedelta(weeks=number)
        week = gathering.week(store, day)
        is_known = is_known or known(adult) in _adults(week)
        nth: Counter[str] = Counter()
        for one in held.of_week(store, week, day):
            key = f"{one.bar.uuid}-{one.day:%Y%m%d}"
            nth[key] += 1
            if _is_meant(one, adult):
                words = _words(week, one, adult, initials=initials)
                uid = f"{key}-{nth[key]}@gradesk"
                events.append(
                    Event(
                        uid,
                        one.day,
                        one.day,
                        words,
                        one.bar.uuid,
                        at=one.at,
                        minutes=max(one.bar.minutes, SHORTEST),
                        place=one.bar.room,
                        also=one.cover.uuid if one.cover is not None else "",
                    )
                )
    if not is_known:
        raise Refused(f"Nobody called “{adult}” is in these weeks; nothing was written. Check the name under Staff.")
    return calendar_file.counted(store, events)


def _is_meant(one: Held, adult: str) -> bool:
    """What takes place, and is led by or held with the adult as it was settled."""
    if one.cover is not None and one.cover.how == "suspended":
        return False
    there = {known(name) for name in (*one.adults, *people(one.bar.with_whom))}
    return not adult.strip() or known(adult) in there


def _words(week: Week, one: Held, adult: str, *, initials: bool) -> str:
    """What it is and of which class; with initials who leads it, unless it is their own week, and who is in it."""
    classes = {week.pupils[uuid].class_name for uuid in one.bar.pupils if uuid in week.pupils} | {one.bar.class_name}
    parts = [one.bar.name, ", ".join(sorted(name for name in classes if name))]
    if initials:
        parts.append(" ".join(_letters(name) for name in one.adults if known(name) != known(adult)))
        parts.append(" ".join(_letters(week.pupils[uuid].name) for uuid in one.bar.pupils if uuid in week.pupils))
    return ", ".join(part for part in parts if part)


def _letters(name: str) -> str:
    return "".join(part[:1] for part in name.replace("-", " ").split()).upper()


def _adults(week: Week) -> set[str]:
    led = {known(name) for bar in week.bars for name in bar.everybody}
    return led | set(week.adults)
