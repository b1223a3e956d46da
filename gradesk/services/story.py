"""A pupil's story for the timeline: cycles as spans, what happened as dots, all in order of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.contact import LoggedContact
from gradesk.model.passport import PassportVersion
from gradesk.model.plan import PlanAgreement, PlanVersion
from gradesk.model.rules.school_year import Span
from gradesk.model.school import Layer
from gradesk.model.support import LayerPeriod, StatusPeriod
from gradesk.model.vocabulary import CONTACT_KINDS, DECISIONS, STAGES, STATUSES
from gradesk.services import cycles, school
from gradesk.store.work import Store


@dataclass(frozen=True)
class StorySpan:
    """One stage of one cycle."""

    key: str
    stage: str
    letter: str
    label: str
    starts_on: date
    ends_on: date | None
    planned_from: date
    planned_to: date
    detail: str
    overdue: bool
    begun: bool


@dataclass(frozen=True)
class StoryDot:
    """One event. `kind` is contact, plan, passport, status or layer."""

    key: str
    kind: str
    label: str
    day: date
    detail: str


@dataclass(frozen=True)
class StoryLine:
    """One line of the story as a list."""

    key: str
    day: date
    label: str
    detail: str


@dataclass(frozen=True)
class Story:
    """Everything on the timeline of one pupil."""

    spans: Sequence[StorySpan]
    dots: Sequence[StoryDot]
    terms: Sequence[Span]

    def lines(self) -> list[StoryLine]:
        """What happened, newest first; stages that are only planned are left out."""
        found = [StoryLine(d.key, d.day, d.label, d.detail) for d in self.dots]
        # Spans are in order of time, and on one day the later stage is the newer.
        found += [StoryLine(s.key, s.starts_on, s.label, s.detail) for s in self.spans if s.begun]
        places = {line.key: place for place, line in enumerate(found)}
        return sorted(found, key=lambda line: (line.day, places[line.key]), reverse=True)


def story(store: Store, pupil_id: str) -> Story:
    """Read the story of one pupil."""
    today = store.clock.today()
    spans = [span for page in cycles.cycles(store, pupil_id) for span in _spans(page, today)]
    return Story(
        sorted(spans, key=lambda span: (span.starts_on, span.planned_from)),
        _dots(store, pupil_id),
        school.half_terms(store),
    )


def _spans(page: cycles.CyclePage, today: date) -> list[StorySpan]:
    found = []
    for stage in page.stages:
        open_here = page.cycle.closed_on is None
        if stage.started_on is None and not open_here:
            continue  # a cycle that was reviewed early never came to this stage
        begun = stage.started_on is not None
        starts = stage.started_on or max(stage.planned_from, today)
        detail = f"Planned {stage.planned_from:%d/%m/%Y} to {stage.planned_to:%d/%m/%Y}"
        if stage.ended_on:
            detail += f", ended {stage.ended_on:%d/%m/%Y}"
        if stage.code == "review" and page.review is not None:
            detail += f". {DECISIONS.label(page.review.decision)}. {page.review.reason}"
        current = open_here and page.cycle.stage == stage.code
        found.append(
            StorySpan(
                key=f"stage:{stage.uuid}",
                stage=stage.code,
                letter=stage.code[0].upper(),
                label=f"{STAGES.label(stage.code)} {page.cycle.number}",
                starts_on=starts if begun else stage.planned_from,
                ends_on=stage.ended_on if begun else None,
                planned_from=stage.planned_from,
                planned_to=stage.planned_to,
                detail=detail + (f". {stage.note}" if stage.note else ""),
                overdue=current and stage.planned_to < today,
                begun=begun,
            )
        )
    return found


def _dots(store: Store, pupil_id: str) -> list[StoryDot]:
    found: list[StoryDot] = []
    with store.read() as session:
        for entry in session.scalars(
            select(LoggedContact).where(LoggedContact.pupil_id == pupil_id, LoggedContact.deleted_at.is_(None))
        ):
            label = CONTACT_KINDS.label(entry.kind) + (f" with {entry.with_whom}" if entry.with_whom else "")
            found.append(StoryDot(f"contact:{entry.uuid}", "contact", label, entry.happened_on, entry.summary))
        agreed = _agreed(session, pupil_id)
        for version in session.scalars(select(PlanVersion).where(PlanVersion.pupil_id == pupil_id)):
            label = f"Plan agreed, version {version.number}"
            people = ", ".join(agreed.get(version.uuid, ()))
            found.append(StoryDot(f"plan:{version.uuid}", "plan", label, version.happened_on, people))
        for issued in session.scalars(select(PassportVersion).where(PassportVersion.pupil_id == pupil_id)):
            label = f"Passport, version {issued.number}"
            found.append(StoryDot(f"passport:{issued.uuid}", "passport", label, issued.happened_on, ""))
        for status in session.scalars(
            select(StatusPeriod).where(StatusPeriod.pupil_id == pupil_id, StatusPeriod.deleted_at.is_(None))
        ):
            label = f"Status: {STATUSES.label(status.status)}"
            found.append(StoryDot(f"status:{status.uuid}", "status", label, status.starts_on, status.reason))
        for period, name in session.execute(
            select(LayerPeriod, Layer.label)
            .outerjoin(Layer, Layer.code == LayerPeriod.layer)
            .where(LayerPeriod.pupil_id == pupil_id, LayerPeriod.deleted_at.is_(None))
        ):
            label = f"Layer: {name or period.layer}"
            found.append(StoryDot(f"layer:{period.uuid}", "layer", label, period.starts_on, period.reason))
    return sorted(found, key=lambda dot: (dot.day, dot.key))


def _agreed(session: Session, pupil_id: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    query = select(PlanAgreement).where(PlanAgreement.pupil_id == pupil_id, PlanAgreement.deleted_at.is_(None))
    for row in session.scalars(query.order_by(PlanAgreement.written_at)):
        found.setdefault(row.version_id, []).append(row.name)
    return found
