"""Filling the sheets about cycles and reviews: target card, cycle record, review record and the record of a meeting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.base import Entity
from gradesk.model.evidence.attachment import Attachment
from gradesk.model.evidence.observation import Observation
from gradesk.model.meetings.meeting import Meeting
from gradesk.model.plans.cycle import Cycle, CycleStage, Review, TargetOutcome
from gradesk.model.plans.passport import Passport
from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import Target
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.school.agenda import AgreedAction
from gradesk.model.school.school import PlanType, Rating
from gradesk.model.school.staff import StaffMember
from gradesk.model.vocabulary import DECISIONS, PUPIL_RATINGS, STAGES
from gradesk.services.evidence import measures
from gradesk.services.paper.gathering.arranged import arranged, lines
from gradesk.services.paper.gathering.pages import common, current_plans, headings_of, support_of, target_sheet
from gradesk.services.paper.gathering.scores import results, score_lines
from gradesk.services.paper.meeting_sheets import (
    ActionLine,
    CycleSheet,
    MeetingSheet,
    ReviewSheet,
    SeenLine,
    StageLine,
    TargetCardSheet,
)
from gradesk.services.paper.sheets import Agreement, TargetSheet
from gradesk.services.portions import chunked
from gradesk.services.school import school
from gradesk.store.work import Store

# A review due sooner is the meeting the record is printed for.
THE_REVIEW_ITSELF = timedelta(days=14)

Rows = Mapping[str, Sequence[Any]]


def target_card_sheets(store: Store, pupil_ids: Sequence[str]) -> list[TargetCardSheet]:
    """A card for each pupil whose plan has targets, in the order asked for."""
    fixed = common(store)
    sheets: list[TargetCardSheet] = []
    with store.read() as session:
        for ids in chunked(pupil_ids):
            headings = headings_of(session, ids)
            plans = current_plans(session, ids, store.clock.today())
            targets = [one for page in plans.values() for one in page.targets]
            support = support_of(session, targets, store.clock.today())
            passports = {row.pupil_id: row for row in session.scalars(_alive(Passport, ids))}
            for pupil_id in ids:
                if pupil_id not in headings or pupil_id not in plans or not plans[pupil_id].targets:
                    continue
                page, own = plans[pupil_id], passports.get(pupil_id)
                sheets.append(
                    TargetCardSheet(
                        **fixed,
                        pupil_ids=(pupil_id,),
                        heading=headings[pupil_id],
                        good_at=(own.good_at or own.admire) if own else "",
                        myself=own.myself if own else "",
                        targets=tuple(
                            target_sheet(n, one, "", support.get(one.uuid, ()))
                            for n, one in enumerate(page.targets, start=1)
                        ),
                        look_again_on=page.plan.review_on,
                    )
                )
    return sheets


def cycle_sheets(store: Store, pupil_ids: Sequence[str]) -> list[CycleSheet]:
    """The open cycle of each pupil, or else the last; those who never had one give none."""
    fixed, say = common(store), school.card(store).words.say
    sheets: list[CycleSheet] = []
    with store.read() as session:
        for ids in chunked(pupil_ids):
            headings = headings_of(session, ids)
            found = _cycles(session, ids, store.clock.today())
            for pupil_id in ids:
                if pupil_id in headings and pupil_id in found.cycles:
                    sheets.append(_cycle_sheet(found, pupil_id, {**fixed, "heading": headings[pupil_id]}, say))
    return sheets


def review_sheets(store: Store, pupil_ids: Sequence[str]) -> list[ReviewSheet]:
    """The last recorded review of each pupil; those without one give none."""
    fixed, people = common(store), signers(store)
    sheets: list[ReviewSheet] = []
    with store.read() as session:
        for ids in chunked(pupil_ids):
            headings = headings_of(session, ids)
            last = last_reviews(session, ids)
            targets = reviewed_targets(session, last)
            actions = grouped(session.scalars(_alive(AgreedAction, ids)).all(), "pupil_id")
            for pupil_id in ids:
                review = last.get(pupil_id)
                if review is None or pupil_id not in headings:
                    continue
                sheets.append(
                    ReviewSheet(
                        **fixed,
                        pupil_ids=(pupil_id,),
                        heading=headings[pupil_id],
                        held_on=review.happened_on,
                        pupil_view=review.pupil_view,
                        parent_view=review.parent_view,
                        staff_view=review.staff_view,
                        home_done=review.home_done,
                        targets=targets.get(pupil_id, ()),
                        decision=DECISIONS.label(review.decision),
                        reason=review.reason,
                        next_review_on=review.next_review_on,
                        actions=action_lines(actions.get(pupil_id, ()), review.happened_on),
                        people=people,
                    )
                )
    return sheets


def meeting_sheets(store: Store, pupil_ids: Sequence[str], which: str = "") -> list[MeetingSheet]:
    """A record for a meeting about each pupil, with what is known already. Every pupil may have a meeting.

    It is for the one that is booked next; or for that on the day `which`, and whoever has none then is left out.
    """
    fixed, people = common(store), signers(store)
    sheets: list[MeetingSheet] = []
    with store.read() as session:
        for ids in chunked(pupil_ids):
            headings = headings_of(session, ids)
            plans = current_plans(session, ids, store.clock.today())
            passports = {row.pupil_id: row for row in session.scalars(_alive(Passport, ids))}
            last = last_reviews(session, ids)
            actions = grouped(session.scalars(_alive(AgreedAction, ids)).all(), "pupil_id")
            targets = targets_to_talk_about(session, ids, store.clock.today())
            own_hopes, ahead = _own_hopes(session, ids), _ahead(session, ids, store.clock.today())
            scales, booked = _scales(session), lines(session, ids, store.clock.today(), which)
            for pupil_id in (one for one in ids if one in headings and (one in booked or not which)):
                own = passports.get(pupil_id)
                plan = plans[pupil_id].plan if pupil_id in plans else None
                before = last.get(pupil_id)
                sheets.append(
                    MeetingSheet(
                        **fixed,
                        pupil_ids=(pupil_id,),
                        heading=headings[pupil_id],
                        admire=(own.admire if own else "") or (plan.strengths if plan else ""),
                        important=own.important if own else "",
                        hopes=_hopes(plan, own_hopes.get(pupil_id, ""), before),
                        works=(plan.works if plan else "") or (own.helps if own else ""),
                        does_not_work=(plan.does_not_work if plan else "") or (own.does_not_help if own else ""),
                        targets=targets.get(pupil_id, ()),
                        actions=action_lines(actions.get(pupil_id, ()), before.happened_on if before else None),
                        scale=scales.get(plan.type_id if plan else "", scales.get("", ())),
                        ahead=tuple(sorted(ahead.get(pupil_id, ()))),
                        arranged=arranged(booked.get(pupil_id)),
                        people=people,
                    )
                )
    return sheets


def _hopes(plan: Plan | None, own: str, before: Review | None) -> str:
    """From wherever they are written: the plan, the pupil's own page, and else what was said last."""
    said = [words.strip() for words in (plan.aspirations if plan else "", own) if words.strip()]
    if not said:
        views = (plan.pupil_view if plan else "", before.pupil_view if before else "")
        said = [words.strip() for words in views if words.strip()][:1]
    return "\n".join(dict.fromkeys(said))


