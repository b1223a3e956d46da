"""Filling a half-term, or the draft of one, on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from gradesk.model.rules.days.school_weeks import monday_of
from gradesk.model.rules.days.school_year import Span
from gradesk.model.vocabulary import PROVISION_FORMS
from gradesk.services.paper.gathering.classes import people
from gradesk.services.paper.gathering.pages import common
from gradesk.services.paper.sheets import PupilHeading
from gradesk.services.paper.week_sheets import TermLine, TermPart, TermSheet, TermWeek
from gradesk.services.term import registers
from gradesk.services.term.planned import drafts, term_board
from gradesk.services.term.planned.term_board import LANES, TermBar, TermBoard, TermLane
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

DRAFT = "draft"
FIXED = ("area",)  # lanes whose names are phrases


def offered(store: Store) -> list[tuple[str, str]]:
    """Each half-term and each draft, by adult, by class and by area."""
    found = term_board.spans(store)
    spans = [(one.starts_on.isoformat(), title) for one, title in zip(found, term_board.titles(found), strict=True)]
    spans += [(f"{DRAFT} {one.uuid}", f"Draft of {one.name}") for one in drafts.drafts(store)]
    return [(f"{lane.code} {key}", f"{name}, {lane.label.lower()}") for key, name in spans for lane in LANES]


def term_sheets(store: Store, _pupil_ids: Sequence[str], which: str = "") -> list[TermSheet]:
    """The half-term that is asked for, or the one in which today lies or that comes next, by adult; none without support.

    Whoever is chosen besides changes nothing: the page is of all support.
    """
    lanes, _, key = (which or "adult").partition(" ")
    if lanes not in LANES.codes:
        raise Refused("There is no such page of a term; nothing was printed. Choose one under “Which term”.")
    draft_id = key.partition(" ")[2] if key.startswith(DRAFT) else ""
    span = _span(store, "" if draft_id else key)
    board = term_board.board(store, span, lanes, draft_id)
    if not board.lanes:
        return []
    ids = list(dict.fromkeys(uuid for one in board.bars for uuid in one.bar.pupils))
    with store.read() as session:
        school = registers.calendar(session)
        headings = {one.uuid: one.heading for one in people(session, ids)}
    weeks = _weeks(board.span, school)
    return [
        TermSheet(
            **common(store),
            pupil_ids=tuple(uuid for uuid in ids if uuid in headings),
            heading=PupilHeading(preferred_name=board.span.name, is_group=True),
            first=board.span.starts_on,
            last=board.span.ends_on,
            weeks=weeks,
            parts=tuple(_part(lane, board, weeks, headings, is_fixed=lanes in FIXED) for lane in board.lanes),
            is_draft=bool(draft_id),
        )
    ]


def _span(store: Store, key: str) -> Span:
    spans, today = term_board.spans(store), store.clock.today()
    if key:
        found = next((one for one in spans if one.starts_on.isoformat() == key), None)
        if found is None:
            raise Refused("There is no such half-term any more; nothing was printed. Choose another.")
        return found
    return next((one for one in spans if one.ends_on >= today), spans[-1])


def _weeks(span: Span, school: registers.Calendar) -> tuple[TermWeek, ...]:
    """All weeks of it; those without school stand there too."""
    found, monday = [], monday_of(span.starts_on)
    while monday <= span.ends_on:
        days = [monday + timedelta(days=number) for number in range(5)]
        is_open = tuple(span.starts_on <= day <= span.ends_on and school.has_school(day) for day in days)
        found.append(TermWeek(monday, is_open))
        monday += timedelta(weeks=1)
    return tuple(found)


def _part(
    lane: TermLane, board: TermBoard, weeks: Sequence[TermWeek], headings: Mapping[str, PupilHeading], *, is_fixed: bool
) -> TermPart:
    return TermPart(
        title=lane.name,
        is_fixed=is_fixed or lane.name == term_board.NOBODY,
        minutes=lane.minutes,
        lines=tuple(_line(one, board, weeks, headings) for one in lane.bars),
    )


def _line(one: TermBar, board: TermBoard, weeks: Sequence[TermWeek], headings: Mapping[str, PupilHeading]) -> TermLine:
    bar = one.bar
    return TermLine(
        what=bar.name,
        form=PROVISION_FORMS.label(bar.form) if bar.form else "",
        led_by=bar.adult,
        times=bar.times or None,
        minutes=bar.minutes or None,
        first=_place(board.weeks[one.first].monday, weeks) if board.weeks else 0,
        last=_place(board.weeks[one.last].monday, weeks) if board.weeks else len(weeks) - 1,
        starts_on=bar.starts_on,
        until=bar.ends_on,
        is_overdue=bar.overdue is not None,
        pupils=tuple(headings[uuid] for uuid in bar.pupils if uuid in headings),
        sessions=one.sessions,
    )


def _place(monday: date, weeks: Sequence[TermWeek]) -> int:
    return next((place for place, one in enumerate(weeks) if one.monday == monday), 0)
