"""The board of a term in the words and values that are painted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gradesk.model.rules.days.school_weeks import SchoolWeek, monday_of
from gradesk.services.term.planned.term_board import TermBar, TermBoard, TermLane
from gradesk.services.today import forecast
from gradesk.services.today.forecast import LoadWeek
from gradesk.ui.kit.board.values import BarOf, Lane, Week


def weeks(board: TermBoard, loads: Mapping[date, LoadWeek], today: date) -> list[Week]:
    """The weeks with what else is in them."""
    return [_week(one, loads.get(one.monday), today) for one in board.weeks]


def lanes(board: TermBoard) -> list[Lane]:
    """The lanes with their bars."""
    return [Lane(lane.name, _note(lane), tuple(_bar(one) for one in lane.bars), _is_over(lane)) for lane in board.lanes]


def key(one: TermBar) -> str:
    """What a bar is called on the board: the same support may stand in several lanes."""
    return f"{one.bar.uuid} {one.lane}"


def _week(one: SchoolWeek, load: LoadWeek | None, today: date) -> Week:
    number, _, half = one.name.partition(" of ")
    count = len(load.items) if load is not None else 0
    off = f"{one.holiday_weeks} weeks off" if one.holiday_weeks > 1 else "1 week off" if one.holiday_weeks else ""
    words = f"Week of {one.monday.day} {one.monday:%B}, {one.name}"
    if load is not None:
        words += f": {forecast.said(load)}. {forecast.told(load)}"
    is_now = one.monday == monday_of(today)
    closed = ", ".join(f"{day:%a}" for day, _ in one.closed)
    return Week(
        heading=f"{one.monday.day} {one.monday:%b}",
        under=(half if number == "wk 1" else number) + (f" · {closed} off" if closed else ""),
        gap=off,
        load=str(count) if count else "",
        words=words.strip() + (" This week." if is_now else ""),
        is_tall=load is not None and load.is_tall,
        is_now=is_now,
    )


def _bar(one: TermBar) -> BarOf:
    bar = one.bar
    dose = f"{bar.times:g} × {bar.minutes}" if bar.times and bar.minutes else ""
    who = one.names[0] if len(one.names) == 1 else f"{len(one.names)} in it" if one.names else "nobody"
    return BarOf(
        key=key(one),
        first=one.first,
        last=one.last,
        label=" · ".join(part for part in (bar.name, dose, who) if part),
        words=one.words,
        clashes=bool(one.clashes),
        lacks=bool(bar.missing),
        is_open_ended=one.is_open_ended,
    )


def _note(lane: TermLane) -> str:
    if not lane.minutes:
        return ""
    week = f"{lane.minutes // 60} h {lane.minutes % 60:02}"
    return f"{week} of {lane.contract / 60:g} h" if lane.contract else f"{week} a week"


def _is_over(lane: TermLane) -> bool:
    return lane.contract is not None and lane.minutes > lane.contract
