"""Who holds a copy of which document, and of which version, so that nobody works by an old one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gradesk.model.plans.passport import Passport, PassportVersion
from gradesk.model.plans.plan import Plan, PlanVersion
from gradesk.model.pupils.contact import Contact
from gradesk.model.school.given_copy import GivenCopy
from gradesk.services import editing
from gradesk.services.portions import chunked
from gradesk.services.pupils import pupils
from gradesk.services.pupils.around import people_of
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

RECENT = 40  # holders offered for completion beside staff and the pupil's own people


@dataclass(frozen=True)
class Newest:
    """What a pupil's document is now: which passport or plan it comes from, and its newest version (None: a draft)."""

    origin_id: str
    number: int | None


@dataclass(frozen=True)
class Copy:
    """One copy: who holds what, since when, how it was given; and what is the newest now, of a document with versions."""

    uuid: str
    pupil_id: str
    document: str
    title: str
    holder: str
    origin_id: str
    number: int | None
    newest: Newest | None
    given_on: date
    written_at: datetime
    taken_back_on: date | None
    how: str
    language: str
    remark: str
    read_on: date | None = None

    @property
    def is_old(self) -> bool:
        """Whether there is a newer version than the one they hold."""
        if self.newest is None or self.newest.number is None:
            return False
        return self.origin_id != self.newest.origin_id or self.number is None or self.number < self.newest.number

    @property
    def version_words(self) -> str:
        """The version as it is said, "version 2"; empty for a document without versions."""
        if not self.origin_id:
            return ""
        number = "a draft" if self.number is None else f"version {self.number}"
        out = self.taken_back_on is None
        earlier = out and self.is_old and self.newest is not None and self.newest.origin_id != self.origin_id
        return f"{number} of an earlier one" if earlier else number

    @property
    def words(self) -> str:
        """How it is said where the document is known: "Mrs A has version 2, now 4"."""
        held = self.version_words or "a copy"
        if self.taken_back_on is not None:
            return f"{self.holder} had {held}"
        return f"{self.holder} has {held}{self._now}"

    @property
    def full_words(self) -> str:
        """How it is said among other documents: "Mrs A has the Pupil passport, version 2, now 4"."""
        held = f"the {self.title}" + (f", {self.version_words}" if self.version_words else "")
        if self.taken_back_on is not None:
            return f"{self.holder} had {held}"
        return f"{self.holder} has {held}{self._now}"

    @property
    def _now(self) -> str:
        if not self.is_old or self.newest is None:
            return ""
        return f", now {'version ' if self.number is None else ''}{self.newest.number}"


def copies(store: Store, pupil_id: str, document: str = "") -> list[Copy]:
    """Every copy ever given about a pupil, of one document or of all: those that are out first, old versions before
    others; then those taken back, the latest first."""
    with store.read() as session:
        query = select(GivenCopy).where(GivenCopy.pupil_id == pupil_id, GivenCopy.deleted_at.is_(None))
        found = _read(
            session, session.scalars(query.where(GivenCopy.document == document) if document else query).all()
        )
    still = [copy for copy in found if copy.taken_back_on is None]
    back = [copy for copy in found if copy.taken_back_on is not None]
    still.sort(key=lambda one: (not one.is_old, one.title, one.number or 0, one.holder.casefold(), one.given_on))
    return still + sorted(back, key=lambda one: (one.taken_back_on or one.given_on, one.given_on), reverse=True)


def out(store: Store, pupil_id: str, document: str = "") -> list[Copy]:
    """The copies that somebody holds now."""
    return [one for one in copies(store, pupil_id, document) if one.taken_back_on is None]


