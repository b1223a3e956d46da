"""Contact with home in numbers: what was logged, and every review held with a parent carer, which is never written twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from gradesk.model.meetings.kind import MeetingKind
from gradesk.model.meetings.meeting import Meeting
from gradesk.model.plans.cycle import Cycle, Review
from gradesk.services.portions import chunked

HELD = and_(Meeting.deleted_at.is_(None), Meeting.state == "held")
_WITHOUT_HOME = select(MeetingKind.code).where(~MeetingKind.with_home)
_TOGETHER = ("meeting", "parents_evening")  # kinds a review may be logged under when one sits at a table anyway


@dataclass(frozen=True)
class HomeReview:
    """A recorded review as a contact with home."""

    uuid: str
    pupil_id: str
    cycle: int
    day: date
    counts: bool


def reviews(session: Session, pupil_ids: Sequence[str] | None = None) -> list[HomeReview]:
    """The recorded reviews held with a parent carer that nobody logged as a contact too, newest first.

    They count while the school counts reviews. The meeting in which one was held stands for it, and one logged by hand on
    the same day is the same fact.
    """
    counts = bool(session.scalar(select(MeetingKind.counts).where(MeetingKind.code == "review")))
    logged_too = exists().where(
        HELD,
        (Meeting.uuid == Review.meeting_id)
        | and_(
            Meeting.pupil_id == Review.pupil_id,
            Meeting.happened_on == Review.happened_on,
            (Meeting.kind == "review") | and_(Meeting.kind.in_(_TOGETHER), Meeting.counts),
        ),
    )
    query = (
        select(Review.uuid, Review.pupil_id, Cycle.number, Review.happened_on)
        .join(Cycle, Cycle.uuid == Review.cycle_id)
        .where(
            Review.deleted_at.is_(None),
            Cycle.deleted_at.is_(None),
            Review.recorded_on.is_not(None),
            Review.with_home,
            ~logged_too,
        )
        .order_by(Review.happened_on.desc())
    )
    if pupil_ids is None:
        return [HomeReview(*row, counts) for row in session.execute(query)]
    return [
        HomeReview(*row, counts)
        for ids in chunked(pupil_ids)
        for row in session.execute(query.where(Review.pupil_id.in_(ids)))
    ]


def counted(session: Session, first: date, last: date, pupil_ids: Sequence[str] | None = None) -> Counter[str]:
    """How many contacts between two days count towards those wanted, by pupil (founding guide; Code of Practice 6.65)."""
    query = select(Meeting.pupil_id).where(HELD, Meeting.counts, Meeting.happened_on.between(first, last))
    found: Counter[str] = Counter()
    for ids in [None] if pupil_ids is None else list(chunked(pupil_ids)):
        found.update(session.scalars(query if ids is None else query.where(Meeting.pupil_id.in_(ids))))
    found.update(one.pupil_id for one in reviews(session, pupil_ids) if one.counts and first <= one.day <= last)
    return found


def met(session: Session, first: date, last: date) -> set[str]:
    """The pupils with whose home there was any contact between two days."""
    query = select(Meeting.pupil_id).where(
        HELD, Meeting.happened_on.between(first, last), Meeting.kind.not_in(_WITHOUT_HOME)
    )
    return set(filter(None, session.scalars(query.distinct()))) | {
        one.pupil_id for one in reviews(session) if first <= one.day <= last
    }