def _own_hopes(session: Session, ids: Sequence[str]) -> dict[str, str]:
    query = select(Pupil.uuid, Pupil.aspirations).where(Pupil.uuid.in_(ids))
    return {row[0]: row[1] for row in session.execute(query)}


def _ahead(session: Session, ids: Sequence[str], today: date) -> dict[str, list[date]]:
    """The days that are arranged to meet: meetings, and the next review where one is being written or far enough off."""
    found: dict[str, list[date]] = defaultdict(list)
    meetings = _alive(Meeting, ids).where(Meeting.state == "booked", Meeting.happened_on > today)
    for one in session.scalars(meetings):
        if one.pupil_id is not None:
            found[one.pupil_id].append(one.happened_on)
    begun = {
        one.cycle_id: one.next_review_on
        for one in session.scalars(_alive(Review, ids).where(Review.recorded_on.is_(None)))
    }
    for cycle in session.scalars(_alive(Cycle, ids).where(Cycle.closed_on.is_(None))):
        due = cycle.review_due_on
        if (following := begun.get(cycle.uuid)) is not None:
            found[cycle.pupil_id].append(following)
        elif due is not None and due > today + THE_REVIEW_ITSELF:
            found[cycle.pupil_id].append(due)
    return found


def _scales(session: Session) -> dict[str, tuple[str, ...]]:
    """What can come of a target in the school's words, by kind of plan; under "" for whoever has none yet."""
    labels: dict[str, list[str]] = defaultdict(list)
    for row in session.scalars(select(Rating).where(Rating.deleted_at.is_(None)).order_by(Rating.position)):
        labels[row.scale_id].append(row.label)
    kinds = session.scalars(select(PlanType).where(PlanType.deleted_at.is_(None)).order_by(PlanType.position)).all()
    found = {kind.uuid: tuple(labels[kind.scale_id]) for kind in kinds if kind.scale_id in labels}
    usual = next((found[kind.uuid] for kind in kinds if kind.purpose == "learning" and kind.uuid in found), ())
    return found | {"": usual}


