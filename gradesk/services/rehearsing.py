"""The questions that the page of a pupil asks of every file, asked before there is one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine

from gradesk.model.base import Entity, new_uuid
from gradesk.model.plans.cycle import Cycle, Review, TargetOutcome
from gradesk.model.plans.passport import Passport
from gradesk.model.plans.plan import Plan, PlanVersion
from gradesk.model.plans.target import Target
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import LayerPeriod, StatusPeriod
from gradesk.model.school.given_copy import GivenCopy
from gradesk.model.school.school import Layer, PlanType, School
from gradesk.model.school.staff import StaffMember
from gradesk.services.custody import confidential, gone, history
from gradesk.services.evidence import assessing, attachments, measure_catalogue, measures, observations
from gradesk.services.meetings import actions, booking, kinds, meetings
from gradesk.services.outside import consents, directory, referrals, reports
from gradesk.services.paper import copies
from gradesk.services.plans import (
    adjustments,
    agreeing,
    answers,
    checking,
    cycles,
    next_steps,
    passports,
    plan_types,
    plans,
    progress,
    reviews,
)
from gradesk.services.pupils import access, around, pupils
from gradesk.services.school import school, staff
from gradesk.services.term import figures, provisions, serving
from gradesk.services.term.begun import carrying, layering
from gradesk.services.timeline import story
from gradesk.store import rehearsal
from gradesk.store.work import Store
from gradesk.system.clock import Clock


def rehearse() -> None:
    """Ask each of them once; a tab that is turned to for the first time is there the sooner."""
    rehearsal.rehearse(_play)


def _play(engine: Engine) -> None:
    day = Clock().today() - timedelta(days=1)
    adult = StaffMember(uuid=new_uuid())
    kind = PlanType(uuid=new_uuid(), code="ilp", label="", sections="targets agreement", scale_id=new_uuid())
    nobody = Pupil(uuid=new_uuid(), class_name="1", key_adult_id=adult.uuid)
    plan = Plan(uuid=new_uuid(), pupil_id=nobody.uuid, type_id=kind.uuid, state="agreed", starts_on=day)
    cycle = Cycle(uuid=new_uuid(), pupil_id=nobody.uuid, number=1, opened_on=day, plan_id=plan.uuid)
    records = (School(), Layer(code="some", label=""), adult, kind, nobody, plan, cycle)
    store = rehearsal.Rehearsal(engine, *records, *_around(plan, cycle))
    pupils.page(store, nobody.uuid)
    pupils.photo(store, new_uuid())
    around.adults(store, nobody.uuid)
    staff.staff(store)
    _passport(store, nobody.uuid)
    _plan(store, plan)
    _review(store, cycle)
    _evidence(store, nobody.uuid)
    _contacts(store, nobody.uuid)
    adjustments.universal(store, nobody.uuid)
    adjustments.of_pupil(store, nobody.uuid)
    _support(store, nobody.uuid)
    story.story(store, nobody.uuid)
    _outside(store, nobody.uuid)
    copies.copies(store, nobody.uuid)
    history.entries(store, nobody.uuid)
    gone.of_pupil(store, nobody.uuid)
    access.of_pupil(store, nobody.uuid)
    for record in confidential.KINDS:
        confidential.is_marked(store, record, nobody.uuid)


def _around(plan: Plan, cycle: Cycle) -> list[Entity]:
    """What has to be there for a question about it to be asked."""
    pupil, day = plan.pupil_id, plan.starts_on
    target = Target(uuid=new_uuid(), pupil_id=pupil, plan_id=plan.uuid, carried_from_id=new_uuid())
    review = Review(uuid=new_uuid(), pupil_id=pupil, cycle_id=cycle.uuid, plan_id=plan.uuid, recorded_on=day)
    return [
        StatusPeriod(pupil_id=pupil, status="K", starts_on=day),
        LayerPeriod(pupil_id=pupil, layer="some", starts_on=day),
        Passport(pupil_id=pupil),
        PlanVersion(pupil_id=pupil, plan_id=plan.uuid, number=1, content="{}"),
        target,
        review,
        TargetOutcome(pupil_id=pupil, review_id=review.uuid, target_id=target.uuid),
        *(GivenCopy(pupil_id=pupil, document=document) for document in ("passport", "plan")),
    ]


def _passport(store: Store, pupil_id: str) -> None:
    passports.passport(store, pupil_id)
    passports.versions(store, pupil_id)
    copies.copies(store, pupil_id, "passport")
    copies.holders(store, pupil_id)


def _plan(store: Store, plan: Plan) -> None:
    plans.plans(store, plan.pupil_id)
    agreeing.in_force(store, plan.pupil_id)
    plan_types.plan_types(store)
    targets = [target.uuid for target in plans.page(store, plan.uuid).targets]
    progress.points(store, targets)
    serving.of_targets(store, targets)
    reviews.outcomes_of(store, plan.uuid)
    checking.check(store, plan.uuid)


def _review(store: Store, cycle: Cycle) -> None:
    cycles.cycles(store, cycle.pupil_id)
    cycles.current(store, cycle.pupil_id)
    reviews.page(store, cycle.uuid)
    next_steps.stuck(store, cycle.pupil_id)
    plans.targets_of_plans(store, [str(cycle.plan_id)])


def _evidence(store: Store, pupil_id: str) -> None:
    assessing.assess(store, pupil_id)
    observations.observations(store, pupil_id)
    attachments.attachments(store, pupil_id)
    attachments.belongs_to(store, pupil_id)
    measure_catalogue.catalogue(store)
    measures.results(store, pupil_id)
    answers.sittings(store, pupil_id)


def _contacts(store: Store, pupil_id: str) -> None:
    meetings.count_this_year(store, pupil_id)
    meetings.of_pupil(store, pupil_id)
    meetings.promised(store, [new_uuid()])
    meetings.reviews(store, pupil_id)
    booking.ahead(store, pupil_id)
    kinds.names(store)
    kinds.kinds(store)
    school.contact_rules(store)
    actions.of_pupil(store, pupil_id)


def _support(store: Store, pupil_id: str) -> None:
    provisions.of_pupil(store, pupil_id)
    figures.costed(store, [pupil_id])
    serving.targets_of(store, pupil_id)
    layering.proposal(store, pupil_id)
    carrying.offered(store, pupil_id)


def _outside(store: Store, pupil_id: str) -> None:
    referrals.of_pupil(store, pupil_id)
    reports.of_pupil(store, pupil_id)
    directory.network(store, pupil_id)
    consents.of_pupil(store, pupil_id)