def give(
    store: Store,
    document: str,
    title: str,
    pupil_ids: Sequence[str],
    holder: str,
    *,
    on: date | None = None,
    how: str = "printed",
    language: str = "",
    remark: str = "",
) -> list[str]:
    """Note that somebody was given the newest of a document about each of the pupils, all in one step.

    An older version that they hold is taken back by it; who has the newest already is passed over, and it is refused
    when that is everybody. Of passport and plan there must be something to give. Returns the copies' uuids.
    """
    name = " ".join(holder.split())
    if not name:
        raise Refused("A copy needs somebody who holds it; nothing was noted. Type a name or a place.")
    wanted, day = list(dict.fromkeys(pupil_ids)), on or store.clock.today()
    _refuse_ahead(store, day)
    with store.read() as session:
        newest = _newest(session, document, wanted)
        held = _held(session, document, wanted, name)
    if document in _NEWEST and not newest:
        raise Refused("There is nothing to give out yet; nothing was noted. Write it first.")
    if document in _NEWEST:
        wanted = [one for one in wanted if one in newest and not _has(held.get(one, ()), newest[one])]
        if not wanted:
            said = next((one.version_words for theirs in held.values() for one in theirs), "it")
            raise Refused(f"{name} has {said} already; nothing was changed.")
    body = {"document": document, "title": title, "holder": name, "happened_on": day}
    body |= {"how": how, "language": language, "remark": remark}
    made: list[str] = []
    with store.work(_label(store, title, wanted)):
        for pupil_id in wanted:
            now = newest.get(pupil_id)
            for old in held.get(pupil_id, ()) if now else ():
                editing.change(store, GivenCopy, old.uuid, {"taken_back_on": max(day, old.given_on)}, "")
            version = {"origin_id": now.origin_id if now else "", "number": now.number if now else None}
            made.append(editing.add(store, GivenCopy, {"pupil_id": pupil_id, **body, **version}, ""))
    return made


def give_newest(store: Store, pupil_id: str, document: str, on: date | None = None) -> int:
    """Give everybody who holds an older version the newest, in one step. Returns to how many."""
    old = {one.holder.casefold(): one for one in out(store, pupil_id, document) if one.is_old}
    if not old:
        raise Refused("Everybody has the newest version; nothing was changed.")
    with store.work(_label(store, next(iter(old.values())).title, [pupil_id])):
        for one in old.values():
            give(store, document, one.title, [pupil_id], one.holder, on=on, how=one.how, language=one.language)
    return len(old)


def take_back(store: Store, uuid: str, on: date | None = None) -> None:
    """Note that a copy was taken back, shredded or replaced on a day."""
    day = on or store.clock.today()
    change(store, uuid, {"taken_back_on": day})


def read(store: Store, uuid: str, on: date | None = None) -> None:
    """Note that whoever holds a copy has read and signed for it on a day (today)."""
    change(store, uuid, {"read_on": on or store.clock.today()})


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct a copy: who holds it, its days, how it was given, its language, the remark."""
    if not str(values.get("holder", "-")).strip():
        raise Refused("A copy needs somebody who holds it; the old name was kept.")
    only_back = set(values) == {"taken_back_on"}
    with store.work("A copy is taken back" if only_back else "Correct a copy", initiator) as session:
        editing.change(store, GivenCopy, uuid, values, "")
        row = session.get_one(GivenCopy, uuid)
        _refuse_ahead(store, row.happened_on)
        if row.read_on is not None:
            _refuse_ahead(store, row.read_on)
            if row.read_on < row.happened_on:
                raise Refused(
                    f"It was only given on {row.happened_on:%d/%m/%Y}, so it cannot have been read before; nothing was changed. "
                    "Choose that day or a later one."
                )
        if row.taken_back_on is not None:
            _refuse_ahead(store, row.taken_back_on)
            if row.taken_back_on < row.happened_on:
                raise Refused(
                    f"This copy was only given on {row.happened_on:%d/%m/%Y}; nothing was changed. "
                    "Choose that day or a later one."
                )


def remove(store: Store, uuid: str) -> None:
    """Delete a copy that was noted by mistake; undo brings it back."""
    editing.remove(store, GivenCopy, uuid, "Delete a copy that was noted")


def get(store: Store, uuid: str) -> GivenCopy:
    """One copy as it is kept now."""
    with store.read() as session:
        return session.get_one(GivenCopy, uuid)


def holders(store: Store, pupil_id: str = "") -> list[str]:
    """Whom to offer while a holder is typed: staff, then the pupil's own people, then the latest holders."""
    with store.read() as session:
        people = session.scalars(people_of(pupil_id)).all()
        latest = (
            select(GivenCopy.holder)
            .where(GivenCopy.deleted_at.is_(None))
            .group_by(GivenCopy.holder)
            .order_by(func.max(GivenCopy.written_at).desc(), GivenCopy.holder)
            .limit(RECENT)
        )
        recent = session.scalars(latest).all()
    names = [person.name for person in staff.staff(store)]
    once: dict[str, str] = {}
    for name in (*names, *people, *recent):
        if name.strip():
            once.setdefault(name.casefold(), name)
    return list(once.values())