def signers(store: Store) -> tuple[Agreement, ...]:
    """Those who sign on paper, in the school's words."""
    say = school.card(store).words.say
    return tuple(Agreement(say(role)) for role in ("{Pupil}", "Parent carer", "Teacher", "{SENCO}"))


def grouped(rows: Sequence[Any], name: str) -> dict[str, list[Any]]:
    """Rows by one of their fields, in their order."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def action_lines(rows: Sequence[AgreedAction], since: date | None) -> tuple[ActionLine, ...]:
    """What is promised and open, and what was agreed on a day or later and is done; the earliest due first."""
    kept = [row for row in rows if row.done_on is None or (since is not None and row.happened_on >= since)]
    kept.sort(key=lambda row: (row.due_on or date.max, row.written_at))
    return tuple(ActionLine(what=row.what, who=row.owner, by=row.due_on, done_on=row.done_on) for row in kept)


def last_reviews(session: Session, ids: Sequence[str]) -> dict[str, Review]:
    """The last recorded review of each pupil."""
    query = _alive(Review, ids).where(Review.recorded_on.is_not(None)).order_by(Review.happened_on, Review.written_at)
    return {row.pupil_id: row for row in session.scalars(query)}


def reviewed_targets(session: Session, last: Mapping[str, Review]) -> dict[str, tuple[TargetSheet, ...]]:
    """By pupil, the targets of the plan that was reviewed, with what the review found of each."""
    plan_ids = [row.plan_id for row in last.values() if row.plan_id]
    ratings = {row.uuid: row.label for row in session.scalars(select(Rating))}
    query = select(TargetOutcome).where(
        TargetOutcome.review_id.in_([row.uuid for row in last.values()]), TargetOutcome.deleted_at.is_(None)
    )
    outcomes = {row.target_id: row for row in session.scalars(query)}
    rows = session.scalars(
        select(Target).where(Target.plan_id.in_(plan_ids), Target.deleted_at.is_(None)).order_by(Target.position)
    ).all()
    return {
        pupil_id: tuple(_reviewed(n, one, outcomes.get(one.uuid), ratings) for n, one in enumerate(found, start=1))
        for pupil_id, found in grouped(rows, "pupil_id").items()
    }


def targets_to_talk_about(session: Session, ids: Sequence[str], today: date) -> dict[str, tuple[TargetSheet, ...]]:
    """By pupil, the targets of the plan in force; where it has none, those of the last review with their outcomes."""
    found = dict(reviewed_targets(session, last_reviews(session, ids)))
    pages = current_plans(session, ids, today)
    support = support_of(session, (one for page in pages.values() for one in page.targets), today)
    for pupil_id, page in pages.items():
        if page.targets and page.plan.state != "reviewed":
            found[pupil_id] = tuple(
                target_sheet(n, one, "", support.get(one.uuid, ())) for n, one in enumerate(page.targets, start=1)
            )
    return found


def _reviewed(number: int, target: Target, outcome: TargetOutcome | None, ratings: Mapping[str, str]) -> TargetSheet:
    made = target_sheet(number, target, ratings.get(outcome.rating_id or "", "") if outcome else "")
    if outcome is None:
        return made
    return replace(
        made,
        own_rating=PUPIL_RATINGS.label(outcome.pupil_rating),
        evidence=outcome.evidence,
        support_given=outcome.support_given,
    )


@dataclass(frozen=True)
class _Cycles:
    """Everything about the newest cycles of some pupils, by pupil."""

    cycles: Mapping[str, Cycle]
    stages: Rows
    reviews: Mapping[str, Review]
    plans: Mapping[str, Plan]
    targets: Mapping[str, tuple[TargetSheet, ...]]
    leads: Mapping[str, str]
    observations: Rows
    documents: Rows
    scores: Mapping[str, tuple[measures.ResultRow, ...]]


def _cycles(session: Session, ids: Sequence[str], today: date) -> _Cycles:
    newest = {row.pupil_id: row for row in session.scalars(_alive(Cycle, ids).order_by(Cycle.number))}
    cycle_ids = [row.uuid for row in newest.values()]
    plan_ids = [row.plan_id for row in newest.values() if row.plan_id]
    reviews = {
        row.pupil_id: row
        for row in session.scalars(_alive(Review, ids).where(Review.cycle_id.in_(cycle_ids)))
        if row.recorded_on is not None
    }
    in_hand = session.scalars(
        select(Target).where(Target.plan_id.in_(plan_ids), Target.deleted_at.is_(None)).order_by(Target.position)
    ).all()
    support = support_of(session, in_hand, today)
    planned = {
        pupil_id: tuple(target_sheet(n, one, "", support.get(one.uuid, ())) for n, one in enumerate(found, start=1))
        for pupil_id, found in grouped(in_hand, "pupil_id").items()
    }
    return _Cycles(
        cycles=newest,
        stages=grouped(session.scalars(select(CycleStage).where(CycleStage.cycle_id.in_(cycle_ids))).all(), "pupil_id"),
        reviews=reviews,
        plans={row.pupil_id: row for row in session.scalars(_alive(Plan, ids).where(Plan.uuid.in_(plan_ids)))},
        targets=planned | reviewed_targets(session, reviews),
        leads={row.uuid: row.name for row in session.scalars(select(StaffMember))},
        observations=grouped(session.scalars(_alive(Observation, ids)).all(), "pupil_id"),
        documents=grouped(session.scalars(_alive(Attachment, ids)).all(), "pupil_id"),
        scores=results(session, ids),
    )


def _cycle_sheet(found: _Cycles, pupil_id: str, fixed: dict[str, Any], say: Callable[[str], str]) -> CycleSheet:
    cycle, review, plan = found.cycles[pupil_id], found.reviews.get(pupil_id), found.plans.get(pupil_id)
    ends = cycle.closed_on or date.max
    order = {code: place for place, code in enumerate(STAGES.codes)}
    return CycleSheet(
        **fixed,
        pupil_ids=(pupil_id,),
        number=cycle.number,
        stages=tuple(
            StageLine(
                code=row.code,
                title=STAGES.label(row.code),
                planned_from=row.planned_from,
                planned_to=row.planned_to,
                started_on=row.started_on,
                ended_on=row.ended_on,
                note=row.note,
            )
            for row in sorted(found.stages.get(pupil_id, ()), key=lambda row: order[row.code])
        ),
        lead=found.leads.get(cycle.lead_id or "", ""),
        strengths=plan.strengths if plan else "",
        pupil_view=(review.pupil_view if review else "") or (plan.pupil_view if plan else ""),
        parent_view=(review.parent_view if review else "")
        or (plan.parent_view or plan.parent_view_absent if plan else ""),
        staff_view=review.staff_view if review else "",
        provision=plan.provision if plan else "",
        targets=found.targets.get(pupil_id, ()),
        seen=_seen(found, pupil_id, cycle.opened_on, ends),
        scores=score_lines(found.scores.get(pupil_id, ()), ends, say),
        reviewed_on=review.happened_on if review else None,
        decision=DECISIONS.label(review.decision) if review else "",
        reason=review.reason if review else "",
        next_review_on=review.next_review_on if review else cycle.review_due_on,
    )


def _seen(found: _Cycles, pupil_id: str, begins: date, ends: date) -> tuple[SeenLine, ...]:
    """What was observed and what came in on paper while the cycle ran, oldest first."""
    seen = [
        SeenLine(
            on=row.happened_on,
            words=" – ".join(filter(None, (row.finding or row.focus or row.seen_well, row.observer))),
        )
        for row in found.observations.get(pupil_id, ())
        if begins <= row.happened_on <= ends
    ]
    papers = [
        SeenLine(on=row.happened_on, words=" – ".join(filter(None, (row.title or row.file_name, row.author))))
        for row in found.documents.get(pupil_id, ())
        if begins <= row.happened_on <= ends
    ]
    return tuple(sorted((one for one in seen + papers if one.words.strip()), key=lambda one: one.on))


def _alive(entity: type[Entity], ids: Sequence[str]) -> Any:
    return select(entity).where(entity.__table__.c.pupil_id.in_(ids), entity.deleted_at.is_(None))
