"""A bar of the week gets its times, another adult or another room: support that runs, support of a draft, or another part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from gradesk.model.rules.week import times
from gradesk.model.rules.week.parts import SUPPORT, Bar
from gradesk.model.rules.week.times import When
from gradesk.model.term.draft import DraftBar
from gradesk.model.term.provision import Provision
from gradesk.model.term.week import WeekEntry
from gradesk.services.term import closing
from gradesk.services.term.planned import drafts, entries
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def place(store: Store, bar: Bar, whens: Sequence[When], draft_id: str = "", initiator: object | None = None) -> None:
    """Give a bar its sessions, each on a day at a time."""
    days, at = times.written(whens)
    change(store, bar, {"weekdays": days, "begins_at": at}, draft_id, initiator)


def moved(bar: Bar, before: When, after: When) -> tuple[When, ...]:
    """The sessions of a bar where one of them goes to another day or time; one that stood there already goes with it."""
    rest = [one for one in bar.whens if one != before and not (one.day == after.day and one.week == after.week)]
    return tuple(sorted([*rest, after], key=lambda one: (one.day, one.week, one.at or 0)))


def added(bar: Bar, when: When) -> tuple[When, ...]:
    """The sessions of a bar with one more. One without its time on that day gets it, else one without its time makes room."""
    rest = [one for one in bar.whens if not (one.day == when.day and one.week == when.week)]
    if len(rest) >= bar.wanted:
        loose = next((one for one in rest if one.at is None), None)
        rest = [one for one in rest if one != loose]
    return tuple(sorted([*rest, when], key=lambda one: (one.day, one.week, one.at or 0)))


def taken_out(bar: Bar, when: When) -> tuple[When, ...]:
    """The sessions of a bar without one, which is to be placed anew then."""
    return tuple(one for one in bar.whens if one != when)


def put(store: Store, bar: Bar, before: When | None, after: When, draft_id: str = "", adult: str | None = None) -> None:
    """Put a session of a bar somewhere: one that stood `before`, or one that had no place; with its adult where one is given.

    Refuses a second session of the day: of a bar there is one a day.
    """
    if before is not None:
        after = replace(after, week=before.week)
        if any(one not in (before, after) and one.meets(after) and one.at is not None for one in bar.whens):
            raise Refused(
                f"{bar.name} is on {times.NAMES[after.day]} already, and is once a day; nothing was moved. Choose another day."
            )
    days, at = times.written(moved(bar, before, after) if before is not None else added(bar, after))
    values: dict[str, Any] = {"weekdays": days, "begins_at": at}
    if adult is not None:
        values["led_by" if bar.kind == SUPPORT else "adult"] = adult
    change(store, bar, values, draft_id)


def record(store: Store, bar: Bar, draft_id: str = "") -> Provision | DraftBar | WeekEntry | None:
    """The record in which a bar is kept."""
    with store.read() as session:
        if bar.kind != SUPPORT:
            return entries.there(session, bar.uuid, draft_id)
        return session.get(DraftBar, bar.uuid) if draft_id else session.get(Provision, bar.uuid)


def change(
    store: Store, bar: Bar, values: Mapping[str, Any], draft_id: str = "", initiator: object | None = None
) -> None:
    """Change a bar where it is kept."""
    if bar.kind != SUPPORT:
        if draft_id:
            drafts.draft(store, draft_id)
        entries.change(store, bar.uuid, values, initiator, draft_id)
    elif draft_id:
        drafts.change_bar(store, bar.uuid, values, initiator)
    else:
        closing.change(store, bar.uuid, values, initiator)


def place_all(store: Store, found: Iterable[tuple[Bar, str, Sequence[When]]], draft_id: str, label: str) -> int:
    """Give several bars their adult and times in one step. Returns how many changed."""
    count = 0
    with store.work(label):
        for bar, adult, whens in found:
            days, at = times.written(whens)
            values: dict[str, Any] = {"weekdays": days, "begins_at": at}
            if adult:
                values["led_by"] = adult
            change(store, bar, values, draft_id)
            count += 1
    return count
