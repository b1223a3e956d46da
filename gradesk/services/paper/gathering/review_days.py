"""Filling the running order of a day of meetings, and the list of what each colleague has agreed to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.plans.cycle import Review
from gradesk.model.rules.days.clock_time import minutes_of
from gradesk.model.rules.days.sittings import USUAL
from gradesk.model.rules.days.slots import clock
from gradesk.model.school.agenda import AgreedAction
from gradesk.model.vocabulary import ANSWERS
from gradesk.services.meetings import actions, listed
from gradesk.services.meetings.actions import Promise
from gradesk.services.meetings.listed import Line
from gradesk.services.paper.gathering.arranged import day_of
from gradesk.services.paper.gathering.cycles import grouped, last_reviews, targets_to_talk_about
from gradesk.services.paper.gathering.pages import common, current_plans, headings_of
from gradesk.services.paper.meeting_sheets import ActionListSheet, Point, PromiseLine, RunningLine, RunningOrderSheet
from gradesk.services.paper.sheets import PupilHeading, TargetSheet
from gradesk.services.plans.plans import PlanPage
from gradesk.services.school import school, staff
from gradesk.store.work import Store

POINTS = 3  # for each child
LONGEST = 130  # letters of a point


def running_order_sheets(store: Store, _pupil_ids: Sequence[str], which: str = "") -> list[RunningOrderSheet]:
    """The order of a day, or of the next one with meetings; a day without meetings gives none. Whoever is chosen besides
    changes nothing: a running order without half of the day would mislead."""
    today = store.clock.today()
    day = day_of(which) or next((one for one, _ in listed.days(store)), None)
    if day is None:
        return []
    with store.read() as session:
        found = listed.of_day(session, day)
        ids = [str(line.meeting.pupil_id) for line in found if line.meeting.pupil_id]
        headings, points = headings_of(session, ids), _points(session, ids, today)
    if not found:
        return []
    made = tuple(_line(line, headings, points) for line in found)
    name = PupilHeading(preferred_name=school.card(store).name, is_group=True)
    return [RunningOrderSheet(**common(store), pupil_ids=tuple(dict.fromkeys(ids)), heading=name, day=day, lines=made)]


def action_list_sheets(store: Store, _pupil_ids: Sequence[str], which: str = "") -> list[ActionListSheet]:
    """A list for one colleague, or one for each who has promised something."""
    found = actions.by_person(store)
    if which:
        found = {who: rows for who, rows in found.items() if who.casefold() == which.casefold()}
    fixed, writes = common(store), staff.senco(store)
    name = PupilHeading(preferred_name=school.card(store).name, is_group=True)
    ids = [one.action.pupil_id for rows in found.values() for one in rows if one.action.pupil_id]
    with store.read() as session:
        headings = headings_of(session, list(dict.fromkeys(ids)))
    return [
        ActionListSheet(
            **fixed,
            pupil_ids=tuple(dict.fromkeys(one.action.pupil_id for one in rows if one.action.pupil_id)),
            heading=name,
            to=who,
            lines=tuple(_promise(one, headings) for one in rows),
            writes="" if writes == who else writes,
        )
        for who, rows in found.items()
        if who != actions.NOBODY
    ]


def _promise(one: Promise, headings: Mapping[str, PupilHeading]) -> PromiseLine:
    action = one.action
    return PromiseLine(
        what=action.what, heading=headings.get(action.pupil_id or ""), by=action.due_on, agreed_on=action.happened_on
    )


def _line(line: Line, headings: Mapping[str, PupilHeading], points: Mapping[str, list[Point]]) -> RunningLine:
    meeting = line.meeting
    ends = (
        clock(min(minutes_of(meeting.starts_at) + (meeting.minutes or USUAL), 24 * 60 - 1)) if meeting.starts_at else ""
    )
    adults = [one for one in line.people if one.part != "pupil"]
    title = f" ({meeting.title})" if meeting.title else ""
    return RunningLine(
        at=meeting.starts_at,
        until=ends,
        place=meeting.place,
        kind=f"{line.kind}{title}",
        heading=headings.get(meeting.pupil_id or ""),
        people=tuple((one.name, ANSWERS.label(one.answer) if one.answer else "") for one in adults),
        points=tuple(points.get(meeting.pupil_id or "", ())[:POINTS]),
    )


def _points(session: Session, ids: Sequence[str], today: date) -> dict[str, list[Point]]:
    """What to come to with each child: what was promised, a target, and what does not work or was decided last."""
    open_ = select(AgreedAction).where(
        AgreedAction.pupil_id.in_(ids), AgreedAction.deleted_at.is_(None), AgreedAction.done_on.is_(None)
    )
    promised = grouped(session.scalars(open_.order_by(AgreedAction.due_on, AgreedAction.written_at)).all(), "pupil_id")
    targets = targets_to_talk_about(session, ids, today)
    plans, last = current_plans(session, ids, today), last_reviews(session, ids)
    found: dict[str, list[Point]] = {}
    for one in ids:
        owed = [Point("Promised", _owed(row)) for row in promised.get(one, ())]
        aims = [_target(row) for row in targets.get(one, ()) if _words(row)]
        hard = _hard(plans.get(one), last.get(one))
        # One of each kind first, then whatever else there is.
        turns: list[list[Any]] = [owed, aims, hard]
        first = [turn.pop(0) for turn in turns if turn]
        found[one] = [*first, *owed, *aims, *hard][:POINTS]
    return found


def _owed(row: AgreedAction) -> str:
    by = f" ({row.due_on.day} {row.due_on:%b})" if row.due_on else ""
    return _short(f"{row.owner}: {row.what}" if row.owner else row.what) + by


def _words(row: TargetSheet) -> str:
    return row.staff_wording.strip() or row.pupil_wording.strip()


def _target(row: TargetSheet) -> Point:
    return Point("Target", f"{_short(_words(row)).rstrip('.')} – {row.outcome or 'not yet rated'}")


def _hard(page: PlanPage | None, review: Review | None) -> list[Point]:
    said = [Point("What is not working", page.plan.does_not_work)] if page is not None else []
    said += [Point("What we decided", review.reason)] if review is not None else []
    return [Point(one.label, _short(one.words)) for one in said if one.words.strip()]


def _short(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1].rstrip()}…"
