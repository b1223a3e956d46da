"""A pupil's story for the river: cycles, support and everything that happened, read from all their records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.base import Entity
from gradesk.model.ehc.case import EhcDate
from gradesk.model.ehc.words import EHC_EVENTS
from gradesk.model.meetings.meeting import Meeting
from gradesk.model.outside.people import Professional
from gradesk.model.outside.referral import Referral, ReferralStep
from gradesk.model.outside.report import Report
from gradesk.model.plans.passport import PassportVersion
from gradesk.model.plans.plan import PlanAgreement, PlanVersion
from gradesk.model.plans.target import ProgressPoint, Target
from gradesk.model.pupils.happening import Happening
from gradesk.model.pupils.support import Adjustment, LayerPeriod, StatusPeriod
from gradesk.model.rules.river.story import Bar, Mark, Stage, Story
from gradesk.model.school.school import Layer
from gradesk.model.vocabulary import DECISIONS, HAPPENINGS, MEETING_STATES, PROVISION_FORMS, STAGES, STATUSES
from gradesk.services.evidence import attachments, measures, observations
from gradesk.services.meetings import kinds
from gradesk.services.plans import answers, cycles
from gradesk.services.school import school
from gradesk.services.term import provisions
from gradesk.store.work import Store

E = TypeVar("E", bound=Entity)


class _Evidence(Protocol):
    """What every list of evidence tells of its rows."""

    @property
    def uuid(self) -> str: ...
    @property
    def happened_on(self) -> date: ...
    @property
    def written_at(self) -> datetime: ...
    @property
    def label(self) -> str: ...
    @property
    def detail(self) -> str: ...


# The records of which the story is told; a change of any of them changes it.
TOLD_OF = frozenset(
    {
        "cycle", "cycle_stage", "review", "provision", "provision_member", "adjustment", "observation", "measure_result",
        "school_measure", "progress_point", "target",
        "meeting",
        "happening", "referral", "referral_step", "report", "professional", "ehc_date",
        "plan_version", "plan_agreement", "passport_version", "attachment", "status_period",
        "layer_period", "half_term", "closure_day", "pupil_answer",
    }
)  # fmt: skip

# Kinds of event that are rows of the river by themselves; what is left goes with the moves.
_HAPPENING_KINDS = {"visit": "meeting"}
# Steps of a referral that stand on the river, as which kind of mark.
_STEP_KINDS = {"sent": "referral", "seen": "meeting", "declined": "referral"}


def story(store: Store, pupil_id: str) -> Story:
    """Read the story of one pupil."""
    today = store.clock.today()
    stages = [stage for page in cycles.cycles(store, pupil_id) for stage in _stages(page, today)]
    with store.read() as session:
        bars = sorted(_bars(session, pupil_id, today), key=lambda bar: bar.starts_on)
        marks = [*_marks(session, pupil_id), *_steps(session, pupil_id)]
    marks += _evidence(store, pupil_id)
    return Story(
        today,
        sorted(stages, key=lambda stage: (stage.starts_on, stage.planned_from)),
        bars,
        sorted(marks, key=lambda mark: (mark.day, mark.key)),
        school.half_terms(store),
        school.closures(store),
    )


def _written(record: Entity) -> date:
    return record.written_at.astimezone().date()


def _stages(page: cycles.CyclePage, today: date) -> Iterator[Stage]:
    open_here = page.cycle.closed_on is None
    for stage in page.stages:
        begun = stage.started_on is not None
        if not begun and not open_here:
            continue  # a cycle that was reviewed early never came to this stage
        detail = f"Planned {stage.planned_from:%d/%m/%Y} to {stage.planned_to:%d/%m/%Y}"
        if stage.started_on is not None:
            detail += f"; began {stage.started_on:%d/%m/%Y}"
        if stage.ended_on is not None:
            detail += f", ended {stage.ended_on:%d/%m/%Y}"
        outcome = ""
        if stage.code == "review" and page.review is not None:
            outcome = f"{DECISIONS.label(page.review.decision)}. {page.review.reason}".strip(". ")
            detail += f". {outcome}" if outcome else ""
        current = open_here and page.cycle.stage == stage.code
        yield Stage(
            key=f"stage:{stage.uuid}",
            code=stage.code,
            label=STAGES.label(stage.code),
            cycle=page.cycle.number,
            starts_on=stage.started_on or max(stage.planned_from, today),
            ends_on=stage.ended_on,
            planned_from=stage.planned_from,
            planned_to=stage.planned_to,
            detail=detail + (f". {stage.note}" if stage.note else ""),
            overdue=current and stage.planned_to < today,
            begun=begun,
            movable=open_here and stage.ended_on is None,
            written_on=_written(stage),
            outcome=outcome,
        )


def _bars(session: Session, pupil_id: str, today: date) -> Iterator[Bar]:
    for one in provisions.given(session, [pupil_id]).get(pupil_id, ()):
        row = one.provision
        doses = [_often(row.times_a_week)] if row.times_a_week else []
        doses += [f"{row.minutes} minutes"] if row.minutes else []
        parts = [PROVISION_FORMS.label(row.form), *doses]
        parts += [f"led by {row.led_by}"] if row.led_by else []
        parts += [f"planned until {row.planned_to:%d/%m/%Y}"] if row.planned_to and one.ends_on is None else []
        detail = ", ".join(parts) + (f". {row.outcome}" if row.outcome else "")
        yield Bar(
            f"provision:{row.uuid}", row.name, one.starts_on, one.ends_on, row.planned_to,
            detail, one.ends_on is None and row.planned_to is not None, _written(row),
        )  # fmt: skip
    for own in session.scalars(
        select(Adjustment).where(
            Adjustment.pupil_id == pupil_id, Adjustment.deleted_at.is_(None), Adjustment.starts_on.is_not(None)
        )
    ):
        if own.starts_on is not None and own.starts_on <= today:
            where = f" ({own.lessons})" if own.lessons else ""
            yield Bar(
                f"adjustment:{own.uuid}", own.words, own.starts_on, own.ends_on, None,
                f"Every day{where}", False, _written(own),
            )  # fmt: skip


def _often(times: float) -> str:
    return {1.0: "once a week", 2.0: "twice a week", 5.0: "every day"}.get(times, f"{times:g} times a week")


def _marks(session: Session, pupil_id: str) -> Iterator[Mark]:
    named, brief = kinds.named(session), kinds.brief(session)
    for entry in (one for one in _all(session, Meeting, pupil_id) if one.state != "off"):
        label = entry.title or named.label(entry.kind)
        label += f" with {entry.with_whom}" if entry.with_whom else ""
        counts = "Counts as a review contact" if entry.counts and entry.state == "held" else ""
        state = "" if entry.state == "held" else MEETING_STATES.label(entry.state)
        kind_words = named.label(entry.kind) if entry.title else ""
        detail = _sentences((kind_words, state, entry.summary, counts))
        kind = "contact" if entry.kind in brief else "meeting"
        yield Mark(f"contact:{entry.uuid}", kind, label, entry.happened_on, detail, _written(entry))
    for event in _all(session, Happening, pupil_id):
        label = event.title or HAPPENINGS.label(event.kind)
        detail = _sentences(part for part in (HAPPENINGS.label(event.kind), event.who, event.note) if part != label)
        kind = _HAPPENING_KINDS.get(event.kind, "move")
        yield Mark(f"happening:{event.uuid}", kind, label, event.happened_on, detail, _written(event))
    yield from _advice(session, pupil_id)
    yield from _ehc(session, pupil_id)
    yield from _papers(session, pupil_id)
    yield from _changes(session, pupil_id)


def _advice(session: Session, pupil_id: str) -> Iterator[Mark]:
    """Who outside was asked, when they saw the pupil, and what came of it."""
    people = {one.uuid: one for one in session.scalars(select(Professional))}
    asked = {one.uuid: one for one in _all(session, Referral, pupil_id)}
    for step in _all(session, ReferralStep, pupil_id):
        referral = asked.get(step.referral_id)
        if referral is not None and step.code in _STEP_KINDS:
            whom = people[referral.professional_id]
            words = {"sent": f"Asked {whom.called}", "seen": f"Seen by {whom.called}"}
            label = words.get(step.code, f"{whom.called}: turned down")
            detail = _sentences((whom.whole if whom.whole != whom.called else "", referral.question, step.note))
            kind = _STEP_KINDS[step.code]
            yield Mark(f"referral:{referral.uuid}:{step.uuid}", kind, label, step.happened_on, detail, _written(step))
    for report in _all(session, Report, pupil_id):
        writer = people.get(report.professional_id or "")
        called = writer.called if writer is not None else ""
        label = report.title or f"Report of {called}"
        detail = _sentences((called if report.title else "", report.findings))
        yield Mark(f"report:{report.uuid}", "report", label, report.happened_on, detail, _written(report))


def _sentences(parts: Iterable[str]) -> str:
    """Some of them may be empty, and some end with a full stop already."""
    ended = [part if part.endswith((".", "!", "?", "”")) else f"{part}." for part in (p.strip() for p in parts) if part]
    return " ".join(ended)


def _steps(session: Session, pupil_id: str) -> Iterator[Mark]:
    """The notes on targets between reviews."""
    query = (
        select(ProgressPoint, Target.position, Target.staff_wording, Target.pupil_wording)
        .join(Target, Target.uuid == ProgressPoint.target_id)
        .where(ProgressPoint.pupil_id == pupil_id, ProgressPoint.deleted_at.is_(None), Target.deleted_at.is_(None))
    )
    for point, number, staff_words, own_words in session.execute(query):
        key, label = f"progress:{point.uuid}", f"Note on target {number}"
        detail = _sentences((point.words, staff_words or own_words))
        yield Mark(key, "progress", label, point.happened_on, detail, _written(point))


def _evidence(store: Store, pupil_id: str) -> Iterator[Mark]:
    """What was seen, measured and attached, in the words of its own list."""
    say = school.card(store).words.say
    rows: tuple[tuple[str, str, Sequence[_Evidence]], ...] = (
        ("observation", "observation", observations.observations(store, pupil_id)),
        ("result", "assessment", measures.results(store, pupil_id)),
        ("attachment", "document", attachments.attachments(store, pupil_id)),
    )
    for key, kind, found in rows:
        for row in found:
            written = row.written_at.astimezone().date()
            yield Mark(f"{key}:{row.uuid}", kind, say(row.label), row.happened_on, say(row.detail), written)
    for sitting in answers.sittings(store, pupil_id):
        written = sitting.written_at.astimezone().date()
        yield Mark(f"answer:{sitting.answers[0].uuid}", "voice", sitting.label, sitting.day, sitting.detail, written)


def _papers(session: Session, pupil_id: str) -> Iterator[Mark]:
    agreed: dict[str, list[str]] = {}
    for row in session.scalars(
        select(PlanAgreement)
        .where(PlanAgreement.pupil_id == pupil_id, PlanAgreement.deleted_at.is_(None))
        .order_by(PlanAgreement.written_at)
    ):
        agreed.setdefault(row.version_id, []).append(row.name)
    for version in _all(session, PlanVersion, pupil_id):
        people = ", ".join(agreed.get(version.uuid, ()))
        detail = f"Agreed by {people}" if people else ""
        label = f"Plan agreed, version {version.number}"
        yield Mark(f"plan:{version.uuid}", "plan", label, version.happened_on, detail, _written(version))
    for issued in _all(session, PassportVersion, pupil_id):
        label = f"Passport, version {issued.number}"
        yield Mark(f"passport:{issued.uuid}", "passport", label, issued.happened_on, "", _written(issued))


def _changes(session: Session, pupil_id: str) -> Iterator[Mark]:
    for status in _all(session, StatusPeriod, pupil_id):
        told = f"Parents told {status.parents_told_on:%d/%m/%Y}" if status.parents_told_on else ""
        label = f"Status: {STATUSES.label(status.status)}"
        yield Mark(
            f"status:{status.uuid}",
            "status",
            label,
            status.starts_on,
            _sentences((status.reason, told)),
            _written(status),
        )
    for period, name in session.execute(
        select(LayerPeriod, Layer.label)
        .outerjoin(Layer, Layer.code == LayerPeriod.layer)
        .where(LayerPeriod.pupil_id == pupil_id, LayerPeriod.deleted_at.is_(None))
    ):
        label = f"Layer: {name or period.layer}"
        yield Mark(f"layer:{period.uuid}", "layer", label, period.starts_on, period.reason, _written(period))


def _ehc(session: Session, pupil_id: str) -> Iterator[Mark]:
    """The dates of EHC cases."""
    for one in _all(session, EhcDate, pupil_id):
        label = f"EHC: {EHC_EVENTS.label(one.code)}"
        yield Mark(f"ehc:{one.uuid}", "status", label, one.happened_on, _sentences((one.who, one.note)), _written(one))


def _all(session: Session, entity: type[E], pupil_id: str) -> list[E]:
    """All records of a kind that a pupil has and that were not deleted."""
    owner = entity.__table__.c.pupil_id
    return list(session.scalars(select(entity).where(owner == pupil_id, entity.deleted_at.is_(None))))
