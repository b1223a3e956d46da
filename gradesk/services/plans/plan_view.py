"""A pupil's plan in force as plain values, for the command line and for whoever reads it by machine."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from gradesk.model.plans.cycle import Review, TargetOutcome
from gradesk.model.school.school import Rating
from gradesk.services.plans import agreeing
from gradesk.services.plans.plans import TARGET_FIELDS, PlanPage
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def plan_view(store: Store, pupil_id: str) -> dict[str, Any]:
    """The plan in force: its newest agreed words, who agreed, its targets, and their outcomes where it was reviewed.

    A plan that nobody agreed to yet is shown as it stands, without a version. Refuses a pupil who has no plan.
    """
    found = agreeing.in_force(store, pupil_id)
    if found is None:
        raise Refused("This pupil has no plan yet; nothing is shown. Begin one on the pupil’s page.")
    version = found.versions[0] if found.versions else None
    content = agreeing.thawed(version.content if version else agreeing.frozen(found))
    outcomes = _outcomes(store, found)
    return {
        "uuid": found.plan.uuid,
        "type": content["title"],
        "code": found.kind.code,
        "state": found.state,
        "version": version.number if version else None,
        "agreed_on": version.happened_on.isoformat() if version else None,
        "agreed_by": [
            {"as": row.role, "name": row.name, "how": row.how, "on": row.happened_on.isoformat()}
            for row in found.agreements
            if version is not None and row.version_id == version.uuid
        ],
        "reason": version.reason if version else "",
        "changed_since": agreeing.is_changed(found),
        "starts_on": content["starts_on"],
        "review_on": content["review_on"],
        "sections": {name: words for name, words in content["sections"].items() if words},
        "targets": [
            {"number": number, "words": target["staff_wording"] or target["pupil_wording"]}
            | {name: target.get(name) for name in ("uuid", *TARGET_FIELDS)}
            | outcomes.get(target["uuid"], {"outcome": None, "evidence": "", "pupil_rating": ""})
            for number, target in enumerate(content["targets"], start=1)
        ],
    }


def _outcomes(store: Store, found: PlanPage) -> dict[str, dict[str, Any]]:
    with store.read() as session:
        rows = session.execute(
            select(TargetOutcome, Rating.label)
            .join(Review, Review.uuid == TargetOutcome.review_id)
            .outerjoin(Rating, Rating.uuid == TargetOutcome.rating_id)
            .where(
                Review.plan_id == found.plan.uuid,
                Review.recorded_on.is_not(None),
                Review.deleted_at.is_(None),
                TargetOutcome.deleted_at.is_(None),
            )
        ).all()
    return {
        row.target_id: {"outcome": label, "evidence": row.evidence, "pupil_rating": row.pupil_rating}
        for row, label in rows
    }
