"""Filling the sheets that documents print, for many pupils at once by a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.base import Entity
from gradesk.model.plans.cycle import Review, TargetOutcome
from gradesk.model.plans.passport import PASSPORT_SECTIONS, Passport, PassportVersion
from gradesk.model.plans.plan import Plan, PlanAgreement, PlanVersion
from gradesk.model.plans.target import Target
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.plan_states import state_on
from gradesk.model.rules.term import dose_words
from gradesk.model.school.school import PlanType, Rating
from gradesk.model.school.staff import StaffMember
from gradesk.model.stored_file import StoredFile
from gradesk.model.vocabulary import AGREERS, AREAS, PLAN_STATES, STATUSES, YEAR_GROUPS
from gradesk.services.custody import sealing
from gradesk.services.paper import layouts
from gradesk.services.paper.gathering.scores import results, score_lines
from gradesk.services.paper.layouts import Layout, Section
from gradesk.services.paper.sheets import (
    Agreement,
    LanesSheet,
    PassportSheet,
    PlanSheet,
    PupilHeading,
    Sheet,
    SheetSection,
    TargetSheet,
    TargetSupport,
    TimelineSheet,
)
from gradesk.services.plans.agreeing import is_changed
from gradesk.services.plans.passports import frozen
from gradesk.services.plans.plans import PlanPage
from gradesk.services.portions import chunked
from gradesk.services.pupils import register
from gradesk.services.school import school
from gradesk.services.term import serving
from gradesk.services.term.serving import Served
from gradesk.services.timeline import lanes, story
from gradesk.store.work import Store

E = TypeVar("E", bound=Entity)


def common(store: Store) -> dict[str, Any]:
    """What all sheets of a print have in common, as things stand today."""
    card = school.card(store)
    return {
        "school_name": card.name,
        "logo": school.logo(store),
        "practice": card.is_practice,
        "pupil_word": card.words.pupil,
        "made_on": store.clock.today(),
    }


def plain_sheet(store: Store, heading: PupilHeading, pupil_ids: Sequence[str]) -> Sheet:
    """What every page needs and nothing more."""
    return Sheet(**common(store), heading=heading, pupil_ids=tuple(pupil_ids), is_versioned=False)


def passport_sheets(store: Store, pupil_ids: Sequence[str]) -> list[PassportSheet]:
    """The passports of those pupils who have one, in the order asked for.

    The version is named only while the living words are the ones that were frozen; after an edit it is a draft again.
    """
    fixed, arranged = common(store), layouts.layout(store, "passport").shown()
    sheets: list[PassportSheet] = []
    with store.read() as session:
        for ids in chunked(pupil_ids):
            headings = headings_of(session, ids)
            ids = [uuid for uuid in ids if uuid in headings]
            passports = {row.pupil_id: row for row in _of(session, Passport, ids)}
            versions = _latest(_of(session, PassportVersion, ids), "pupil_id")
            for pupil_id in ids:
                living = passports.get(pupil_id)
                if living is None:
                    continue
                words = {name: getattr(living, name) for name in PASSPORT_SECTIONS}
                version = versions.get(pupil_id)
                same = version is not None and version.content == frozen(words)
                of = _versioned(session, version) if version is not None and same else {}
                sheets.append(
                    PassportSheet(
                        **{**fixed, **of},
                        pupil_ids=(pupil_id,),
                        heading=headings[pupil_id],
                        review_on=living.review_on,
                        sections=tuple(SheetSection(one.code, one.heading, words[one.code]) for one in arranged),
                        who_to_go_to=words["go_to"],
                    )
                )
    return sheets


def plan_sheets(store: Store, pupil_ids: Sequence[str]) -> list[PlanSheet]:
    """The current plan of each pupil that has one, in the order asked for.

    The version is named only while the words are the ones that were agreed; after an edit it is a draft again.
    """
    fixed, arranged, say = common(store), layouts.layout(store, "plan"), school.card(store).words.say
    sheets: list[PlanSheet] = []
    with store.read() as session:
        # The word alone: the symbols are for the screen, and the printed fonts have no stars and circles.
        ratings: dict[str | None, str] = {row.uuid: row.label for row in session.scalars(select(Rating))}
        for ids in chunked(pupil_ids):
            headings = headings_of(session, ids)
            ids = [uuid for uuid in ids if uuid in headings]
            pages = current_plans(session, ids, store.clock.today())
            outcomes = {
                row.target_id: ratings.get(row.rating_id, "")
                for row in session.scalars(
                    select(TargetOutcome)
                    .join(Review, Review.uuid == TargetOutcome.review_id)
                    .where(TargetOutcome.pupil_id.in_(ids), Review.recorded_on.is_not(None))
                )
            }
            scores = results(session, list(pages))
            support = support_of(
                session, (target for page in pages.values() for target in page.targets), store.clock.today()
            )
            for pupil_id in (one for one in ids if one in pages):
                sheet = _plan_sheet(
                    session, pages[pupil_id], headings[pupil_id], outcomes, fixed, arranged, say, support
                )
                lines = score_lines(scores.get(pupil_id, ()), store.clock.today(), say)
                sheets.append(replace(sheet, scores=lines))
    return sheets


def timeline_sheets(store: Store, pupil_ids: Sequence[str]) -> list[TimelineSheet]:
    """The stories of those pupils who have one, in the order asked for."""
    fixed = common(store)
    rows = {row.uuid: row for row in register.everyone(store)}
    sheets: list[TimelineSheet] = []
    for ids in chunked(pupil_ids):
        with store.read() as session:
            headings = headings_of(session, ids)
        for pupil_id in ids:
            told = story.story(store, pupil_id)
            if pupil_id not in headings or not (told.stages or told.bars or told.marks):
                continue
            row = rows.get(pupil_id)
            about = [STATUSES.label(row.status), f"Lead: {row.lead}" if row.lead else ""] if row else []
            sheets.append(
                TimelineSheet(
                    **fixed,
                    pupil_ids=(pupil_id,),
                    heading=headings[pupil_id],
                    story=told,
                    about=" · ".join(part for part in about if part),
                )
            )
    return sheets


def lanes_sheets(store: Store, pupil_ids: Sequence[str], sort: str = "name") -> list[LanesSheet]:
    """The cycles of these pupils on one sheet, named after their class if they share one."""
    rows = [row for row in register.everyone(store) if row.uuid in set(pupil_ids)]
    if not rows:
        return []
    classes = {row.class_name for row in rows}
    say = school.card(store).words.say
    counted = say(f"{len(rows)} {{pupils}}" if len(rows) > 1 else "1 {pupil}")
    name = classes.pop() if len(classes) == 1 else counted
    return [
        LanesSheet(
            **common(store),
            pupil_ids=tuple(row.uuid for row in rows),
            heading=PupilHeading(preferred_name=name or counted, is_group=True),
            school=lanes.lanes(store, sort, [row.uuid for row in rows]),
            headings=_names_alone(store, [row.uuid for row in rows]),
        )
    ]


def _plan_sheet(
    session: Session,
    page: PlanPage,
    heading: PupilHeading,
    outcomes: Mapping[str, str],
    fixed: Mapping[str, Any],
    arranged: Layout,
    say: Any,
    support: Mapping[str, Sequence[TargetSupport]],
) -> PlanSheet:
    plan = page.plan
    version = page.versions[0] if page.versions and not is_changed(page) else None
    of = _versioned(session, version) if version else {}
    return PlanSheet(
        **{**fixed, **of},
        pupil_ids=(plan.pupil_id,),
        heading=heading,
        title=page.kind.label,
        state=PLAN_STATES.label(page.state),
        starts_on=plan.starts_on,
        review_on=plan.review_on,
        strengths=plan.strengths,
        pupil_view=plan.pupil_view or plan.pupil_view_how,
        parent_view=plan.parent_view,
        parent_absence=plan.parent_view_absent,
        blocks=_blocks(plan, arranged.of(page.fields), say),
        staff_only=arranged.inside_only,
        targets=tuple(
            target_sheet(number, target, outcomes.get(target.uuid, ""), support.get(target.uuid, ()))
            for number, target in enumerate(page.targets, start=1)
        ),
        agreements=_agreements(page, version, say),
    )


def _versioned(session: Session, version: PassportVersion | PlanVersion) -> dict[str, Any]:
    return {"version": version.number, "made_on": version.happened_on, "seal": sealing.of_version(session, version)}


def _of(session: Session, entity: type[E], ids: Sequence[str]) -> Sequence[E]:
    query = select(entity).where(entity.__table__.c.pupil_id.in_(ids), entity.deleted_at.is_(None))
    return session.scalars(query).all()


def _by(rows: Sequence[E], name: str) -> dict[str, list[E]]:
    grouped: dict[str, list[E]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, name)].append(row)
    return grouped


def _latest(rows: Sequence[Any], name: str) -> dict[str, Any]:
    return {getattr(row, name): row for row in sorted(rows, key=lambda row: row.number)}


def _names_alone(store: Store, ids: Sequence[str]) -> dict[str, PupilHeading]:
    with store.read() as session:
        found = [row for some in chunked(ids) for row in session.scalars(select(Pupil).where(Pupil.uuid.in_(some)))]
    return {
        pupil.uuid: PupilHeading(
            preferred_name=pupil.first_name, surname=pupil.preferred_surname or pupil.legal_surname
        )
        for pupil in found
    }


def headings_of(session: Session, ids: Sequence[str]) -> dict[str, PupilHeading]:
    """The heads of those who are not deleted: nothing is printed of anybody else."""
    query = (
        select(Pupil, StaffMember.name, StoredFile.content)
        .outerjoin(StaffMember, StaffMember.uuid == Pupil.key_adult_id)
        .outerjoin(StoredFile, StoredFile.uuid == Pupil.photo_id)
        .where(Pupil.uuid.in_(ids), Pupil.deleted_at.is_(None))
    )
    return {
        pupil.uuid: PupilHeading(
            preferred_name=pupil.first_name,
            surname=pupil.preferred_surname or pupil.legal_surname,
            class_name=pupil.class_name,
            year_label=YEAR_GROUPS.label(pupil.year_group),
            key_adult=adult or "",
            photo=photo,
        )
        for pupil, adult, photo in session.execute(query)
    }


def current_plans(session: Session, ids: Sequence[str], today: date) -> dict[str, PlanPage]:
    """The plan in force of each pupil who has one, with its targets and versions."""
    rows = session.scalars(
        select(Plan)
        .where(Plan.pupil_id.in_(ids), Plan.deleted_at.is_(None), Plan.state != "archived")
        .order_by(Plan.starts_on, Plan.written_at)
    )
    current = {row.pupil_id: row for row in rows}
    plan_ids = [plan.uuid for plan in current.values()]
    kinds = {row.uuid: row for row in session.scalars(select(PlanType))}
    targets = _by(
        session.scalars(
            select(Target).where(Target.plan_id.in_(plan_ids), Target.deleted_at.is_(None)).order_by(Target.position)
        ).all(),
        "plan_id",
    )
    versions = _by(
        session.scalars(
            select(PlanVersion).where(PlanVersion.plan_id.in_(plan_ids)).order_by(PlanVersion.number.desc())
        ).all(),
        "plan_id",
    )
    agreements = tuple(_of(session, PlanAgreement, ids))
    return {
        pupil_id: PlanPage(
            plan,
            kinds[plan.type_id],
            state_on(plan.state, plan.starts_on, today),
            tuple(targets.get(plan.uuid, ())),
            tuple(versions.get(plan.uuid, ())),
            agreements,
        )
        for pupil_id, plan in current.items()
    }


def _blocks(plan: Plan, sections: Sequence[Section], say: Any) -> tuple[SheetSection, ...]:
    return tuple(
        SheetSection(one.code, say(one.heading), getattr(plan, one.code))
        for one in sections
        if getattr(plan, one.code).strip()
    )


def target_sheet(number: int, target: Target, outcome: str, support: Sequence[TargetSupport] = ()) -> TargetSheet:
    """A target as documents print it. How often is said once: by its support, where there is some."""
    doses = [part for part in (target.how_long, target.how_often) if not (support and dose_words.read(part))]
    return TargetSheet(
        number=number,
        uuid=target.uuid,
        pupil_wording=target.pupil_wording,
        staff_wording=target.staff_wording,
        area=AREAS.label(target.area),
        baseline=target.baseline,
        success_criterion=target.success_criterion,
        how=target.how,
        who=target.who,
        how_often=", ".join(part for part in (*doses, target.place) if part),
        support=tuple(support),
        home_part=target.home_part,
        by_when=target.by_when,
        outcome=outcome,
    )


def support_of(session: Session, targets: Iterable[Target], today: date) -> dict[str, tuple[TargetSupport, ...]]:
    """By target, the support that serves it and has not ended, as documents print it."""
    found = serving.served(session, [target.uuid for target in targets])
    return {uuid: tuple(_support(one) for one in some if one.runs(today)) for uuid, some in found.items()}


def _support(one: Served) -> TargetSupport:
    row = one.given.provision
    return TargetSupport(
        what=row.name, led_by=row.led_by, times_a_week=row.times_a_week, minutes=row.minutes, until=one.until
    )


def _agreements(page: PlanPage, version: PlanVersion | None, say: Any) -> tuple[Agreement, ...]:
    """Who agreed, one line for each role; those who did not yet have a line to sign on."""
    signed = [row for row in page.agreements if version is not None and row.version_id == version.uuid]
    found: list[Agreement] = []
    for role in AGREERS:
        here = [row for row in signed if row.role == role.code]
        found += [Agreement(say(role.label), row.name, row.happened_on) for row in here]
        if not here:
            found.append(Agreement(say(role.label)))
    return tuple(found)
