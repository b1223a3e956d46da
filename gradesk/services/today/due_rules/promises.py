"""What somebody said would be done, meetings that are over, and lines that wait for a name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import select

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.meetings.minutes import MeetingPaper
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.school.agenda import AgreedAction, CapturedLine
from gradesk.services.meetings import kinds
from gradesk.services.today.due_rules.book import Rule
from gradesk.services.today.due_rules.facts import Due, Facts, Place, the_day_after


def meeting_over(facts: Facts, rule: Rule) -> Iterator[Due]:
    """A meeting was booked or begun on a day that is over, and is neither held nor called off."""
    named = kinds.named(facts.session)
    query = select(Meeting).where(
        Meeting.deleted_at.is_(None),
        Meeting.state.in_(("booked", "open")),
        Meeting.happened_on < facts.days_ago(rule.days),
    )
    for one in facts.session.scalars(query.order_by(Meeting.happened_on)):
        row = facts.rows.get(one.pupil_id or "")
        if row is not None and row.status in rule.pupils:
            words = f"{one.title or named.label(one.kind)}: what came of it?"
            since, day = the_day_after(one.happened_on), one.happened_on
            yield facts.line(rule, row, since, day, words, subject=one.uuid, record=one.uuid)


def papers_late(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Papers for a meeting to come should be out by now and are not."""
    query = (
        select(Meeting, MeetingPaper)
        .join(MeetingPaper, MeetingPaper.meeting_id == Meeting.uuid)
        .where(
            Meeting.deleted_at.is_(None), Meeting.state == "booked", Meeting.happened_on >= facts.today,
            MeetingPaper.deleted_at.is_(None), MeetingPaper.sent_on.is_(None), ~MeetingPaper.tabled,
            MeetingPaper.due_on < facts.days_ago(rule.days),
        )
        .order_by(Meeting.happened_on, Meeting.uuid)
    )  # fmt: skip
    named = kinds.named(facts.session)
    for meeting, rows in groupby(facts.session.execute(query), key=lambda found: found[0]):
        papers = [paper for _, paper in rows]
        row = facts.rows.get(meeting.pupil_id or "")
        if row is not None and row.status in rule.pupils:
            count = f"{len(papers)} papers are" if len(papers) > 1 else "a paper is"
            words = f"{named.label(meeting.kind)} on {written_day(meeting.happened_on)}: {count} not out"
            day = min(paper.due_on for paper in papers if paper.due_on is not None)
            yield facts.line(rule, row, the_day_after(day), day, words, subject=meeting.uuid, record=meeting.uuid)


def next_step(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The day of a next step has come, and it is not done."""
    query = select(AgreedAction).where(
        AgreedAction.deleted_at.is_(None),
        AgreedAction.done_on.is_(None),
        AgreedAction.meeting_id.is_not(None),
        AgreedAction.due_on <= facts.today,
    )
    for step in facts.session.scalars(query):
        row = facts.rows.get(step.pupil_id or "")
        if row is not None and row.status in rule.pupils:
            day, who = step.due_on, f"{step.owner}: " if step.owner else ""
            words = f"Next step: {who}{_short(step.what)}"
            yield facts.line(rule, row, day, day, words, subject=step.uuid, record=step.uuid)


def action_overdue(facts: Facts, rule: Rule) -> Iterator[Due]:
    """The day somebody promised has passed. An action about no pupil in particular is done in the list by person."""
    query = select(AgreedAction).where(
        AgreedAction.deleted_at.is_(None),
        AgreedAction.done_on.is_(None),
        AgreedAction.meeting_id.is_(None),
        AgreedAction.due_on < facts.days_ago(rule.days),
    )
    for action in facts.session.scalars(query.order_by(AgreedAction.due_on)):
        assert action.due_on is not None
        words = " ".join(part for part in (f"{action.owner}:" if action.owner else "", _short(action.what)) if part)
        since, day = the_day_after(action.due_on), action.due_on
        if action.pupil_id is None:
            place = Place("today", "actions", action.uuid)
            yield Due("", "", "", rule.code, since, day, words, action.uuid, place)
        elif (row := facts.rows.get(action.pupil_id)) is not None and row.status in rule.pupils:
            yield facts.line(rule, row, since, day, words, subject=action.uuid, record=action.uuid)


def captured(facts: Facts, rule: Rule) -> Iterator[Due]:
    """Lines caught in passing that nobody has given to a pupil yet."""
    query = select(CapturedLine).where(CapturedLine.deleted_at.is_(None)).order_by(CapturedLine.happened_on)
    for line in facts.session.scalars(query):
        place = Place("today", "intray", line.uuid)
        day = line.happened_on
        yield Due("", "", "", rule.code, day, day, f"“{_short(line.words)}”", line.uuid, place)


def _short(words: str) -> str:
    said = " ".join(words.split())
    return said if len(said) <= 90 else f"{said[:89]}…"
