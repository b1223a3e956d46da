"""A bar of the week gets its times, another adult or another room: support that runs, support of a draft, or another part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gradesk.model.rules.week import times
from gradesk.model.rules.week.parts import SUPPORT, Bar
from gradesk.model.rules.week.times import When
from gradesk.services.term import closing
from gradesk.services.term.planned import drafts, entries
from gradesk.store.work import Store


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


def change(
    store: Store, bar: Bar, values: Mapping[str, Any], draft_id: str = "", initiator: object | None = None
) -> None:
    """Change a bar where it is kept."""
    if bar.kind != SUPPORT:
        entries.change(store, bar.uuid, values, initiator)
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
