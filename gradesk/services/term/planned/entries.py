"""What takes up time in a week besides support: lessons, support in class, duties, PPA, cover, travel, talk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from gradesk.model.pupils.pupil import Pupil
from gradesk.model.term.draft import TermDraft
from gradesk.model.term.week import WeekEntry
from gradesk.model.term.words import ENTRY_KINDS
from gradesk.services import editing
from gradesk.services.term import dose, following
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TALK = 10  # minutes of teacher and TA talk
CARRIED = (
    "kind", "name", "adult", "with_whom", "class_name", "pupil_id", "room", "weekdays", "begins_at", "minutes", "protected",
    "starts_on", "ends_on",
)  # fmt: skip
_CHECKED = ("kind", "name", "adult", "class_name", "weekdays", "begins_at", "minutes", "starts_on", "ends_on")


def entries(store: Store, draft_id: str = "") -> list[WeekEntry]:
    """All that run, or that a draft has, by kind and name."""
    with store.read() as session:
        return in_session(session, draft_id)


def in_session(session: Session, draft_id: str = "") -> list[WeekEntry]:
    """The same, by a session that is open already."""
    query = select(WeekEntry).where(WeekEntry.deleted_at.is_(None), WeekEntry.draft_id.is_(None))
    running = session.scalars(query.order_by(WeekEntry.kind, WeekEntry.name, WeekEntry.uuid))
    if not draft_id:
        return list(running)
    own = of_draft(session, draft_id)
    replaced = {one.stands_for_id for one in own}
    found = [one for one in running if one.uuid not in replaced] + [one for one in own if not one.is_out]
    return sorted(found, key=lambda one: (one.kind, one.name, one.stands_for_id or one.uuid))


def of_draft(session: Session, draft_id: str) -> list[WeekEntry]:
    """What a draft has otherwise than the weeks that run."""
    query = select(WeekEntry).where(WeekEntry.deleted_at.is_(None), WeekEntry.draft_id == draft_id)
    return list(session.scalars(query.order_by(WeekEntry.kind, WeekEntry.name, WeekEntry.uuid)))


def there(session: Session, uuid: str, draft_id: str = "") -> WeekEntry | None:
    """One of them; in a draft what it has in its place, if it is otherwise there."""
    if draft_id:
        query = select(WeekEntry).where(
            WeekEntry.deleted_at.is_(None), WeekEntry.draft_id == draft_id, WeekEntry.stands_for_id == uuid
        )
        if (own := session.scalars(query).first()) is not None:
            return own
    return session.get(WeekEntry, uuid)


def add(store: Store, values: Mapping[str, Any], draft_id: str = "") -> str:
    """Add one, to a draft where one is given; a talk lasts ten minutes unless something else is said, and whatever has no name
    is called by its kind.
    """
    _refuse_over(store, draft_id)
    kind = str(values.get("kind") or "class_support")
    body = dict(values)
    if kind == "talk":
        body["minutes"] = body.get("minutes") or TALK
    if not str(body.get("name") or "").strip():
        body["name"] = ENTRY_KINDS.label(kind)
    _check(WeekEntry(**body))
    where = "draft" if draft_id else "week"
    return editing.add(
        store, WeekEntry, body | {"draft_id": draft_id or None}, f"Add {ENTRY_KINDS.label(kind).lower()} to the {where}"
    )


def is_nobodys(store: Store, class_name: str) -> bool:
    """Whether a class is named in which nobody is: it may be next year's, or a slip of the hand."""
    here = exists().where(Pupil.class_name == class_name, Pupil.deleted_at.is_(None))
    with store.read() as session:
        return bool(class_name.strip()) and not session.scalar(select(here))


def change(
    store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None, draft_id: str = ""
) -> None:
    """Change one; in a draft only there: the weeks that run keep it as it is.

    What changes in the weeks that run changes in drafts too, where they had it as it was.
    """
    _refuse_over(store, draft_id)
    with store.read() as session:
        row = there(session, uuid, draft_id)
    if row is not None:
        _check(WeekEntry(**{name: getattr(row, name) for name in _CHECKED} | dict(values)))
    if draft_id and row is not None and row.draft_id is None:
        body = copied(row) | dict(values) | {"draft_id": draft_id, "stands_for_id": uuid}
        editing.add(store, WeekEntry, body, "Change the draft of the week", initiator)
    elif draft_id:
        own = row.uuid if row is not None else uuid
        editing.change(store, WeekEntry, own, values, "Change the draft of the week", initiator)
    else:
        with store.work("Change a part of the week", initiator) as session:
            before = {} if row is None else copied(row)
            editing.change(store, WeekEntry, uuid, values, "")
            follow(session, uuid, before)


def remove(store: Store, uuid: str, draft_id: str = "") -> None:
    """Delete one, or take it out of a draft only; undo brings it back."""
    _refuse_over(store, draft_id)
    with store.read() as session:
        row = there(session, uuid, draft_id)
    if not draft_id:
        editing.remove(store, WeekEntry, uuid, "Delete a part of the week")
    elif row is not None and row.draft_id is not None and row.stands_for_id is None:
        editing.remove(store, WeekEntry, row.uuid, "Take a part of the week out of the draft")
    else:
        with store.work("Take a part of the week out of the draft"):
            change(store, uuid, {"is_out": True}, draft_id=draft_id)


def copied(row: WeekEntry) -> dict[str, Any]:
    """What a draft copies of one, as it is."""
    return {name: getattr(row, name) for name in CARRIED}


def _refuse_over(store: Store, draft_id: str) -> None:
    """Refuse a draft that is none any more: what was put into it would count nowhere."""
    with store.read() as session:
        draft = session.get(TermDraft, draft_id) if draft_id else None
    if draft is not None and (draft.deleted_at is not None or draft.accepted_on is not None):
        raise Refused("This draft was accepted or deleted meanwhile; nothing was changed. Choose another.")


def follow(session: Session, uuid: str, before: Mapping[str, Any]) -> None:
    """Let open drafts have what a part of the week has now, wherever they had what it had `before`."""
    row = session.get(WeekEntry, uuid)
    query = select(WeekEntry).where(WeekEntry.stands_for_id == uuid, WeekEntry.deleted_at.is_(None))
    for own in session.scalars(query):
        if row is not None and own.draft_id is not None:
            following.take_over(own, row, before)


def _check(row: WeekEntry) -> None:
    editing.check(WeekEntry, {"starts_on": row.starts_on, "ends_on": row.ends_on, "kind": row.kind})
    if not (row.name or "").strip():
        raise Refused("It needs a name; nothing was kept. Type what it is, such as Break duty.")
    dose.refuse_dose(None, row.minutes)
    dose.refuse_days(row.weekdays)
    dose.refuse_time(row.weekdays, row.begins_at)
    if row.starts_on is not None and row.ends_on is not None and row.ends_on < row.starts_on:
        raise Refused("It cannot end before it begins; nothing was kept. Check the two days.")
