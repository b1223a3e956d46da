"""A day of meetings is planned in one go: slots one after another, who comes to each, what stands against it, and all booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.sittings import Sitting, against
from gradesk.model.rules.days.slots import Break, Slot, arranged, slots
from gradesk.services.meetings import booking, kinds, listed
from gradesk.services.pupils import register
from gradesk.services.pupils.register import Criteria, RegisterRow
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

LEAST, MOST = 5, 240  # minutes of one meeting
MOST_PUPILS = 60
Order = Sequence[str | None]


@dataclass(frozen=True)
class ReviewDay:
    """What a person says of the day: when it begins, how long each takes, breaks, rooms side by side, and who comes to all."""

    day: date
    first: str = "09:00"
    minutes: int = 30
    breaks: tuple[Break, ...] = ()
    rooms: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    kind: str = "review"


@dataclass(frozen=True)
class Proposed:
    """One slot of the day as it would be booked, with what stands against it in words; no pupil where it is left empty."""

    slot: Slot
    pupil_id: str | None
    name: str = ""
    class_name: str = ""
    against: tuple[str, ...] = ()


def offered(store: Store, class_name: str = "", weeks: int | None = None) -> list[RegisterRow]:
    """Whom to meet about: of a class, or all; with `weeks` those whose review is due by then, the earliest first."""
    rows = register.everyone(store, Criteria(class_name=class_name) if class_name else Criteria(status="KE"))
    if weeks is None:
        return rows
    until = store.clock.today() + timedelta(weeks=weeks)
    due = [row for row in rows if row.next_review is not None and row.next_review <= until]
    return sorted(due, key=lambda row: row.next_review or date.max)


def proposed(store: Store, plan: ReviewDay, order: Order) -> list[Proposed]:
    """The slots of a day with whoever comes to each; refuses a day, a time or a length that cannot be."""
    plan, wanted = checked(store, plan, order), arranged(order)
    rows = {row.uuid: row for row in register.of(store, [one for one in wanted if one])}
    found = slots(plan.first, plan.minutes, plan.breaks, plan.rooms, len(wanted))
    if len(found) < len(wanted):
        raise Refused(
            f"Only {len(found)} of {len(wanted)} meetings end before ten at night; nothing was booked. "
            "Take another room or fewer pupils."
        )
    with store.read() as session:
        closed = booking.closed_on(session, plan.day)
        others = [one for _, one in listed.sittings(session, plan.day)]
        leaving = {one: session.get_one(Pupil, one).left_on for one in wanted if one}
    usual = {one: _people(store, plan, one) for one in wanted if one}
    sits = [_sitting(plan, slot, one, usual.get(one or "", [])) for slot, one in zip(found, wanted, strict=True)]
    made: list[Proposed] = []
    for place, (slot, one) in enumerate(zip(found, wanted, strict=True)):
        if one is None:
            made.append(Proposed(slot, None))
            continue
        said = [closed] if closed else []
        left = leaving[one]
        if left is not None and left <= plan.day:
            said.append(f"Will have left by {written_day(plan.day)}.")
        beside = [sit for at, sit in enumerate(sits) if at != place and wanted[at] is not None]
        said += against(sits[place], [*others, *beside])
        row = rows.get(one)
        made.append(
            Proposed(slot, one, row.name if row else "", row.class_name if row else "", tuple(dict.fromkeys(said)))
        )
    return made


def book(store: Store, plan: ReviewDay, order: Order, *, insisted: bool = False) -> list[str]:
    """Book all slots in which somebody comes, each with its usual people and those who come to all, as one step.

    Refuses a day without school unless somebody insisted, and whatever a single meeting is refused for. Returns the uuids.
    """
    found = [one for one in proposed(store, plan, order) if one.pupil_id is not None]
    if not found:
        raise Refused("Nobody is chosen, so nothing was booked; tick at least one pupil.")
    plan = checked(store, plan, order)
    closed = booking.closed(store, plan.day)
    if closed and not insisted:
        raise Refused(
            f"{closed} Nothing was booked, and every choice is kept; change the day, or book it all the same."
        )
    made: list[str] = []
    with store.work(f"Book {len(found)} meetings" if len(found) > 1 else "Book a meeting"):
        for one in found:
            assert one.pupil_id is not None
            values = {
                "kind": plan.kind, "happened_on": plan.day, "starts_at": one.slot.at, "minutes": plan.minutes,
                "place": one.slot.room,
            }  # fmt: skip
            made.append(booking.book(store, [one.pupil_id], values, _people(store, plan, one.pupil_id)))
    return made


def checked(store: Store, plan: ReviewDay, order: Order) -> ReviewDay:
    """The same with its time as 09:00; refuses what cannot be."""
    kinds.kind_of(store, plan.kind)
    first = booking.time_of_day(plan.first)
    booking.day_ahead(store, plan.day)
    if not first:
        raise Refused("At what time does the first meeting begin? Nothing was booked yet. Type one such as 9:00.")
    if not LEAST <= plan.minutes <= MOST:
        raise Refused(
            f"{plan.minutes} minutes each cannot be; nothing was booked. Type a number between {LEAST} and {MOST}."
        )
    if len(order) > MOST_PUPILS:
        raise Refused(f"{MOST_PUPILS} meetings on a day are the most; nothing was booked. Choose fewer pupils.")
    return replace(plan, first=first)


def _people(store: Store, plan: ReviewDay, pupil_id: str) -> list[dict[str, Any]]:
    """Those who usually come, and the staff who come to all; nobody twice."""
    found: dict[str, dict[str, Any]] = {}
    for one in booking.usual_people(store, pupil_id):
        found.setdefault(str(one["name"]).casefold(), one)
    for name in plan.staff:
        found.setdefault(name.casefold(), {"name": name, "part": "staff"})
    return list(found.values())


def _sitting(plan: ReviewDay, slot: Slot, pupil_id: str | None, people: Sequence[dict[str, Any]]) -> Sitting:
    adults = tuple(str(one["name"]) for one in people if one["part"] != "pupil")
    return Sitting(slot.at, plan.minutes, slot.room, frozenset({pupil_id} if pupil_id else ()), adults)
