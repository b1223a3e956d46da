"""The minutes of a meeting, read whole: its steps, what was said at each, who was there, what was promised and agreed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from gradesk.model.base import Entity
from gradesk.model.meetings.kind import MeetingKind
from gradesk.model.meetings.meeting import Meeting, MeetingPerson
from gradesk.model.meetings.minutes import Dissent, MeetingLine, MeetingPaper, MeetingStep, Signature
from gradesk.model.plans.cycle import Cycle, Review
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.days.year_group import age_on
from gradesk.model.school.agenda import AgreedAction
from gradesk.services.meetings import booking, kinds
from gradesk.services.meetings.kinds import Step
from gradesk.services.portions import chunked
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

ENDING = ("next", "actions", "date")  # shapes of steps that stay last, whatever else is taken up
JUST = timedelta(weeks=2)  # between two reviews is never so little (Code of Practice 6.65: at least termly)
LAST_TIME = 12  # promises from before that are shown


@dataclass(frozen=True)
class Decision:
    """What was decided, who of those who were there agrees, and who does not, in their words."""

    line: MeetingLine
    agreed_by: tuple[str, ...]
    dissents: tuple[Dissent, ...]


@dataclass(frozen=True)
class Minutes:
    """A meeting with all that was written of it. `cycle_id` is the cycle it reviews; `open_cycle_id` the one it could
    review, where its kind looks at targets.
    """

    meeting: Meeting
    kind: MeetingKind
    first_name: str
    steps: tuple[Step, ...]
    people: tuple[MeetingPerson, ...]
    lines: tuple[MeetingLine, ...]
    read_back: Mapping[str, str]  # by step: agreed, not_agreed
    heard_at: Mapping[str, str]  # by step, the words that were read back
    dissents: tuple[Dissent, ...]
    actions: tuple[AgreedAction, ...]
    papers: tuple[MeetingPaper, ...]
    signatures: tuple[Signature, ...]
    cycle_id: str | None
    open_cycle_id: str | None
    age: int | None  # of the pupil on the day, in years
    reviewed_on: date | None = None  # the day of another review, so short before that this is hardly the next

    def at(self, step: str, sort: str = "", side: str = "") -> list[MeetingLine]:
        """The lines of a step, of one sort and side where these are given."""
        return [
            line
            for line in self.lines
            if line.step == step and (not sort or line.sort == sort) and (not side or line.side == side)
        ]

    def was_heard(self, step: str, said: Sequence[str]) -> bool:
        """Whether a step was read back, and in these words: a day or a rating that changed since is another matter, and so is
        a step of which only a different view was noted.
        """
        return step in self.read_back and self.heard_at.get(step, "") == "\n".join(said)

    @property
    def there(self) -> tuple[str, ...]:
        """Who was there, by name."""
        return tuple(one.name for one in self.people if one.came == "yes")

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What was decided at any step, in order; a step that was read back was agreed by all but those who differ."""
        found = []
        for line in (one for one in self.lines if one.sort == "decision"):
            against = tuple(
                one for one in self.dissents if one.line_id == line.uuid or (not one.line_id and one.step == line.step)
            )
            who = {one.who.casefold() for one in against}
            agreed = () if line.step not in self.read_back else self.there
            found.append(Decision(line, tuple(name for name in agreed if name.casefold() not in who), against))
        return tuple(found)

    @property
    def may_leave(self) -> tuple[MeetingLine, ...]:
        """The lines that may stand on a page that leaves the school: none of somebody else's, none for staff alone."""
        return tuple(line for line in self.lines if not line.held_back)

    @property
    def heard(self) -> tuple[Dissent, ...]:
        """The different views that may leave: of a step as a whole, or of a line that may; what is held back is not answered."""
        may = {None, *(line.uuid for line in self.may_leave)}
        return tuple(one for one in self.dissents if (one.line_id or None) in may)


def read(store: Store, meeting_id: str) -> Minutes:
    """Everything about one meeting."""
    with store.read() as session:
        meeting = booking.there(session, meeting_id)
        kind = session.scalars(select(MeetingKind).where(MeetingKind.code == meeting.kind)).first()
        pupil = session.get(Pupil, meeting.pupil_id) if meeting.pupil_id else None
        if pupil is not None and pupil.deleted_at is not None:
            raise Refused(
                "The {pupil} this meeting is about was deleted; its words are kept. Bring the record back first."
            )
        rows = session.scalars(_of(MeetingStep, meeting_id).order_by(MeetingStep.written_at)).all()
        people = session.scalars(booking.people_of(meeting_id)).all()
        lines = session.scalars(
            _of(MeetingLine, meeting_id).order_by(MeetingLine.position, MeetingLine.written_at)
        ).all()
        dissents = session.scalars(_of(Dissent, meeting_id).order_by(Dissent.written_at)).all()
        actions = session.scalars(_of(AgreedAction, meeting_id).order_by(AgreedAction.written_at)).all()
        papers = session.scalars(_of(MeetingPaper, meeting_id).order_by(MeetingPaper.written_at)).all()
        signed = session.scalars(_of(Signature, meeting_id).order_by(Signature.written_at)).all()
        cycle_id, reviewed_on = _cycle_of(session, meeting), just_reviewed(session, meeting)
    kind = kind or kinds.kind_of(store, "meeting")
    steps = _steps(kind, [row.step for row in rows], [line.step for line in lines])
    if not any(step.shape == "targets" for step in steps):
        cycle_id = None
    return Minutes(
        meeting, kind, pupil.first_name if pupil is not None else "", steps, tuple(people), tuple(lines),
        {row.step: row.read_back for row in rows if row.read_back}, {row.step: row.heard for row in rows}, tuple(dissents),
        tuple(actions), tuple(papers),
        tuple(signed), cycle_id if meeting.reviews else None, cycle_id,
        age_on(pupil.date_of_birth, meeting.happened_on) if pupil is not None and pupil.date_of_birth else None,
        reviewed_on,
    )  # fmt: skip


