"""What was written about the wrong pupil, moved to the right one with all that hangs on it; one Undo takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from gradesk.model.entities import ENTITIES
from gradesk.model.evidence.attachment import Attachment
from gradesk.model.evidence.measure import MeasureResult
from gradesk.model.evidence.observation import Observation
from gradesk.model.journal import JournalChange
from gradesk.model.meetings.meeting import Meeting, MeetingPerson
from gradesk.model.meetings.minutes import Dissent, MeetingLine, MeetingPaper, MeetingStep, Signature
from gradesk.model.plans.plan import Plan
from gradesk.model.plans.target import ProgressPoint, Target
from gradesk.model.pupils.happening import Happening
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.rules.plan_states import IN_FORCE
from gradesk.model.school.agenda import AgreedAction
from gradesk.model.term.closing import MemberClosing, ProvisionClosing
from gradesk.model.term.provision import ProvisionMember, ProvisionTarget
from gradesk.model.term.session import ProvisionSession, SessionMark
from gradesk.services.custody.history import MOVE
from gradesk.services.happened import refuse_before_birth
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

# What can be moved, by the name of its table, with what people call it.
MOVABLE: Mapping[str, tuple[type[Any], str]] = {
    "meeting": (Meeting, "contact"),
    "progress_point": (ProgressPoint, "note"),
    "observation": (Observation, "observation"),
    "agreed_action": (AgreedAction, "action"),
    "happening": (Happening, "event"),
    "provision": (ProvisionMember, "support"),
    "measure_result": (MeasureResult, "result"),
    "attachment": (Attachment, "document"),
}
# As what a document can belong to a record that moves (ATTACHED_TO).
_ABOUT = {"meeting": "contact", "observation": "observation", "happening": "happening",
          "measure_result": "measure_result"}  # fmt: skip

_OF_A_MEETING: tuple[type[Any], ...] = (MeetingPerson, MeetingLine, MeetingStep, Dissent, MeetingPaper, Signature)


@dataclass(frozen=True)
class Place:
    """Somebody a record can be moved to; for a note also the target it would stand on."""

    pupil_id: str
    words: str
    target_id: str | None = None


def places(store: Store, kind: str, uuid: str) -> list[Place]:
    """Everybody on the roll but whose it is now, by name; for a note, every target of a plan in force of theirs."""
    today = store.clock.today()
    on_roll = (Pupil.deleted_at.is_(None), or_(Pupil.left_on.is_(None), Pupil.left_on > today))
    with store.read() as session:
        whose = _record(session, kind, uuid).pupil_id
        others = session.scalars(select(Pupil).where(*on_roll, Pupil.uuid != whose).order_by(Pupil.sort_name)).all()
        if kind != "progress_point":
            return [Place(one.uuid, _named(one)) for one in others]
        named = {one.uuid: one for one in others}
        query = (
            select(Target)
            .join(Plan, Plan.uuid == Target.plan_id)
            .where(Target.deleted_at.is_(None), Plan.deleted_at.is_(None), Plan.state.in_(IN_FORCE))
            .order_by(Target.position)
        )
        targets = [one for one in session.scalars(query) if one.pupil_id in named]
    order = {pupil_id: place for place, pupil_id in enumerate(named)}
    return [
        Place(one.pupil_id, f"{_named(named[one.pupil_id])}, target {one.position}: {one.staff_wording}", one.uuid)
        for one in sorted(targets, key=lambda one: (order[one.pupil_id], one.position))
    ]


def move(store: Store, kind: str, uuid: str, to: Place) -> str:
    """Move a record to another pupil. Returns in words what was done; refuses a day before that pupil was born."""
    with store.read() as session:
        row = _record(session, kind, uuid)
        whose, day = row.pupil_id, row.happened_on
        pupil = session.get(Pupil, to.pupil_id)
    words = MOVABLE[kind][1]
    if pupil is None or pupil.deleted_at is not None:
        raise Refused("That pupil was deleted meanwhile; nothing was moved. Choose another one.")
    if whose == to.pupil_id:
        raise Refused(f"This {words} is {pupil.first_name}’s already; nothing was moved.")
    if pupil.left_on is not None and day > pupil.left_on:
        raise Refused(
            f"{pupil.first_name} had left by the day of this {words}; nothing was moved. Correct its day first."
        )
    refuse_before_birth(store, to.pupil_id, day, f"This {words}")
    with store.work(f"{MOVE} {_a(words)} to {pupil.first_name}") as session:
        moved = _record(session, kind, uuid)
        moved.pupil_id = to.pupil_id
        if kind == "progress_point":
            moved.target_id = _target_of(session, to)
        for other in _hanging_on(session, kind, moved):
            other.pupil_id = to.pupil_id
    return f"Moved to {pupil.name}."


def take_away(store: Store, units: Sequence[int]) -> None:
    """Delete what some units of work made, as far as it is still there: it was kept about the wrong pupil. Restorable."""
    entities = {entity.__tablename__: entity for entity in ENTITIES}
    made = select(JournalChange.kind, JournalChange.row_uuid).where(
        JournalChange.unit_id.in_(units), JournalChange.before.is_(None)
    )
    with store.work("Take away what was about somebody else") as session:
        for kind, uuid in session.execute(made).all():
            record = session.get(entities[kind], uuid) if kind in entities else None
            if record is not None and record.deleted_at is None:
                record.deleted_at = store.clock.now()


def _hanging_on(session: Session, kind: str, row: Any) -> list[Any]:
    """What goes along: the promises of a contact, the documents that belong to a record; an action leaves its contact."""
    found: list[Any] = []
    if kind == "meeting":
        found += session.scalars(select(AgreedAction).where(AgreedAction.meeting_id == row.uuid))
        for entity in _OF_A_MEETING:
            found += session.scalars(select(entity).where(entity.meeting_id == row.uuid))
    if kind == "provision":
        closed = select(MemberClosing).join(ProvisionClosing, ProvisionClosing.uuid == MemberClosing.closing_id)
        found += session.scalars(closed.where(ProvisionClosing.provision_id == row.provision_id))
    if kind in _ABOUT:
        query = select(Attachment).where(Attachment.about == _ABOUT[kind], Attachment.about_id == row.uuid)
        found += session.scalars(query)
    if kind == "provision":
        found += _of_support(session, row)
    if kind == "agreed_action":
        row.meeting_id = None
    if kind == "attachment":
        row.about, row.about_id = "pupil", ""
    return found


def _of_support(session: Session, member: ProvisionMember) -> list[Any]:
    """The marks on its register go along; the targets it served are somebody else’s, so it serves them no longer."""
    links = select(ProvisionTarget).where(
        ProvisionTarget.provision_id == member.provision_id, ProvisionTarget.deleted_at.is_(None)
    )
    for one in session.scalars(links):
        one.deleted_at = session.info["clock"].now()
    query = select(SessionMark).join(ProvisionSession, ProvisionSession.uuid == SessionMark.session_id)
    return list(session.scalars(query.where(ProvisionSession.provision_id == member.provision_id)))


def _target_of(session: Session, to: Place) -> str:
    target = session.get(Target, to.target_id) if to.target_id else None
    if target is None or target.pupil_id != to.pupil_id or target.deleted_at is not None:
        raise Refused("A note stands on a target, and none was chosen; nothing was moved. Choose one of their targets.")
    return target.uuid


def _record(session: Session, kind: str, uuid: str) -> Any:
    if kind not in MOVABLE:
        known = ", ".join(words for _, words in MOVABLE.values())
        raise Refused(f"Records of the kind “{kind}” cannot be moved; nothing was moved. What can be: {known}.")
    row = _only_member(session, uuid) if kind == "provision" else session.get(MOVABLE[kind][0], uuid)
    if row is None or row.deleted_at is not None:
        raise Refused("This was deleted meanwhile; nothing was moved. Restore it from the history.")
    return row


def _only_member(session: Session, uuid: str) -> ProvisionMember | None:
    """Who has a support, where that is one pupil: of a group nobody can say whose it was meant to be."""
    query = select(ProvisionMember).where(ProvisionMember.provision_id == uuid, ProvisionMember.deleted_at.is_(None))
    found = session.scalars(query).all()
    if len(found) > 1:
        raise Refused("Several pupils have this support, so it stays; nothing was moved. Change who is in it instead.")
    return found[0] if found else None


def _named(pupil: Pupil) -> str:
    return pupil.name + (f" ({pupil.class_name})" if pupil.class_name else "")


def _a(words: str) -> str:
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"
