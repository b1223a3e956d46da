"""Who holds a copy of which version of a passport, so that nobody works by an old one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from gradesk.model.passport import PassportCopy, PassportVersion
from gradesk.services import editing, passports, pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Copy:
    """One copy: who holds it, which version, since when, and which version is the newest now."""

    uuid: str
    holder: str
    number: int
    newest: int
    given_on: date
    taken_back_on: date | None

    @property
    def is_old(self) -> bool:
        """Whether there is a newer version than the one they hold."""
        return self.number < self.newest

    @property
    def words(self) -> str:
        """How it is said: "Mrs A has version 2, now 4"."""
        if self.taken_back_on is not None:
            return f"{self.holder} had version {self.number}"
        return f"{self.holder} has version {self.number}" + (f", now {self.newest}" if self.is_old else "")


def copies(store: Store, pupil_id: str) -> list[Copy]:
    """Every copy ever given: those that are out first, the oldest version first; then those taken back."""
    with store.read() as session:
        versions = passports.versions(store, pupil_id)
        newest = versions[0].number if versions else 0
        rows = session.execute(
            select(PassportCopy, PassportVersion.number)
            .join(PassportVersion, PassportVersion.uuid == PassportCopy.version_id)
            .where(PassportCopy.pupil_id == pupil_id, PassportCopy.deleted_at.is_(None))
        )
        found = [Copy(row.uuid, row.holder, number, newest, row.happened_on, row.taken_back_on) for row, number in rows]
    return sorted(found, key=lambda one: (one.taken_back_on is not None, one.number, one.holder.casefold()))


def out(store: Store, pupil_id: str) -> list[Copy]:
    """The copies that somebody holds now."""
    return [one for one in copies(store, pupil_id) if one.taken_back_on is None]


def give(store: Store, pupil_id: str, holder: str, on: date | None = None) -> str:
    """Give somebody the newest version; an older copy they hold is taken back. Returns the copy's uuid."""
    name = " ".join(holder.split())
    if not name:
        raise Refused("A copy needs somebody who holds it; nothing was noted. Type a name or a place.")
    newest = next(iter(passports.versions(store, pupil_id)), None)
    if newest is None:
        raise Refused("There is no version to give out yet; nothing was noted. Make a version first.")
    day = on or store.clock.today()
    with store.work(f"{pupils.first_name(store, pupil_id)}’s passport: a copy is given"):
        for old in out(store, pupil_id):
            if old.holder.casefold() != name.casefold():
                continue
            if not old.is_old:
                raise Refused(f"{old.holder} has version {old.number} already; nothing was changed.")
            take_back(store, old.uuid, day)
        values = {"pupil_id": pupil_id, "version_id": newest.uuid, "happened_on": day, "holder": name}
        return editing.add(store, PassportCopy, values, "")


def give_newest(store: Store, pupil_id: str, on: date | None = None) -> int:
    """Give everybody who holds an older version the newest, in one step. Returns how many."""
    old = [one for one in out(store, pupil_id) if one.is_old]
    if not old:
        raise Refused("Everybody has the newest version; nothing was changed.")
    with store.work(f"{pupils.first_name(store, pupil_id)}’s passport: the newest version is given"):
        for holder in dict.fromkeys(one.holder for one in old):
            give(store, pupil_id, holder, on)
    return len(old)


def take_back(store: Store, uuid: str, on: date | None = None) -> None:
    """Note that a copy was taken back or replaced on a day."""
    day = on or store.clock.today()
    with store.work("A copy of a passport is taken back") as session:
        given = session.get_one(PassportCopy, uuid).happened_on
        if day < given:
            raise Refused(
                f"This copy was only given on {given:%d/%m/%Y}; nothing was changed. Choose that day or a later one."
            )
        editing.change(store, PassportCopy, uuid, {"taken_back_on": day}, "")


def change(store: Store, uuid: str, holder: str) -> None:
    """Correct the name of who holds a copy."""
    if not holder.strip():
        raise Refused("A copy needs somebody who holds it; the old name was kept.")
    editing.change(store, PassportCopy, uuid, {"holder": holder}, "Correct who holds a copy")


def remove(store: Store, uuid: str) -> None:
    """Delete a copy that was noted by mistake; undo brings it back."""
    editing.remove(store, PassportCopy, uuid, "Delete a copy of a passport")