def target_values(line: MeetingLine) -> dict[str, Any]:
    """What was written of a target that was found at a meeting, by field; its day as one, and nothing that is empty."""
    values: dict[str, Any] = json.loads(line.target) if line.target else {}
    day = values.get("by_when")
    if isinstance(day, str):
        values["by_when"] = date.fromisoformat(day) if day else None
    return {name: value for name, value in values.items() if value not in (None, "")}


def last_time(store: Store, meeting: Meeting, *, among_staff: bool = True) -> list[AgreedAction]:
    """What was promised about the pupil before this meeting and is open, or was done since the meeting before it; all, or
    only what was promised where somebody from home was there.
    """
    if meeting.pupil_id is None:
        return []
    with nullcontext() if among_staff else store.withheld(), store.read() as session:
        before = session.scalar(
            select(Meeting.happened_on)
            .where(
                Meeting.pupil_id == meeting.pupil_id,
                Meeting.uuid != meeting.uuid,
                Meeting.deleted_at.is_(None),
                Meeting.state == "held",
                Meeting.happened_on <= meeting.happened_on,
                Meeting.kind.in_(select(MeetingKind.code).where(~MeetingKind.is_brief)),
            )
            .order_by(Meeting.happened_on.desc())
        )
        query = select(AgreedAction).where(
            AgreedAction.pupil_id == meeting.pupil_id,
            AgreedAction.deleted_at.is_(None),
            AgreedAction.meeting_id.is_(None) | (AgreedAction.meeting_id != meeting.uuid),
            AgreedAction.happened_on <= meeting.happened_on,
            AgreedAction.done_on.is_(None) | (AgreedAction.done_on >= (before or date.min)),
        )
        if not among_staff:
            with_home = select(Meeting.uuid).join(MeetingKind, MeetingKind.code == Meeting.kind)
            query = query.where(AgreedAction.meeting_id.in_(with_home.where(MeetingKind.with_home)))
        found = session.scalars(query.order_by(AgreedAction.happened_on.desc(), AgreedAction.written_at)).all()
    return sorted(found, key=lambda one: one.done_on is not None)[:LAST_TIME]


def decided(store: Store, meeting_ids: Sequence[str]) -> dict[str, tuple[Decision, ...]]:
    """What was decided in some meetings; those without a decision are not there."""
    with store.read() as session:
        found: set[str] = set()
        for ids in chunked(meeting_ids):
            query = select(MeetingLine.meeting_id).where(
                MeetingLine.meeting_id.in_(ids), MeetingLine.sort == "decision", MeetingLine.deleted_at.is_(None)
            )
            found.update(session.scalars(query.distinct()))
    return {uuid: read(store, uuid).decisions for uuid in sorted(found)}


def just_reviewed(session: Session, meeting: Meeting) -> date | None:
    """The day of another review of the pupil that was recorded within two weeks before a meeting, or on its day."""
    query = select(func.max(Review.happened_on)).where(
        Review.pupil_id == meeting.pupil_id, Review.deleted_at.is_(None), Review.recorded_on.is_not(None),
        Review.happened_on <= meeting.happened_on, Review.happened_on >= meeting.happened_on - JUST,
        or_(Review.meeting_id.is_(None), Review.meeting_id != meeting.uuid),
    )  # fmt: skip
    return session.scalar(query) if meeting.pupil_id is not None else None


def _of(entity: type[Entity], meeting_id: str) -> Any:
    table: Any = entity
    return select(table).where(table.meeting_id == meeting_id, table.deleted_at.is_(None))


def _steps(kind: MeetingKind, taken_up: Sequence[str], said_at: Sequence[str]) -> tuple[Step, ...]:
    """Those of the kind, and before the last ones those that were taken up in this meeting."""
    usual = kinds.steps_of(kind)
    codes = {step.code for step in usual}
    known = kinds.every_step()
    more = [known[code] for code in dict.fromkeys((*taken_up, *said_at)) if code in known and code not in codes]
    place = next((at for at, step in enumerate(usual) if step.shape in ENDING), len(usual))
    return (*usual[:place], *more, *usual[place:])


def _cycle_of(session: Session, meeting: Meeting) -> str | None:
    """The cycle it reviewed, or the open one that it can review."""
    reviewed = session.scalar(
        select(Review.cycle_id).where(Review.meeting_id == meeting.uuid, Review.deleted_at.is_(None))
    )
    if reviewed is not None or meeting.state == "held" or meeting.pupil_id is None:
        return reviewed
    query = select(Cycle.uuid).where(
        Cycle.pupil_id == meeting.pupil_id, Cycle.deleted_at.is_(None), Cycle.closed_on.is_(None),
        Cycle.plan_id.is_not(None), Cycle.opened_on <= meeting.happened_on,
    )  # fmt: skip
    return session.scalar(query)
