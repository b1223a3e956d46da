"""The adults of the school: who they are and for whom they are the key adult."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from gradesk.model.school.staff import StaffMember
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def staff(store: Store) -> list[StaffMember]:
    """Everyone who works here now, by name."""
    with store.read() as session:
        still = or_(StaffMember.left_on.is_(None), StaffMember.left_on > store.clock.today())
        query = select(StaffMember).where(StaffMember.deleted_at.is_(None), still)
        return list(session.scalars(query.order_by(StaffMember.name)))


def everybody(store: Store) -> list[StaffMember]:
    """Everyone who works or worked here, by name."""
    with store.read() as session:
        query = select(StaffMember).where(StaffMember.deleted_at.is_(None))
        return list(session.scalars(query.order_by(StaffMember.name)))


def senco(store: Store) -> str:
    """The name of the SENCO, who is taken to be at the keyboard; empty when nobody has that role."""
    return next((person.name for person in staff(store) if person.role == "senco"), "")


def add_staff(store: Store, values: Mapping[str, Any]) -> str:
    """Add a member of staff; refuses one without a name."""
    name = str(values.get("name", "")).strip()
    if not name:
        raise Refused("A member of staff needs a name; nothing was added. Type the name pupils use.")
    return editing.add(store, StaffMember, values, f"Add {name} to the staff")


def change_staff(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a member of staff."""
    editing.change(store, StaffMember, uuid, values, "Change a member of staff", initiator)


def named(store: Store, name: str) -> str | None:
    """The uuid of the member of staff of this name, added as a teacher when there is none; None for an empty name."""
    wanted = " ".join(name.split())
    if not wanted:
        return None
    for person in staff(store):
        if person.name.casefold() == wanted.casefold():
            return person.uuid
    return add_staff(store, {"name": wanted})