def family(store: Store, pupil_id: str) -> list[str]:
    """The pupil's people at home, those with parental responsibility first."""
    with store.read() as session:
        around = select(Contact).where(
            Contact.pupil_id == pupil_id,
            Contact.deleted_at.is_(None),
            Contact.role.in_(("parent", "carer", "guardian")),
        )
        found = session.scalars(around.order_by(Contact.position)).all()
        return [row.name for row in sorted(found, key=lambda row: not row.parental_responsibility) if row.name.strip()]


def _read(session: Session, rows: Sequence[GivenCopy]) -> list[Copy]:
    newest = {
        document: _newest(session, document, [row.pupil_id for row in rows if row.document == document])
        for document in {row.document for row in rows}
    }
    return [
        Copy(
            uuid=row.uuid,
            pupil_id=row.pupil_id,
            document=row.document,
            title=row.title,
            holder=row.holder,
            origin_id=row.origin_id,
            number=row.number,
            newest=newest[row.document].get(row.pupil_id),
            given_on=row.happened_on,
            written_at=row.written_at,
            taken_back_on=row.taken_back_on,
            how=row.how,
            language=row.language,
            remark=row.remark,
            read_on=row.read_on,
        )
        for row in rows
    ]


def _held(session: Session, document: str, pupil_ids: Sequence[str], name: str) -> dict[str, list[Copy]]:
    """What somebody holds of a document now, by pupil."""
    found: dict[str, list[Copy]] = {}
    for some in chunked(pupil_ids):
        query = select(GivenCopy).where(
            GivenCopy.document == document,
            GivenCopy.pupil_id.in_(some),
            GivenCopy.taken_back_on.is_(None),
            GivenCopy.deleted_at.is_(None),
        )
        rows = [row for row in session.scalars(query) if row.holder.casefold() == name.casefold()]
        for copy in _read(session, rows):
            found.setdefault(copy.pupil_id, []).append(copy)
    return found


def _has(held: Sequence[Copy], newest: Newest) -> bool:
    return any((one.origin_id, one.number) == (newest.origin_id, newest.number) for one in held)


def _newest(session: Session, document: str, pupil_ids: Sequence[str]) -> dict[str, Newest]:
    """What a document is now for each of some pupils; nothing for one without versions."""
    read = _NEWEST.get(document)
    found: dict[str, Newest] = {}
    for some in chunked(list(dict.fromkeys(pupil_ids))) if read else ():
        found |= read(session, some) if read else {}
    return found


def _newest_passports(session: Session, pupil_ids: Sequence[str]) -> dict[str, Newest]:
    query = (
        select(Passport.pupil_id, Passport.uuid, func.max(PassportVersion.number))
        .outerjoin(PassportVersion, PassportVersion.passport_id == Passport.uuid)
        .where(Passport.pupil_id.in_(pupil_ids), Passport.deleted_at.is_(None))
        .group_by(Passport.uuid)
    )
    return {pupil_id: Newest(uuid, number) for pupil_id, uuid, number in session.execute(query)}


def _newest_plans(session: Session, pupil_ids: Sequence[str]) -> dict[str, Newest]:
    """Of the plan that would be printed: the latest that is not archived."""
    query = (
        select(Plan.pupil_id, Plan.uuid, func.max(PlanVersion.number))
        .outerjoin(PlanVersion, PlanVersion.plan_id == Plan.uuid)
        .where(Plan.pupil_id.in_(pupil_ids), Plan.deleted_at.is_(None), Plan.state != "archived")
        .group_by(Plan.uuid)
        .order_by(Plan.starts_on, Plan.written_at)
    )
    return {pupil_id: Newest(uuid, number) for pupil_id, uuid, number in session.execute(query)}


# The documents that come in numbered versions, by their codes.
_NEWEST = {"passport": _newest_passports, "plan": _newest_plans}


def _label(store: Store, title: str, pupil_ids: Sequence[str]) -> str:
    if len(pupil_ids) == 1:
        return f"{pupils.first_name(store, pupil_ids[0])}: a copy of the {title} is given"
    return f"Copies of the {title} are given for {len(pupil_ids)} pupils"


def _refuse_ahead(store: Store, day: date) -> None:
    if day > store.clock.today():
        raise Refused(f"{day:%d/%m/%Y} is still to come; nothing was changed. Note a copy when it is given.")
