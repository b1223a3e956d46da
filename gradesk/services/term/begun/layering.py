"""The layer that a pupil’s support belongs to, proposed beside the one they are on: taken or left, and then not said again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from gradesk.model.pupils.support import LayerPeriod, StatusPeriod
from gradesk.model.rules.term import layers
from gradesk.model.school.school import Layer
from gradesk.model.term.provision import ProvisionMember
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions
from gradesk.services.term.provisions import Given
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

_WHY = {"all": "in class", "some": "in a group", "few": "one to one, or for two"}

_EHC_PLAN = select(StatusPeriod.uuid).where(
    StatusPeriod.status == "E", StatusPeriod.ends_on.is_(None), StatusPeriod.deleted_at.is_(None)
)


@dataclass(frozen=True)
class Proposal:
    """A layer under the school’s name, the one there is now (empty for none), and why in words."""

    layer: str
    label: str
    now: str
    why: str


def proposal(store: Store, pupil_id: str) -> Proposal | None:
    """The layer of what a pupil has today, where it is another than theirs and nobody left it for just that support."""
    with store.read() as session:
        running = _running(store, session, pupil_id)
        sizes = _sizes(store, session, [one.uuid for one in running])
        labels = {row.code: row.label for row in session.scalars(select(Layer).where(Layer.deleted_at.is_(None)))}
        query = select(LayerPeriod.layer).where(
            LayerPeriod.pupil_id == pupil_id, LayerPeriod.deleted_at.is_(None), LayerPeriod.ends_on.is_(None)
        )
        now = session.scalars(query).first() or ""
        has_plan = session.scalars(_EHC_PLAN.where(StatusPeriod.pupil_id == pupil_id)).first() is not None
    found = layers.proposed((one.provision.form, sizes.get(one.uuid, 1)) for one in running)
    if not found or found == now or found not in labels or all(one.member.layer_left == found for one in running):
        return None
    if has_plan and now in layers.ORDER and layers.ORDER.index(found) < layers.ORDER.index(now):
        return None  # whoever has an EHC plan may well have nothing but a group
    belongs = [one for one in running if layers.layer_of(one.provision.form, sizes.get(one.uuid, 1)) == found]
    named = ", ".join(dict.fromkeys(one.provision.name for one in belongs))
    return Proposal(found, labels[found], labels.get(now, now), f"{named}, {_WHY[found]}")


def accept(store: Store, pupil_id: str) -> Proposal:
    """Move the pupil to the layer that is proposed, from today on."""
    one = _there(store, pupil_id)
    pupils.set_layer(store, pupil_id, one.layer, store.clock.today(), f"Support: {one.why}")
    return one


def leave(store: Store, pupil_id: str) -> Proposal:
    """Leave the layer as it is; nothing is proposed again until the support is another."""
    one = _there(store, pupil_id)
    with store.work(f"Leave {pupils.first_name(store, pupil_id)}’s layer as it is") as session:
        for given in _running(store, session, pupil_id):
            session.get_one(ProvisionMember, given.member.uuid).layer_left = one.layer
    return one


def _there(store: Store, pupil_id: str) -> Proposal:
    found = proposal(store, pupil_id)
    if found is None:
        raise Refused("No other layer is proposed for this pupil; nothing was changed. It stands under Details.")
    return found


def _running(store: Store, session: Session, pupil_id: str) -> list[Given]:
    today = store.clock.today()
    return [one for one in provisions.given(session, [pupil_id]).get(pupil_id, ()) if one.runs(today)]


def _sizes(store: Store, session: Session, provision_ids: Sequence[str]) -> dict[str, int]:
    """How many are in each today."""
    today = store.clock.today()
    query = (
        select(ProvisionMember.provision_id, func.count())
        .where(
            ProvisionMember.provision_id.in_(provision_ids),
            ProvisionMember.deleted_at.is_(None),
            or_(ProvisionMember.left_on.is_(None), ProvisionMember.left_on > today),
        )
        .group_by(ProvisionMember.provision_id)
    )
    return {uuid: int(count) for uuid, count in session.execute(query)}
