"""Filling the pages that leave a meeting: the summary in plain words, for home and for staff, and the letter of thanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.meetings.kind import MeetingKind
from gradesk.model.meetings.meeting import Meeting
from gradesk.model.meetings.minutes import MeetingLine
from gradesk.model.plans.cycle import Review, TargetOutcome
from gradesk.model.school.school import Rating
from gradesk.model.vocabulary import DECISIONS, SIDES
from gradesk.services.meetings import minutes
from gradesk.services.meetings.minutes import Minutes
from gradesk.services.paper.gathering.arranged import day_of
from gradesk.services.paper.gathering.cycles import reviewed_targets
from gradesk.services.paper.gathering.meetings import parents_of
from gradesk.services.paper.gathering.pages import common, headings_of
from gradesk.services.paper.meeting_sheets import (
    ActionLine,
    DecisionLine,
    NewTargetLine,
    SaidLine,
    SideLine,
    SummarySheet,
)
from gradesk.services.paper.sheets import TargetSheet
from gradesk.services.portions import chunked
from gradesk.services.pupils import leads
from gradesk.services.school import staff
from gradesk.store.work import Store

_OWN_PLACE = frozenset({"people", "sides", "targets", "actions", "date"})  # shapes that stand elsewhere on the page


def summary_sheets(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[SummarySheet]:
    """The newest meeting of each pupil that was held at a table, or that of a day, or the one with this uuid; those without
    one give none.
    """
    fixed, senco = common(store), staff.senco(store)
    sheets: list[SummarySheet] = []
    for ids in chunked(pupil_ids):
        with store.read() as session:
            headings = headings_of(session, ids)
            newest = _newest(session, ids, which)
            reviews = {
                row.pupil_id: row
                for row in session.scalars(select(Review).where(Review.meeting_id.in_(newest.values())))
                if row.deleted_at is None
            }
            targets, goes_on = reviewed_targets(session, reviews), _goes_on(session, reviews)
            named = leads.in_force(session)
            parents = parents_of(session, ids)
        for pupil_id in (one for one in ids if one in headings and one in newest):
            lead = named.get(pupil_id)
            found = minutes.read(store, newest[pupil_id])
            sheets.append(
                SummarySheet(
                    **fixed,
                    pupil_ids=(pupil_id,),
                    heading=headings[pupil_id],
                    asks=lead.name if lead is not None else senco,
                    without_home=bool(found.people) and not _written_to(found),
                    parents=_written_to(found) or parents.get(pupil_id, ()),
                    **_told(found, targets.get(pupil_id, ()), reviews.get(pupil_id)),
                    goes_on=goes_on,
                )
            )
    return sheets


def _written_to(found: Minutes) -> tuple[str, ...]:
    """Whoever of the family was there: only they are thanked for it."""
    return tuple(one.name for one in found.people if one.part == "home" and one.came == "yes")


def thank_you_sheets(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[SummarySheet]:
    """The same for the letter of thanks; none where people were noted and nobody from home was there."""
    return [sheet for sheet in summary_sheets(store, pupil_ids, which) if not sheet.without_home]


def _held() -> Any:
    """The query of meetings at a table that were held."""
    return (
        select(Meeting.pupil_id, Meeting.uuid)
        .join(MeetingKind, MeetingKind.code == Meeting.kind)
        .where(Meeting.deleted_at.is_(None), Meeting.state == "held", ~MeetingKind.is_brief)
    )


def _newest(session: Session, ids: Sequence[str], which: str) -> dict[str, str]:
    """By pupil, the last of them, or the last one of a day, or the one with a uuid."""
    query = _held().where(Meeting.pupil_id.in_(ids)).order_by(Meeting.happened_on, Meeting.written_at)
    if (day := day_of(which)) is not None:
        query = query.where(Meeting.happened_on == day)
    elif which:
        query = query.where(Meeting.uuid == which)
    return {row.pupil_id: row.uuid for row in session.execute(query) if row.pupil_id is not None}


def _goes_on(session: Session, reviews: Mapping[str, Review]) -> frozenset[str]:
    """The targets that were not met yet, where support goes on."""
    ids = [row.uuid for row in reviews.values() if row.decision and row.decision != "step_off"]
    query = (
        select(TargetOutcome.target_id)
        .join(Rating, Rating.uuid == TargetOutcome.rating_id)
        .where(TargetOutcome.review_id.in_(ids), TargetOutcome.deleted_at.is_(None), ~Rating.is_success)
    )
    return frozenset(session.scalars(query))


def _new_target(line: MeetingLine) -> NewTargetLine:
    body = minutes.target_values(line)
    return NewTargetLine(
        words=line.words,
        success_criterion=str(body.get("success_criterion", "")),
        who=str(body.get("who", "")),
        by_when=body.get("by_when"),
    )


def _told(found: Minutes, targets: Sequence[TargetSheet], review: Review | None) -> dict[str, Any]:
    meeting, lines = found.meeting, found.may_leave
    said = []
    told_there: set[str] = set()  # steps under whose own words it stands who sees them otherwise
    for step in found.steps:
        words = tuple(one.words for one in lines if one.step == step.code and one.sort == "said")
        if words and step.shape not in _OWN_PLACE:
            differs = tuple((one.who, one.words) for one in found.heard if one.step == step.code)
            said.append(SaidLine(title=step.title, lines=words, against=differs))
            told_there.add(step.code)
    if not found.lines and meeting.summary.strip():
        said.append(SaidLine(title="What we said", lines=(meeting.summary.strip(),)))
    by_line = {decision.line.uuid: decision for decision in found.decisions}
    of_a_line = {one.uuid for decision in found.decisions for one in decision.dissents}
    return {
        "kind": meeting.title or found.kind.label,
        "held_on": meeting.happened_on,
        "there": found.there
        or (() if found.people else tuple(filter(None, map(str.strip, meeting.with_whom.split(","))))),
        "absent": tuple((one.name, one.sent) for one in found.people if one.came == "no"),
        "said": tuple(said),
        "sides": _sides(found),
        "targets": tuple(targets),
        "new_targets": tuple(_new_target(one) for one in lines if one.sort == "target"),
        "outcome": DECISIONS.label(review.decision) if review is not None and review.decision else "",
        "reason": review.reason if review is not None else "",
        "decisions": tuple(
            DecisionLine(words=one.words, against=tuple((each.who, each.words) for each in by_line[one.uuid].dissents))
            for one in lines
            if one.sort == "decision"
        ),
        "against": tuple(
            (one.who, one.words) for one in found.heard if one.uuid not in of_a_line and one.step not in told_there
        ),
        "actions": tuple(
            ActionLine(what=one.what, who=one.owner, by=one.due_on, done_on=one.done_on) for one in found.actions
        ),
        "next_on": meeting.next_on,
        "next_at": meeting.next_at,
        "signed": tuple((one.name, one.strokes) for one in found.signatures if one.how != "print"),
    }


def _sides(found: Minutes) -> tuple[SideLine, ...]:
    sides = []
    for side in SIDES.codes:
        words: Mapping[str, str] = {
            sort: "\n".join(one.words for one in found.may_leave if one.side == side and one.sort == sort)
            for sort in ("works", "not")
        }
        if any(words.values()):
            sides.append(SideLine(side=side, works=words["works"], does_not_work=words["not"]))
    return tuple(sides)
