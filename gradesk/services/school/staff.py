"""The adults of the school: who they are and for whom they are the key adult."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from gradesk.model.rules.week import hours
from gradesk.model.school.staff import StaffMember
from gradesk.model.vocabulary import STAFF_ROLES
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from gradesk.system.words import Words

MOST_PASTED = 2000  # people at once
LONGEST = 200  # characters of a name
MOST_HOURS = 80  # a week


@dataclass(frozen=True)
class Several:
    """What came of people pasted at once: who was added, and how many lines were left out and why."""

    added: tuple[str, ...]
    here_already: int
    blank: int
    too_long: int = 0


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
    _check(values)
    return editing.add(store, StaffMember, values, f"Add {name} to the staff")


def add_several(store: Store, text: str, words: Words) -> Several:
    """Add everybody of a pasted column, one a line, in one step; a second column is the role where it names one.

    Blank lines, names that are here already and what is no name for its length are left out and counted.
    """
    lines = text.splitlines()
    if len(lines) > MOST_PASTED:
        raise Refused(f"That is more than {MOST_PASTED:,} lines; nothing was added. Copy fewer names at once.")
    roles = _roles(words)
    known = {_same(person.name) for person in staff(store)}
    values: list[dict[str, str]] = []
    here, blank, too_long = 0, 0, 0
    for line in lines:
        name, *more = (" ".join(cell.split()) for cell in line.replace("\x00", "").split("\t"))
        if not name:
            blank += 1
        elif len(name) > LONGEST:
            too_long += 1
        elif _same(name) in known:
            here += 1
        else:
            known.add(_same(name))
            role = roles.get(more[0].casefold()) if more else None
            values.append({"name": name} | ({"role": role} if role else {}))
    added: tuple[str, ...] = ()
    if values:
        count = len(values)
        label = f"Add {values[0]['name']} to the staff" if count == 1 else f"Add {count:,} people to the staff"
        with store.work(label):
            added = tuple(add_staff(store, one) for one in values)
    return Several(added, here, blank, too_long)


def _check(values: Mapping[str, Any]) -> None:
    typed, contract = str(values.get("works") or ""), values.get("hours_a_week")
    if hours.read(typed) is None:
        raise Refused(f"“{typed}” are no hours; the old ones were kept. Type such as mon-fri 8:45-15:15.")
    if contract is not None and not 0 <= contract <= MOST_HOURS:
        raise Refused(f"“{contract:g} hours a week” cannot be; the old number was kept. Type one up to {MOST_HOURS}.")


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


def _roles(words: Words) -> dict[str, str]:
    """Each role by what people write for it: its name, also in the school's own words, and its short one."""
    found = {}
    for term in STAFF_ROLES:
        for written in (term.code.replace("_", " "), term.label, words.say(term.label)):
            found[written.casefold()] = term.code
    return found


def change_staff(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change a member of staff."""
    _check(values)
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
